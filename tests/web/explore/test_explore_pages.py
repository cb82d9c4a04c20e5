"""One filter drives every page; what is seen can be saved, shared and taken out, and nothing more."""

import csv
import io
import json
from datetime import timedelta
from zipfile import ZipFile

import numpy as np
import pytest
import shapely
from django.urls import reverse
from django.utils.translation import gettext_lazy
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild.document.tree import Column, Table
from lagesbild.layers.layer import Feature, MapLayer
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Right, Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.explore import layers
from lagesbild_web.explore.actions import save_filter
from lagesbild_web.explore.models import SavedFilter

MAP, LAYER = "/utforska/", "/utforska/lager"


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with areas, categories and incidents: a heap of graffiti and two fights."""
    make.areas_and_categories(municipality)
    reviewer = builders.an_actor(municipality, Role.REVIEWER)
    school = make.a_reporter(municipality)
    place = np.random.default_rng(1).normal(0, 0.0005, (30, 2))
    heap = [
        make.a_draft(
            lon=make.WEST + 0.02 + dx,
            lat=make.SOUTH + 0.02 + dy,
            starts_at=make.yesterday() - timedelta(days=i),
        )
        for i, (dx, dy) in enumerate(place)
    ]
    fights = [make.a_draft(category="brak", lon=make.EAST - 0.01) for _ in range(2)]
    make.an_approved(school, reviewer, *heap)
    make.an_approved(school, reviewer, *fights)
    make.a_report(school)  # waits, and is not counted
    return municipality


@pytest.fixture
def coordinator(home: Organisation) -> User:
    """Who explores."""
    return builders.a_person(home, Role.COORDINATOR)


def looks(pages: Pages, user: User, query: str) -> dict[str, object]:
    """The layer that the map draws."""
    answer = pages.log_in(user).client.get(f"{LAYER}?{query}")
    assert answer.status_code == 200
    layer: dict[str, object] = answer.json()["layer"]
    return layer


@pytest.mark.parametrize(
    "layer", ["sexhorningar", "punkter", "tathet", "ansamlingar", "nya", "kedjor", "trygghet"]
)
def test_every_layer_is_a_page_with_words_and_a_drawing_without_scripts(
    layer: str, coordinator: User, pages: Pages
) -> None:
    page = pages.log_in(coordinator).get(f"{MAP}?lager={layer}")
    assert page.title.startswith("Karta")
    assert "map-drawing" in page.html
    assert ("link" in dict(page.tags)) or page.text


@pytest.mark.parametrize("name", ["explore:hours", "explore:weeks", "explore:areas"])
def test_times_development_and_areas_answer_with_sentences(
    name: str, coordinator: User, pages: Pages
) -> None:
    assert "händelser" in pages.log_in(coordinator).get(reverse(name)).text


def test_only_what_has_been_approved_is_counted(coordinator: User, pages: Pages) -> None:
    page = pages.log_in(coordinator).get(f"{MAP}?lager=punkter")
    assert "32 händelser" in page.text.replace("\xa0", " ")


def test_the_filter_in_the_address_chooses_and_is_filled_in(coordinator: User, pages: Pages) -> None:
    page = pages.log_in(coordinator).get(f"{MAP}?kategori=brak&lager=punkter")
    assert "2 händelser på 1 plats" in page.text.replace("\xa0", " ")
    checked = [a for tag, a in page.tags if tag == "input" and a.get("value") == "brak" and "checked" in a]
    assert checked
    assert all("kategori=brak" in link for link in page.links if link.startswith("/utforska/tider"))


def test_what_is_no_problem_is_counted_and_said_to_be_so(
    home: Organisation, coordinator: User, pages: Pages
) -> None:
    mine = pages.log_in(coordinator)
    assert "om annat än problem" not in mine.get(MAP).text
    reviewer = builders.an_actor(home, Role.REVIEWER)
    make.an_approved(make.a_reporter(home, name="Fältet"), reviewer, make.a_draft(category="trygg_plats"))
    for path in (MAP, "/utforska/utveckling"):
        assert "1 av händelserna i urvalet är om annat än problem" in mine.get(path).text
    assert "om annat än problem" not in mine.get(f"{MAP}?kategori=klotter").text


def test_a_drawn_ground_chooses_what_lies_in_it(coordinator: User, pages: Pages) -> None:
    west, south = make.WEST + 0.01, make.SOUTH + 0.01
    ring = f"{west},{south};{west + 0.02},{south};{west + 0.02},{south + 0.02};{west},{south + 0.02}"
    page = pages.log_in(coordinator).get(f"{MAP}?yta={ring}&lager=punkter")
    assert "30 händelser" in page.text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("fran=2025-13-01", "Skriv dagen som 2025-01-31."),
        ("fran=2025-03-01&till=2025-01-01", "Byt plats på dem."),
        ("timmar=25", "Skriv timmar som 20-23"),
        ("lager=allt", "Kartan har inget sådant lager."),
        ("yta=1,2", "Rita den igen."),
        ("omrade=inte-ett-id", "Välj ett i listan."),
    ],
)
def test_what_cannot_be_read_in_an_address_is_told_and_the_rest_is_shown(
    query: str, words: str, coordinator: User, pages: Pages
) -> None:
    page = pages.log_in(coordinator).get(f"{MAP}?{query}")
    assert "Allt i adressen gick inte att läsa" in page.text
    assert words in page.text


def test_empty_selection_is_told_in_words_on_every_page(coordinator: User, pages: Pages) -> None:
    browser = pages.log_in(coordinator)
    for name in ("explore:map", "explore:hours", "explore:weeks", "explore:areas"):
        page = browser.get(f"{reverse(name)}?fran=1999-01-01&till=1999-12-31")
        assert page.text


def test_a_reader_without_exact_places_gets_squares_and_is_told_so(home: Organisation, pages: Pages) -> None:
    other = builders.a_partner(home, name="Andra skolan", kind="school")
    reader = builders.a_person(other, Role.REPORTER)
    page = pages.log_in(reader).get(f"{MAP}?lager=punkter")
    assert "avrundade till 250 meter" in page.text.replace("\xa0", " ")
    for feature in looks(pages, reader, "lager=punkter")["features"]:  # type: ignore[attr-defined]
        e, n = feature["geometry"]["coordinates"]
        assert (e % 250, n % 250) == (125, 125)
    assert not looks(pages, reader, "lager=ansamlingar")["features"]


def test_one_sees_nothing_of_another_municipality(home: Organisation, pages: Pages) -> None:
    elsewhere = builders.a_person(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    assert "Inga händelser" in pages.log_in(elsewhere).get(MAP).text
    assert looks(pages, elsewhere, "")["features"] == []


def test_a_saved_filter_leads_back_and_can_be_taken_away_and_saved_again(
    coordinator: User, pages: Pages
) -> None:
    browser = pages.log_in(coordinator)
    page = browser.send("/utforska/filter/spara", {"namn": "  Bråk  nu ", "urval": "kategori=brak"})
    assert "Filtret ”Bråk nu” är sparat." in page.text
    (row,) = SavedFilter.objects.all()
    assert "kategori=brak" in row.query
    page = browser.send(f"/utforska/filter/{row.id}/ta-bort")
    assert "spara igen om du ångrar dig" in page.text
    assert not SavedFilter.objects.exists()
    assert any(a.get("value") == "brak" and "checked" in a for tag, a in page.tags if tag == "input")


def test_a_filter_without_a_name_is_a_sentence(coordinator: User, pages: Pages) -> None:
    page = pages.log_in(coordinator).send("/utforska/filter/spara", {"namn": " ", "urval": "kategori=brak"})
    assert "Skriv ett namn" in page.text


def test_a_shared_filter_is_seen_by_colleagues_and_by_nobody_else(home: Organisation, pages: Pages) -> None:
    mine = _actor(home, Role.COORDINATOR)
    save_filter(mine, name="Delat", query="kategori=brak", is_shared=True)
    save_filter(mine, name="Eget", query="", is_shared=False)
    colleague = pages.log_in(builders.a_person(home, Role.REVIEWER)).get(MAP).text
    partner = pages.log_in(builders.a_person(builders.a_partner(home), Role.COORDINATOR)).get(MAP).text
    assert ("Delat" in colleague, "Eget" in colleague) == (True, False)
    assert "Delat" not in partner


def test_a_colleague_cannot_take_a_shared_filter_away(home: Organisation, pages: Pages) -> None:
    saved = save_filter(_actor(home, Role.COORDINATOR), name="Delat", query="", is_shared=True)
    page = pages.log_in(builders.a_person(home, Role.REVIEWER)).send(f"/utforska/filter/{saved.id}/ta-bort")
    assert "Bara den som har funktionen som sparade filtret" in page.text
    assert SavedFilter.objects.filter(pk=saved.id).exists()


def test_csv_is_the_table_that_is_shown(coordinator: User, pages: Pages) -> None:
    client = pages.log_in(coordinator).client
    answer = client.get("/utforska/hamta/omraden/csv")
    text = answer.content.decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert heading[:2] == ["Område", "Antal"]
    assert {row[0]: row[1] for row in rows} == {"Västra": "30", "Östra": "2"}
    assert "attachment" in answer["Content-Disposition"]


def test_xlsx_has_a_guide_to_its_columns_and_geojson_is_in_degrees(coordinator: User, pages: Pages) -> None:
    client = pages.log_in(coordinator).client
    with ZipFile(io.BytesIO(client.get("/utforska/hamta/karta/xlsx?lager=punkter").content)) as book:
        assert "Kolumner" in book.read("xl/workbook.xml").decode()
    found = json.loads(client.get("/utforska/hamta/karta/geojson?lager=punkter").content)
    lon, lat = found["features"][0]["geometry"]["coordinates"]
    assert make.WEST < lon < make.EAST
    assert make.SOUTH < lat < make.NORTH


def test_every_export_is_in_the_log_and_a_format_that_is_not_there_is_a_sentence(
    coordinator: User, pages: Pages
) -> None:
    browser = pages.log_in(coordinator)
    browser.client.get("/utforska/hamta/utveckling/csv?fran=1999-01-01&till=1999-12-31")
    exported = Record.objects.filter(event="explore.exported")
    assert exported.count() == 0  # no weeks: a sentence instead of an empty file
    browser.client.get("/utforska/hamta/karta/csv")
    assert exported.get().facts["rows"] > 0
    page = browser.get(browser.client.get("/utforska/hamta/karta/pdf")["Location"])
    assert "Välj CSV eller XLSX." in page.text


def test_text_that_a_spreadsheet_would_run_is_made_harmless(home: Organisation, pages: Pages) -> None:
    reviewer, school = builders.an_actor(home, Role.REVIEWER), make.a_reporter(home, name="Tredje skolan")
    make.an_approved(school, reviewer, make.a_draft(place_name="=1+1", lon=make.WEST + 0.05))
    client = pages.log_in(builders.a_person(home, Role.COORDINATOR)).client
    text = client.get("/utforska/hamta/karta/csv?lager=punkter").content.decode("utf-8-sig")
    assert ";'=1+1;" in text


def _actor(home: Organisation, role: Role) -> Actor:
    return builders.an_actor(home, role)


def test_a_layer_of_another_feature_is_for_those_who_may_see_what_it_shows(
    coordinator: User, home: Organisation, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_layer(actor: Actor, municipality_id: object, exploration: object) -> MapLayer:
        table = Table("measures", "Åtgärder", (Column("name", "Åtgärd"),), [("Ny belysning",)])
        shape = shapely.Point(690_000, 6_857_000)
        feature = Feature(shape, "measure", "Ny belysning", 0)
        return MapLayer(
            "measures", "Åtgärder", ("En åtgärd.",), [feature], {"measure": "Åtgärd"}, table, "", 1
        )

    monkeypatch.setattr(layers, "_declared", {})
    declared = layers.DeclaredLayer(
        "atgarder", gettext_lazy("Åtgärder"), gettext_lazy("Var."), Right.REVIEW_INCIDENT, make_layer
    )
    layers.declare(declared)
    page = pages.log_in(coordinator).get(f"{MAP}?lager=atgarder")
    assert "En åtgärd." in page.text
    assert "Ny belysning" in page.text
    reporter = pages.log_in(builders.a_person(home, Role.REPORTER))
    assert "Åtgärder" not in reporter.get(MAP).text
    assert reporter.client.get(f"{MAP}?lager=atgarder").status_code == 403
    with pytest.raises(RuntimeError, match="two layers"):
        layers.declare(declared)


def test_what_is_said_of_places_is_a_layer_with_its_table(
    coordinator: User, home: Organisation, pages: Pages
) -> None:
    school, reviewer = (builders.an_actor(home, role) for role in (Role.REPORTER, Role.REVIEWER))
    make.an_approved(
        school, reviewer, make.a_draft(category="trygg_plats"), make.a_draft(category="odslig_plats")
    )
    page = pages.log_in(coordinator).get(f"{MAP}?lager=trygghet")
    assert "1 uppgift om otrygga platser och 1 om trygga, på 1 plats." in page.text.replace("\xa0", " ")
    assert "Trygg plats 1" in page.text
