"""Problems: formulation, frozen evidence, states, scores, causes and what they tell others."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages
from tests.web.problem_builders import a_cause, a_problem, form_of_problem, form_of_values, values

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Function
from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Kind, Link, Ref
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.problems import actions, queries
from lagesbild_web.problems.chain import dues, gaps
from lagesbild_web.problems.checklist import checklist_of
from lagesbild_web.problems.contracts import EventStep, ProblemDraft
from lagesbild_web.problems.criteria import default_criteria
from lagesbild_web.problems.formulation import differences
from lagesbild_web.problems.models import Problem as ProblemRow
from lagesbild_web.problems.selecting import read_selection


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    """The municipality's coordinator, with districts, categories and one counted incident."""
    make.areas_and_categories(municipality)
    make.an_approved(make.a_reporter(municipality), builders.SYSTEM, make.a_draft())
    return builders.an_actor(municipality, Role.COORDINATOR)


def test_a_problem_begins_as_proposed_and_says_what_is_not_narrow(coordinator: Actor) -> None:
    made = a_problem(coordinator, who="", when="")
    found = queries.problem_for(coordinator, made.id)
    assert (found.summary.state, found.summary.version) == ("proposed", 1)
    assert found.missing == ("När?", "Vem eller vad utsätts?")
    assert found.selection_words == "Klotter"
    assert Record.objects.filter(event="problem.proposed", object_id=made.id).exists()


