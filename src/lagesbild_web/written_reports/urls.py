"""Addresses of reports in running text."""

from django.urls import path

from lagesbild_web.written_reports import views

app_name = "written_reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("ny/", views.receive, name="receive"),
    path("<uuid:written_id>/", views.report, name="report"),
    path("<uuid:written_id>/angra/", views.undo, name="undo"),
    path("<uuid:written_id>/kasta/", views.discard, name="discard"),
]
