"""Loading, publishing, withdrawing and handing out situation pictures."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.web import builders
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import the_public
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.pictures import queries
from lagesbild_web.pictures.actions import export_picture, import_picture, publish_picture, withdraw_picture
from lagesbild_web.pictures.models import PictureFile, SituationPicture


def test_a_loaded_picture_is_a_draft_that_holds_every_file(
    municipality: Organisation, tmp_path: Path
) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    folder = builders.a_picture_folder(tmp_path / "bild")
    (folder / "anteckningar.txt").write_text("hör inte till")
    picture = import_picture(coordinator, folder, municipality_id=municipality.id)
    assert (picture.status, picture.circle, picture.version, picture.is_open) == ("draft", "own", 1, False)
    assert sorted(PictureFile.objects.values_list("name", flat=True)) == [
        "picture.docx",
        "picture.html",
        "picture.json",
        "picture.pdf",
        "picture.xlsx",
        "snapshot/manifest.json",
    ]
    assert queries.picture_for(coordinator, picture.id).snapshot_sha256 == "ab" * 32


def test_the_same_picture_twice_is_one_picture(municipality: Organisation, tmp_path: Path) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    folder = builders.a_picture_folder(tmp_path / "bild")
    first = import_picture(coordinator, folder, municipality_id=municipality.id)
    again = import_picture(coordinator, folder, municipality_id=municipality.id)
    assert first == again
    assert SituationPicture.objects.count() == 1
    assert [r.event for r in Record.objects.order_by("sequence")] == [
        "picture.imported",
        "picture.imported_again",
    ]


def test_a_changed_picture_is_the_next_version_and_the_public_one_is_counted_apart(
    municipality: Organisation, tmp_path: Path
) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    versions = [
        import_picture(
            coordinator,
            builders.a_picture_folder(tmp_path / str(rows), rows=rows, is_public=is_public),
            municipality_id=municipality.id,
        ).version
        for rows, is_public in ((10, False), (11, False), (12, True))
    ]
    assert versions == [1, 2, 1]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ({"title": None}, "”title” saknas eller är inte text"),
        ({"as_of": "i går"}, "”as_of” är inte en dag"),
        ({"snapshot": {"rows": "många", "sha256": "x"}}, "”snapshot.rows” saknas eller är inte ett helt tal"),
        ({"snapshot": 3}, "”snapshot” saknas eller är inte ett objekt"),
        ({"sections": [{"id": "summary", "text": "x"}]}, r"”sections\[0\].heading” saknas"),
        ({"warnings": [1]}, "”warnings” innehåller annat än text"),
        ({"municipality": "Borås"}, "Lägesbilden gäller Borås, inte Exempelköping"),
    ],
)
def test_a_picture_that_cannot_be_trusted_is_refused_with_the_place(
    municipality: Organisation, tmp_path: Path, spoil: dict[str, object], sentence: str
) -> None:
    folder = builders.a_picture_folder(tmp_path / "bild")
    path = folder / "picture.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | spoil), encoding="utf-8")
    with pytest.raises(Invalid, match=sentence):
        import_picture(builders.SYSTEM, folder, municipality_id=municipality.id)
    assert not SituationPicture.objects.exists()
    assert not Record.objects.exists()


def test_a_municipality_is_the_same_however_its_name_is_written(
    municipality: Organisation, tmp_path: Path
) -> None:
    folder = builders.a_picture_folder(tmp_path / "bild", municipality="exempelköpings kommun")
    assert import_picture(builders.SYSTEM, folder, municipality_id=municipality.id).version == 1


def test_a_folder_that_is_no_picture_is_refused(municipality: Organisation, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="katalogen finns inte"):
        import_picture(builders.SYSTEM, tmp_path / "ingen", municipality_id=municipality.id)
    with pytest.raises(Invalid, match=r"picture\.json saknas"):
        import_picture(builders.SYSTEM, tmp_path, municipality_id=municipality.id)


def test_only_a_coordinator_of_the_municipality_loads_pictures(
    municipality: Organisation, tmp_path: Path
) -> None:
    folder = builders.a_picture_folder(tmp_path / "bild")
    for role in (Role.REVIEWER, Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            import_picture(builders.an_actor(municipality, role), folder, municipality_id=municipality.id)
    for organisation in (builders.a_partner(municipality), builders.a_municipality("Annanstad")):
        with pytest.raises(NotFound):
            import_picture(
                builders.an_actor(organisation, Role.COORDINATOR), folder, municipality_id=municipality.id
            )


def test_a_picture_with_small_numbers_is_never_shown_to_everybody(
    municipality: Organisation, tmp_path: Path
) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    picture = builders.a_picture(municipality, tmp_path)
    with pytest.raises(Invalid, match="inte gjord för allmänheten"):
        publish_picture(coordinator, picture.id, circle=Circle.PUBLIC)
    with pytest.raises(IntegrityError), transaction.atomic():
        SituationPicture.objects.update(status="published", circle="public")


def test_who_publishes_for_everybody_is_told_what_everybody_can_compare_it_with(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    coordinator = builders.a_person(municipality, Role.COORDINATOR)
    builders.a_picture(municipality, tmp_path, period="2024", circle=Circle.PUBLIC)
    builders.a_picture(municipality, tmp_path, period="2023", circle=Circle.PARTNERS)
    for_all = builders.a_picture(municipality, tmp_path, is_public=True)
    own = builders.a_picture(municipality, tmp_path, period="2025-T2")
    reader = pages.log_in(coordinator)
    page = reader.get(reverse("pictures:publish", args=[for_all.id]))
    assert "Alla kan redan läsa" in page.text
    assert "2024" in page.text
    assert "2023" not in page.text
    assert "Alla kan redan läsa" not in reader.get(reverse("pictures:publish", args=[own.id])).text


def test_a_withdrawn_picture_is_gone_for_everybody_but_the_own_organisation(
    municipality: Organisation, tmp_path: Path
) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    police = builders.an_actor(builders.a_partner(municipality), Role.REPORTER)
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PUBLIC)
    assert queries.picture_for(police, picture.id)
    withdraw_picture(coordinator, picture.id, reason="Antalet i Norrängen var fel.")
    for reader in (police, the_public()):
        assert queries.pictures_for(reader, number=1).rows == []
        with pytest.raises(NotFound):
            queries.picture_for(reader, picture.id)
    assert queries.picture_for(coordinator, picture.id).summary.status == "withdrawn"
    assert publish_picture(coordinator, picture.id, circle=Circle.PARTNERS).status == "published"


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_picture_is_not_withdrawn_without_a_reason(
    municipality: Organisation, tmp_path: Path, reason: str
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.OWN)
    with pytest.raises(Invalid, match="Skriv varför"):
        withdraw_picture(builders.an_actor(municipality, Role.COORDINATOR), picture.id, reason=reason)


def test_what_has_been_done_cannot_be_done_again(municipality: Organisation, tmp_path: Path) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.OWN)
    with pytest.raises(Invalid, match="redan publicerad"):
        publish_picture(coordinator, picture.id, circle=Circle.OWN)
    withdraw_picture(coordinator, picture.id, reason="Fel.")
    with pytest.raises(Invalid, match="inget att dra tillbaka"):
        withdraw_picture(coordinator, picture.id, reason="Fel.")


def test_every_file_that_somebody_takes_home_is_in_the_log(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS)
    police = builders.a_person(builders.a_partner(municipality), Role.REPORTER)
    answer = pages.log_in(police).client.get(reverse("pictures:download", args=[picture.id, "docx"]))
    assert answer.content.startswith(b"%PDF-1.7")
    assert answer["Content-Disposition"] == 'attachment; filename="lagesbild-exempelkoping-2025-t1-v1.docx"'
    row = Record.objects.get(event="picture.exported")
    assert row.facts == {"title": "Lägesbild Exempelköping", "format": "docx"}
    assert (row.municipality_id, row.who.user_id) == (municipality.id, police.id)


@pytest.mark.parametrize("format", ["exe", "snapshot", "json5", "PDF"])
def test_a_format_that_there_is_not_answers_404(
    municipality: Organisation, tmp_path: Path, pages: Pages, format: str
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PUBLIC)
    pages.get(f"/oppet/{picture.id}/hamta/{format}/", status=404)
    reader = builders.a_person(municipality, Role.STEERING)
    pages.get(f"/lagesbilder/{picture.id}/hamta/{format}/", status=404, as_=reader)
    assert not Record.objects.filter(event="picture.exported").exists()


def test_a_picture_without_pdf_offers_none(municipality: Organisation, tmp_path: Path) -> None:
    folder = builders.a_picture_folder(tmp_path / "bild", formats=("xlsx",))
    picture = import_picture(builders.SYSTEM, folder, municipality_id=municipality.id)
    found = queries.picture_for(builders.SYSTEM, picture.id)
    assert [d.format for d in found.downloads] == ["xlsx", "json"]
    assert not found.has_document
    assert found.chapters[0].html == "<p>Det här är sammanfattning.</p>"
    with pytest.raises(NotFound):
        export_picture(builders.SYSTEM, picture.id, format="pdf")


def test_a_coordinator_publishes_from_the_page(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    picture = builders.a_picture(municipality, tmp_path)
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    url = reverse("pictures:publish", args=[picture.id])
    assert "Välj vem som ska se lägesbilden." in browser.post(url, {}).text
    assert "inte gjord för allmänheten" in browser.post(url, {"circle": "public"}).text
    page = browser.send(url, {"circle": "partners"})
    assert "Lägesbilden är publicerad." in page.text
    assert "Visas för: samverkansparterna" in page.text


def test_buttons_are_shown_to_those_who_may_press_them(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS)
    path = reverse("pictures:picture", args=[picture.id])
    withdraw = reverse("pictures:withdraw", args=[picture.id])
    assert withdraw in pages.get(path, as_=builders.a_person(municipality, Role.COORDINATOR)).links
    assert withdraw not in pages.get(path, as_=builders.a_person(municipality, Role.REVIEWER)).links


def test_the_page_shows_the_documents_own_words_tables_and_figures(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PUBLIC)
    page = pages.get(f"/oppet/{picture.id}/")
    assert "Bilden bygger på 1234 händelser ." in page.text
    assert "säker ökning Skadegörelsen ökade från 141 till 178." in page.text
    assert "Skadegörelse 141 178 ▲ säker ökning" in page.text
    assert ("svg", "Skadegörelse 178, cykelstöld 71, klotter 15.") in [
        (t, a.get("aria-label")) for t, a in page.tags
    ]
    assert "Siffrorna för april är preliminära." in page.text


def test_open_pages_set_no_cookie_and_are_the_same_for_all(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PUBLIC)
    coordinator = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    for path in ("/oppet/", f"/oppet/{picture.id}/"):
        page = pages.get(path)
        assert page.response.cookies == {}
        assert "Cookie" not in page.response.get("Vary", "")
        assert page.response["Cache-Control"] == "public, max-age=300"
        assert coordinator.get(path).html == page.html


def test_pages_for_those_logged_in_are_kept_in_no_cache(municipality: Organisation, pages: Pages) -> None:
    page = pages.get("/lagesbilder/", as_=builders.a_person(municipality, Role.REPORTER))
    assert page.response["Cache-Control"] == "private, no-store"


def test_an_empty_list_says_what_to_do(municipality: Organisation, pages: Pages) -> None:
    assert (
        "Det finns ingen lägesbild att visa ännu"
        in pages.get("/lagesbilder/", as_=builders.a_person(municipality, Role.REPORTER)).text
    )
    assert "Ingen lägesbild är publicerad för alla ännu." in pages.get("/oppet/").text


def test_an_invented_municipality_is_marked_on_every_page(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    OrganisationRow.objects.update(is_demo=True)
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PUBLIC)
    for path in ("/oppet/", f"/oppet/{picture.id}/"):
        assert "Påhittade uppgifter" in pages.get(path).text
    reader = builders.a_person(municipality, Role.REPORTER)
    assert "Påhittade uppgifter: Exempelköping finns inte." in pages.get("/lagesbilder/", as_=reader).text


def test_the_command_loads_and_publishes(
    municipality: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = builders.a_picture_folder(tmp_path / "bild")
    call_command("ladda_lagesbild", str(folder), municipality="Exempelköping", publish="partners")
    assert capsys.readouterr().out.startswith("Lägesbild Exempelköping, version 1: publicerad. Id ")
    with pytest.raises(CommandError, match="ingen kommun som heter ”Borås”"):
        call_command("ladda_lagesbild", str(folder), municipality="Borås")


def test_a_loaded_picture_says_why_nothing_is_written_in_it_and_what_to_do(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    picture = builders.a_picture(municipality, tmp_path)
    path = reverse("pictures:picture", args=[picture.id])
    page = pages.get(path, as_=builders.a_person(municipality, Role.COORDINATOR))
    assert "Bedömningar skrivs inte i en laddad lägesbild" in page.text
    assert reverse("pictures:choose_kind") in page.links
    assert "--assessment" in page.text
    reviewer = pages.get(path, as_=builders.a_person(municipality, Role.REVIEWER))
    assert "Bedömningar skrivs inte" not in reviewer.text
