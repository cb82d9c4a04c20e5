"""The chain: assembled from what features declare, followed both ways, drawn, and its gaps."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages
from tests.web.problem_builders import a_cause, a_problem

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Gap, Kind, Link, Ref, Thing
from lagesbild_web.problems import actions
from lagesbild_web.problems.queries import problem_for
from lagesbild_web.trail.assembling import chain_from, trail_of
from lagesbild_web.trail.drawing import MOST_BOXES, trail_svg


def a_kind(name: str, step: int) -> Kind:
    """A kind that nobody has declared."""
    return Kind(name, name.title(), f"{name.title()}er", step, lambda *_: (), lambda *_: ())  # type: ignore[arg-type]  # words need no translation here


def a_thing(kind: str, label: str) -> Thing:
    """A thing of a kind."""
    return Thing(Ref(kind, builders.some_id()), label, "/")


TEST_KINDS = {kind.name: kind for kind in (a_kind("bild", 1), a_kind("problem", 2), a_kind("mal", 4))}


def test_a_trail_follows_both_ways_and_leaves_out_what_only_stands_beside() -> None:
    picture, problem, beside, goal = (
        a_thing(*pair)
        for pair in (("bild", "Bild"), ("problem", "Mitt"), ("problem", "Bredvid"), ("mal", "Mål"))
    )
    links = [
        Link(problem.ref, picture.ref, "stöder sig på"),
        Link(beside.ref, picture.ref, "stöder sig på"),
        Link(goal.ref, problem.ref, "svarar på"),
    ]
    chain = chain_from([picture, problem, beside, goal], links)
    trail = trail_of(chain, problem.ref, TEST_KINDS)
    assert [[n.thing.label for n in layer.nodes] for layer in trail.layers] == [["Bild"], ["Mitt"], ["Mål"]]
    assert trail.missing == ()
    assert trail_of(chain, beside.ref, TEST_KINDS).missing == ("Maler",)


def test_links_to_what_the_reader_may_not_see_are_left_out_and_rings_end() -> None:
    one, two = a_thing("problem", "Ett"), a_thing("problem", "Två")
    hidden = Ref("bild", builders.some_id())
    links = [
        Link(one.ref, hidden, ""),
        Link(one.ref, two.ref, ""),
        Link(two.ref, one.ref, ""),
        Link(one.ref, one.ref, ""),
    ]
    chain = chain_from([one, two], links)
    assert len(chain.links) == 2
    assert len(trail_of(chain, one.ref, TEST_KINDS).layers[0].nodes) == 2


def test_a_column_with_very_many_boxes_still_draws_the_start() -> None:
    things = [a_thing("problem", f"Nummer {n}") for n in range(MOST_BOXES + 5)]
    goal, last = a_thing("mal", "Mål"), things[-1]
    chain = chain_from([*things, goal], [Link(goal.ref, thing.ref, "") for thing in things])
    svg = trail_svg(trail_of(chain, goal.ref, TEST_KINDS), lambda _thing: "/")
    assert svg.count("<rect") == MOST_BOXES + 1
    assert "och 5 till i listan" in svg
    assert "Nummer" in trail_svg(trail_of(chain, last.ref, TEST_KINDS), lambda _thing: "/")


def test_words_in_a_drawing_are_only_words() -> None:
    thing, goal = a_thing("problem", '<script>"&'), a_thing("mal", "Mål")
    chain = chain_from([thing, goal], [Link(goal.ref, thing.ref, "")])
    svg = trail_svg(trail_of(chain, goal.ref, TEST_KINDS), lambda _thing: "/")
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    """The municipality's coordinator."""
    make.areas_and_categories(municipality)
    make.an_approved(make.a_reporter(municipality), builders.SYSTEM, make.a_draft())
    return builders.an_actor(municipality, Role.COORDINATOR)


def _a_chain(coordinator: Actor) -> tuple[UUID, UUID]:
    """A problem with evidence and a cause; returns their ids."""
    made = a_problem(coordinator)
    actions.add_selection(coordinator, made.id, query="kategori=klotter")
    return made.id, a_cause(coordinator, made.id).id


def test_a_kind_that_is_declared_later_is_in_the_pages_by_itself(
    coordinator: Actor, municipality: Organisation, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem_id, cause_id = _a_chain(coordinator)
    report = Thing(Ref("provrapport", builders.some_id()), "Halvårsrapport", reverse("start"), "Beslutad")
    kind = Kind(
        "provrapport",
        "Provrapport",  # type: ignore[arg-type]  # words need no translation here
        "Provrapporter",  # type: ignore[arg-type]
        8,
        lambda *_: [report],
        lambda *_: [Link(report.ref, Ref("cause", cause_id), "berättar om")],
        lambda *_: [Gap("utan_beslut", "Rapport utan beslut", report, "/", "Skriv in beslutet", "Väntar")],
    )
    monkeypatch.setitem(KINDS, "provrapport", kind)
    browser = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    shown = browser.get(reverse("trail:thing", args=["provrapport", report.ref.id]))
    titles = [
        problem_for(coordinator, problem_id).summary.title,
        "Ingen felanmäler lamporna",
        "Halvårsrapport",
    ]
    assert all(title in shown.text for title in titles)
    assert "berättar om: Ingen felanmäler lamporna" in shown.text
    assert reverse("trail:thing", args=["problem", problem_id]) in shown.links
    evidence = problem_for(coordinator, problem_id).evidence[0]
    assert reverse("problems:evidence", args=[evidence.id]) in shown.links
    listed = browser.get(reverse("trail:gaps") + "?lucka=utan_beslut&motiv=ja")
    assert "Motiv: Väntar" in listed.text
    assert "Problem som ingen har bedömt" not in listed.html[listed.html.index('id="luckor"') :]


def test_every_thing_page_of_a_problem_leads_to_its_chain(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    problem_id, cause_id = _a_chain(coordinator)
    browser = pages.log_in(builders.a_person(municipality, Role.STEERING))
    assert (
        reverse("trail:thing", args=["problem", problem_id])
        in browser.get(reverse("problems:problem", args=[problem_id])).links
    )
    assert (
        reverse("trail:thing", args=["cause", cause_id])
        in browser.get(reverse("problems:cause", args=[cause_id])).links
    )


def test_gaps_can_be_taken_along(coordinator: Actor, municipality: Organisation, pages: Pages) -> None:
    a_problem(coordinator)
    client = pages.log_in(builders.a_person(municipality, Role.AUDITOR)).client
    file = client.get(reverse("trail:download_gaps", args=["csv"]) + "?lucka=problem_without_evidence")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("Problem utan underlag;Problem;Trasig belysning")


def test_the_pages_ask_as_often_however_long_the_chain_is(
    coordinator: Actor, municipality: Organisation, pages: Pages, tmp_path: Path
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    counts = []
    for title in ("en", "två", "tre"):
        problem_id, _cause = _a_chain(coordinator)
        builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS, title=title)
        asked = []
        for address in (
            reverse("trail:overview"),
            reverse("trail:gaps"),
            reverse("trail:thing", args=["problem", problem_id]),
        ):
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            asked.append(len(queries))
        counts.append(asked)
    assert counts[0] == counts[1] == counts[2]
