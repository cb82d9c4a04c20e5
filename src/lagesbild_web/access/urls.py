"""Addresses for logging in and for one's own account."""

from django.urls import path

from lagesbild_web.access import views

app_name = "access"
urlpatterns = [
    path("logga-in/", views.log_in, name="log_in"),
    path("logga-ut/", views.log_out, name="log_out"),
    path("konto/", views.account, name="account"),
    path("konto/losenord/", views.change_password, name="change_password"),
]
