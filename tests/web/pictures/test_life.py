"""A picture's life: ordered, made from frozen rows, assessed, reviewed, decided, published, replaced."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages
from tests.web.picture_builders import a_working_picture

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.audit.actions import remove_old
from lagesbild_web.audit.retention import RETAINABLE, day_before_months
from lagesbild_web.base.actor import Actor, the_public
from lagesbild_web.base.chain import KINDS
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.pictures import actions
from lagesbild_web.pictures.contracts import PictureSummary
from lagesbild_web.pictures.dues import renewal_due, reviews_due, two_years_after
from lagesbild_web.pictures.jobs import make_documents, make_picture, resume_interrupted
from lagesbild_web.pictures.material import INCIDENTS
from lagesbild_web.pictures.models import Composition, PictureFile, SituationPicture
from lagesbild_web.pictures.ordering import Order
from lagesbild_web.pictures.queries import (
    contact_point_of,
    decided_pictures,
    frozen_findings,
    order_for,
    picture_file,
    picture_for,
    statement_for,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
THREE = ("consequences", "other_information", "analysis")


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    return builders.an_actor(municipality, Role.COORDINATOR)


@pytest.fixture
def register(municipality: Organisation) -> None:
    """A dozen counted incidents this year and some last year."""
    make.areas_and_categories(municipality)
    school = make.a_reporter(municipality, name="Björkskolan")
    for day in range(12):
        when = timezone.now() - timedelta(days=3 * day)
        make.an_approved(school, builders.SYSTEM, make.a_draft(starts_at=when, own_circle=False))


def made(actor: Actor, order: Order) -> PictureSummary:
    """A picture as the worker makes it."""
    ordered = actions.order_picture(actor, order)
    make_picture.call(str(ordered.id))
    found = order_for(actor, ordered.id)
    assert found.picture_id, found.failure
    return picture_for(actor, found.picture_id).summary


def decide(actor: Actor, picture_id: object, **changed: object) -> PictureSummary:
    row = SituationPicture.objects.get(pk=picture_id)
    facts = {"body": "Kommunstyrelsen", "decided_on": TODAY, "paragraph": "§ 12", "revision": row.revision}
    return actions.decide_picture(actor, row.id, **(facts | changed))  # type: ignore[arg-type]


def test_a_picture_goes_from_order_to_a_public_page(
    coordinator: Actor, municipality: Organisation, register: None, pages: Pages
) -> None:
    picture = made(coordinator, Order("year", str(TODAY.year)))
    assert (picture.status, picture.kind_label) == ("draft", "Årsbild enligt 4 §")
    with pytest.raises(Invalid, match="Det fattas: brottslighetens konsekvenser"):
        decide(coordinator, picture.id)
    for section in THREE:
        actions.write_statement(
            coordinator,
            picture.id,
            section=section,
            text=f"Om {section}.",
            is_for_everybody=section != "analysis",
        )
    actions.hide_section(coordinator, picture.id, section="places", motive="Platserna är för få.")
    actions.recommend_problem(coordinator, picture.id, what="Klotter i tunneln")
    decide(coordinator, picture.id)
    assert picture_for(coordinator, picture.id).downloads == ()
    make_documents.call(str(picture.id))
    decided = picture_for(coordinator, picture.id)
    html = picture_file(coordinator, picture.id, "html").content.decode()
    for words in (
        "Beslutad av Kommunstyrelsen",
        "Om consequences.",
        "Platserna är för få.",
        "Klotter i tunneln",
    ):
        assert words in html
    assert "Samordnare, Exempelköping" in html
    assert {d.format for d in decided.downloads} == {"pdf", "docx", "xlsx", "html", "json"}
    assert decided.is_frozen
    with pytest.raises(Invalid, match="kan inte ändras"):
        actions.write_statement(coordinator, picture.id, section="extent", text="För sent.")
    [known] = decided_pictures(coordinator, municipality.id)
    assert (known.body, known.paragraph, known.is_by_law) == ("Kommunstyrelsen", "12", True)

    actions.publish_picture(coordinator, picture.id, circle=Circle.PARTNERS)
    public = actions.order_public_version(coordinator, picture.id)
    make_picture.call(str(public.id))
    found = order_for(coordinator, public.id)
    assert found.picture_id, found.failure
    actions.set_contact_point(coordinator, function="Trygghetssamordnare", phone="Växeln", version=0)
    actions.publish_picture(coordinator, found.picture_id, circle=Circle.PUBLIC)
    page = pages.get(f"/oppet/{found.picture_id}/")
    assert "Beslutad av Kommunstyrelsen" in page.text
    assert "Trygghetssamordnare" in page.text
    assert "Om consequences." in page.text
    assert "Om analysis." not in page.text, "its writer has not let everybody read it"
    person = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    assert "Antal som är 1–4 är dolda" in person.get(f"/lagesbilder/{found.picture_id}/dolt/").text
    compared = person.get(f"/lagesbilder/{picture.id}/jamfor/{found.picture_id}/")
    assert "Vad som kan göra att siffrorna skiljer sig" in compared.text
    assert len(decided_pictures(coordinator, municipality.id)) == 1, "the public version is the same decision"


def test_what_was_frozen_does_not_follow_the_register(
    coordinator: Actor, municipality: Organisation, register: None
) -> None:
    first = made(coordinator, Order("year", str(TODAY.year)))
    rows = picture_for(coordinator, first.id).content.rows
    make.an_approved(
        make.a_reporter(municipality, name="Navet"), builders.SYSTEM, make.a_draft(own_circle=False)
    )
    actions.publish_picture(coordinator, first.id, circle=Circle.OWN)
    make_documents.call(str(first.id))
    again = picture_for(coordinator, first.id)
    assert again.content.rows == rows
    second = made(coordinator, Order("year", str(TODAY.year)))
    assert second.version == 2
    assert picture_for(coordinator, second.id).content.rows == rows + 1
    assert "Publicerad" in picture_file(coordinator, first.id, "html").content.decode()
    actions.publish_picture(coordinator, second.id, circle=Circle.OWN)
    assert picture_for(coordinator, first.id).summary.status == "replaced"
    assert picture_for(coordinator, first.id).replaced_by == second.id


def test_the_incidents_that_a_picture_was_made_of_go_when_they_are_old_and_the_picture_stays(
    coordinator: Actor, municipality: Organisation, register: None
) -> None:
    kept, old = (made(coordinator, Order(kind, str(TODAY.year))) for kind in ("year", "year"))
    actions.publish_picture(coordinator, old.id, circle=Circle.OWN)
    make_documents.call(str(old.id))
    long_ago = TODAY - timedelta(days=400)
    SituationPicture.objects.filter(pk=old.id).update(as_of=long_ago)
    material = RETAINABLE["pictures.material"]
    before = day_before_months(12)
    assert (material.due(municipality.id, before), material.oldest(municipality.id)) == (
        2,
        long_ago,
    )  # as they were read, and as a snapshot

    remove_old(builders.SYSTEM, municipality.id, "pictures.material")

    assert material.due(municipality.id, before) == 0
    assert picture_file(coordinator, old.id, "pdf").content.startswith(b"%PDF")
    with pytest.raises(Invalid, match="är gallrade"):
        actions.order_public_version(coordinator, old.id)
    assert PictureFile.objects.filter(name=INCIDENTS).values_list("picture_id", flat=True).get() == kept.id
    SituationPicture.objects.filter(pk=kept.id).update(as_of=long_ago)
    remove_old(builders.SYSTEM, municipality.id, "pictures.material")
    with pytest.raises(Invalid, match="är gallrade"):
        actions.publish_picture(coordinator, kept.id, circle=Circle.OWN)


def test_an_area_without_incidents_says_so_and_can_be_tried_again(
    coordinator: Actor, municipality: Organisation
) -> None:
    place = make.a_place(municipality)
    ordered = actions.order_picture(coordinator, Order("area", str(TODAY.year), area_id=str(place.id)))
    make_picture.call(str(ordered.id))
    failed = order_for(coordinator, ordered.id)
    assert failed.state == "failed"
    assert failed.failure.startswith("Filerna har inga")
    assert actions.order_again(coordinator, ordered.id).is_at_work
    with pytest.raises(Invalid, match="redan gjord"):
        actions.order_again(coordinator, ordered.id)
    resume_interrupted()
    assert Composition.objects.get(pk=ordered.id).state == "making"


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (Order("decade", "2025"), "kind"),
        (Order("year", "tjugo"), "period"),
        (Order("year", "2199"), "period"),
        (Order("area", "2025"), "area"),
        (Order("topic", "2025"), "category"),
        (Order("week", "2025-W10", as_of="2024-01-01"), "as_of"),
        (Order("week", "2025-W10", compare="1..2..3"), "compare"),
        (Order("week", "2025-W10", sections=("weather",)), "sections"),
        (Order("area", "2025", polygon=((16.0, 59.0), (16.1, 59.0))), "area"),
    ],
)
def test_an_order_that_cannot_be_made_is_told_at_once(coordinator: Actor, order: Order, field: str) -> None:
    with pytest.raises(Invalid) as fault:
        actions.order_picture(coordinator, order)
    assert field in fault.value.faults


def test_a_statement_keeps_what_it_said_and_two_writers_do_not_overwrite_each_other(
    coordinator: Actor, municipality: Organisation, tmp_path: Path
) -> None:
    picture = a_working_picture(municipality, tmp_path)
    kept = actions.write_statement(coordinator, picture.id, section="extent", text="Först.")
    actions.change_statement(coordinator, kept.id, text="Sedan.", is_for_everybody=False, version=1)
    with pytest.raises(Invalid, match="Någon annan"):
        actions.change_statement(coordinator, kept.id, text="Samtidigt.", is_for_everybody=False, version=1)
    found = statement_for(coordinator, kept.id)
    assert (found.text, [v.text for v in found.earlier]) == ("Sedan.", ["Först."])
    actions.retire_statement(coordinator, kept.id)
    assert picture_for(coordinator, picture.id).removed[0].text == "Sedan."
    actions.restore_statement(coordinator, kept.id)
    assert picture_for(coordinator, picture.id).removed == ()
    with pytest.raises(Invalid, match="personnummer"):
        actions.write_statement(coordinator, picture.id, section="extent", text="Gäller 19850709-9805.")


def test_a_decision_is_about_what_was_read(
    coordinator: Actor, municipality: Organisation, tmp_path: Path
) -> None:
    picture = a_working_picture(municipality, tmp_path, kind="month")
    read = picture_for(coordinator, picture.id).revision
    actions.write_statement(coordinator, picture.id, section="extent", text="Nytt.")
    with pytest.raises(Invalid, match="Läs den igen"):
        decide(coordinator, picture.id, revision=read)
    for wrong in ({"body": " "}, {"decided_on": TODAY + timedelta(days=1)}, {"decided_on": date(2020, 1, 1)}):
        with pytest.raises(Invalid):
            decide(coordinator, picture.id, **wrong)
    assert decide(coordinator, picture.id).status == "decided"


def test_the_law_s_picture_is_not_shown_to_partners_before_it_is_decided(
    coordinator: Actor, municipality: Organisation, tmp_path: Path
) -> None:
    picture = a_working_picture(municipality, tmp_path, kind="year")
    with pytest.raises(Invalid, match="beslutas innan"):
        actions.publish_picture(coordinator, picture.id, circle=Circle.PARTNERS)


def test_who_is_asked_reads_answers_and_is_answered(
    coordinator: Actor, municipality: Organisation, tmp_path: Path
) -> None:
    police = builders.a_person(builders.a_partner(municipality), Role.REPORTER)
    officer = builders.actor_for(police.id, "")
    picture = a_working_picture(municipality, tmp_path)
    with pytest.raises(NotFound):
        picture_for(officer, picture.id)
    function = police.holdings.get().function_id
    actions.send_for_review(coordinator, picture.id, functions=[function], answer_by=TODAY)
    assert picture_for(officer, picture.id).is_asked
    [due] = reviews_due(officer, TODAY)
    assert (due.function_id, due.due_on) == (function, TODAY)
    actions.write_remark(officer, picture.id, text="Stationen saknas.", section="extent")
    [review] = picture_for(coordinator, picture.id).reviews
    assert review.remarks[0].text == "Stationen saknas."
    actions.answer_remark(coordinator, review.remarks[0].id, answer="Tillagd.")
    actions.finish_review(officer, picture.id)
    assert list(reviews_due(officer, TODAY)) == []
    with pytest.raises(NotAllowed):
        actions.answer_remark(
            builders.an_actor(municipality, Role.REVIEWER), review.remarks[0].id, answer="x"
        )
    actions.take_back_review(coordinator, picture.id)
    with pytest.raises(NotFound):
        picture_for(officer, picture.id)


def test_the_clock_goes_from_the_decision(
    coordinator: Actor, municipality: Organisation, tmp_path: Path
) -> None:
    assert list(renewal_due(coordinator, TODAY)) == []
    picture = a_working_picture(municipality, tmp_path, kind="year")
    SituationPicture.objects.filter(pk=picture.id).update(
        status="decided", decided_on=date(2024, 2, 29), decision_body="KS"
    )
    [due] = renewal_due(coordinator, TODAY)
    assert due.due_on == date(2026, 2, 28) == two_years_after(date(2024, 2, 29))
    assert list(renewal_due(the_public(), TODAY)) == []


def test_the_chain_has_the_picture_above_the_observations(
    coordinator: Actor, municipality: Organisation, tmp_path: Path
) -> None:
    picture = a_working_picture(municipality, tmp_path)
    kind = KINDS["picture"]
    [thing] = kind.things(coordinator, municipality.id)
    [link] = kind.links(coordinator, municipality.id)
    assert (thing.ref.id, link.upper.id, link.lower.kind) == (picture.id, picture.id, "observation")
    assert kind.gaps is not None
    assert [gap.name for gap in kind.gaps(coordinator, municipality.id)] == ["picture_without_decision"]
    assert frozen_findings(coordinator, picture.id) == []


def test_the_contact_point_keeps_what_it_said(coordinator: Actor, municipality: Organisation) -> None:
    actions.set_contact_point(coordinator, function="Samordnare", phone="Växeln", version=0)
    with pytest.raises(Invalid, match="Någon annan"):
        actions.set_contact_point(coordinator, function="Annan", phone="1", version=0)
    with pytest.raises(Invalid) as fault:
        actions.set_contact_point(coordinator, function=" ", email="inte en adress", version=1)
    assert set(fault.value.faults) == {"function", "email"}
    actions.set_contact_point(coordinator, function="Trygghetssamordnare", phone="Växeln", version=1)
    assert [before["function"] for before in contact_point_of(municipality.id).history] == ["Samordnare"]


def test_a_selection_on_the_map_becomes_an_area_picture_of_its_place_and_days(
    coordinator: Actor, municipality: Organisation, register: None, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    area = areas_of(municipality.id)[0]
    days = "fran=2025-03-01&till=2025-03-31"
    explored = browser.get(f"{reverse('explore:map')}?omrade={area.id}&kategori=klotter&{days}")
    link = next(link for link in explored.links if link.startswith(reverse("pictures:compose_selection")))
    form = browser.get(browser.client.get(link)["Location"])
    assert f'value="omrade:{area.id}" selected' in form.html
    assert 'value="2025-03"' in form.html
    assert "Området och perioden är hämtade från urvalet. Resten av urvalet följer inte med" in form.text
    ring = "yta=18.05,59.60;18.10,59.60;18.10,59.62"
    start = reverse("pictures:compose_selection")
    drawn = browser.get(browser.client.get(f"{start}?{ring}&{days}")["Location"])
    assert "Ritad yta: ytan på kartan" in drawn.text
    everywhere = browser.get(browser.client.get(f"{start}?{days}")["Location"])
    assert "Urvalet gäller hela kommunen. Välj vilket område bilden gäller." in everywhere.text
