"""The log's address."""

from django.urls import path

from lagesbild_web.audit import views

app_name = "audit"
urlpatterns = [path("", views.log, name="log")]
