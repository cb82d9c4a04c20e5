"""Another system leaves reports: kept once, all or nothing, every fault at once, reviewed like any other."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.api_client import Api, a_key, faults

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.incidents.actions import approve, return_with_question, trust_organisation
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.models import Incident, Report
from lagesbild_web.incidents.queries import my_reports, waiting


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with two districts, a named place and the library's categories."""
    make.areas_and_categories(municipality)
    make.a_place(municipality)
    return municipality


@pytest.fixture
def guards(home: Organisation) -> Organisation:
    """A guard firm that reports from its own system."""
    return builders.a_partner(home, name="Exempelvakten", kind="guard_firm")


@pytest.fixture
def system(guards: Organisation) -> Api:
    """The guard firm's system."""
    return Api(a_key(guards, Role.REPORTER).secret)


def an_incident(**changes: Any) -> dict[str, Any]:
    """An incident of yesterday evening, as JSON."""
    incident = {
        "category": "klotter",
        "starts_at": make.yesterday().isoformat(),
        "lon": make.WEST + 0.01,
        "lat": make.SOUTH + 0.01,
        "text": "Klotter på en vägg vid tunneln.",
    }
    return {key: value for key, value in (incident | changes).items() if value is not None}


def a_report(*incidents: dict[str, Any], client_id: str = "") -> dict[str, Any]:
    """A report as JSON."""
    return {"client_id": client_id or str(uuid4()), "incidents": list(incidents) or [an_incident()]}


def test_what_a_system_reports_waits_for_review_as_its_organisations(
    home: Organisation, guards: Organisation, system: Api
) -> None:
    receipt = system.post("/rapporter", a_report(an_incident(), an_incident(category="brak")))
    assert receipt["organisation"] == "Exempelvakten"
    assert [line["state"] for line in receipt["incidents"]] == ["vantar", "vantar"]
    reviewer = builders.an_actor(home, Role.REVIEWER)
    assert [row.organisation for row in waiting(reviewer, number=1).rows] == ["Exempelvakten"] * 2
    row = Incident.objects.select_related("area", "report__function").order_by("category__code").first()
    assert row is not None
    assert row.area is not None
    assert row.report is not None
    assert (row.area.code, row.source, row.report.reporter) == ("V", "rapport", None)
    assert row.report.function == builders.a_function(guards, Role.REPORTER)


def test_the_same_report_sent_twice_is_kept_once(system: Api) -> None:
    report = a_report()
    first = system.post("/rapporter", report)
    again = system.post("/rapporter", report, status=200)
    assert again == first | {"is_repeated": True}
    assert (Report.objects.count(), Incident.objects.count()) == (1, 1)


def test_a_number_used_again_for_another_report_is_told_instead_of_losing_it(system: Api) -> None:
    client_id = str(uuid4())
    system.post("/rapporter", a_report(client_id=client_id))
    other = a_report(an_incident(), an_incident(), client_id=client_id)
    assert "redan använt" in faults(system.post("/rapporter", other, status=422))["$.client_id"]
    zero = {"client_id": client_id, "first_day": "2025-03-03", "last_day": "2025-03-09"}
    assert list(faults(system.post("/nollrapporter", zero, status=422))) == ["$.client_id"]


def test_a_number_that_somebody_else_has_used_is_refused(home: Organisation, system: Api) -> None:
    client_id = str(uuid4())
    make_other = Api(a_key(builders.a_partner(home, name="Biblioteket"), Role.REPORTER).secret)
    system.post("/rapporter", a_report(client_id=client_id))
    problem = make_other.post("/rapporter", a_report(client_id=client_id), status=422)
    assert list(faults(problem)) == ["$.client_id"]


def test_what_a_trusted_organisations_system_reports_counts_at_once(
    home: Organisation, guards: Organisation, system: Api
) -> None:
    administrator = builders.an_actor(home, Role.ADMINISTRATOR)
    trust_organisation(administrator, guards.id, municipality_id=home.id, is_trusted=True, reason="Avtal.")
    kept = an_incident(text="Ring 070-123 45 67.", personal_data_motive="Butikens nummer.")
    receipt = system.post("/rapporter", a_report(an_incident(), kept))
    assert sorted(line["state"] for line in receipt["incidents"]) == ["godkand", "vantar"]