def test_all_faults_of_a_formulation_are_told_at_once(coordinator: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        a_problem(coordinator, what="", where="", who="Ring 070-123 45 67")
    assert set(caught.value.faults) == {"what", "where", "who"}


def test_a_later_formulation_keeps_the_one_before_and_shows_what_changed(coordinator: Actor) -> None:
    made = a_problem(coordinator)
    draft = ProblemDraft(queries.problem_for(coordinator, made.id).formulation, "kategori=klotter")
    narrow = ProblemDraft(
        type(draft.formulation)(title="Smalare", what=draft.formulation.what, where="Tunneln"),
        draft.selection,
    )
    actions.reformulate_problem(coordinator, made.id, narrow, version=1, reason="För brett")
    later, earlier = queries.versions_of(coordinator, made.id)
    changed = {d.name for d in differences(earlier.formulation, later.formulation) if d.is_changed}
    assert (later.number, later.reason, earlier.formulation.title) == (
        2,
        "För brett",
        "Trasig belysning i Stationsparken",
    )
    assert changed == {"title", "where", "when", "who", "months"}


def test_a_late_writer_does_not_overwrite_and_keeps_what_was_typed(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    made = a_problem(coordinator)
    address = reverse("problems:change", args=[made.id])
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    browser.send(address, form_of_problem(version="1", title="Först"))
    late = browser.post(address, form_of_problem(version="1", title="Sist men sen"))
    assert "Någon annan har sparat" in late.text
    assert 'value="Sist men sen"' in late.html
    assert queries.problem_for(coordinator, made.id).summary.title == "Först"
    browser.send(address, form_of_problem(version="2", title="Sist men sen"))
    assert queries.problem_for(coordinator, made.id).summary.title == "Sist men sen"


def test_evidence_says_the_same_when_the_register_has_changed(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    made = a_problem(coordinator)
    frozen = actions.add_selection(coordinator, made.id, query="kategori=klotter")
    assert (frozen.finding.count, frozen.finding.before, frozen.finding.verdict) == (1, 0, "too_few")
    assert frozen.finding.method
    assert frozen.finding.version
    assert len(frozen.finding.rows_sha256) == 64
    make.an_approved(
        make.a_reporter(municipality, name="Navet"), builders.SYSTEM, make.a_draft(), make.a_draft()
    )
    again = queries.evidence_for(coordinator, frozen.id).finding
    assert again == frozen.finding
    shown = pages.log_in(builders.a_person(municipality, Role.COORDINATOR)).get(
        reverse("problems:evidence", args=[frozen.id])
    )
    assert "1 händelse" in shown.text
    assert "3 händelser" in shown.text
    assert "Raderna är inte desamma" in shown.text
    assert any(link.startswith(reverse("incidents:list") + "?kategori=klotter") for link in shown.links)


def test_the_same_rows_have_the_same_hash(coordinator: Actor) -> None:
    made = a_problem(coordinator)
    first = actions.add_selection(coordinator, made.id, query="kategori=klotter")
    second = actions.add_selection(coordinator, made.id, query="kategori=klotter", stance="against")
    other = actions.add_selection(coordinator, made.id, query="kategori=brak")
    assert first.finding.rows_sha256 == second.finding.rows_sha256 != other.finding.rows_sha256


def test_evidence_that_is_removed_stays_in_the_history_with_its_reason(coordinator: Actor) -> None:
    made = a_problem(coordinator)
    frozen = actions.add_selection(coordinator, made.id, query="kategori=klotter")
    with pytest.raises(Invalid):
        actions.remove_evidence(coordinator, frozen.id, reason=" ")
    actions.remove_evidence(coordinator, frozen.id, reason="Fel period")
    found = queries.problem_for(coordinator, made.id)
    assert found.evidence == ()
    assert [item.removed_reason for item in found.removed_evidence] == ["Fel period"]
    assert "Fel period" in found.history[0].reason


def test_a_closed_problem_is_not_worked_with_until_it_is_opened_again(coordinator: Actor) -> None:
    made = a_problem(coordinator)
    actions.start_problem(coordinator, made.id)
    closed = actions.close_problem(coordinator, made.id, outcome="not_ours", reason="Trafikverkets väg.")
    assert closed.state_label == "Avslutat"
    with pytest.raises(Invalid):
        actions.add_selection(coordinator, made.id, query="")
    opened = actions.reopen_problem(coordinator, made.id, reason="Vägen är vår nu.")
    assert (opened.state, queries.problem_for(coordinator, made.id).outcome_label) == ("under_work", "")


def test_a_decision_prioritises_with_the_list_as_it_was(
    coordinator: Actor, municipality: Organisation
) -> None:
    first, second = a_problem(coordinator, title="Ett"), a_problem(coordinator, title="Två")
    actions.score_problem(coordinator, second.id, values(5))
    line = actions.prioritise_problems(
        coordinator,
        [first.id],
        municipality_id=municipality.id,
        body="Styrgruppen",
        decided_on=date(2025, 3, 9),
        paragraph="12",
    )
    decided, ranking = queries.decision_for(coordinator, line.id)
    assert decided.label == "Styrgruppen 2025-03-09 § 12"
    assert [(row["title"], row["is_chosen"]) for row in ranking] == [("Två", False), ("Ett", True)]
    assert queries.problem_for(coordinator, first.id).summary.state == "prioritised"
    with pytest.raises(Invalid) as caught:
        actions.prioritise_problems(
            coordinator,
            [],
            municipality_id=municipality.id,
            body="",
            decided_on=timezone.localdate() + timedelta(days=1),
        )
    assert set(caught.value.faults) == {"problems", "body", "decided_on"}


def test_several_functions_score_apart_and_their_disagreement_is_told(
    coordinator: Actor, municipality: Organisation
) -> None:
    made = a_problem(coordinator)
    steering = builders.an_actor(municipality, Role.STEERING)
    police = builders.an_actor(builders.a_partner(municipality), Role.COORDINATOR)
    actions.score_problem(coordinator, made.id, values(2))
    actions.score_problem(steering, made.id, values(3, trend=5))
    actions.score_problem(police, made.id, values(4))
    actions.score_problem(police, made.id, values(3))
    scores = queries.problem_for(coordinator, made.id).scores
    assert scores.summary is not None
    assert (scores.summary.scorers, scores.summary.median) == (3, 3.0)
    assert [c.criterion.code for c in scores.by_criterion if c.is_disagreement] == ["trend"]
    assert [line.is_latest for line in scores.lines] == [True, False, True, True]
    with pytest.raises(NotAllowed):
        actions.score_problem(builders.an_actor(municipality, Role.AUDITOR), made.id, values(3))


def test_a_score_without_motives_is_refused_criterion_by_criterion(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    made = a_problem(coordinator)
    browser = pages.log_in(builders.a_person(municipality, Role.STEERING))
    answer = browser.post(
        reverse("problems:score", args=[made.id]), form_of_values(3) | {"motive_harm": "", "value_trend": ""}
    )
    assert "Skriv ett motiv för Konsekvens och allvar." in answer.text
    assert "Välj ett värde 1–5 för Utveckling." in answer.text
    assert "checked" not in browser.get(reverse("problems:score", args=[made.id])).html.split("<form")[-1]


def test_an_old_score_shows_the_criteria_that_it_was_made_with(
    coordinator: Actor, municipality: Organisation
) -> None:
    made = a_problem(coordinator)
    actions.score_problem(coordinator, made.id, values(3))
    changed = [c for c in default_criteria().criteria if c.code != "ongoing"]
    actions.change_criteria(
        coordinator, changed, municipality_id=municipality.id, number=0, reason="För många"
    )
    line = queries.problem_for(coordinator, made.id).scores.lines[0]
    assert line.is_old_criteria
    assert len(line.criteria.criteria) == 6
    assert queries.criteria_of(municipality.id).number == 1
    with pytest.raises(Invalid):
        actions.change_criteria(
            coordinator, changed, municipality_id=municipality.id, number=0, reason="Samtidigt"
        )


def test_problems_within_a_step_of_each_other_may_change_places(
    coordinator: Actor, municipality: Organisation
) -> None:
    high, near, low = (a_problem(coordinator, title=title) for title in ("Hög", "Nära", "Låg"))
    actions.score_problem(coordinator, high.id, values(5))
    actions.score_problem(coordinator, near.id, values(5, trend=4))
    actions.score_problem(coordinator, low.id, values(1))
    ranked = queries.ranking_of(queries.problems_of(coordinator), municipality.id)
    assert [(r.summary.title, r.first_place, r.last_place) for r in ranked] == [
        ("Hög", 1, 2),
        ("Nära", 1, 2),
        ("Låg", 3, 3),
    ]


def test_a_cause_that_is_held_for_certain_needs_source_and_motive(coordinator: Actor) -> None:
    made = a_problem(coordinator)
    with pytest.raises(Invalid) as caught:
        a_cause(coordinator, made.id, grade="strong", verdict="supported", perspective="person")
    assert set(caught.value.faults) == {"source", "motive", "perspective"}


def test_causes_move_in_their_tree_and_come_back(coordinator: Actor) -> None:
    made = a_problem(coordinator)
    first = a_cause(coordinator, made.id, text="Först")
    second = a_cause(coordinator, made.id, text="Sedan")
    under = a_cause(coordinator, made.id, parent=second, text="Under")

    def order() -> list[tuple[str, UUID | None]]:
        return [(c.text, c.parent_id) for c in queries.causes_of(coordinator, made.id)]

    actions.move_cause(coordinator, second.id, where="up")
    assert order() == [("Sedan", None), ("Under", second.id), ("Först", None)]
    actions.move_cause(coordinator, first.id, where="in")
    assert order() == [("Sedan", None), ("Under", second.id), ("Först", second.id)]
    actions.retire_cause(coordinator, second.id, reason="Dubbel")
    assert order() == [("Under", None), ("Först", None)]
    actions.restore_cause(coordinator, second.id)
    assert order()[-1] == ("Sedan", None)
    actions.move_cause(coordinator, under.id, where="down")
    assert [text for text, _ in order()] == ["Först", "Under", "Sedan"]


def test_the_chain_of_events_is_not_overwritten_by_a_late_writer(coordinator: Actor) -> None:
    made = a_problem(coordinator)
    steps = [EventStep(1, "Lampan slocknar", "Rondering"), EventStep(2, "", "")]
    written = actions.write_event_chain(coordinator, made.id, steps, known=())
    assert [(s.position, s.happens) for s in written] == [(1, "Lampan slocknar")]
    with pytest.raises(Invalid):
        actions.write_event_chain(coordinator, made.id, [], known=())


def test_an_analysis_is_ready_only_with_causes_and_a_conclusion(coordinator: Actor) -> None:
    made = a_problem(coordinator)
    with pytest.raises(Invalid):
        actions.conclude_analysis(coordinator, made.id, text="Klart", is_ready=True)
    a_cause(coordinator, made.id)
    actions.conclude_analysis(coordinator, made.id, text="Klart", is_ready=True)
    assert queries.problem_for(coordinator, made.id).analysed_on == timezone.localdate()


@pytest.mark.parametrize("format", ["pdf", "docx", "html", "xlsx"])
def test_the_analysis_goes_out_in_every_format(coordinator: Actor, format: str) -> None:
    made = a_problem(coordinator)
    a_cause(coordinator, made.id, corner="control", factor="risk", level="social")
    actions.add_selection(coordinator, made.id, query="kategori=klotter")
    file = actions.export_analysis(coordinator, made.id, format=format)
    assert len(file.content) > 1000
    if format == "html":
        assert "Ingen felanmäler lamporna" in file.content.decode()


def test_the_five_steps_tick_what_the_data_show(coordinator: Actor) -> None:
    made = a_problem(coordinator)
    actions.add_selection(coordinator, made.id, query="kategori=klotter")
    actions.tick(coordinator, made.id, "decided", words="Protokoll 2025-03-09")

    def done() -> set[str]:
        found = queries.problem_for(coordinator, made.id)
        steps = checklist_of(coordinator, found, queries.checks_of(coordinator, made.id))
        return {check.code for step in steps for check in step.checks if check.is_done}

    assert done() == {"decided", "statistics", "patterns"}
    actions.untick(coordinator, made.id, "decided")
    assert done() == {"statistics", "patterns"}


def test_a_problem_is_in_the_plan_when_a_measure_stands_on_it(
    coordinator: Actor, municipality: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_problem(coordinator)
    cause = a_cause(coordinator, made.id)
    actions.prioritise_problems(
        coordinator,
        [made.id],
        municipality_id=municipality.id,
        body="Styrgruppen",
        decided_on=date(2025, 3, 9),
    )
    assert queries.problems_of(coordinator)[0].state_label == "Prioriterat"
    upper = Ref("measure", builders.some_id())
    kind = Kind(
        "measure",
        "Åtgärd",
        "Åtgärder",
        6,
        lambda *_: (),
        lambda *_: [Link(upper, Ref("cause", cause.id), "")],
    )  # type: ignore[arg-type]  # the labels need no translation here
    monkeypatch.setitem(KINDS, "measure", kind)
    assert queries.problems_of(coordinator)[0].state_label == "I planen"


def test_gaps_go_when_they_are_mended(coordinator: Actor, municipality: Organisation) -> None:
    made = a_problem(coordinator, who="")
    actions.start_problem(coordinator, made.id)
    assert {gap.name for gap in gaps(coordinator, municipality.id)} == {
        "problem_without_evidence",
        "problem_not_narrow",
        "problem_not_scored",
        "problem_without_cause",
    }
    actions.score_problem(coordinator, made.id, values(3))
    a_cause(coordinator, made.id)
    assert {gap.name for gap in gaps(coordinator, municipality.id)} == {
        "problem_without_evidence",
        "problem_not_narrow",
    }


def test_a_problem_that_nobody_touches_is_asked_about_after_half_a_year(
    coordinator: Actor, municipality: Organisation
) -> None:
    function = Function.objects.filter(organisation_id=municipality.id).first()
    assert function is not None
    made = a_problem(coordinator, function_id=function.id)
    actions.start_problem(coordinator, made.id)
    today = timezone.localdate()
    assert list(dues(coordinator, today)) == []
    ProblemRow.objects.filter(pk=made.id).update(touched_at=timezone.now() - timedelta(days=200))
    (due,) = dues(coordinator, today)
    assert due.due_on < today
    assert function_labels([due.function_id or builders.some_id()])


def test_strangers_and_partners_see_no_more_than_their_circle(
    coordinator: Actor, municipality: Organisation
) -> None:
    made = a_problem(coordinator, circle="own")
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    police = builders.an_actor(builders.a_partner(municipality), Role.COORDINATOR)
    for outsider in (stranger, police):
        assert queries.problems_of(outsider) == []
        with pytest.raises(NotFound):
            queries.problem_for(outsider, made.id)


def test_a_deviation_becomes_a_problem_with_its_figures_frozen(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    explored = browser.get(reverse("explore:map") + "?kategori=klotter")
    (link,) = [link for link in explored.links if link.startswith(reverse("problems:new"))]
    form = browser.get(link)
    assert "Klotter" in form.text
    shown = browser.send(
        reverse("problems:new"),
        form_of_problem(ursprung="selection", ursprung_text="Mer klotter", freeze="on"),
    )
    assert "1 händelse" in shown.text
    (found,) = queries.problems_of(coordinator)
    assert (found.evidence, queries.problem_for(coordinator, found.id).origin_words) == (1, "Mer klotter")


def test_the_pages_of_an_analysis_say_in_words_what_they_draw(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    made = a_problem(coordinator)
    top = a_cause(coordinator, made.id, corner="control")
    a_cause(coordinator, made.id, parent=top, text="Ansvaret är delat")
    shown = pages.log_in(builders.a_person(municipality, Role.AUDITOR)).get(
        reverse("problems:analysis", args=[made.id])
    )
    assert shown.html.count("<svg") == 2
    table = shown.html[shown.html.index("tradtabell") :]
    assert table.index("Ingen felanmäler lamporna") < table.index("Ansvaret är delat")
    assert "Flytta upp" not in shown.text


def test_a_problems_place_can_be_drawn_and_is_a_map_and_a_table(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    west, south = make.WEST + 0.01, make.SOUTH + 0.01
    corners = [(south, west), (south, west + 0.02), (south + 0.02, west + 0.02)]
    drawn = "\n".join(f"{lat} {lon}" for lat, lon in corners)
    person = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    answer = person.post("/problem/nytt/", {**form_of_problem(), "yta": "59,1\nhär"})
    assert "En yta har minst tre hörn" in answer.text
    person.send("/problem/nytt/", {**form_of_problem(), "yta": drawn})
    kept = ProblemRow.objects.get()
    assert [(c.lat, c.lon) for c in read_selection(kept.selection).polygon] == [
        (pytest.approx(lat), pytest.approx(lon)) for lat, lon in corners
    ]
    page = person.get(f"/problem/{kept.id}/")
    assert 'aria-label="Karta: Ritad yta"' in page.html
    assert "Den ritade ytans hörn" in page.text
    form = person.get(f"/problem/{kept.id}/andra/")
    assert f"{south:.6f} {west:.6f}" in form.html
