"""What other systems fetch: by the rights of the function, as exactly as it may know, and logged."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.api_client import Api, a_key, faults

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.filters import parse_filter
from lagesbild_web.incidents.queries import incident_for, incidents_for
from lagesbild_web.now.queries import deviations_for, now_for


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with two districts and the library's categories."""
    make.areas_and_categories(municipality)
    return municipality


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Nothing is remembered, and no call counted, from another test."""
    cache.clear()


@pytest.fixture
def school(home: Organisation) -> Actor:
    """Somebody who reports for a partner."""
    return make.a_reporter(home)


@pytest.fixture
def analyst(home: Organisation) -> Api:
    """A system with the coordinator's rights in the municipality."""
    return Api(a_key(home).secret)


def approved(school: Actor, number: int = 1, **changes: Any) -> list[UUID]:
    """Incidents that count."""
    drafts = [make.a_draft(starts_at=make.yesterday(n % 24), **changes) for n in range(number)]
    return [line.id for line in make.an_approved(school, builders.SYSTEM, *drafts)]


def all_of(api: Api, address: str) -> list[dict[str, Any]]:
    """Follow a list to its end."""
    found = []
    while address:
        part = api.get(address)
        found += part["incidents"]
        address = (part["next"] or "").removeprefix("/api/v1")
    return found


def test_a_list_is_read_to_its_end_without_losing_or_repeating_when_more_comes(
    school: Actor, analyst: Api
) -> None:
    kept = approved(school, 7)
    first = analyst.get("/handelser?antal=3")
    assert len(first["incidents"]) == 3
    approved(school, 2)
    rest = all_of(analyst, first["next"].removeprefix("/api/v1"))
    ids = [row["id"] for row in (*first["incidents"], *rest)]
    assert len(set(ids)) == len(ids)
    assert set(map(str, kept)) <= set(ids)
    times = [row["starts_at"] for row in first["incidents"]]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kategori=klotter",
        "timmar=20-23",
        "sok=tunneln",
        "lage=alla",
        "allvar=5",
        "yta=18.5,61.8;18.55,61.8;18.55,61.85",
    ],
)
def test_the_filter_gives_the_same_incidents_as_the_page(
    home: Organisation, school: Actor, query: str
) -> None:
    approved(school, 3)
    approved(school, 2, category="brak", lon=make.EAST - 0.01, text="Bråk.")
    make.a_report(school)
    reviewer = builders.an_actor(home, Role.REVIEWER)
    page = incidents_for(reviewer, parse_filter(QueryDict(query)), number=1)
    api = Api(a_key(home, Role.REVIEWER).secret)
    found = all_of(api, f"/handelser?antal=2&{query}")
    assert [row["id"] for row in found] == [str(row.id) for row in page.rows]


def test_a_mark_belongs_to_its_filter_and_cannot_be_made_up(school: Actor, analyst: Api) -> None:
    approved(school, 3)
    following = analyst.get("/handelser?antal=1&kategori=klotter")["next"].removeprefix("/api/v1")
    wrong = following.replace("kategori=klotter", "kategori=brak")
    assert list(faults(analyst.get(wrong, status=422))) == ["fortsatt"]
    for made_up in ("1", "1%00", "WyIyMDI2Il0", "a:b:c"):
        assert list(faults(analyst.get(f"/handelser?fortsatt={made_up}", status=422))) == ["fortsatt"]


def test_places_are_as_coarse_as_the_functions_role_says(home: Organisation, school: Actor) -> None:
    (incident_id,) = approved(school)
    owner = Api(a_key(home, Role.MEASURE_OWNER).secret)
    exact = Api(a_key(home, Role.COORDINATOR).secret)
    for api, role, cell_m in ((owner, Role.MEASURE_OWNER, 250), (exact, Role.COORDINATOR, None)):
        (row,) = api.get("/handelser")["incidents"]
        known = incident_for(builders.an_actor(home, role), incident_id).row.place
        assert row["place"]["cell_m"] == cell_m == known.cell_m
        assert (row["place"]["lon"], row["place"]["lat"]) == (known.lon, known.lat)
        assert api.get(f"/handelser/{incident_id}") == row
    assert (
        owner.get("/handelser")["incidents"][0]["place"] != exact.get("/handelser")["incidents"][0]["place"]
    )


