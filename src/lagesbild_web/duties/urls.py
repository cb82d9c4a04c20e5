"""Addresses of the duties."""

from django.urls import path

from lagesbild_web.duties import views

app_name = "duties"
urlpatterns = [
    path("", views.duties, name="list"),
    path("fragor/", views.questions, name="questions"),
    path("historik/", views.history, name="history"),
    path("hamta/<slug:format>/", views.document, name="document"),
    path("paragraf/<int:paragraph>/", views.duty, name="duty"),
    path("register/<slug:register_name>/", views.register, name="register"),
    path("register/<slug:register_name>/ny/", views.add_entry, name="add_entry"),
    path("register/<slug:register_name>/hamta/<slug:filetype>/", views.download_register, name="download"),
    path("rad/<uuid:line_id>/", views.entry, name="entry"),
    path("rad/<uuid:line_id>/bort/", views.retire_entry, name="retire_entry"),
    path("rad/<uuid:line_id>/tillbaka/", views.restore_entry, name="restore_entry"),
]
