"""Addresses of the open pages."""

from django.urls import path

from lagesbild_web.public import views, views_promises

app_name = "public"
urlpatterns = [
    path("", views.open_pictures, name="list"),
    path("loften/", views_promises.promises, name="promises"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("<uuid:picture_id>/", views.open_picture, name="picture"),
    path("<uuid:picture_id>/dokument/", views.open_document, name="document"),
    path("<uuid:picture_id>/hamta/<slug:format>/", views.open_download, name="download"),
]
