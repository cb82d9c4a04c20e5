"""Addresses of the chain."""

from django.urls import path

from lagesbild_web.trail import views

app_name = "trail"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("luckor/", views.gaps, name="gaps"),
    path("luckor/hamta/<slug:filetype>", views.download_gaps, name="download_gaps"),
    path("vakanser/", views.vacancies, name="vacancies"),
    path("vakanser/hamta/<slug:filetype>", views.download_vacancies, name="download_vacancies"),
    path("<slug:thing_kind>/<uuid:thing_id>/", views.thing, name="thing"),
]
