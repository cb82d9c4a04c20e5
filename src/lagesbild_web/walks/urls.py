"""Addresses of walks and findings. The worker's own decides its reach: everything below it."""

from django.urls import path

from lagesbild_web.walks import phone_views, views, views_writing

app_name = "walks"
_ONE, _FINDING = "<uuid:walk_id>/", "fynd/<uuid:finding_id>/"
urlpatterns = [
    path("", views.walk_list, name="list"),
    path("skal/", phone_views.shell, name="shell"),
    path("arbetare.js", phone_views.worker, name="worker"),
    path("ny/", views_writing.plan, name="plan"),
    path("checklista/", views_writing.checklist, name="checklist"),
    path("fynd/", views.finding_list, name="findings"),
    path("fynd/hamta/<slug:filetype>/", views.download_findings, name="download_findings"),
    path(_FINDING, views.finding, name="finding"),
    path(f"{_FINDING}andra/", views_writing.change_finding, name="change_finding"),
    path(f"{_FINDING}ta-bort/", views_writing.retire_finding, name="retire_finding"),
    path(f"{_FINDING}ta-tillbaka/", views_writing.restore_finding, name="restore_finding"),
    path(f"{_FINDING}ansvar/", views_writing.assign, name="assign"),
    path(f"{_FINDING}hur-det-gar/", views_writing.report, name="report"),
    path(f"{_FINDING}lank/", views_writing.link, name="link"),
    path(f"{_FINDING}lank/<int:link_id>/ta-bort/", views_writing.unlink, name="unlink"),
    path(_ONE, views.walk, name="walk"),
    path(f"{_ONE}andra/", views_writing.change, name="change"),
    path(f"{_ONE}stall-in/", views_writing.cancel, name="cancel"),
    path(f"{_ONE}bjud-in/", views_writing.invite, name="invite"),
    path(f"{_ONE}narvaro/", views_writing.attendance, name="attendance"),
    path(f"{_ONE}notera/", views_writing.note, name="note"),
    path(f"{_ONE}protokoll/", views_writing.make_protocol, name="make_protocol"),
    path(f"{_ONE}protokoll/<int:number>/<slug:format>/", views.protocol, name="protocol"),
]
