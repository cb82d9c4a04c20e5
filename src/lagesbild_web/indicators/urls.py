"""Addresses of indicators."""

from django.urls import path

from lagesbild_web.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.indicator_list, name="list"),
    path("ny/", views.define, name="define"),
    path("hamta/<str:filetype>/", views.download_all, name="download_all"),
    path("varde/<uuid:value_id>/ta-tillbaka/", views.withdraw_value, name="withdraw_value"),
    path("<uuid:indicator_id>/", views.indicator, name="indicator"),
    path("<uuid:indicator_id>/andra/", views.change, name="change"),
    path("<uuid:indicator_id>/varde/", views.enter_value, name="enter_value"),
    path("<uuid:indicator_id>/sluta-anvanda/", views.retire, name="retire"),
    path("<uuid:indicator_id>/ateruppta/", views.restore, name="restore"),
    path("<uuid:indicator_id>/hamta/<str:filetype>/", views.download, name="download"),
]
