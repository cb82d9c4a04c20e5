"""Addresses of the administrator's pages."""

from django.urls import path

from lagesbild_web.administration import views_functions as functions
from lagesbild_web.administration import views_log_in as log_in
from lagesbild_web.administration import views_organisations as organisations
from lagesbild_web.administration import views_people as people
from lagesbild_web.administration import views_schedule as schedule

app_name = "administration"
urlpatterns = [
    path("", organisations.start, name="start"),
    path("organisationer/", organisations.organisation_list, name="organisations"),
    path("organisationer/ny/", organisations.add_organisation, name="add_organisation"),
    path("organisationer/<uuid:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisationer/<uuid:organisation_id>/namn/", organisations.rename, name="rename_organisation"),
    path("organisationer/<uuid:organisation_id>/avsluta/", organisations.end, name="end_organisation"),
    path(
        "organisationer/<uuid:organisation_id>/ateruppta/", organisations.reopen, name="reopen_organisation"
    ),
    path("funktioner/", functions.function_list, name="functions"),
    path("funktioner/ny/", functions.add_function, name="add_function"),
    path("funktioner/<uuid:function_id>/", functions.function, name="function"),
    path("funktioner/<uuid:function_id>/andra/", functions.change, name="change_function"),
    path("funktioner/<uuid:function_id>/avsluta/", functions.end, name="end_function"),
    path("funktioner/<uuid:function_id>/ateruppta/", functions.reopen, name="reopen_function"),
    path("funktioner/<uuid:function_id>/ge/", functions.give, name="give_function"),
    path("innehav/<uuid:holding_id>/avsluta/", functions.end_holding, name="end_holding"),
    path("innehav/<uuid:holding_id>/ateruppta/", functions.reopen_holding, name="reopen_holding"),
    path("personer/", people.people_list, name="people"),
    path("personer/<uuid:person_id>/", people.person, name="person"),
    path("personer/<uuid:person_id>/avsluta/", people.close, name="close_person"),
    path("personer/<uuid:person_id>/ateruppta/", people.reopen, name="reopen_person"),
    path("personer/<uuid:person_id>/tvasteg/", log_in.reset_second_factor, name="reset_second_factor"),
    path("grupper/", log_in.groups, name="groups"),
    path("grupper/<uuid:rule_id>/ta-bort/", log_in.remove_group, name="remove_group"),
    path("tvasteg/", log_in.second_factor, name="second_factor"),
    path("schemalagt/", schedule.job_list, name="schedule"),
    path("schemalagt/<str:job>/kor-nu/", schedule.run_job, name="run_job"),
    path("schemalagt/<str:job>/pausa/", schedule.pause_job, name="pause_job"),
    path("schemalagt/<str:job>/ateruppta/", schedule.resume_job, name="resume_job"),
    path("personer/<uuid:person_id>/bjud-in-igen/", people.invite_again, name="invite_again"),
]
