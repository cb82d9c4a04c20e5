"""What the phone asks for and sends."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild.tables.categories import Taxonomy
from lagesbild_web import reporting
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.queries import areas_of, categories_of
from lagesbild_web.audit.models import Record
from lagesbild_web.incidents.models import Incident, Report
from lagesbild_web.reporting.coordinates import point_in
from lagesbild_web.reporting.tiles import FALLBACK_ICON, ICONS, TILES, first_categories
from lagesbild_web.reporting.worker import SHELL

OWN_FILES = Path(reporting.__file__).parent / "static" / "reporting"


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with areas, categories and a place."""
    make.areas_and_categories(municipality)
    make.a_place(municipality)
    return municipality


@pytest.fixture
def reporter(home: Organisation) -> User:
    """Somebody at a school."""
    return builders.a_person(builders.a_partner(home, name="Björkskolan", kind="school"), Role.REPORTER)


def a_payload(
    home: Organisation, reporter: User, *incidents: dict[str, Any], **changes: Any
) -> dict[str, Any]:
    """A report as a phone sends it."""
    return {
        "client_id": str(uuid4()),
        "account": str(reporter.id),
        "municipality": str(home.id),
        "zero": None,
        "incidents": list(incidents) or [an_incident()],
    } | changes


def an_incident(**changes: Any) -> dict[str, Any]:
    """An incident as a phone sends it."""
    return {
        "category": "klotter",
        "starts_at": (timezone.now() - timedelta(hours=2)).isoformat(),
        "ends_at": None,
        "time_precision": "minute",
        "lon": make.WEST + 0.01,
        "lat": make.SOUTH + 0.01,
        "uncertainty_m": 12,
        "place_id": None,
        "place_name": "",
        "seriousness": None,
        "witnessed": "seen",
        "police_report": "no",
        "text": "På gaveln.",
        "personal_data_motive": "",
        "own_circle": False,
    } | changes


def send(pages: Pages, user: User, payload: object) -> HttpResponse:
    """Send JSON as the phone does."""
    body = payload if isinstance(payload, str) else json.dumps(payload)
    url = reverse("reporting:send")
    return pages.log_in(user).client.post(url, body, content_type="application/json")


