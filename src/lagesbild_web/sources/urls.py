"""Addresses of sources."""

from django.urls import path

from lagesbild_web.sources import views

app_name = "sources"
urlpatterns = [
    path("", views.source_list, name="list"),
    path("<slug:source>/", views.source, name="source"),
    path("<slug:source>/sla-pa/", views.switch_on, name="switch_on"),
    path("<slug:source>/stang-av/", views.switch_off, name="switch_off"),
    path("<slug:source>/hamta-nu/", views.fetch_now, name="fetch_now"),
    path("<slug:source>/hamtningar/<uuid:run_id>/ta-tillbaka/", views.undo_run, name="undo_run"),
]
