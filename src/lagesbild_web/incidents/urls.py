"""Addresses of the list of incidents."""

from django.urls import path

from lagesbild_web.incidents import views

app_name = "incidents"
urlpatterns = [
    path("", views.incident_list, name="list"),
    path("hamta/<slug:filetype>/", views.download, name="download"),
    path("<uuid:incident_id>/", views.incident, name="incident"),
]
