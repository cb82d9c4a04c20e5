"""Addresses of the problems."""

from django.urls import path

from lagesbild_web.problems import views, views_causes, views_evidence, views_scoring

app_name = "problems"
urlpatterns = [
    path("", views.problem_list, name="list"),
    path("hamta/<slug:filetype>", views.download_list, name="download_list"),
    path("nytt/", views.new, name="new"),
    path("prioritering/", views_scoring.priorities, name="priorities"),
    path("prioritering/hamta/<slug:format>", views_scoring.download_priorities, name="download_priorities"),
    path("prioritering/beslut/", views_scoring.decide, name="decide"),
    path("prioritering/beslut/<uuid:decision_id>/", views_scoring.decision, name="decision"),
    path("kriterier/", views_scoring.criteria, name="criteria"),
    path("kriterier/andra/", views_scoring.change_criteria, name="change_criteria"),
    path("<uuid:problem_id>/", views.problem, name="problem"),
    path("<uuid:problem_id>/andra/", views.change, name="change"),
    path("<uuid:problem_id>/versioner/", views.versions, name="versions"),
    path("<uuid:problem_id>/borja/", views.start, name="start"),
    path("<uuid:problem_id>/prioritera-inte/", views.deprioritise, name="deprioritise"),
    path("<uuid:problem_id>/avsluta/", views.close, name="close"),
    path("<uuid:problem_id>/oppna/", views.reopen, name="reopen"),
    path("<uuid:problem_id>/underlag/nytt/", views_evidence.add_selection, name="add_selection"),
    path("<uuid:problem_id>/underlag/annat/", views_evidence.add_note, name="add_note"),
    path("<uuid:problem_id>/underlag/lagesbild/", views_evidence.choose_picture, name="choose_picture"),
    path("underlag/<uuid:evidence_id>/", views_evidence.evidence, name="evidence"),
    path("underlag/<uuid:evidence_id>/ta-bort/", views_evidence.remove_evidence, name="remove_evidence"),
    path("<uuid:problem_id>/dialog/ny/", views_evidence.add_dialogue, name="add_dialogue"),
    path("dialog/<uuid:dialogue_id>/ta-bort/", views_evidence.remove_dialogue, name="remove_dialogue"),
    path("<uuid:problem_id>/bedom/", views_scoring.score, name="score"),
    path("<uuid:problem_id>/bedomningar/", views_scoring.scores, name="scores"),
    path("<uuid:problem_id>/orsaker/", views_causes.analysis, name="analysis"),
    path("<uuid:problem_id>/orsaker/ny/", views_causes.add_cause, name="add_cause"),
    path("<uuid:problem_id>/handelsekedja/", views_causes.event_chain, name="event_chain"),
    path("<uuid:problem_id>/slutsats/", views_causes.conclude, name="conclude"),
    path(
        "<uuid:problem_id>/orsaksanalys/<slug:format>",
        views_causes.download_analysis,
        name="download_analysis",
    ),
    path("<uuid:problem_id>/steg/<slug:check>/", views_causes.tick, name="tick"),
    path("<uuid:problem_id>/steg/<slug:check>/ta-bort/", views_causes.untick, name="untick"),
    path("orsak/<uuid:cause_id>/", views_causes.cause, name="cause"),
    path("orsak/<uuid:cause_id>/flytta/", views_causes.move_cause, name="move_cause"),
    path("orsak/<uuid:cause_id>/ta-bort/", views_causes.retire_cause, name="retire_cause"),
    path("orsak/<uuid:cause_id>/ta-tillbaka/", views_causes.restore_cause, name="restore_cause"),
]
