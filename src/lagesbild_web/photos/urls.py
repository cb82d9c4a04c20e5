"""Addresses of photographs."""

from django.urls import path

from lagesbild_web.photos import views

app_name = "photos"
urlpatterns = [
    path("administration/bilder/", views.allow, name="allow"),
    path("bilder/<uuid:photo_id>", views.photo, name="photo"),
    path("bilder/<uuid:photo_id>/ta-bort/", views.remove, name="remove"),
]
