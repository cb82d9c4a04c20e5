"""Addresses for exploring."""

from django.urls import path

from lagesbild_web.explore import views

app_name = "explore"
urlpatterns = [
    path("utforska/", views.show_map, name="map"),
    path("utforska/lager", views.layer, name="layer"),
    path("utforska/tider", views.show_hours, name="hours"),
    path("utforska/utveckling", views.show_weeks, name="weeks"),
    path("utforska/omraden", views.show_areas, name="areas"),
    path("utforska/hamta/<str:view>/<str:filetype>", views.download, name="download"),
    path("utforska/filter/spara", views.save, name="save"),
    path("utforska/filter/<uuid:filter_id>/ta-bort", views.remove, name="remove"),
]
