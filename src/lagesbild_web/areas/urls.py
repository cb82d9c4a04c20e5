"""Addresses of areas and categories."""

from django.urls import path

from lagesbild_web.areas import category_views, views

app_name = "areas"
urlpatterns = [
    path("omraden/", views.overview, name="list"),
    path("omraden/las-in/", views.import_file, name="import"),
    path("omraden/las-in/bekrafta/", views.confirm_import, name="confirm"),
    path("omraden/indelningar/<uuid:generation_id>/angra/", views.undo_import, name="undo_import"),
    path("omraden/rita/", views.draw, name="draw"),
    path("omraden/underlag", views.ground, name="ground"),
    path("omraden/plats/", views.new_place, name="new_place"),
    path("omraden/folkmangd/", views.population, name="population"),
    path("omraden/<uuid:area_id>/", views.area, name="area"),
    path("omraden/<uuid:area_id>/rita-om/", views.redraw, name="redraw"),
    path("omraden/<uuid:area_id>/ur-bruk/", views.retire, name="retire"),
    path("omraden/<uuid:area_id>/i-bruk/", views.restore, name="restore"),
    path("kategorier/", category_views.overview, name="categories"),
    path("kategorier/ny/", category_views.new, name="new_category"),
    path("kategorier/las-in/", category_views.import_defaults, name="default_categories"),
    path("kategorier/<uuid:category_id>/", category_views.category, name="category"),
    path("kategorier/<uuid:category_id>/flytta/", category_views.move, name="move_category"),
    path("kategorier/<uuid:category_id>/ur-bruk/", category_views.retire, name="retire_category"),
    path("kategorier/<uuid:category_id>/i-bruk/", category_views.restore, name="restore_category"),
]
