"""Steering documents: what holds, what replaced it, what is missing, and what the plan points at."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web import plan_builders as plans
from tests.web import steering_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base.due import everything_due
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.steering import actions
from lagesbild_web.steering.contracts import DocumentDraft
from lagesbild_web.steering.queries import (
    definitions_of,
    document_for,
    documents_of,
    matrix_of,
    targets_of,
)

pytestmark = pytest.mark.django_db
S = builders.SYSTEM


def test_a_document_that_is_replaced_says_by_which(municipality: Organisation) -> None:
    old = make.a_document(municipality, body="KF", decided_on=date(2020, 10, 1))
    new = make.a_document(municipality, title="Policy 2026", replaces_id=old)
    assert document_for(S, old).replaced_by_id == new
    assert document_for(S, old).state_label == "Ersatt"
    with pytest.raises(Invalid):
        actions.change_document(S, new, DocumentDraft("P", "policy", "council", replaces_id=new))


def test_a_review_is_a_due_until_the_document_is_replaced(municipality: Organisation) -> None:
    actor = builders.an_actor(municipality, Role.COORDINATOR)
    day = timezone.localdate() - timedelta(days=3)
    old = make.a_document(municipality, review_on=day)
    assert "Se över Trygghetspolicy" in [due.text for due in everything_due(actor, timezone.localdate())]
    make.a_document(municipality, title="Ny policy", replaces_id=old)
    assert "Se över Trygghetspolicy" not in [due.text for due in everything_due(actor, timezone.localdate())]


def test_an_earlier_wording_of_a_word_stays(municipality: Organisation) -> None:
    for year, text in ((2020, "Hur trygg man känner sig."), (2026, "Upplevelsen av sin egen säkerhet.")):
        actions.define(
            S, municipality_id=municipality.id, term="Trygghet", text=text, valid_from=date(year, 1, 1)
        )
    now, before = definitions_of(S, municipality.id)
    assert (now.valid_to, before.valid_to) == (None, date(2026, 1, 1))


def test_the_matrix_counts_what_is_missing_and_never_what_is_not_needed(municipality: Organisation) -> None:
    actions.suggest_matrix(S, municipality_id=municipality.id)
    before = matrix_of(S, municipality.id)
    row, committee = before.requirements[0], before.committees[0]
    with pytest.raises(Invalid):
        actions.set_cell(S, row.id, committee.id, is_needed=False)  # without a motive
    actions.set_cell(S, row.id, committee.id, is_needed=False, motive="Har inga skolor.")
    actions.set_cell(S, row.id, before.committees[1].id, document_id=make.a_document(municipality))
    assert matrix_of(S, municipality.id).missing == before.missing - 2
    actions.suggest_matrix(S, municipality_id=municipality.id)  # again: nothing is overwritten
    assert matrix_of(S, municipality.id).missing == before.missing - 2


def test_a_goal_of_the_plan_carries_on_the_councils_target(municipality: Organisation, pages: Pages) -> None:
    top = actions.add_target(S, municipality_id=municipality.id, title="En trygg kommun")
    under = actions.add_target(S, municipality_id=municipality.id, title="Trygga stationer", parent_id=top)
    assert [(t.id, t.depth) for t in targets_of(S, municipality.id)] == [(top, 0), (under, 1)]
    plan = plans.a_plan(municipality)
    goal = plans.a_goal(plan, steering_goal_id=under)
    reader = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    assert "Trygga stationer" in reader.get(reverse("plans:goal", args=[goal.id])).text
    assert "Trygga stationer" in reader.get(reverse("plans:plan", args=[plan.id])).text


def test_another_municipality_neither_reads_nor_writes(municipality: Organisation) -> None:
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    document = make.a_document(municipality)
    assert documents_of(stranger, municipality.id) == []
    with pytest.raises(NotFound):
        document_for(stranger, document)
    with pytest.raises((NotAllowed, NotFound)):
        actions.add_target(stranger, municipality_id=municipality.id, title="Vårt mål")


def test_a_coordinator_keeps_the_document_with_its_file(municipality: Organisation, pages: Pages) -> None:
    coordinator = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    page = coordinator.send(
        reverse("steering:add"),
        {"title": "Riktlinje för klotter", "kind": "guideline", "level": "board"},
    )
    attach = next(link for link in page.links if link.endswith("/fil/"))
    refused = coordinator.post(attach, {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert "Välj en PDF" in refused.text
    page = coordinator.send(attach, {"file": SimpleUploadedFile("riktlinje.pdf", b"%PDF-1.7")})
    download = next(link for link in page.links if link.endswith("/hamta/"))
    assert coordinator.client.get(download).content == b"%PDF-1.7"
    coordinator.get(reverse("steering:list"))
    coordinator.send(reverse("steering:suggest"))
    coordinator.get(reverse("steering:matrix"))
    content = coordinator.client.get(reverse("steering:download", args=["namnder", "csv"])).content
    assert "Rutin för kamerabevakning" in content.decode("utf-8-sig")


def test_targets_words_documents_and_the_matrix_are_taken_along(
    municipality: Organisation, pages: Pages
) -> None:
    reader = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    document = make.a_document(municipality)
    above = actions.add_target(S, municipality_id=municipality.id, title="Trygg kommun", document_id=document)
    actions.add_target(S, municipality_id=municipality.id, title="Färre brott", parent_id=above)
    actions.define(
        S, municipality_id=municipality.id, term="Trygghet", text="Känslan.", valid_from=date(2020, 1, 1)
    )
    actions.suggest_matrix(S, municipality_id=municipality.id)
    told = {"dokument": "Trygghetspolicy", "mal": "Färre brott;2;Trygg kommun", "namnder": "Saknas"}
    told["ord"] = "Trygghet;Känslan.;2020-01-01;;Ja"
    shown = {"dokument": "list", "mal": "targets", "ord": "definitions", "namnder": "matrix"}
    for what, words in told.items():
        address = reverse("steering:download", args=[what, "csv"])
        assert address in reader.get(reverse(f"steering:{shown[what]}")).links
        assert words in reader.client.get(address).content.decode("utf-8-sig")


def test_documents_and_words_are_searched(municipality: Organisation, pages: Pages) -> None:
    make.a_document(municipality, title="Kameraregler")
    make.a_document(municipality, title="Drogprogram")
    reader = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    page = reader.get(reverse("steering:list") + "?sok=kamera")
    assert "Kameraregler" in page.text
    assert "Drogprogram" not in page.text
    assert "Inget dokument stämmer" in reader.get(reverse("steering:list") + "?sok=cykel").text
    assert "Inga ord ännu" in reader.get(reverse("steering:definitions")).text