def test_every_fault_of_every_incident_is_told_at_once_and_nothing_is_kept(system: Api) -> None:
    report = a_report(
        an_incident(),
        an_incident(text="Ring 070-123 45 67 och fråga.", category="finns-inte"),
        an_incident(seriousness="tre", kategori="klotter"),
        an_incident(starts_at=None),
        an_incident(starts_at="i går"),
        an_incident(starts_at="2025-03-09T21:30:00"),
        an_incident(day="2025-03-09"),
        an_incident(lon=None),
        an_incident(lon=None, lat=None, e=674570, n=680742),
        an_incident(lon=None, lat=None, place="Månen"),
        an_incident(lon=None, lat=None),
        an_incident(starts_at=(timezone.now() + timedelta(days=2)).isoformat(), seriousness=9),
        an_incident(police_report="kanske", own_circle=1),
        "klotter",
    )
    told = faults(system.post("/rapporter", report, status=422))
    assert sorted(told) == sorted(
        f"$.incidents[{place}"
        for place in (
            "1].category", "1].text", "2].seriousness", "2].kategori", "3].starts_at", "4].starts_at",
            "5].starts_at", "6].day", "7].lon", "8].e", "9].place", "10].place_name", "11].starts_at",
            "11].seriousness", "12].police_report", "12].own_circle", "13]",
        )
    )  # fmt: skip
    assert "070-123 45 67" in told["$.incidents[1].text"]
    assert "personal_data_motive" in told["$.incidents[1].text"]
    assert told["$.incidents[2].kategori"] == "Fältet finns inte. Kontrollera stavningen."
    assert not Report.objects.exists()
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("where", "area"),
    [
        ({"e": 685_166, "n": 6_861_870}, "V"),
        ({"place": "stationstorget"}, "V"),
        ({"place": "Ö"}, "Ö"),
        ({"place": "Östra"}, "Ö"),
        ({"place_name": "Bakom skolan"}, None),
    ],
)
def test_a_place_can_be_said_in_five_ways(system: Api, where: dict[str, Any], area: str | None) -> None:
    system.post("/rapporter", a_report(an_incident(lon=None, lat=None, **where)))
    row = Incident.objects.select_related("area").get()
    assert (row.area.code if row.area else None) == area


def test_a_place_can_be_said_by_its_id(system: Api) -> None:
    features = system.get("/omraden")["features"]
    place = next(f for f in features if f["properties"]["kind"] == "place")
    assert place["geometry"]["type"] == "Point"
    system.post("/rapporter", a_report(an_incident(lon=None, lat=None, place_id=place["id"])))
    assert str(Incident.objects.get().place_id) == place["id"]


@pytest.mark.parametrize(
    ("when", "precision"),
    [
        ({}, "minute"),
        ({"ends_at": make.yesterday(23).isoformat()}, "span"),
        ({"starts_at": None, "day": (timezone.localdate()).isoformat()}, "day"),
    ],
)
def test_a_time_can_be_said_in_three_ways(system: Api, when: dict[str, Any], precision: str) -> None:
    system.post("/rapporter", a_report(an_incident(**when)))
    assert Incident.objects.get().time_precision == precision


def test_five_hundred_at_once_are_kept_and_one_more_is_refused(system: Api) -> None:
    many = [an_incident(text="") for _ in range(501)]
    problem = system.post("/rapporter", a_report(*many), status=422)
    assert list(faults(problem)) == ["$.incidents"]
    system.post("/rapporter", a_report(*many[:500]))
    assert Incident.objects.count() == 500


def test_a_system_reports_that_nothing_happened(system: Api) -> None:
    sent = {"client_id": str(uuid4()), "first_day": "2025-03-03", "last_day": "2025-03-09"}
    receipt = system.post("/nollrapporter", sent)
    assert (receipt["first_day"], receipt["last_day"], receipt["incidents"]) == (
        "2025-03-03",
        "2025-03-09",
        [],
    )
    assert system.post("/nollrapporter", sent, status=200)["is_repeated"]
    wrong = sent | {"client_id": str(uuid4()), "last_day": "2025-03-01"}
    assert list(faults(system.post("/nollrapporter", wrong, status=422))) == ["$.last_day"]


