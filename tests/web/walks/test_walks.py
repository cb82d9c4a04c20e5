"""From plan to protocol: noted once, followed up until done or told why not, compared with last time."""

import posixpath
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web import walk_builders as walks
from tests.web.pages import Pages

from lagesbild.document import swedish
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.walks import actions
from lagesbild_web.walks.chain import dues, gaps, links, things
from lagesbild_web.walks.kinds import Aspect
from lagesbild_web.walks.queries import finding_for, findings_for, walk_for
from lagesbild_web.walks.worker import SHELL

TODAY = timezone.localdate()


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    """Somebody who plans walks."""
    make.areas_and_categories(municipality)
    return builders.an_actor(municipality, Role.COORDINATOR)


@pytest.fixture
def walk(municipality: Organisation, coordinator: Actor) -> UUID:
    """A walk this evening."""
    return walks.a_walk(coordinator, municipality)


def hold(actor: Actor, walk_id: UUID) -> None:
    """Say that the walk has been held."""
    actions.keep_attendance(actor, walk_id, function_ids=[], participants=7, note="boende")


def test_a_finding_that_is_sent_twice_is_kept_once(coordinator: Actor, walk: UUID) -> None:
    sent = uuid4()
    first = actions.note_finding(coordinator, walk, sent, walks.a_finding_draft())
    assert actions.note_finding(coordinator, walk, sent, walks.a_finding_draft()) == first
    assert [f.number for f in walk_for(coordinator, walk).findings] == [1]


def test_everything_that_must_change_is_told_at_once(coordinator: Actor, walk: UUID) -> None:
    draft = walks.a_finding_draft(aspect="?", text=" ", lon=None, lat=None, seriousness=None)
    with pytest.raises(Invalid) as told:
        actions.note_finding(coordinator, walk, uuid4(), draft)
    assert set(told.value.faults) == {"aspect", "text", "place", "seriousness"}


def test_people_are_never_noted(coordinator: Actor, walk: UUID) -> None:
    draft = walks.a_finding_draft(text="Ring 070-123 45 67 om lampan.")
    with pytest.raises(Invalid) as told:
        actions.note_finding(coordinator, walk, uuid4(), draft)
    assert list(told.value.faults) == ["text"]


def test_a_neighbour_with_a_phone_notes_but_does_not_plan(
    municipality: Organisation, coordinator: Actor, walk: UUID
) -> None:
    school = builders.an_actor(builders.a_partner(municipality, name="Skolan", kind="school"), Role.REPORTER)
    made = walks.a_finding(school, walk)
    with pytest.raises(NotAllowed):
        actions.assign_finding(school, made, version=1, function_id=None, due_on=None, proposal="Byt lampan")


