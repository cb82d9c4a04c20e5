"""Addresses for importing."""

from django.urls import path

from lagesbild_web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.upload_list, name="list"),
    path("<uuid:upload_id>/", views.upload, name="upload"),
    path("<uuid:upload_id>/lage", views.state, name="state"),
    path("<uuid:upload_id>/fel.csv", views.faults, name="faults"),
    path("<uuid:upload_id>/kolumner", views.map_columns, name="map"),
    path("<uuid:upload_id>/las-in", views.load, name="load"),
    path("<uuid:upload_id>/angra", views.undo, name="undo"),
]
