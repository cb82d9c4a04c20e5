"""Addresses of the action plans."""

from django.urls import path

from lagesbild_web.plans import views, views_goals, views_measures

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
    path("<uuid:plan_id>/mal/nytt/", views_goals.add_goal, name="add_goal"),
    path("mal/<uuid:goal_id>/", views_goals.goal, name="goal"),
    path("mal/<uuid:goal_id>/andra/", views_goals.change_goal, name="change_goal"),
    path("mal/<uuid:goal_id>/stryk/", views_goals.retire_goal, name="retire_goal"),
    path("mal/<uuid:goal_id>/ta-in/", views_goals.restore_goal, name="restore_goal"),
    path("mal/<uuid:goal_id>/indikator/", views_goals.add_indicator, name="add_indicator"),
    path("indikator/<uuid:indicator_id>/", views_goals.indicator, name="indicator"),
    path("indikator/<uuid:indicator_id>/andra/", views_goals.change_indicator, name="change_indicator"),
    path("indikator/<uuid:indicator_id>/stryk/", views_goals.retire_indicator, name="retire_indicator"),
    path("indikator/<uuid:indicator_id>/ta-in/", views_goals.restore_indicator, name="restore_indicator"),
    path("<uuid:plan_id>/atgarder/", views_measures.measures, name="measures"),
    path(
        "<uuid:plan_id>/atgarder/hamta/<slug:filetype>/",
        views_measures.download_measures,
        name="download_measures",
    ),
    path("<uuid:plan_id>/atgarder/ny/", views_measures.add_measure, name="add_measure"),
    path("atgard/<uuid:measure_id>/", views_measures.measure, name="measure"),
    path("atgard/<uuid:measure_id>/andra/", views_measures.change_measure, name="change_measure"),
    path("atgard/<uuid:measure_id>/lage/", views_measures.move, name="move"),
    path("atgard/<uuid:measure_id>/stryk/", views_measures.retire_measure, name="retire_measure"),
    path("atgard/<uuid:measure_id>/ta-in/", views_measures.restore_measure, name="restore_measure"),
    path("atgard/<uuid:measure_id>/delmal/", views_measures.add_milestone, name="add_milestone"),
    path("delmal/<uuid:milestone_id>/", views_measures.mark_milestone, name="mark_milestone"),
    path("delmal/<uuid:milestone_id>/ta-bort/", views_measures.remove_milestone, name="remove_milestone"),
    path("atgard/<uuid:measure_id>/kostnad/", views_measures.add_cost, name="add_cost"),
    path("kostnad/<uuid:cost_id>/", views_measures.report_cost, name="report_cost"),
    path("kostnad/<uuid:cost_id>/ta-bort/", views_measures.remove_cost, name="remove_cost"),
]