def test_the_phone_gets_a_number_or_what_must_change(
    municipality: Organisation, coordinator: Actor, walk: UUID, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    address = reverse("walks:note", args=[walk])
    data = {
        "client_id": str(uuid4()),
        "is_good": "daligt",
        "aspect": "light",
        "text": "Mörkt i tunneln.",
        "point": "6857000 690000",
        "seriousness": "2",
    }
    for _time in range(2):  # the answer was lost the first time
        answer = browser.client.post(address, data, headers={"X-Skickar": "1"})
        assert answer.json() == {"number": 1}
    wrong = browser.client.post(
        address, data | {"point": "där borta", "client_id": ""}, headers={"X-Skickar": "1"}
    )
    assert wrong.status_code == 422
    assert "ingen plats" in wrong.json()["faults"]["point"]


def test_what_is_not_done_is_told_with_why_by_the_one_who_answers(
    municipality: Organisation, coordinator: Actor, walk: UUID
) -> None:
    made = walks.a_finding(coordinator, walk)
    owner = builders.a_function(municipality, Role.MEASURE_OWNER)
    actions.assign_finding(
        coordinator, made, version=1, function_id=owner.id, due_on=TODAY, proposal="Byt lampan"
    )
    actor = builders.an_actor(municipality, Role.MEASURE_OWNER)
    with pytest.raises(Invalid, match="varför det inte åtgärdas"):
        actions.report_on_finding(actor, made, version=2, state="not_done", why="")
    actions.report_on_finding(actor, made, version=2, state="not_done", why="Stolpen är privat.")
    found = finding_for(coordinator, made)
    assert (found.line.state, found.line.why) == ("not_done", "Stolpen är privat.")
    reviewer = builders.an_actor(municipality, Role.REVIEWER)
    with pytest.raises(NotAllowed):
        actions.report_on_finding(reviewer, made, version=3, state="done", why="")


def test_what_waits_is_told_and_what_matters_most_must_have_somebody(
    municipality: Organisation, coordinator: Actor, walk: UUID
) -> None:
    made = walks.a_finding(coordinator, walk)
    walks.a_finding(coordinator, walk, is_good=True, seriousness=None, text="Fin ny bänk.")
    assert [gap.name for gap in gaps(coordinator, municipality.id)] == ["finding_without_owner"]
    owner = builders.a_function(municipality, Role.MEASURE_OWNER)
    late = TODAY - timedelta(days=1)
    actions.assign_finding(
        coordinator, made, version=1, function_id=owner.id, due_on=late, proposal="Byt lampan"
    )
    assert [(d.text, d.due_on, d.function_id) for d in dues(coordinator, TODAY)] == [
        ("Byt lampan", late, owner.id)
    ]
    waiting = {gap.name for gap in gaps(coordinator, municipality.id)}
    assert waiting == {"action_overdue", "action_with_vacant_function"}
    assert [line.id for line in findings_for(coordinator, state="late")] == [made]
    assert len(things(coordinator, municipality.id)) == 2
    assert links(coordinator, municipality.id) == []


def test_a_new_walk_is_compared_with_the_one_before(
    municipality: Organisation, coordinator: Actor, walk: UUID
) -> None:
    lamp = walks.a_finding(coordinator, walk)
    bush = walks.a_finding(coordinator, walk, aspect="sight", text="Buskarna skymmer.")
    hold(coordinator, walk)
    again = walks.a_walk(coordinator, municipality, title="Stationen igen", previous_id=walk)
    walks.a_finding(coordinator, again, repeats_id=lamp)
    compared = walk_for(coordinator, again).compared
    assert [(c.before.id, c.again is not None) for c in compared] == [(lamp, True), (bush, False)]


def test_the_protocol_tells_what_was_seen_and_never_changes_afterwards(
    municipality: Organisation, coordinator: Actor, walk: UUID, django_capture_on_commit_callbacks: object
) -> None:
    made = walks.a_finding(coordinator, walk)
    with pytest.raises(Invalid, match="inte genomförd"):
        actions.make_protocol(coordinator, walk)
    function = builders.a_function(municipality, Role.MEASURE_OWNER)
    person = builders.a_person(municipality, Role.MEASURE_OWNER)
    actions.invite_functions(coordinator, walk, function_ids=[function.id])
    actions.keep_attendance(coordinator, walk, function_ids=[function.id], participants=9, note="")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's
        assert actions.make_protocol(coordinator, walk) == 1
    assert [letter.to for letter in mail.outbox][-1] == [person.email]
    first = actions.hand_out_protocol(coordinator, walk, number=1, format="pdf").content
    assert first.startswith(b"%PDF-")
    actions.report_on_finding(coordinator, made, version=1, state="done", why="Bytt.")
    assert actions.make_protocol(coordinator, walk) == 2
    assert actions.hand_out_protocol(coordinator, walk, number=1, format="pdf").content == first
    assert actions.hand_out_protocol(coordinator, walk, number=2, format="pdf").content != first


def test_a_walk_keeps_the_checklist_that_it_was_planned_with(
    municipality: Organisation, coordinator: Actor, walk: UUID
) -> None:
    new = [Aspect("", "Ljud", ("Hörs trafiken?",)), Aspect("light", "Belysning", ())]
    assert actions.save_checklist(coordinator, municipality_id=municipality.id, aspects=new) == 1
    later = walks.a_walk(coordinator, municipality, title="Senare")
    assert [a.code for a in walk_for(coordinator, later).checklist] == ["ljud", "light"]
    assert len(walk_for(coordinator, walk).checklist) > 2
    with pytest.raises(Invalid, match="handlar om"):
        walks.a_finding(coordinator, walk, aspect="ljud")


def test_the_map_has_each_finding_with_its_number(coordinator: Actor, walk: UUID) -> None:
    walks.a_finding(coordinator, walk)
    walks.a_finding(coordinator, walk, is_good=True, seriousness=None)
    svg = walk_for(coordinator, walk).map_svg
    assert svg.count("<circle") == 1
    assert ">1</text>" in svg
    assert ">2</text>" in svg
    assert "1 att åtgärda och 1 som fungerar bra" in svg


def test_the_way_is_on_the_page_before_the_walk_as_a_map_and_as_a_table(
    municipality: Organisation, coordinator: Actor, walk: UUID, pages: Pages
) -> None:
    page = pages.get(f"/trygghetsvandringar/{walk}/", as_=builders.a_person(municipality, Role.COORDINATOR))
    assert "<polyline" in page.html
    assert "Vägen för vandringen, utan fynd än." in page.html
    first, last = walk_for(coordinator, walk).way
    assert first.metres == 0
    assert 1000 < last.metres < 1500  # a hundredth of a degree of each, at 56 to 60 degrees north
    assert f">{swedish.count(last.metres)}</td>" in page.html


def test_when_it_gets_dark_is_told(coordinator: Actor, walk: UUID) -> None:
    assert "mörkt" in walk_for(coordinator, walk).darkness


def test_a_stranger_cannot_see_that_the_walk_exists(walk: UUID) -> None:
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    with pytest.raises(NotFound):
        walk_for(stranger, walk)


def test_a_finding_brings_what_was_seen_and_where_to_a_new_problem_that_stands_on_it(
    coordinator: Actor, walk: UUID, municipality: Organisation, pages: Pages
) -> None:
    finding = walks.a_finding(coordinator, walk, place="Trappan")
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    shown = browser.get(reverse("walks:finding", args=[finding]))
    assert reverse("trail:thing", args=["walk_finding", finding]) in shown.links
    (link,) = [link for link in shown.links if link.startswith(f"{reverse('problems:new')}?")]
    begun = browser.get(link).response.context["form"].initial
    assert (begun["title"], begun["where"]) == ("Lampan över trappan lyser inte", "Trappan, Västra")
    assert len(begun["omrade"]) == 1
    made = browser.send(link, begun | {"freeze": "", "fran": "", "till": ""})
    assert reverse("walks:finding", args=[finding]) in made.links
    assert "Trygghetsvandringen Stationen, fynd 1" in made.text  # also the source of its first evidence
    assert [told.kind_label for told in finding_for(coordinator, finding).links] == ["Problem"]


def test_a_phone_that_somebody_else_has_logged_in_on_sends_nothing_in_their_name(
    walk: UUID, municipality: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    address = reverse("walks:note", args=[walk])
    answer = browser.client.post(address, {"konto": str(uuid4())}, headers={"X-Skickar": "1"})
    assert answer.status_code == 409
    gone = browser.client.post(
        reverse("walks:note", args=[uuid4()]), {"text": "x"}, headers={"X-Skickar": "1"}
    )
    assert (gone.status_code, list(gone.json()["faults"])) == (403, ["walk"])


def test_the_shell_says_nothing_about_anybody_and_the_worker_keeps_all_that_the_page_loads(
    coordinator: Actor, walk: UUID, municipality: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    address = reverse("walks:shell")
    assert pages.get(address).html == browser.get(address).html
    script = pages.client.get(reverse("walks:worker")).content.decode()
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
    kept = set(re.findall(r'"/static/([^"]+)"', script))
    assert kept == set(SHELL)
    folder = Path(apps.get_app_config("walks").path).parent
    for name in [name for name in kept if name.endswith(".js")]:
        feature = name.partition("/")[0]
        source = (folder / feature / "static" / name).read_text(encoding="utf-8")
        for imported in re.findall(r'from "([^"]+)"', source):
            assert posixpath.normpath(f"{feature}/{imported}") in kept, imported
