"""Addresses of the pages about keys to the API."""

from django.urls import path

from lagesbild_web.administration import views_keys as views

app_name = "api_keys"
urlpatterns = [
    path("", views.key_list, name="list"),
    path("ny/", views.choose_function, name="choose_function"),
    path("ny/nyckel/", views.new_key, name="new"),
    path("<uuid:key_id>/fornya/", views.renew, name="renew"),
    path("<uuid:key_id>/avsluta/", views.end, name="end"),
]
