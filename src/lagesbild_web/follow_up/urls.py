"""Addresses of follow-up."""

from django.urls import path

from lagesbild_web.follow_up import views, views_effects, views_reports, views_values

app_name = "follow_up"
_MEASURE = "atgard/<uuid:measure_id>/"
_INDICATOR = "matt/<uuid:indicator_id>/"
_REPORT = "rapporter/<uuid:report_id>/"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("hamta/<slug:filetype>/", views.download, name="download"),
    path("hamta/<slug:what>/<slug:filetype>/", views.download_table, name="download_table"),
    path("paminnelser/", views.reminders, name="reminders"),
    path(_MEASURE, views.measure, name="measure"),
    path(f"{_MEASURE}besked/", views.tell, name="tell"),
    path(f"{_MEASURE}lardom/", views.lesson, name="lesson"),
    path(f"{_MEASURE}effekt/", views_effects.estimate, name="estimate"),
    path(f"{_MEASURE}ingen-effekt/", views_effects.no_effect, name="no_effect"),
    path("effekter/", views_effects.effects, name="effects"),
    path("matt/", views_values.indicators, name="indicators"),
    path(_INDICATOR, views_values.indicator, name="indicator"),
    path(f"{_INDICATOR}hamta/", views_values.take, name="take"),
    path(f"{_INDICATOR}skriv/", views_values.enter, name="enter"),
    path("rapporter/", views_reports.reports, name="reports"),
    path("rapporter/ny/", views_reports.new, name="new_report"),
    path(_REPORT, views_reports.report, name="report"),
    path(f"{_REPORT}andra/", views_reports.change, name="change_report"),
    path(f"{_REPORT}fardig/", views_reports.ready, name="ready_report"),
    path(f"{_REPORT}oppna/", views_reports.reopen, name="reopen_report"),
    path(f"{_REPORT}lamnad/", views_reports.given, name="given_report"),
    path(f"{_REPORT}hamta/<slug:format>/", views_reports.download, name="download_report"),
]
