"""Addresses of groups, meetings and decisions."""

from django.urls import path

from lagesbild_web.meetings import views, views_running, views_writing

app_name = "meetings"
_ONE, _GROUP, _DECISION = "<uuid:meeting_id>/", "grupp/<uuid:group_id>/", "beslut/<uuid:decision_id>/"
urlpatterns = [
    path("", views.start, name="start"),
    path("grupp/ny/", views_writing.new_group, name="new_group"),
    path(_GROUP, views.group, name="group"),
    path(f"{_GROUP}andra/", views_writing.change_group, name="change_group"),
    path(f"{_GROUP}avsluta/", views_writing.end_group, name="end_group"),
    path(f"{_GROUP}medlem/ny/", views_writing.add_member, name="add_member"),
    path(f"{_GROUP}medlem/<int:member_id>/avsluta/", views_writing.end_member, name="end_member"),
    path(f"{_GROUP}mote/nytt/", views_writing.plan, name="plan"),
    path("kalender/", views.calendar, name="calendar"),
    path("kalender/ny/", views_writing.add_entry, name="add_entry"),
    path("kalender/<int:entry_id>/ta-bort/", views_writing.retire_entry, name="retire_entry"),
    path("beslut/", views.decision_list, name="decisions"),
    path("beslut/hamta/<slug:filetype>/", views.download_decisions, name="download_decisions"),
    path(_DECISION, views.decision, name="decision"),
    path(f"{_DECISION}hur-det-gar/", views_running.report, name="report"),
    path(f"{_DECISION}andra/", views_running.change, name="change_decision"),
    path(f"{_DECISION}lank/", views_running.link, name="link"),
    path(f"{_DECISION}lank/<int:link_id>/ta-bort/", views_running.unlink, name="unlink"),
    path(f"{_DECISION}aterkoppla/", views_running.tell, name="tell"),
    path(_ONE, views.meeting, name="meeting"),
    path(f"{_ONE}leda/", views_running.run, name="run"),
    path(f"{_ONE}borja/", views_running.begin, name="begin"),
    path(f"{_ONE}andra/", views_writing.change, name="change"),
    path(f"{_ONE}stall-in/", views_writing.cancel, name="cancel"),
    path(f"{_ONE}laget/", views_writing.compute, name="compute"),
    path(f"{_ONE}kalla/", views_writing.invite, name="invite"),
    path(f"{_ONE}punkt/ny/", views_writing.add_point, name="add_point"),
    path(f"{_ONE}punkt/<int:item_id>/stryk/", views_writing.leave_out, name="leave_out"),
    path(f"{_ONE}justera/", views_writing.adjust, name="adjust"),
    path(f"{_ONE}oppna/", views_writing.reopen, name="reopen"),
    path(f"{_ONE}protokoll/<int:number>/<slug:format>/", views.minutes, name="minutes"),
]
