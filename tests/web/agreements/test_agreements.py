"""From draft to signature, extension and half-yearly notes; what is asked for before what."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web.agreement_builders import PROMISE, TEXTS, a_draft, sign, written
from tests.web.pages import Pages

from lagesbild_web.access import actions as access
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.agreements import actions
from lagesbild_web.agreements.chain import dues, gaps, links, things
from lagesbild_web.agreements.queries import (
    AgreementFilter,
    agreement_for,
    agreements_for,
    comparison_for,
    promises_for,
)
from lagesbild_web.agreements.sections import Kind
from lagesbild_web.base.actor import Actor, the_public
from lagesbild_web.base.months import months_after
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound

TODAY = timezone.localdate()


def consult(actor: Actor, agreement_id: UUID, day: date = TODAY) -> None:
    """Register a consultation."""
    actions.register_consultation(
        actor, agreement_id, held_on=day, with_whom="Polisområdeschef", result="Vi fortsätter."
    )


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    """Somebody who works with agreements."""
    return builders.an_actor(municipality, Role.COORDINATOR)


@pytest.fixture
def draft(municipality: Organisation, coordinator: Actor) -> UUID:
    """A draft."""
    return a_draft(coordinator, municipality)


@pytest.fixture
def signed(coordinator: Actor, draft: UUID) -> UUID:
    """An agreement in force, half a year from its end."""
    sign(coordinator, draft)
    return draft


def test_it_goes_from_draft_by_consultation_to_in_force_when_all_have_signed(
    coordinator: Actor, draft: UUID
) -> None:
    assert agreement_for(coordinator, draft).line.lasting.state == "draft"
    consult(coordinator, draft)
    assert agreement_for(coordinator, draft).line.lasting.state == "consulted"
    first, second = agreement_for(coordinator, draft).parties
    assert actions.sign_for_party(coordinator, draft, party_id=first.id, signed_on=TODAY) == 1
    assert agreement_for(coordinator, draft).versions == ()
    assert actions.sign_for_party(coordinator, draft, party_id=second.id, signed_on=TODAY) == 0
    found = agreement_for(coordinator, draft)
    assert found.line.lasting.state == "in_force"
    assert [v.number for v in found.versions] == [1]
    assert not found.can_change


def test_nobody_signs_before_purposes_and_fields_are_written(
    municipality: Organisation, coordinator: Actor
) -> None:
    made = a_draft(coordinator, municipality, texts={"purposes": "Färre brott"})
    with pytest.raises(Invalid, match="Områden för samverkan") as told:
        sign(coordinator, made)
    assert "Syften" not in told.value.faults["signed_on"]


def test_one_party_alone_agrees_with_nobody(municipality: Organisation, coordinator: Actor) -> None:
    made = actions.draft_agreement(
        coordinator, municipality_id=municipality.id, kind=Kind.AGREEMENT, written=written()
    )
    actions.add_party(coordinator, made, organisation_id=None, name="Kommunen", signatory="Ordförande")
    with pytest.raises(Invalid, match="minst två parter"):
        sign(coordinator, made)


def test_signed_text_is_not_changed_without_a_revision_that_all_sign_again(
    coordinator: Actor, signed: UUID
) -> None:
    version = agreement_for(coordinator, signed).version
    new = written(texts=TEXTS | {"purposes": "Färre brott\nFler nöjda"})
    with pytest.raises(Invalid, match="Börja en ändring"):
        actions.change_agreement(coordinator, signed, version=version, written=new)
    actions.begin_revision(coordinator, signed, reason="Nytt läge.")
    version = agreement_for(coordinator, signed).version
    actions.change_agreement(coordinator, signed, version=version, written=new)
    found = agreement_for(coordinator, signed)
    assert found.line.lasting.state == "in_force"
    assert "Fler trygga" in found.in_force.texts["purposes"], "the signed one holds until then"
    sign(coordinator, signed)
    found = agreement_for(coordinator, signed)
    assert [v.number for v in found.versions] == [2, 1]
    (change,) = comparison_for(coordinator, signed, 1, 2)
    assert change.label == "Syften"
    assert [(p.how, p.text) for p in change.pieces if p.how != "same"] == [
        ("taken", "trygga"),
        ("added", "nöjda"),
    ]


def test_two_who_write_at_once_never_overwrite_each_other(coordinator: Actor, draft: UUID) -> None:
    version = agreement_for(coordinator, draft).version
    actions.change_agreement(coordinator, draft, version=version, written=written(title="Min"))
    with pytest.raises(Invalid, match="Någon annan"):
        actions.change_agreement(coordinator, draft, version=version, written=written(title="Din"))
    assert agreement_for(coordinator, draft).line.title == "Min"


def test_a_changed_text_is_not_what_was_signed(coordinator: Actor, draft: UUID) -> None:
    first, _second = agreement_for(coordinator, draft).parties
    actions.sign_for_party(coordinator, draft, party_id=first.id, signed_on=TODAY)
    version = agreement_for(coordinator, draft).version
    actions.change_agreement(coordinator, draft, version=version, written=written(title="Annat"))
    assert [p.signed_on for p in agreement_for(coordinator, draft).parties] == [None, None]


def test_it_is_extended_only_after_a_consultation_and_two_years_at_a_time(
    coordinator: Actor, signed: UUID
) -> None:
    end = agreement_for(coordinator, signed).line.lasting.ends_on
    with pytest.raises(Invalid, match="samråd först"):
        actions.extend_agreement(coordinator, signed, until=months_after(end, 12), decided_on=TODAY)
    consult(coordinator, signed)
    too_far = months_after(end, 24) + timedelta(days=1)
    with pytest.raises(Invalid, match="högst två år") as told:
        actions.extend_agreement(coordinator, signed, until=too_far, decided_on=TODAY)
    assert list(told.value.faults) == ["until"]
    actions.extend_agreement(coordinator, signed, until=months_after(end, 24), decided_on=TODAY)
    found = agreement_for(coordinator, signed)
    assert found.line.lasting.ends_on == months_after(end, 24)
    assert [(e.before, e.after) for e in found.extensions] == [(end, months_after(end, 24))]
    with pytest.raises(Invalid, match="samråd först"):
        actions.extend_agreement(coordinator, signed, until=months_after(end, 30), decided_on=TODAY)


def test_a_late_consultation_is_told_and_needs_a_reason(
    municipality: Organisation, coordinator: Actor
) -> None:
    made = a_draft(coordinator, municipality, ends_on=TODAY + timedelta(days=30))
    sign(coordinator, made)
    consult(coordinator, made)
    until = TODAY + timedelta(days=300)
    with pytest.raises(Invalid, match="skulle ha hållits senast") as told:
        actions.extend_agreement(coordinator, made, until=until, decided_on=TODAY)
    assert list(told.value.faults) == ["reason"]
    actions.extend_agreement(coordinator, made, until=until, decided_on=TODAY, reason="Valet kom emellan.")
    assert agreement_for(coordinator, made).consultations[0].is_late


def test_the_days_that_wait_are_told_to_the_function_that_answers(coordinator: Actor, signed: UUID) -> None:
    told = {due.text.partition(":")[0]: due for due in dues(coordinator, TODAY)}
    lasting = agreement_for(coordinator, signed).line.lasting
    assert told["Håll samråd om att förlänga"].due_on == lasting.consult_by
    assert coordinator.home is not None
    assert told["Håll samråd om att förlänga"].function_id == coordinator.home.function_id
    assert told["Följ upp halvåret"].due_on < TODAY
    consult(coordinator, signed)
    assert {d.text.partition(":")[0] for d in dues(coordinator, TODAY)} == {
        "Besluta om förlängning eller avslut",
        "Följ upp halvåret",
    }


def test_the_chain_tells_what_is_missing(municipality: Organisation, coordinator: Actor) -> None:
    made = a_draft(coordinator, municipality, ends_on=TODAY + timedelta(days=30))
    assert gaps(coordinator, municipality.id) == []
    sign(coordinator, made)
    assert {gap.name for gap in gaps(coordinator, municipality.id)} == {
        "agreement_without_goal",
        "agreement_near_end_without_consultation",
        "agreement_without_follow_up",
    }
    assert [thing.ref.id for thing in things(coordinator, municipality.id)] == [made]
    assert links(coordinator, municipality.id) == []


def test_what_was_not_kept_is_told_with_why(coordinator: Actor, signed: UUID) -> None:
    with pytest.raises(Invalid, match="Skriv varför"):
        actions.note_how_it_goes(coordinator, signed, day=TODAY, outcome="partly", text="Vi kom halvvägs.")
    actions.note_how_it_goes(
        coordinator, signed, day=TODAY, outcome="partly", text="Vi kom halvvägs.", why="Lamporna dröjde."
    )
    found = agreement_for(coordinator, signed)
    assert found.line.outcome_label == "Delvis hållet"
    assert found.line.lasting.next_follow_up_on == min(months_after(TODAY, 6), found.line.lasting.ends_on)


def test_everybody_reads_a_signed_promise_and_how_it_went_and_nothing_else(
    municipality: Organisation, coordinator: Actor
) -> None:
    made = a_draft(coordinator, municipality, Kind.PROMISE)
    with pytest.raises(Invalid, match="undertecknat"):
        actions.share_agreement(coordinator, made, circle=Circle.PUBLIC)
    sign(coordinator, made)
    with pytest.raises(NotFound):
        agreement_for(the_public(), made)
    actions.share_agreement(coordinator, made, circle=Circle.PUBLIC)
    (promise,) = promises_for(the_public())
    assert promise.in_force.texts["promise"] == PROMISE["promise"]
    assert promise.steps == ()
    assert promise.files == ()


def test_the_police_read_what_is_shared_but_do_not_extend_it(
    municipality: Organisation, coordinator: Actor, signed: UUID
) -> None:
    police = builders.an_actor(builders.a_partner(municipality), Role.COORDINATOR)
    with pytest.raises(NotFound):
        agreement_for(police, signed)
    actions.share_agreement(coordinator, signed, circle=Circle.PARTNERS)
    assert agreement_for(police, signed).line.id == signed
    with pytest.raises(NotAllowed):
        consult(police, signed)


def test_ending_an_organisation_changes_nothing_in_what_it_signed(
    municipality: Organisation, coordinator: Actor
) -> None:
    police = builders.a_partner(municipality)
    made = actions.draft_agreement(
        coordinator, municipality_id=municipality.id, kind=Kind.AGREEMENT, written=written()
    )
    for organisation in (municipality, police):
        actions.add_party(
            coordinator, made, organisation_id=organisation.id, name="", signatory="Högsta chefen"
        )
    sign(coordinator, made)
    administrator = builders.an_actor(municipality, Role.ADMINISTRATOR)
    access.end_organisation(administrator, police.id, ends_on=TODAY)
    found = agreement_for(coordinator, made)
    assert [p.name for p in found.parties] == [municipality.name, police.name]
    assert found.line.lasting.state == "in_force"
    assert actions.export_agreement(coordinator, made, filetype="pdf").content.startswith(b"%PDF-")


def test_an_ended_one_stays_to_be_read_and_is_not_changed(coordinator: Actor, signed: UUID) -> None:
    actions.end_agreement(coordinator, signed, ended_on=TODAY, reason="Kommunen delas.")
    assert agreement_for(coordinator, signed).line.lasting.state == "ended"
    with pytest.raises(Invalid, match="gäller inte längre"):
        consult(coordinator, signed)
    alive = agreements_for(coordinator, AgreementFilter(state="alive"), number=1)
    assert alive.total == 0


def test_another_that_is_signed_takes_its_place(
    municipality: Organisation, coordinator: Actor, signed: UUID
) -> None:
    other = a_draft(coordinator, municipality, title="Ny samverkan")
    with pytest.raises(Invalid, match="undertecknad"):
        actions.replace_agreement(coordinator, signed, by_id=other)
    sign(coordinator, other)
    actions.replace_agreement(coordinator, signed, by_id=other)
    found = agreement_for(coordinator, signed)
    assert found.line.lasting.state == "replaced"
    assert found.replaced_by is not None
    assert [line.id for line in agreement_for(coordinator, other).replaces] == [signed]


def test_texts_with_personal_data_are_stopped(coordinator: Actor, draft: UUID) -> None:
    with pytest.raises(Invalid) as told:
        actions.register_consultation(
            coordinator, draft, held_on=TODAY, with_whom="Polisen, 070-123 45 67", result="Vi fortsätter."
        )
    assert list(told.value.faults) == ["with_whom"]


def test_the_signed_paper_is_kept_and_handed_out_as_it_was(municipality: Organisation, pages: Pages) -> None:
    user = builders.a_person(municipality, Role.COORDINATOR)
    actor = builders.an_actor(municipality, Role.COORDINATOR)
    made = a_draft(actor, municipality)
    browser = pages.log_in(user)
    address = reverse("agreements:attach", args=[made])
    wrong = browser.client.post(address, {"file": SimpleUploadedFile("lista.exe", b"MZ\x90")})
    assert "Välj en PDF" in wrong.content.decode()
    paper = SimpleUploadedFile("Undertecknad sida å.pdf", b"%PDF-1.7 papper")
    assert browser.client.post(address, {"file": paper}).status_code == 302
    (file,) = agreement_for(actor, made).files
    assert file.name == "undertecknad-sida-a.pdf"
    answer = browser.client.get(reverse("agreements:file", args=[made, file.id]))
    assert answer.content == b"%PDF-1.7 papper"


def test_the_form_keeps_what_was_typed_when_something_must_change(
    municipality: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    data = {
        "title": "Samverkan",
        "starts_on": "2026-01-01",
        "ends_on": "2025-01-01",
        "function": "",
        "consultation_months": "6",
        "part_purposes": "Färre brott vid stationen",
    }
    html = browser.client.post(reverse("agreements:draft", args=["overenskommelse"]), data).content.decode()
    assert "Sista dagen kommer före den första" in html
    assert "Färre brott vid stationen" in html


@pytest.mark.parametrize("filetype", ["pdf", "docx", "html"])
def test_documents_tell_parties_paragraphs_and_where_each_signs(
    coordinator: Actor, draft: UUID, filetype: str
) -> None:
    file = actions.export_agreement(coordinator, draft, filetype=filetype)
    assert file.filename == f"samverkan-om-trygghet.{filetype}"
    if filetype == "html":
        text = file.content.decode()
        for told in ("§ 1 Parter", "Kommunstyrelsens ordförande", "Underskrift: ____", "Färre brott"):
            assert told in text


def test_the_list_is_filtered_and_taken_along(coordinator: Actor, signed: UUID) -> None:
    file = actions.export_agreements(coordinator, AgreementFilter(text="polisen"), filetype="csv")
    assert "Samverkan om trygghet" in file.content.decode("utf-8-sig")
    none = actions.export_agreements(coordinator, AgreementFilter(kind="promise"), filetype="csv")
    assert "Samverkan om trygghet" not in none.content.decode("utf-8-sig")


def test_the_open_page_tells_the_promise_and_why_it_was_not_kept(
    municipality: Organisation, coordinator: Actor, pages: Pages
) -> None:
    made = a_draft(coordinator, municipality, Kind.PROMISE, title="Tryggt vid stationen")
    sign(coordinator, made)
    assert "Inget löfte" in pages.get(reverse("public:promises")).text
    actions.share_agreement(coordinator, made, circle=Circle.PUBLIC)
    actions.note_how_it_goes(
        coordinator, made, day=TODAY, outcome="not_kept", text="Ingen kom.", why="Sjukdom."
    )
    text = pages.get(reverse("public:promises")).text
    assert "Inte hållet" in text
    assert "Sjukdom." in text