def test_the_system_and_whoever_holds_the_function_see_what_became_of_the_report(
    home: Organisation, guards: Organisation, system: Api
) -> None:
    report = a_report(an_incident(), an_incident(category="brak"))
    system.post("/rapporter", report)
    reviewer = builders.an_actor(home, Role.REVIEWER)
    first, second = Incident.objects.order_by("category__code")
    approve(reviewer, first.id, version=1)
    return_with_question(reviewer, second.id, version=1, question="Vilken port?")
    seen = system.get(f"/rapporter/{report['client_id']}")
    told = {line["state"]: line["question"] for line in seen["incidents"]}
    assert told == {"godkand": "", "fraga": "Vilken port?"}
    holder = builders.an_actor(guards, Role.REPORTER)
    assert [line.state for line in my_reports(holder, number=1).rows[0].lines].count(State.RETURNED) == 1
    stranger = Api(a_key(builders.a_partner(home, name="Biblioteket"), Role.REPORTER).secret)
    stranger.get(f"/rapporter/{report['client_id']}", status=404)


def test_the_log_says_which_key_reported(home: Organisation, system: Api) -> None:
    from lagesbild_web.audit.queries import log_for

    system.post("/rapporter", a_report())
    administrator = builders.an_actor(home, Role.ADMINISTRATOR)
    who = {event.sentence: event.who for event in log_for(administrator, number=1).rows}
    reported = next(name for sentence, name in who.items() if sentence.startswith("Rapporterade 1"))
    assert reported.startswith("API-nyckeln System ")
    assert Record.objects.filter(event="access.api_key_used").count() == 1


def test_a_key_that_only_reads_reports_nothing(home: Organisation) -> None:
    reader = Api(a_key(home, scopes=["figures"]).secret)
    problem = reader.post("/rapporter", a_report(), status=403)
    assert "lämna rapporter" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"NaN", 400),
        (b"[" * 100_000, 400),
        (b"9" * 5_000, 400),
        (b"null", 422),
        (b"[]", 422),
        (b'{"client_id": "1", "incidents": []}', 422),
        (b'{"client_id": 1, "incidents": {}}', 422),
        (b'{"a\\u0000": 1}', 422),
        (b" " * 3_000_000, 413),
    ],
)
def test_what_is_no_report_gets_a_sentence_and_never_an_error_of_ours(
    system: Api, body: bytes, status: int
) -> None:
    problem = system.post("/rapporter", body, status=status)
    assert problem["detail"]


@pytest.mark.parametrize("text", ["en\x00nolla", "\ud800", "\udfff lös"])
@pytest.mark.parametrize("field", ["text", "place_name", "place", "category", "personal_data_motive"])
def test_letters_that_cannot_be_kept_are_faults(system: Api, field: str, text: str) -> None:
    told = faults(system.post("/rapporter", a_report(an_incident(**{field: text})), status=422))
    assert f"$.incidents[0].{field}" in told


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "1e400"])
def test_times_at_the_edge_of_the_calendar_are_faults(system: Api, moment: str) -> None:
    told = faults(system.post("/rapporter", a_report(an_incident(starts_at=moment)), status=422))
    assert list(told) == ["$.incidents[0].starts_at"]


def test_numbers_without_end_are_faults(system: Api) -> None:
    report = a_report(an_incident(lon=1, lat=2, uncertainty_m=10**400))
    told = faults(system.post("/rapporter", report, status=422))
    assert list(told) == ["$.incidents[0].uncertainty_m"]
    body = b'{"client_id": "6f1c0d6e-93a4-4d4f-9f0b-6a3f0c9a2f11", "incidents": [{"lon": 1e400}]}'
    assert "$.incidents[0].lon" in faults(system.post("/rapporter", body, status=422))


def test_only_json_is_read(system: Api) -> None:
    from tests.web.api_client import answered

    head = {"Authorization": f"Bearer {system.secret}"}
    sent = system.client.post("/api/v1/rapporter", {"client_id": "1"}, headers=head)
    answered(sent, 415)