def test_a_report_is_kept_and_answered_with_a_reference(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    response = send(pages, reporter, a_payload(home, reporter))
    assert response.status_code == 200
    report = Report.objects.get()
    assert response.json()["reference"] == report.id.hex[:8].upper()
    assert response.json()["link"] == f"/rapportera/mina/#{response.json()['reference']}"
    incident = Incident.objects.get()
    assert (incident.witnessed, incident.police_report, incident.uncertainty_m) == ("seen", "no", 12)
    assert incident.area is not None


def test_the_same_report_sent_twice_gets_the_same_answer_and_is_kept_once(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    payload = a_payload(home, reporter, an_incident(), an_incident(category="brak"))
    answers = [send(pages, reporter, payload).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert (Report.objects.count(), Incident.objects.count()) == (1, 2)
    assert Record.objects.filter(event="incident.reported_again").count() == 2


def test_every_fault_of_every_incident_is_told_at_once(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    later = (timezone.now() + timedelta(days=2)).isoformat()
    bad = an_incident(category="finns-inte", starts_at=later)
    personal = an_incident(text="Ring 070-123 45 67")
    response = send(pages, reporter, a_payload(home, reporter, an_incident(), bad, personal))
    assert response.status_code == 422
    assert set(response.json()["faults"]) == {"1.category", "1.starts_at", "2.text"}
    assert Report.objects.count() == 0


def test_a_motive_lets_words_that_look_like_personal_data_through(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    incident = an_incident(text="Skylten säger 070-123 45 67", personal_data_motive="Numret är företagets.")
    assert send(pages, reporter, a_payload(home, reporter, incident)).status_code == 200
    assert Incident.objects.get().personal_data_motive == "Numret är företagets."


def test_another_accounts_report_is_neither_kept_nor_explained(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    payload = a_payload(home, reporter, account=str(uuid4()))
    assert send(pages, reporter, payload).status_code == 409
    assert Report.objects.count() == 0


def test_a_report_written_for_another_municipality_is_not_moved_to_this_one(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    response = send(pages, reporter, a_payload(home, reporter, municipality=str(uuid4())))
    assert response.status_code == 422
    assert "annan kommun" in response.json()["faults"]["report"]


def test_who_has_lost_the_right_is_told_so_instead_of_waiting_for_ever(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    steering = builders.a_person(home, Role.STEERING)
    response = send(pages, steering, a_payload(home, steering))
    assert response.status_code == 403
    assert "rollen rapportör" in response.json()["faults"]["report"]


@pytest.mark.parametrize(
    "change",
    [
        {"category": 7},
        {"starts_at": "i går"},
        {"starts_at": "2025-03-09T10:00:00"},
        {"starts_at": None},
        {"time_precision": "hour"},
        {"lon": "öster"},
        {"lon": True},
        {"uncertainty_m": 1.5},
        {"uncertainty_m": 1e300},
        {"place_id": "torget"},
        {"text": "a\0b"},
        {"text": "a" * 20_000},
    ],
)
def test_a_field_that_is_not_what_it_should_be_is_named(
    pages: Pages, home: Organisation, reporter: User, change: dict[str, Any]
) -> None:
    response = send(pages, reporter, a_payload(home, reporter, an_incident(**change)))
    assert response.status_code == 422
    assert list(response.json()["faults"]) == [f"0.{next(iter(change))}"]


@pytest.mark.parametrize("body", ["", "nej", "[]", "{}", '{"incidents": 3}', '{"incidents": [3]}', "NaN"])
def test_what_is_no_report_at_all_is_answered_and_not_an_error(
    pages: Pages, home: Organisation, reporter: User, body: str
) -> None:
    assert send(pages, reporter, body).status_code == 422


def test_coordinates_that_are_not_numbers_are_no_place(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    body = json.dumps(a_payload(home, reporter, an_incident(lon=float("nan"))))
    response = send(pages, reporter, body)
    assert response.status_code == 422


def test_a_zero_report_says_which_days(pages: Pages, home: Organisation, reporter: User) -> None:
    zero = {"from": "2025-03-03", "to": "2025-03-09"}
    response = send(pages, reporter, a_payload(home, reporter, zero=zero, incidents=[]))
    assert response.status_code == 200
    report = Report.objects.get()
    assert (str(report.zero_from), str(report.zero_to)) == ("2025-03-03", "2025-03-09")
    bad = a_payload(home, reporter, zero={"from": "2025-03-09", "to": "2025-03-03"}, incidents=[])
    assert "last_day" in send(pages, reporter, bad).json()["faults"]
    unreadable = a_payload(home, reporter, zero={"from": "måndag"}, incidents=[])
    assert "zero" in send(pages, reporter, unreadable).json()["faults"]


def test_written_coordinates_become_a_point(pages: Pages, home: Organisation, reporter: User) -> None:
    incident = an_incident(lon=None, lat=None, uncertainty_m=None, place_name="61,81 000, nej")
    send(pages, reporter, a_payload(home, reporter, incident))
    assert Incident.objects.get().location_precision == "place"
    written = f"{make.SOUTH + 0.0101:.4f}, {make.WEST + 0.0101:.4f}"
    send(pages, reporter, a_payload(home, reporter, incident | {"place_name": written}))
    point = Incident.objects.get(location_precision="point")
    assert (point.lon, point.lat, point.uncertainty_m) == (18.5101, 61.8101, 10)


@pytest.mark.parametrize(
    ("text", "is_point"),
    [
        ("59.3293, 18.0686", True),
        ("18.0686 59.3293", True),
        ("59,3293 18,0686", True),
        ("6580822 674032", True),
        ("674032, 6580822", True),
        ("Storgatan 12", False),
        ("60,15", False),
        ("59.33, 18.07", False),
        ("12 14", False),
        ("", False),
    ],
)
def test_coordinates_are_told_from_addresses(text: str, is_point: bool) -> None:
    assert (point_in(text) is not None) == is_point


def test_both_systems_and_orders_are_the_same_place() -> None:
    degrees, metres = point_in("59.32929 18.06857"), point_in("674570 6580742")
    assert degrees == point_in("18.06857; 59.32929")
    assert degrees is not None
    assert metres is not None
    assert (degrees.lon, degrees.lat) == pytest.approx((metres.lon, metres.lat), abs=1e-4)


def test_the_lists_hold_what_can_be_reported_and_nothing_that_was(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    make.a_report(make.a_reporter(home, name="En annan skola"), make.a_draft(text="Hemlig text om tunneln"))
    response = pages.log_in(reporter).client.get(reverse("reporting:lists"))
    lists = response.json()
    assert "Hemlig text" not in response.content.decode()
    assert lists["account"] == str(reporter.id)
    assert lists["municipality"] == str(home.id)
    assert [place["name"] for place in lists["places"]] == ["Stationstorget"]
    assert {area["name"] for area in lists["areas"]} == {"Västra (V)", "Östra (Ö)"}
    assert {outline["name"] for outline in lists["outlines"]} == {"Västra", "Östra"}
    assert [len(ring) for outline in lists["outlines"] for ring in outline["rings"]] == [5, 5]
    assert lists["tiles"] == list(TILES)
    assert {c["code"] for c in lists["categories"]} == {
        c.code for c in categories_of(home.id, reportable_only=True)
    }


def test_who_am_i_tells_the_account_and_is_never_kept(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    response = pages.log_in(reporter).client.get(reverse("reporting:who_am_i"))
    assert response.json()["account"] == str(reporter.id)
    assert "no-store" in response["Cache-Control"]


def test_the_text_is_judged_by_the_same_rules_as_when_it_is_saved(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    client = pages.log_in(reporter).client
    body = {"text": "Han heter Kalle Karlsson"}
    answer = client.post(reverse("reporting:check_text"), body, content_type="application/json").json()
    assert [found["kind"] for found in answer["found"]] == ["name"]
    assert (
        client.post(reverse("reporting:check_text"), {"text": 3}, content_type="application/json").status_code
        == 422
    )


def test_the_worker_has_its_reach_from_its_address_and_is_always_asked_for_anew(pages: Pages) -> None:
    response = pages.client.get(reverse("reporting:worker"))
    assert response["Content-Type"].startswith("text/javascript")
    assert "no-cache" in response["Cache-Control"]
    assert reverse("reporting:worker").rpartition("/")[0] + "/" == reverse("reporting:start")
    script = response.content.decode()
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
    assert re.search(r'const VERSION = "[0-9a-f]{16}";', script)
    for name in SHELL:
        assert f"/static/{name}" in script


def test_the_shell_says_nothing_about_anybody_and_may_use_the_position(pages: Pages, reporter: User) -> None:
    alone, logged_in = (p.get(reverse("reporting:shell")) for p in (pages, pages.log_in(reporter)))
    assert alone.html == logged_in.html
    assert alone.response.get("Vary") is None
    assert "geolocation=(self)" in alone.response["Permissions-Policy"]


def test_only_the_pages_for_reporting_may_use_the_position(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    reader = pages.log_in(reporter)
    assert "geolocation=(self)" in reader.get(reverse("reporting:start")).response["Permissions-Policy"]
    assert "geolocation=()" in reader.get(reverse("reporting:mine")).response["Permissions-Policy"]
    assert "camera=()" in reader.get(reverse("reporting:start")).response["Permissions-Policy"]


def test_the_page_can_be_installed_on_a_phone(pages: Pages) -> None:
    manifest = pages.client.get(reverse("reporting:manifest")).json()
    assert manifest["scope"] == manifest["start_url"] == "/rapportera/"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert any(icon["purpose"] == "maskable" for icon in manifest["icons"])


def test_every_category_that_can_be_reported_has_an_icon_of_its_own_and_every_icon_is_drawn(
    home: Organisation,
) -> None:
    categories = categories_of(home.id, reportable_only=True)
    assert [c.code for c in categories if c.library_code not in ICONS] == []
    assert set(ICONS) <= set(Taxonomy.load().categories)
    drawn = (OWN_FILES / "icons.svg").read_text(encoding="utf-8")
    scripts = "".join(path.read_text(encoding="utf-8") for path in OWN_FILES.glob("*.js"))
    named = set(re.findall(r'(?:iconName: |icon\(|chosen\()"([a-z0-9-]+)"', scripts))
    named |= set(re.findall(r'^  \w+: "([a-z0-9-]+)",$', scripts, re.MULTILINE)) & set(
        re.findall(r'id="([^"]+)"', drawn)
    )
    assert named
    for name in {*ICONS.values(), FALLBACK_ICON, *named}:
        assert f'<symbol id="{name}"' in drawn, name


def test_a_municipality_with_categories_of_its_own_still_gets_tiles(home: Organisation) -> None:
    own = [
        replace(category, code=f"egen-{n}", library_code="ovrigt")
        for n, category in enumerate(categories_of(home.id)[:20])
    ]
    assert first_categories(own) == tuple(f"egen-{n}" for n in range(len(TILES)))
    assert first_categories([]) == ()


def test_the_times_that_a_phone_sends_are_kept_to_the_minute(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    start = datetime(
        2025, 3, 29, 21, 0, tzinfo=UTC
    )  # the night when the clocks go forward is seven hours long
    incident = an_incident(
        starts_at=start.isoformat(), ends_at=(start + timedelta(hours=7)).isoformat(), time_precision="span"
    )
    send(pages, reporter, a_payload(home, reporter, incident))
    kept = Incident.objects.get()
    assert (kept.starts_at, kept.ends_at - kept.starts_at) == (start, timedelta(hours=7))
    assert kept.time_precision == "span"


def test_an_area_that_is_chosen_is_where_it_counts_and_no_more_is_claimed(
    pages: Pages, home: Organisation, reporter: User
) -> None:
    east = next(area for area in areas_of(home.id) if area.code == "Ö")
    incident = an_incident(
        lon=None, lat=None, uncertainty_m=None, place_id=str(east.id), place_name=east.name
    )
    assert send(pages, reporter, a_payload(home, reporter, incident)).status_code == 200
    kept = Incident.objects.get()
    assert (kept.area_id, kept.location_precision, kept.lon) == (east.id, "area", None)