def test_a_small_polygon_does_not_find_the_exact_place(home: Organisation, school: Actor) -> None:
    approved(school)
    lon, lat = make.WEST + 0.01, make.SOUTH + 0.01
    ring = ";".join(f"{lon + x},{lat + y}" for x, y in ((-1e-4, -1e-4), (1e-4, -1e-4), (1e-4, 1e-4)))
    assert len(Api(a_key(home).secret).get(f"/handelser?yta={ring}")["incidents"]) == 1
    owner = Api(a_key(home, Role.MEASURE_OWNER).secret)
    assert owner.get(f"/handelser?yta={ring}")["incidents"] == []


def test_a_protected_incident_is_not_there_for_those_without_the_right(
    home: Organisation, school: Actor
) -> None:
    (incident_id,) = approved(school, category="sexualbrott")
    owner = Api(a_key(home, Role.MEASURE_OWNER).secret)
    assert owner.get("/handelser")["incidents"] == []
    assert Api(a_key(home, Role.COORDINATOR).secret).get("/handelser")["incidents"] != []
    assert owner.get(f"/handelser/{incident_id}", status=403)


def test_every_fetch_is_in_the_log_without_the_words_that_were_searched_for(
    home: Organisation, school: Actor, analyst: Api
) -> None:
    (incident_id,) = approved(school)
    analyst.get("/handelser?sok=tunneln&kategori=klotter")
    analyst.get(f"/handelser/{incident_id}")
    analyst.get("/antal?period=vecka")
    analyst.get("/avvikelser")
    facts = list(Record.objects.filter(event="api.read").order_by("sequence").values_list("facts", flat=True))
    assert [fact["fetched"] for fact in facts] == ["incidents", "incident", "counts", "deviations"]
    assert facts[0]["selection"] == "kategori=klotter (och ett sökord)"
    assert [fact["rows"] for fact in facts] == [1, 1, 1, 0]


def test_counts_add_up_and_say_how_they_were_made(home: Organisation, school: Actor, analyst: Api) -> None:
    approved(school, 3)
    approved(school, 2, category="brak", lon=make.EAST - 0.01)
    approved(school, 1, lon=None, lat=None, place_name="Någonstans")
    found = analyst.get("/antal?period=vecka")
    assert {(c["category"], c["area_code"], c["count"]) for c in found["counts"]} == {
        ("klotter", "V", 3), ("klotter", None, 1), ("brak", "Ö", 2),
    }  # fmt: skip
    assert (found["n"], found["total"], found["without_period"]) == (6, 6, 0)
    assert found["method"]
    assert found["version"]
    for per, groups in (("kategori", 2), ("omrade", 3), ("inget", 1)):
        counts = analyst.get(f"/antal?period=ar&per={per}")["counts"]
        assert len(counts) == groups
        assert sum(line["count"] for line in counts) == 6
    (line,) = analyst.get("/antal?kategori=brak&period=dag")["counts"]
    day = make.yesterday().date().isoformat()
    assert (line["period"], line["first_day"], line["last_day"]) == (day, day, day)


@pytest.mark.parametrize(
    ("period", "written"),
    [("dag", 10), ("vecka", 8), ("manad", 7), ("tertial", 7), ("kvartal", 7), ("ar", 4)],
)
def test_periods_are_written_as_everywhere_else(
    school: Actor, analyst: Api, period: str, written: int
) -> None:
    approved(school)
    (line,) = analyst.get(f"/antal?period={period}")["counts"]
    assert len(line["period"]) == written
    assert line["first_day"] <= make.yesterday().date().isoformat() <= line["last_day"]


