"""Addresses of the reviewer's desk."""

from django.urls import path

from lagesbild_web.review import views

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("betrodda/", views.trusted, name="trusted"),
    path("<uuid:incident_id>/", views.incident, name="incident"),
    path("<uuid:incident_id>/ratta/", views.correct, name="correct"),
    path("<uuid:incident_id>/godkann/", views.approve, name="approve"),
    path("<uuid:incident_id>/fraga/", views.ask, name="ask"),
    path("<uuid:incident_id>/sla-ihop/", views.merge, name="merge"),
    path("<uuid:incident_id>/dra-tillbaka/", views.withdraw, name="withdraw"),
    path("<uuid:incident_id>/angra/", views.undo, name="undo"),
]
