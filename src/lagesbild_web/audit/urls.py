"""Addresses of the log and the registers beside it."""

from django.urls import path

from lagesbild_web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("kontrollera/", views.check, name="check"),
    path("hamta/<str:filetype>/", views.download_log, name="download_log"),
    path("gallring/", views.retention, name="retention"),
    path("gallring/<str:record_type>/", views.decide_retention, name="decide_retention"),
    path("utlamnanden/", views.disclosures, name="disclosures"),
    path("utlamnanden/nytt/", views.register_disclosure, name="register_disclosure"),
    path("utlamnanden/hamta/<str:filetype>/", views.download_disclosures, name="download_disclosures"),
    path("utlamnanden/<uuid:disclosure_id>/ratta/", views.correct_disclosure, name="correct_disclosure"),
]
