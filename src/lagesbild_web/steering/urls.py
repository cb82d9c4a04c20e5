"""Addresses of the steering documents."""

from django.urls import path

from lagesbild_web.steering import views, views_writing

app_name = "steering"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("nytt/", views_writing.add_document, name="add"),
    path("<uuid:document_id>/", views.document, name="document"),
    path("<uuid:document_id>/andra/", views_writing.change_document, name="change"),
    path("<uuid:document_id>/fil/", views_writing.attach, name="attach"),
    path("<uuid:document_id>/fil/hamta/", views.download_file, name="file"),
    path("<uuid:document_id>/avsluta/", views_writing.retire, name="retire"),
    path("<uuid:document_id>/ateruppta/", views_writing.restore, name="restore"),
    path("mal/", views.targets, name="targets"),
    path("mal/nytt/", views_writing.add_target, name="add_target"),
    path("mal/<uuid:target_id>/", views_writing.change_target, name="change_target"),
    path("mal/<uuid:target_id>/stryk/", views_writing.retire_target, name="retire_target"),
    path("ord/", views_writing.definitions, name="definitions"),
    path("namnder/", views.matrix, name="matrix"),
    path("namnder/forslag/", views_writing.suggest, name="suggest"),
    path("namnder/ny/", views_writing.add_committee, name="add_committee"),
    path("namnder/krav/", views_writing.add_requirement, name="add_requirement"),
    path("namnder/<uuid:requirement_id>/<uuid:committee_id>/", views_writing.cell, name="cell"),
    path("hamta/<slug:what>/<slug:filetype>/", views.download, name="download"),
]
