"""Addresses of the API and of the page about it."""

from django.urls import include, path

from lagesbild_web.api import views
from lagesbild_web.api.interface import addresses

app_name = "api"
urlpatterns = [
    path("", views.about, name="docs"),
    path("v1/", views.root, name="root"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/", include(addresses())),
    path("v1/<path:rest>", views.unknown, name="unknown"),
]
