"""Addresses of the situation pictures."""

from django.urls import path

from lagesbild_web.pictures import views, views_assess, views_compose, views_decide, views_review

app_name = "pictures"
urlpatterns = [
    path("", views.picture_list, name="list"),
    path("skapa/", views_compose.choose_kind, name="choose_kind"),
    path("skapa-av-urval/", views_compose.compose_selection, name="compose_selection"),
    path("skapa/<slug:picture_kind>/", views_compose.compose, name="compose"),
    path("bestallning/<uuid:order_id>/", views_compose.order, name="order"),
    path("bestallning/<uuid:order_id>/lage/", views_compose.order_state, name="order_state"),
    path("bestallning/<uuid:order_id>/igen/", views_compose.order_again, name="order_again"),
    path("kontaktpunkt/", views_decide.contact_point, name="contact"),
    path("bedomning/<uuid:statement_id>/", views_assess.change_statement, name="change_statement"),
    path("bedomning/<uuid:statement_id>/bort/", views_assess.retire_statement, name="retire_statement"),
    path("bedomning/<uuid:statement_id>/tillbaka/", views_assess.restore_statement, name="restore_statement"),
    path("problem/<uuid:tip_id>/bort/", views_assess.drop_problem, name="drop_problem"),
    path("synpunkt/<uuid:remark_id>/", views_review.answer_remark, name="answer_remark"),
    path("<uuid:picture_id>/", views.picture, name="picture"),
    path("<uuid:picture_id>/dokument/", views.document, name="document"),
    path("<uuid:picture_id>/hamta/<slug:format>/", views.download, name="download"),
    path("<uuid:picture_id>/bedom/<slug:section>/", views_assess.write_statement, name="write_statement"),
    path("<uuid:picture_id>/dolj/<slug:section>/", views_assess.hide_section, name="hide_section"),
    path("<uuid:picture_id>/visa/<slug:section>/", views_assess.show_section, name="show_section"),
    path("<uuid:picture_id>/problem/", views_assess.recommend_problem, name="recommend_problem"),
    path("<uuid:picture_id>/granskning/", views_review.send_for_review, name="send_for_review"),
    path("<uuid:picture_id>/granskning/tillbaka/", views_review.take_back_review, name="take_back_review"),
    path("<uuid:picture_id>/granska/", views_review.review, name="review"),
    path("<uuid:picture_id>/granska/klar/", views_review.finish_review, name="finish_review"),
    path("<uuid:picture_id>/fyra-paragrafen/", views_decide.law_check, name="law_check"),
    path("<uuid:picture_id>/beslut/", views_decide.decide, name="decide"),
    path("<uuid:picture_id>/dokument/igen/", views_decide.documents_again, name="documents_again"),
    path("<uuid:picture_id>/publik/", views_decide.make_public, name="make_public"),
    path("<uuid:picture_id>/dolt/", views_decide.hidden, name="hidden"),
    path("<uuid:picture_id>/jamfor/", views_decide.compare_with, name="compare_with"),
    path("<uuid:picture_id>/jamfor/<uuid:other_id>/", views_decide.compare_pictures, name="compare"),
    path("<uuid:picture_id>/publicera/", views.publish, name="publish"),
    path("<uuid:picture_id>/dra-tillbaka/", views.withdraw, name="withdraw"),
]
