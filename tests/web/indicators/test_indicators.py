"""Indicators: defined, entered, fetched, corrected, shown with their certainty, handed out."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.web import builders
from tests.web.builders import SYSTEM
from tests.web.indicator_builders import a_value, an_indicator
from tests.web.pages import Pages

from lagesbild.tables.periods import Period
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.indicators import actions
from lagesbild_web.indicators.contracts import Figure, FigureSet, IndicatorDraft
from lagesbild_web.indicators.intervals import limits_of
from lagesbild_web.indicators.models import IndicatorValue
from lagesbild_web.indicators.queries import choosable_indicators, indicator_for, indicators_for, values_for

KOLADA = IndicatorDraft(
    name="Anmälda våldsbrott", unit="per_100000", definition="Enligt Kolada.", source="Kolada"
)


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    """Somebody who works with the plan."""
    return builders.an_actor(municipality, Role.COORDINATOR)


def test_a_value_has_its_period_source_and_function_and_an_interval_when_n_is_known(
    coordinator: Actor, municipality: Organisation
) -> None:
    indicator = an_indicator(coordinator)
    a_value(coordinator, indicator, period="2024", value=36.0, n=500)
    a_value(coordinator, indicator, period="2023", value=30.0)
    a_value(coordinator, indicator, period="2022", value=25.0, low=20.0, high=31.0, n=9)
    found = indicator_for(coordinator, indicator)
    told = [(v.period, v.text, v.interval_text, v.interval, v.function) for v in found.values]
    assert told == [
        ("2024", "36,0", "31,9–40,3", "computed", "Samordnare"),
        ("2023", "30,0", "", "", "Samordnare"),
        ("2022", "25,0", "20,0–31,0", "published", "Samordnare"),
    ]
    assert found.summary.latest == found.values[0]
    [code] = [code for code, _ in choosable_indicators(municipality.id)]
    last_two = values_for(coordinator, municipality.id, code, period=Period.parse("2023-01-01..2024-12-31"))
    assert [v.period for v in last_two] == ["2023", "2024"]


def test_a_new_value_replaces_the_old_which_is_kept(coordinator: Actor) -> None:
    indicator = an_indicator(coordinator)
    a_value(coordinator, indicator, value=36.0)
    a_value(coordinator, indicator, value=37.0)
    a_value(coordinator, indicator, value=12.0, group="årskurs 9")
    found = indicator_for(coordinator, indicator)
    assert sorted(v.value for v in found.values) == [12.0, 37.0]
    old = IndicatorValue.objects.get(ended_at__isnull=False)
    assert (old.value, old.ended_reason) == (36.0, "Ersatt av ett nytt värde.")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"period": "förra året"}, "period", "är ingen period"),
        ({"value": 136.0}, "value", "mellan 0 och 100"),
        ({"value": float("nan")}, "value", "med siffror"),
        ({"source": " "}, "source", "var värdet står"),
        ({"source": "Ring 070-123 45 67"}, "source", "telefonnummer"),
        ({"n": 0}, "n", "minst 1"),
        ({"known_on": timezone.localdate() + timedelta(days=1)}, "known_on", "framåt i tiden"),
        ({"low": 3.0}, "high", "både lägsta och högsta"),
        ({"low": 40.0, "high": 50.0}, "high", "mellan det lägsta och det högsta"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(
    coordinator: Actor, changes: dict[str, object], field: str, sentence: str
) -> None:
    indicator = an_indicator(coordinator)
    with pytest.raises(Invalid) as refused:
        a_value(coordinator, indicator, **changes)
    assert sentence in refused.value.faults[field]
    assert not IndicatorValue.objects.exists()


def test_all_faults_of_an_indicator_are_told_at_once_and_nobody_is_named(coordinator: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        an_indicator(coordinator, name=" ", unit="meter", definition="", source="anna@exempel.se räknar")
    assert set(refused.value.faults) == {"name", "unit", "definition", "source"}


def test_codes_are_never_shared_and_the_unit_stays_when_there_are_values(coordinator: Actor) -> None:
    first, second = an_indicator(coordinator), an_indicator(coordinator)
    codes = {s.id: s.code for s in indicators_for(coordinator)}
    assert (codes[first], codes[second]) == ("otrygga-kvallstid", "otrygga-kvallstid-2")
    a_value(coordinator, first)
    draft = IndicatorDraft(name="Nytt", unit="count", definition="x", source="y")
    with pytest.raises(Invalid, match="gamla enheten"):
        actions.change_indicator(coordinator, first, draft)
    actions.change_indicator(coordinator, second, draft)
    assert indicator_for(coordinator, second).summary.unit == "count"


def _figures(*values: float | None) -> list[FigureSet]:
    figures = [Figure("", "", str(2022 + i), value) for i, value in enumerate(values)]
    return [FigureSet("kolada-n07403", KOLADA, figures)]


def test_what_is_fetched_twice_changes_nothing_and_what_is_new_replaces(municipality: Organisation) -> None:
    def keep(*values: float | None) -> tuple[int, int, int]:
        outcome = actions.keep_figures(
            SYSTEM, municipality.id, _figures(*values), source="Kolada", batch_id=uuid4()
        )
        return outcome.new, outcome.changed, outcome.same

    assert keep(900.0, 950.0) == (2, 0, 0)
    assert keep(900.0, 950.0, None) == (1, 0, 2)
    assert keep(900.0, 955.5, None) == (0, 1, 2)
    values = values_for(SYSTEM, municipality.id, "kolada-n07403")
    assert [v.value for v in values] == [900.0, 955.5, None]
    assert IndicatorValue.objects.count() == 4
    [summary] = indicators_for(SYSTEM)
    assert summary.latest is not None
    assert (summary.is_fetched, summary.latest.period) == (True, "2023")


def test_what_the_municipality_writes_about_a_fetched_indicator_stays(
    coordinator: Actor, municipality: Organisation
) -> None:
    actions.keep_figures(SYSTEM, municipality.id, _figures(900.0), source="Kolada", batch_id=uuid4())
    [summary] = indicators_for(coordinator)
    own = IndicatorDraft(
        **{n: getattr(KOLADA, n) for n in ("name", "unit", "definition", "source")}, weakness="Få fall."
    )
    actions.change_indicator(coordinator, summary.id, own)
    a_value(coordinator, summary.id, period="2022", value=1.0)
    actions.keep_figures(SYSTEM, municipality.id, _figures(900.0), source="Kolada", batch_id=uuid4())
    found = indicator_for(coordinator, summary.id)
    assert (found.weakness, found.values[0].value) == ("Få fall.", 900.0)


def test_the_police_read_what_they_share_and_write_nothing(
    coordinator: Actor, municipality: Organisation
) -> None:
    indicator = an_indicator(coordinator)
    a_value(coordinator, indicator)
    police = builders.an_actor(builders.a_partner(municipality), Role.COORDINATOR)
    assert len(indicator_for(police, indicator).values) == 1
    assert not indicator_for(police, indicator).can_change
    with pytest.raises(NotAllowed):
        a_value(police, indicator)
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    assert indicators_for(stranger) == []
    assert values_for(stranger, municipality.id, "otrygga-kvallstid") == []


def test_a_coordinator_defines_enters_withdraws_and_retires_by_pages(
    municipality: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    assert "Inga indikatorer ännu" in browser.get("/indikatorer/").text
    form = {
        "name": "Otrygga kvällstid",
        "unit": "percent",
        "direction": "lower",
        "definition": "Andel som svarar ganska eller mycket otrygg.",
        "source": "Trygghetsmätningen",
        "weakness": "Låg svarsfrekvens bland unga.",
    }
    page = browser.send("/indikatorer/ny/", form)
    assert "Inga värden ännu" in page.text
    address = page.response.request["PATH_INFO"]
    for year, value in (("2023", "36,5"), ("2024", "31")):
        told = {"period": year, "value": value, "source": "Rapporten", "known_on": "2025-01-15", "n": "400"}
        page = browser.send(f"{address}varde/", told)
    assert "2024: 31,0 procent. 95 % intervall 26,7–35,7." in page.text
    assert "Wilson 1927" in page.text
    assert "<svg" in page.html
    assert "Otrygga kvällstid, 2023: 36,5, 2024: 31,0." in page.html
    page = browser.post(f"{address}varde/", told | {"value": "mycket"})
    assert "Skriv ett tal, till exempel 12,5." in page.text
    assert 'value="mycket"' in page.html
    link = next(link for link in browser.get(address).links if "ta-tillbaka" in link)
    page = browser.send(link, {"reason": "Fel år."})
    assert "2023: 36,5 procent" in page.text
    page = browser.send(f"{address}sluta-anvanda/", {"reason": "Mäts inte längre."})
    assert "Mäts inte längre." in page.text
    page = browser.send(f"{address}ateruppta/")
    assert "Indikatorn används igen." in page.text


def test_the_file_holds_what_the_page_shows_and_the_export_is_logged(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    indicator = an_indicator(coordinator)
    a_value(coordinator, indicator, value=36.5, n=500, source="=HYPERLINK(1)")
    browser = pages.log_in(builders.a_person(municipality, Role.MEASURE_OWNER))
    answer = browser.client.get(f"/indikatorer/{indicator}/hamta/csv/")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert (rows[0]["Värde"], rows[0]["Antal bakom"], rows[0]["Intervall"]) == ("36,5", "500", "beräknat")
    assert rows[0]["Källa"] == "'=HYPERLINK(1)"
    assert Record.objects.filter(event="figure.exported").count() == 1
    assert browser.client.get("/indikatorer/hamta/xlsx/").status_code == 200
    assert browser.client.get("/indikatorer/hamta/exe/").status_code == 404


@pytest.mark.parametrize(
    ("value", "unit", "n", "limits"),
    [
        (0.0, "percent", 100, (0.0, 3.7)),
        (100.0, "percent", 100, (96.3, 100.0)),
        (5.0, "per_1000", 2000, (2.4, 9.2)),
        (0.0, "per_100000", 30_000, (0.0, 12.3)),
        (7.0, "count", 500, (None, None)),
        (120.0, "percent", 500, (None, None)),
        (None, "percent", 500, (None, None)),
        (5.0, "per_1000", None, (None, None)),
    ],
)
def test_intervals_are_made_only_where_the_number_behind_is_known(
    value: float | None, unit: str, n: int | None, limits: tuple[float | None, float | None]
) -> None:
    found = limits_of(value, unit, n)
    assert tuple(None if limit is None else round(limit, 1) for limit in (found.low, found.high)) == limits


def test_the_day_of_an_entry_is_kept(coordinator: Actor) -> None:
    indicator = an_indicator(coordinator)
    a_value(coordinator, indicator, known_on=date(2025, 2, 3))
    assert indicator_for(coordinator, indicator).values[0].known_on == date(2025, 2, 3)
