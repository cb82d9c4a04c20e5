"""Addresses of agreements and promises."""

from django.urls import path

from lagesbild_web.agreements import views, views_writing

app_name = "agreements"
_ONE = "<uuid:agreement_id>/"
urlpatterns = [
    path("", views.agreement_list, name="list"),
    path("hamta/<slug:filetype>/", views.download_list, name="download_list"),
    path("ny/", views_writing.begin, name="begin"),
    path("ny/<slug:kind>/", views_writing.draft, name="draft"),
    path(_ONE, views.agreement, name="agreement"),
    path(f"{_ONE}jamfor/", views.compare, name="compare"),
    path(f"{_ONE}hamta/<slug:format>/", views.download, name="download"),
    path(f"{_ONE}fil/<uuid:file_id>/", views.attached, name="file"),
    path(f"{_ONE}fil/<uuid:file_id>/ta-bort/", views_writing.retire_file, name="retire_file"),
    path(f"{_ONE}fil/ny/", views_writing.attach, name="attach"),
    path(f"{_ONE}andra/", views_writing.change, name="change"),
    path(f"{_ONE}part/ny/", views_writing.add_party, name="add_party"),
    path(f"{_ONE}part/<int:party_id>/ta-bort/", views_writing.remove_party, name="remove_party"),
    path(f"{_ONE}part/<int:party_id>/underskrift/", views_writing.sign, name="sign"),
    path(f"{_ONE}part/<int:party_id>/underskrift/angra/", views_writing.unsign, name="unsign"),
    path(f"{_ONE}samrad/", views_writing.consult, name="consult"),
    path(f"{_ONE}ny-version/", views_writing.revise, name="revise"),
    path(f"{_ONE}forlang/", views_writing.extend, name="extend"),
    path(f"{_ONE}avsluta/", views_writing.end, name="end"),
    path(f"{_ONE}ersatt/", views_writing.replace, name="replace"),
    path(f"{_ONE}visa-for/", views_writing.share, name="share"),
    path(f"{_ONE}folj-upp/", views_writing.follow_up, name="follow_up"),
    path(f"{_ONE}lank/", views_writing.link, name="link"),
    path(f"{_ONE}lank/<int:link_id>/ta-bort/", views_writing.unlink, name="unlink"),
]