def test_the_weeks_deviations_are_those_of_the_start_page(home: Organisation) -> None:
    police = make.a_reporter(home, name="Polisen")
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday() + 7)
    noon = timezone.make_aware(timezone.datetime(monday.year, monday.month, monday.day, 12))
    usual = [make.a_draft(starts_at=noon - timedelta(weeks=n // 3)) for n in range(4, 38) if n % 3 or n % 2]
    burst = [make.a_draft(starts_at=noon) for _ in range(12)]
    make.an_approved(police, builders.SYSTEM, *usual, *burst)
    found = Api(a_key(home).secret).get("/avvikelser")
    reader = builders.an_actor(home, Role.COORDINATOR)
    known = deviations_for(reader)
    standing_out = now_for(reader).standing_out
    assert standing_out is not None
    assert known.findings[:6] == standing_out.findings
    (finding,) = found["findings"]
    assert (finding["category"], finding["count"]) == ("klotter", 12)
    assert finding["interval"] == {"low": 0, "high": known.findings[0].limit, "level": 0.99}
    assert finding["interval"]["high"] < finding["count"]
    assert found["n"] == known.judged > 0
    assert found["method"].startswith("EARS C2")


def test_published_pictures_are_listed_and_handed_out_and_drafts_are_not(
    home: Organisation, tmp_path: Path
) -> None:
    draft = builders.a_picture(home, tmp_path, title="Utkast")
    own = builders.a_picture(home, tmp_path, circle=Circle.OWN, title="Egen")
    shared = builders.a_picture(home, tmp_path, circle=Circle.PARTNERS, title="Delad")
    analyst, police = Api(a_key(home).secret), Api(a_key(builders.a_partner(home)).secret)
    assert {row["title"] for row in analyst.get("/lagesbilder")["pictures"]} == {"Egen", "Delad"}
    assert [row["title"] for row in police.get("/lagesbilder")["pictures"]] == ["Delad"]
    assert analyst.get(f"/lagesbilder/{shared.id}")["sections"]
    analyst.get(f"/lagesbilder/{draft.id}", status=404)
    police.get(f"/lagesbilder/{own.id}", status=404)
    assert Record.objects.filter(event="picture.exported").count() == 1


def test_the_lists_to_write_with(home: Organisation, analyst: Api) -> None:
    codes = {row["code"]: row for row in analyst.get("/kategorier")["categories"]}
    assert codes["klotter"]["is_reportable"]
    features = analyst.get("/omraden")
    assert features["type"] == "FeatureCollection"
    assert {f["properties"]["code"]: f["geometry"]["type"] for f in features["features"]} == {
        "V": "Polygon", "Ö": "Polygon",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "word", "hint"),
    [
        ("/handelser?kategry=klotter", "kategry", "kategori"),
        ("/handelser?antal=0", "antal", "1 till 500"),
        ("/handelser?antal=99999999999999999999", "antal", "1 till 500"),
        ("/handelser?fran=igår", "fran", "2025-01-31"),
        ("/handelser?till=2025-01-01&fran=2025-02-01", "till", "Byt plats"),
        ("/handelser?omrade=%00", "", ""),
        ("/handelser?sok=%00klotter", "", ""),
        ("/handelser?kalla=%00", "", ""),
        ("/handelser?%00=1", "\x00", "finns inte"),
        ("/antal?period=sekel", "period", "kvartal"),
        ("/antal?per=allt", "per", "omrade"),
        ("/lagesbilder?sida=-1", "sida", "heltal"),
        ("/lagesbilder?sida=99999999", "sida", "heltal"),
        ("/nyckel?a=1", "a", "finns inte"),
    ],
)
def test_an_address_that_cannot_be_read_is_told_so(
    home: Organisation, analyst: Api, address: str, word: str, hint: str
) -> None:
    if not word:
        analyst.get(address)
        return
    told = faults(analyst.get(address, status=422))
    assert hint in told[word]


@pytest.mark.parametrize("address", ["/handelser?antal=500", "/antal", "/kategorier", "/omraden"])
def test_the_database_is_asked_as_often_however_long_the_answer_is(
    home: Organisation, school: Actor, analyst: Api, address: str
) -> None:
    analyst.get("/nyckel")
    counts = []
    for _ in range(3):
        approved(school, 4)
        with CaptureQueriesContext(connection) as queries:
            analyst.get(address)
        counts.append(len(queries))
    assert counts[1] == counts[2]
