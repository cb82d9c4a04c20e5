"""Addresses of the situation pictures."""

from django.urls import path

from lagesbild_web.pictures import views

app_name = "pictures"
urlpatterns = [
    path("", views.picture_list, name="list"),
    path("<uuid:picture_id>/", views.picture, name="picture"),
    path("<uuid:picture_id>/dokument/", views.document, name="document"),
    path("<uuid:picture_id>/hamta/<slug:format>/", views.download, name="download"),
    path("<uuid:picture_id>/publicera/", views.publish, name="publish"),
    path("<uuid:picture_id>/dra-tillbaka/", views.withdraw, name="withdraw"),
]
