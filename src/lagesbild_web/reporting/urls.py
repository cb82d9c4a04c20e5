"""Addresses of reporting. The worker's own decides its reach: everything below ``/rapportera/``."""

from django.urls import path

from lagesbild_web.reporting import phone_views, views

app_name = "reporting"
urlpatterns = [
    path("", views.start, name="start"),
    path("skal/", phone_views.shell, name="shell"),
    path("arbetare.js", phone_views.worker, name="worker"),
    path("lagesbild.webmanifest", phone_views.manifest, name="manifest"),
    path("jag/", phone_views.who_am_i, name="who_am_i"),
    path("listor/", phone_views.lists, name="lists"),
    path("skicka/", phone_views.send, name="send"),
    path("skicka-bild/", phone_views.send_photo, name="send_photo"),
    path("granska-text/", phone_views.check_text, name="check_text"),
    path("formular/", views.plain, name="plain"),
    path("inget/", views.nothing, name="nothing"),
    path("mina/", views.mine, name="mine"),
    path("mina/<uuid:incident_id>/", views.incident, name="incident"),
    path("mina/<uuid:incident_id>/ratta/", views.correct, name="correct"),
    path("mina/<uuid:incident_id>/svara/", views.answer, name="answer"),
    path("mina/<uuid:incident_id>/dra-tillbaka/", views.withdraw, name="withdraw"),
]
