"""Addresses of background maps."""

from django.urls import path

from lagesbild_web.backgrounds import views

app_name = "backgrounds"
urlpatterns = [
    path("karta/bakgrund/<slug:name>/<int:z>/<int:x>/<int:y>", views.tile, name="tile"),
    path("karta/bakgrund/<slug:name>/lage", views.state, name="state"),
]
