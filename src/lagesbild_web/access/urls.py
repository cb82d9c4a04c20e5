"""Addresses for logging in and for one's own account."""

from django.urls import path

from lagesbild_web.access import views, views_links, views_second_factor

app_name = "access"
urlpatterns = [
    path("logga-in/", views.log_in, name="log_in"),
    path("logga-ut/", views.log_out, name="log_out"),
    path("logga-in/e-post/", views_links.ask_to_log_in, name="ask_to_log_in"),
    path("logga-in/glomt/", views_links.ask_for_password, name="ask_for_password"),
    path("logga-in/skickat/", views_links.letter_sent, name="letter_sent"),
    path("lank/<str:code>/", views_links.link, name="link"),
    path("konto/bekrafta/", views_second_factor.prove, name="prove"),
    path("konto/tvasteg/", views_second_factor.second_factors, name="second_factor"),
    path("konto/tvasteg/app/", views_second_factor.add_app, name="add_app"),
    path("konto/tvasteg/nyckel/", views_second_factor.add_key, name="add_key"),
    path("konto/tvasteg/<int:factor_id>/ta-bort/", views_second_factor.remove_factor, name="remove_factor"),
    path("konto/tvasteg/reservkoder/", views_second_factor.reserve_codes, name="reserve_codes"),
    path("arbeta-i/", views.work_in, name="work_in"),
    path("konto/", views.account, name="account"),
    path("konto/andra/", views.others, name="others"),
    path("konto/losenord/", views.change_password, name="change_password"),
]
