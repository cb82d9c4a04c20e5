"""From agenda to minutes: figures that freeze, decisions that are carried over, and nothing typed is lost."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web import meeting_builders as meetings
from tests.web.pages import Page, Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Ref
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.meetings import actions
from lagesbild_web.meetings.actions.holding import Kept, NewDecision, Note
from lagesbild_web.meetings.chain import dues, gaps, links, things
from lagesbild_web.meetings.kinds import GroupKind
from lagesbild_web.meetings.queries import decision_for, decisions_for, group_for, meeting_for
from lagesbild_web.meetings.stepping import Told

TODAY = timezone.localdate()


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    """Somebody who calls meetings."""
    make.areas_and_categories(municipality)
    return builders.an_actor(municipality, Role.COORDINATOR)


@pytest.fixture
def group(municipality: Organisation, coordinator: Actor) -> UUID:
    """A group."""
    return meetings.a_group(coordinator, municipality)


@pytest.fixture
def meeting(coordinator: Actor, group: UUID) -> UUID:
    """Its meeting today."""
    return meetings.a_meeting(coordinator, group)


def note_on(actor: Actor, meeting_id: UUID, text: str, *, version: int | None = None) -> int:
    """Write under the first point; returns its id."""
    item = meeting_for(actor, meeting_id).items[0]
    note = Note(text, item.version if version is None else version)
    actions.keep_notes(actor, meeting_id, Kept(notes={item.id: note}))
    return item.id


def test_the_agenda_is_made_of_what_has_happened_since_last_time(
    municipality: Organisation, coordinator: Actor, meeting: UUID
) -> None:
    school = make.a_reporter(municipality, name="Skolan")
    make.an_approved(school, builders.SYSTEM, *[make.a_draft(own_circle=False) for _ in range(6)])
    make.a_reporter(municipality, name="Tyst förening")
    actions.compute_picture(coordinator, meeting)
    figures = meeting_for(coordinator, meeting).figures
    assert figures is not None
    assert (figures.total.now, figures.total.before, figures.total.year_ago) == (6, 0, 0)
    assert [(line.name, line.now, line.verdict) for line in figures.categories] == [
        ("Klotter", 6, "increase")
    ]
    assert [line.name for line in figures.areas] == ["Västra"]
    assert [(r.name, r.incidents) for r in figures.reporters] == [("Skolan", 6)]
    assert figures.until == (TODAY - timedelta(days=1)).isoformat()
    assert "Kulldorff" in figures.method or "30" in figures.grown[0]


def test_figures_are_frozen_when_the_meeting_begins(
    municipality: Organisation, coordinator: Actor, meeting: UUID
) -> None:
    actions.begin_meeting(coordinator, meeting)
    before = meeting_for(coordinator, meeting).figures
    school = make.a_reporter(municipality)
    make.an_approved(school, builders.SYSTEM, make.a_draft(own_circle=False))
    with pytest.raises(Invalid, match="låsta"):
        actions.compute_picture(coordinator, meeting)
    actions.begin_meeting(coordinator, meeting)
    assert meeting_for(coordinator, meeting).figures == before


def test_a_decision_is_on_every_agenda_until_it_is_done(
    municipality: Organisation, coordinator: Actor, group: UUID, meeting: UUID
) -> None:
    made = meetings.a_decision(coordinator, meeting, municipality)
    second = meetings.a_meeting(coordinator, group, days=7)
    (line,) = meeting_for(coordinator, second).carried
    told = {made: Told("open", "Lamporna är slut.", line.version)}
    actions.keep_notes(coordinator, second, Kept(told=told))
    third = meetings.a_meeting(coordinator, group, days=14)
    (line,) = meeting_for(coordinator, third).carried
    actions.keep_notes(coordinator, third, Kept(told={made: Told("done", "Bytta.", line.version)}))
    assert [s.meeting_number for s in decision_for(coordinator, made).line.steps] == [1, 2, 3]
    assert [d.id for d in meeting_for(coordinator, third).carried] == [made], "told at this meeting"
    fourth = meetings.a_meeting(coordinator, group, days=21)
    actions.keep_notes(coordinator, fourth, Kept())
    decisions = [d for d in meeting_for(coordinator, fourth).carried if d.state == "open"]
    assert decisions == []


def test_what_is_not_done_says_why(
    municipality: Organisation, coordinator: Actor, group: UUID, meeting: UUID
) -> None:
    made = meetings.a_decision(coordinator, meeting, municipality)
    version = decision_for(coordinator, made).line.version
    with pytest.raises(Invalid, match="varför det inte blir av") as told:
        actions.keep_notes(coordinator, meeting, Kept(told={made: Told("not_done", "", version)}))
    assert list(told.value.faults) == [f"varfor-{made}"]
    later = Told("open", "", version, TODAY + timedelta(days=99))
    with pytest.raises(Invalid, match="varför det blir senare"):
        actions.report_on_decision(coordinator, made, later)


def test_the_group_above_gets_what_a_group_cannot_solve(
    municipality: Organisation, coordinator: Actor
) -> None:
    steering = meetings.a_group(coordinator, municipality, name="Styrgruppen", kind=GroupKind.STEERING)
    below = meetings.a_group(coordinator, municipality, escalates_to_id=steering)
    meeting = meetings.a_meeting(coordinator, below)
    made = meetings.a_decision(coordinator, meeting, municipality, is_for_steering=True)
    meetings.a_decision(coordinator, meeting, municipality, text="Klipp buskarna")
    above = meetings.a_meeting(coordinator, steering, days=1)
    assert [line.id for line in meeting_for(coordinator, above).carried] == [made]


def test_two_who_write_under_the_same_point_lose_nothing(coordinator: Actor, meeting: UUID) -> None:
    item = note_on(coordinator, meeting, "Min text", version=1)
    with pytest.raises(Invalid, match="Min text") as told:
        note_on(coordinator, meeting, "Din text", version=1)
    assert list(told.value.faults) == [f"note-{item}"]
    assert meeting_for(coordinator, meeting).items[0].note == "Min text"


def test_a_decision_without_function_or_day_is_told_field_by_field(coordinator: Actor, meeting: UUID) -> None:
    with pytest.raises(Invalid) as told:
        actions.keep_notes(
            coordinator, meeting, Kept(decision=NewDecision("Byt lampor", None, None, "070-123 45 67"))
        )
    assert set(told.value.faults) == {"nytt-due_on", "nytt-function", "nytt-follow_up"}


def test_the_page_keeps_all_that_was_typed_when_something_must_change(
    municipality: Organisation, coordinator: Actor, meeting: UUID, pages: Pages
) -> None:
    item = meeting_for(coordinator, meeting).items[1]
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    data = {f"note-{item.id}": "Mycket klotter.", f"version-{item.id}": "1", "nytt-text": "Byt lampor"}
    address = reverse("meetings:run", args=[meeting])
    html = browser.client.post(address, data).content.decode()
    assert "Mycket klotter." in html
    assert re.search(r'name="nytt-text"[^>]*>\s*Byt lampor', html)
    assert meeting_for(coordinator, meeting).items[1].note == ""


def test_the_page_saves_by_itself_without_the_decision_that_is_being_typed(
    municipality: Organisation, coordinator: Actor, meeting: UUID, pages: Pages
) -> None:
    item = meeting_for(coordinator, meeting).items[1]
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    data = {f"note-{item.id}": "Mycket klotter.", f"version-{item.id}": "1", "nytt-text": "Byt"}
    address = reverse("meetings:run", args=[meeting])
    answer = browser.client.post(address, data, headers={"X-Sparar": "1"})
    assert answer.json()["versions"][f"version-{item.id}"] == 2
    found = meeting_for(coordinator, meeting)
    assert (found.items[1].note, found.decided) == ("Mycket klotter.", ())
    stale = browser.client.post(address, data | {f"note-{item.id}": "Annat"}, headers={"X-Sparar": "1"})
    assert stale.status_code == 422
    assert list(stale.json()["faults"]) == [f"note-{item.id}"]


def test_the_call_goes_to_whoever_holds_the_members_functions(
    municipality: Organisation, coordinator: Actor, meeting: UUID, django_capture_on_commit_callbacks: object
) -> None:
    with pytest.raises(Invalid, match="innehavare"):
        actions.invite(coordinator, meeting)
    person = builders.a_person(municipality, Role.MEASURE_OWNER)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's
        assert actions.invite(coordinator, meeting, address="https://bild.example") == 1
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    assert "10. Nästa möte" in letter.body
    assert f"https://bild.example{reverse('meetings:meeting', args=[meeting])}" in letter.body


def test_adjusted_minutes_never_change_and_a_correction_is_a_version_of_its_own(
    municipality: Organisation, coordinator: Actor, meeting: UUID
) -> None:
    function = builders.a_function(municipality, Role.MEASURE_OWNER)
    adjust = {"function_ids": [function.id], "adjusted_on": TODAY}
    with pytest.raises(Invalid, match="inte börjat"):
        actions.adjust_minutes(coordinator, meeting, **adjust)  # type: ignore[arg-type]
    actions.begin_meeting(coordinator, meeting)
    meetings.a_decision(coordinator, meeting, municipality)
    assert actions.adjust_minutes(coordinator, meeting, **adjust) == 1  # type: ignore[arg-type]
    first = actions.hand_out_minutes(coordinator, meeting, number=1, format="pdf").content
    assert first.startswith(b"%PDF-")
    with pytest.raises(Invalid, match="justerat"):
        note_on(coordinator, meeting, "I efterhand")
    actions.reopen_minutes(coordinator, meeting, reason="Fel dag.")
    note_on(coordinator, meeting, "Rättat")
    with pytest.raises(Invalid, match="vad som är rättat"):
        actions.adjust_minutes(coordinator, meeting, **adjust)  # type: ignore[arg-type]
    assert actions.adjust_minutes(coordinator, meeting, **adjust, reason="Dagen.") == 2  # type: ignore[arg-type]
    assert actions.hand_out_minutes(coordinator, meeting, number=1, format="pdf").content == first
    assert actions.hand_out_minutes(coordinator, meeting, number=2, format="docx").content.startswith(b"PK")


def test_those_who_reported_hear_what_was_decided(
    municipality: Organisation, coordinator: Actor, meeting: UUID, pages: Pages
) -> None:
    partner = builders.a_partner(municipality, name="Skolan", kind="school")
    person = builders.a_person(partner, Role.REPORTER)
    make.an_approved(actor_for(person.id, ""), builders.SYSTEM, make.a_draft(own_circle=False))
    made = meetings.a_decision(coordinator, meeting, municipality)
    wanted = IncidentFilter(categories=("klotter",))
    assert actions.tell_about_decision(coordinator, made, wanted, text="Lamporna byts i veckan.") == 1
    assert "Lamporna byts i veckan." in pages.log_in(person).get(reverse("reporting:mine")).text


def test_the_function_that_answers_tells_how_it_goes_and_others_do_not(
    municipality: Organisation, coordinator: Actor, meeting: UUID
) -> None:
    made = meetings.a_decision(coordinator, meeting, municipality)
    owner = builders.an_actor(municipality, Role.MEASURE_OWNER)
    version = decision_for(owner, made).line.version
    actions.report_on_decision(owner, made, Told("done", "Bytta i måndags.", version))
    assert decision_for(coordinator, made).line.state == "done"
    steering = builders.an_actor(municipality, Role.STEERING)
    with pytest.raises(NotAllowed):
        actions.report_on_decision(steering, made, Told("open", "", version + 1))


def test_what_waits_and_what_is_late_is_told(
    municipality: Organisation, coordinator: Actor, meeting: UUID
) -> None:
    made = meetings.a_decision(coordinator, meeting, municipality, due_on=TODAY - timedelta(days=1))
    assert [d.due_on for d in dues(coordinator, TODAY)] == [TODAY - timedelta(days=1)]
    waiting = {gap.name for gap in gaps(coordinator, municipality.id)}
    assert waiting == {"action_overdue", "action_with_vacant_function"}
    assert [thing.ref for thing in things(coordinator, municipality.id)] == [Ref("decision", made)]
    assert links(coordinator, municipality.id) == []
    assert [line.id for line in decisions_for(coordinator, state="late")] == [made]
    version = decision_for(coordinator, made).line.version
    actions.report_on_decision(coordinator, made, Told("done", "", version))
    assert gaps(coordinator, municipality.id) == []


def test_the_council_is_reminded_of_leading_positions(municipality: Organisation, coordinator: Actor) -> None:
    council = meetings.a_group(coordinator, municipality, name="BRÅ", kind=GroupKind.COUNCIL)
    assert any("ledande ställning" in remark for remark in group_for(coordinator, council).remarks)
    member = builders.a_function(municipality, Role.MEASURE_OWNER)
    actions.add_member(coordinator, council, function_id=member.id, is_leading=True)
    found = group_for(coordinator, council)
    assert not any("ledande ställning" in remark for remark in found.remarks)
    assert any("ingen innehavare" in remark for remark in found.remarks), "nobody holds the function"


def test_a_stranger_cannot_see_that_the_group_exists(group: UUID, meeting: UUID) -> None:
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    with pytest.raises(NotFound):
        group_for(stranger, group)
    with pytest.raises(NotFound):
        meeting_for(stranger, meeting)


def test_the_next_picture_begins_the_day_after_the_one_before(
    coordinator: Actor, group: UUID, meeting: UUID
) -> None:
    actions.compute_picture(coordinator, meeting)
    until = meeting_for(coordinator, meeting).until
    assert until == TODAY - timedelta(days=1)
    later = actions.plan_meeting(coordinator, group, starts_at=meetings.at(TODAY + timedelta(days=7)))
    assert meeting_for(coordinator, later).since == TODAY


def test_school_breaks_are_written_by_hand_and_holidays_are_computed(
    municipality: Organisation, coordinator: Actor, group: UUID
) -> None:
    day = date(2025, 12, 20)
    actions.add_calendar_entry(
        coordinator, municipality_id=municipality.id, name="Jullov", first_day=day, last_day=date(2026, 1, 8)
    )
    made = actions.plan_meeting(
        coordinator, group, starts_at=meetings.at(date(2025, 12, 19)), since=date(2025, 12, 12)
    )
    actions.begin_meeting(coordinator, made, today=date(2025, 12, 19))
    figures = meeting_for(coordinator, made).figures
    assert figures is not None
    assert {"Jullov", "Julafton"} <= {coming.name for coming in figures.coming}
    assert "mörkt kl." in figures.darkness


def begun_with(page: Page) -> dict[str, str]:
    """What a form begins with."""
    found: dict[str, str] = page.response.context["form"].initial
    return found


def test_a_point_and_a_decision_bring_what_was_said_to_a_new_problem_which_points_back(
    coordinator: Actor, municipality: Organisation, meeting: UUID, pages: Pages
) -> None:
    note_on(coordinator, meeting, "Mopeder kör på skolgården. Det sker på raster.")
    decision = meetings.a_decision(coordinator, meeting, municipality, text="Se till tunneln på kvällarna")
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    shown = browser.get(reverse("meetings:meeting", args=[meeting]))
    (point,) = [link for link in shown.links if link.startswith(f"{reverse('problems:new')}?")]
    form = browser.get(point)
    assert begun_with(form)["title"] == "Mopeder kör på skolgården"
    assert begun_with(form)["what"] == "Mopeder kör på skolgården. Det sker på raster."
    assert any(
        link.startswith(f"{reverse('meetings:meeting', args=[meeting])}#punkt-") for link in form.links
    )

    shown = browser.get(reverse("meetings:decision", args=[decision]))
    assert reverse("trail:thing", args=["decision", decision]) in shown.links
    (link,) = [link for link in shown.links if link.startswith(f"{reverse('problems:new')}?")]
    begun = begun_with(browser.get(link))
    made = browser.send(link, begun | {"where": "Tunneln", "freeze": "", "fran": "", "till": ""})
    assert reverse("meetings:decision", args=[decision]) in made.links
    (told,) = decision_for(coordinator, decision).links
    assert (told.label, told.kind_label) == ("Se till tunneln på kvällarna", "Problem")


def test_a_problem_cannot_be_begun_from_what_one_may_not_see(
    municipality: Organisation, meeting: UUID, coordinator: Actor, pages: Pages
) -> None:
    decision = meetings.a_decision(coordinator, meeting, municipality)
    browser = pages.log_in(builders.a_person(builders.a_municipality(name="Annan"), Role.COORDINATOR))
    for thing in (f"decision:{decision}", "decision:nej", f"meeting_point:{meeting}:1"):
        browser.get(f"{reverse('problems:new')}?ursprung=meeting&sak={thing}", status=404)
