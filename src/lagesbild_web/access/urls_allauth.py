"""The few addresses that allauth asks for by its own names."""

from django.urls import path

from lagesbild_web.access import views, views_second_factor

urlpatterns = [
    path("logga-in/", views.log_in, name="account_login"),
    path("logga-in/steg-tva/", views_second_factor.second_step, name="mfa_authenticate"),
]
