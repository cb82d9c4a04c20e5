"""Addresses of the action plans."""

from django.urls import path

from lagesbild_web.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("ny/", views.add_plan, name="add"),
    path("<uuid:plan_id>/", views.plan, name="plan"),
    path("<uuid:plan_id>/andra/", views.change_plan, name="change"),
    path("<uuid:plan_id>/skicka/", views.send, name="send"),
    path("<uuid:plan_id>/ta-tillbaka/", views.take_back, name="take_back"),
    path("<uuid:plan_id>/beslut/", views.decide, name="decide"),
    path("<uuid:plan_id>/foljd-upp/", views.follow_up, name="follow_up"),
    path("<uuid:plan_id>/ny-version/", views.open_version, name="open_version"),
    path("<uuid:plan_id>/avsluta/", views.retire, name="retire"),
    path("<uuid:plan_id>/ateruppta/", views.restore, name="restore"),
    path("<uuid:plan_id>/versioner/", views.versions, name="versions"),
]
