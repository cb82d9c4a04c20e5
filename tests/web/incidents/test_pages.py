"""The list of incidents, as it is read and narrowed."""

import pytest
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor


@pytest.fixture
def reader(home: Organisation, pages: Pages) -> Pages:
    """A coordinator's browser."""
    return pages.log_in(builders.a_person(home, Role.COORDINATOR))


def test_an_empty_list_says_what_will_come(reader: Pages) -> None:
    assert "Inga händelser än" in reader.get("/handelser/").text
    assert "Ingen händelse stämmer med urvalet" in reader.get("/handelser/?kategori=klotter").text


def test_the_address_narrows_the_list_and_the_form_shows_it(
    reader: Pages, school: Actor, reviewer: Actor
) -> None:
    make.an_approved(school, reviewer, make.a_draft(), make.a_draft(category="brak"))
    assert "2 händelser" in reader.get("/handelser/").text
    page = reader.get("/handelser/?kategori=brak&timmar=20-23&yta=18.5,61.8;18.6,61.8;18.55,61.85")
    assert "1 händelse " in page.text
    hidden = {a["name"]: a["value"] for t, a in page.tags if t == "input" and a.get("type") == "hidden"}
    assert hidden["timmar"] == "20-23"
    assert hidden["yta"] == "18.5,61.8;18.6,61.8;18.55,61.85"
    assert ("option", {"value": "brak", "selected": ""}) in page.tags


def test_an_address_with_faults_says_which_and_shows_the_rest(reader: Pages) -> None:
    page = reader.get("/handelser/?timmar=99&fran=i+g%C3%A5r")
    assert "Skriv timmar som 20-23" in page.text
    assert "Skriv dagen som 2025-01-31." in page.text


def test_the_list_has_pages_and_keeps_the_filter(reader: Pages, school: Actor, reviewer: Actor) -> None:
    make.an_approved(school, reviewer, *[make.a_draft()] * 50)
    make.an_approved(school, reviewer, make.a_draft(), make.a_draft(category="brak"))
    page = reader.get("/handelser/?kategori=klotter")
    assert "1–50 av 51" in page.text
    following = next(link for link in page.links if "sida=2" in link)
    assert "kategori=klotter" in following
    assert "51–51 av 51" in reader.get(f"/handelser/{following}").text
    reader.get("/handelser/?kategori=klotter&sida=3", status=404)


def test_whoever_sees_only_what_counts_is_not_asked_about_states(
    home: Organisation, pages: Pages, school: Actor, reviewer: Actor
) -> None:
    (line,) = make.an_approved(school, reviewer)
    other = pages.log_in(builders.a_person(home, Role.MEASURE_OWNER))
    page = other.get("/handelser/")
    assert "lage" not in {attrs.get("name") for tag, attrs in page.tags if tag == "select"}
    assert not any("hamta" in link for link in page.links)
    one = other.get(f"/handelser/{line.id}/")
    assert "i en ruta på 250 × 250 m" in one.text
    assert "Den exakta platsen visas inte för dig." in one.text


def test_a_file_that_cannot_be_made_leads_back_with_the_reason(reader: Pages) -> None:
    response = reader.client.get("/handelser/hamta/csv/?kategori=brak")
    assert response["Location"] == "/handelser/?kategori=brak"
    assert "Det finns inga händelser att hämta." in reader.get(response["Location"]).text


def test_a_file_comes_with_a_name_and_a_type(reader: Pages, school: Actor, reviewer: Actor) -> None:
    make.an_approved(school, reviewer)
    for format, media_type in (("csv", "text/csv"), ("geojson", "application/geo+json")):
        response = reader.client.get(f"/handelser/hamta/{format}/")
        assert response["Content-Type"].startswith(media_type)
        assert response["Content-Disposition"] == f'attachment; filename="handelser.{format}"'
