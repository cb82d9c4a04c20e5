"""The start page: what stands out, what waits, what is due, and never an empty page."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.areas.models import Area, Category
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.weekly import WeeklyCounts, weekly_counts
from lagesbild_web.now import history, queries
from lagesbild_web.now.judging import judge
from lagesbild_web.pictures.models import SituationPicture

TODAY = timezone.localdate()
MONDAY = TODAY - timedelta(days=TODAY.weekday() + 7)
"""The first day of the latest whole week."""


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Nothing is remembered from another test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with areas and categories."""
    make.areas_and_categories(municipality)
    return municipality


def counted(
    home: Organisation, category: str, area: str | None, day: date, n: int = 1, **columns: object
) -> None:
    """Approved incidents on a day, straight into the register."""
    at = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))
    found = Category.objects.get(municipality_id=home.id, code=category)
    fields = {
        "municipality_id": home.id,
        "organisation_id": home.id,
        "sensitivity": "limited",
        "state": "approved",
        "category": found,
        "location_precision": "area",
        "area": Area.objects.get(code=area) if area else None,
        "starts_at": at,
        "ends_at": at,
        "time_precision": "minute",
        "starts_on": day,
        "weekday": day.isoweekday(),
        "hour": 12,
        "seriousness": 2,
        "source": "rapport",
        "registered_at": at,
    }
    Incident.objects.bulk_create([Incident(**(fields | columns)) for _ in range(n)])


def a_history(home: Organisation, *, years: int = 5, per_week: int = 2) -> None:
    """Quiet years: as many each week in each district, give or take one."""
    rng = np.random.default_rng(5)
    for week in range(years * 52):
        monday = MONDAY - timedelta(weeks=week)
        for area in ("V", "Ö"):
            if n := int(rng.poisson(per_week)):
                counted(home, "klotter", area, monday + timedelta(days=int(rng.integers(7))), n)


def a_weekly(counts: list[list[int]], categories: list[UUID], areas: list[UUID | None]) -> WeeklyCounts:
    """Weekly counts made by hand."""
    matrix = np.array(counts, dtype=np.int64)
    weeks = matrix.shape[1]
    mondays = tuple(MONDAY - timedelta(weeks=weeks - 1 - n) for n in range(weeks))
    return WeeklyCounts(mondays, tuple(categories), tuple(areas), matrix)


def test_a_week_far_above_its_past_is_told_with_count_expectation_place_and_certainty(
    home: Organisation, pages: Pages
) -> None:
    a_history(home)
    counted(home, "klotter", "V", MONDAY, 20)
    page = pages.get("/", as_=builders.a_person(home, Role.COORDINATOR))
    assert re.search(r"Klotter i Västra: 2\d händelser v", page.text)
    assert re.search(r"Väntat omkring (1,\d|2|2,\d), och sällan fler än [4-9]\.", page.text)
    assert "Säker avvikelse" in page.text
    assert "Farringtons metod" in page.text
    link = next(link for link in page.links if "kategori=klotter" in link)
    assert MONDAY.isoformat() in link
    assert (MONDAY + timedelta(days=6)).isoformat() in link


def test_a_week_like_the_others_is_said_to_be_so(home: Organisation, pages: Pages) -> None:
    for week in range(5 * 52):
        for area in ("V", "Ö"):
            counted(home, "klotter", area, MONDAY - timedelta(weeks=week), 2 + week % 2)
    page = pages.get("/", as_=builders.a_person(home, Role.COORDINATOR))
    assert "Inget har varit ovanligt mycket den veckan." in page.text
    assert "serier är prövade" in page.text


def test_more_news_about_the_surroundings_is_no_deviation(home: Organisation, pages: Pages) -> None:
    a_history(home)
    counted(home, "omvarld", "V", MONDAY, 40)
    counted(home, "nollrapport", "V", MONDAY, 40)
    above = Category.objects.get(municipality_id=home.id, code="omvarld")
    Category.objects.filter(municipality_id=home.id, code="skadegorelse").update(parent=above)
    counted(home, "skadegorelse", "V", MONDAY, 40)
    coordinator = builders.a_person(home, Role.COORDINATOR)
    found = queries.deviations_for(actor_for(coordinator.id, coordinator.full_name))
    assert not {finding.category_code for finding in found.findings} - {"klotter"}
    assert all(area.count < 40 for area in queries.now_for(actor_for(coordinator.id, "x")).standing_out.areas)  # type: ignore[union-attr]  # a coordinator reads incidents


def test_the_week_counts_what_its_picture_counts_and_says_what_it_sets_apart(
    home: Organisation, pages: Pages
) -> None:
    a_history(home)
    actor = actor_for(builders.a_person(home, Role.COORDINATOR).id, "x")
    before = queries.now_for(actor).standing_out
    counted(home, "trygg_plats", "V", MONDAY, 3)
    counted(home, "nollrapport", "V", MONDAY, 4)
    after = queries.now_for(actor).standing_out
    assert before is not None
    assert after is not None
    assert after.totals == before.totals
    assert before.apart == ""
    page = pages.get("/", as_=builders.a_person(home, Role.COORDINATOR))
    assert "Dessutom 7 rapporter om annat än problem" in page.text


def test_a_short_history_is_told_instead_of_guessed_from(home: Organisation, pages: Pages) -> None:
    counted(home, "klotter", "V", MONDAY, 9)
    page = pages.get("/", as_=builders.a_person(home, Role.COORDINATOR))
    assert "9 händelser" in page.text
    assert "Historiken är 1 vecka." in page.text
    assert "Säker avvikelse" not in page.text


def test_the_week_that_is_not_over_is_left_out(home: Organisation) -> None:
    counted(home, "klotter", "V", MONDAY, 3)
    counted(home, "klotter", "V", MONDAY + timedelta(days=7), 50)
    counted(home, "klotter", "V", MONDAY - timedelta(days=1), 4)
    weekly = weekly_counts(builders.SYSTEM, home.id, last_monday=MONDAY, weeks=3)
    assert weekly.counts.tolist() == [[0, 4, 3]]
    assert weekly.mondays[-1] == MONDAY


def test_only_what_the_reader_may_read_is_counted(home: Organisation) -> None:
    counted(home, "klotter", "V", MONDAY, 2, circle="partners")
    counted(home, "klotter", "V", MONDAY, 3, circle="own")
    counted(home, "sexualbrott", "V", MONDAY, 4, circle="partners", sensitivity="protected")
    counted(home, "klotter", "V", MONDAY, 5, circle="partners", state="waiting")
    counted(home, "klotter", "V", MONDAY, 6, circle="partners", time_precision="month")
    police = make.a_reporter(home, name="Polisen")
    coordinator = builders.an_actor(home, Role.COORDINATOR)
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)

    def total(actor: Actor) -> int:
        return int(weekly_counts(actor, home.id, last_monday=MONDAY, weeks=2).counts.sum())

    assert (total(coordinator), total(police), total(stranger)) == (9, 2, 0)


def test_a_sources_corrections_are_subtracted(home: Organisation) -> None:
    counted(home, "klotter", "V", MONDAY, 3)
    counted(home, "klotter", "V", MONDAY, 1, count=-2)
    weekly = weekly_counts(builders.SYSTEM, home.id, last_monday=MONDAY, weeks=1)
    assert weekly.counts.tolist() == [[1]]


def test_a_category_is_told_where_its_surplus_lies_and_otherwise_for_the_whole() -> None:
    rng = np.random.default_rng(2)
    category, west, east = uuid4(), uuid4(), uuid4()
    quiet = rng.poisson(3, (2, 268))
    local, everywhere = quiet.copy(), quiet.copy()
    local[0, -1] = 25
    everywhere[:, -1] = 8
    areas: list[UUID | None] = [west, east]
    assert [
        (j.area, j.observed) for j in judge(a_weekly(local.tolist(), [category] * 2, areas)).standing_out
    ] == [(west, 25)]
    (whole,) = judge(a_weekly(everywhere.tolist(), [category] * 2, areas)).standing_out
    assert whole.observed in {8, 16}


@pytest.mark.parametrize(
    ("weeks", "method"),
    [(5, "Historiken är 5 veckor"), (30, "EARS C2"), (90, "1 år bakåt"), (260, "4 år bakåt")],
)
def test_the_method_suits_the_length_of_the_history(weeks: int, method: str) -> None:
    rng = np.random.default_rng(4)
    counts = np.zeros((1, 268), dtype=np.int64)
    counts[0, -weeks:] = rng.poisson(6, weeks) + 1
    assert method in judge(a_weekly(counts.tolist(), [uuid4()], [None])).method


def test_nothing_at_all_is_judged_without_an_error() -> None:
    empty = WeeklyCounts((MONDAY,), (), (), np.zeros((0, 1), dtype=np.int64))
    assert judge(empty).standing_out == ()
    zeros = a_weekly([[0] * 268], [uuid4()], [None])
    assert judge(zeros).standing_out == ()
    same = a_weekly([[4] * 268], [uuid4()], [None])
    assert judge(same).standing_out == ()


def test_chance_alone_gives_about_as_many_alarms_as_the_page_says() -> None:
    rng = np.random.default_rng(7)
    series = 400
    counts = rng.poisson(6, (series, 268))
    areas: list[UUID | None] = [uuid4() for _ in range(series)]
    found = judge(a_weekly(counts.tolist(), [uuid4() for _ in range(series)], areas))
    assert found.judged == 2 * series  # each category as a whole is the same series as in its only district
    assert found.by_chance == pytest.approx(8)
    assert len(found.standing_out) <= 12
    assert sum(item.q_value < 0.05 for item in found.standing_out) <= 1


def test_each_role_is_told_what_waits(home: Organisation, pages: Pages) -> None:
    school = builders.a_person(builders.a_partner(home, name="Björkskolan", kind="school"), Role.REPORTER)
    reviewer = builders.a_person(home, Role.REVIEWER)
    one, _two = make.a_report(actor_for(school.id, school.full_name), make.a_draft(), make.a_draft())
    assert "2 händelser väntar på granskning" in pages.get("/", as_=reviewer).text
    actor = actor_for(reviewer.id, reviewer.full_name)
    actions.return_with_question(actor, one.id, version=one.version, question="Vilken port?")
    assert "1 händelse väntar på granskning" in pages.get("/", as_=reviewer).text
    page = pages.get("/", as_=school)
    assert "Svara på granskarens fråga: Klotter" in page.text
    assert "Vilken port?" in page.text
    assert "väntar på granskning" not in page.text


def test_a_draft_waits_for_the_coordinator_and_a_missing_picture_is_a_duty(
    home: Organisation, pages: Pages, tmp_path: Path
) -> None:
    coordinator = builders.a_person(home, Role.COORDINATOR)
    assert "Ingen lägesbild är publicerad" in pages.get("/", as_=coordinator).text
    builders.a_picture(home, tmp_path)
    page = pages.get("/", as_=coordinator)
    assert "Publicera eller gör om: Lägesbild Exempelköping, tertial 1 2025" in page.text
    reporter = builders.a_person(home, Role.REPORTER)
    assert "Ingen lägesbild är publicerad" not in pages.get("/", as_=reporter).text


@pytest.mark.parametrize(
    ("age_days", "words"),
    [(100, None), (600, "Lägesbilden ska vara uppdaterad"), (800, "Lägesbilden skulle ha varit uppdaterad")],
)
def test_the_two_years_of_the_law_are_counted_from_the_latest_decision(
    home: Organisation, pages: Pages, tmp_path: Path, age_days: int, words: str | None
) -> None:
    picture = builders.a_picture(home, tmp_path, circle=Circle.PARTNERS)
    decided_on = TODAY - timedelta(days=age_days)
    SituationPicture.objects.filter(pk=picture.id).update(decided_on=decided_on, decision_body="KS")
    text = pages.get("/", as_=builders.a_person(home, Role.AUDITOR)).text
    assert ("Minst vartannat år" in text) == (words is not None)
    assert words is None or words in text


def test_a_picture_that_nobody_has_decided_does_not_start_the_two_years(
    home: Organisation, pages: Pages, tmp_path: Path
) -> None:
    builders.a_picture(home, tmp_path, circle=Circle.PARTNERS)
    text = pages.get("/", as_=builders.a_person(home, Role.AUDITOR)).text
    assert "Ingen lägesbild är beslutad" in text
    assert "publicerad utan beslut" in text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_the_page_is_never_empty(municipality: Organisation, pages: Pages, role: Role) -> None:
    page = pages.get("/", as_=builders.a_person(municipality, role))
    assert "Gå vidare" in page.text
    assert "Alla lägesbilder" in page.text


def test_who_has_no_role_is_told_whom_to_ask(municipality: Organisation, pages: Pages) -> None:
    assert "Be kommunens administratör om en roll" in pages.get("/", as_=builders.a_user()).text


def test_the_map_says_the_same_as_its_table(home: Organisation, pages: Pages) -> None:
    counted(home, "klotter", "V", MONDAY, 7)
    counted(home, "klotter", "Ö", MONDAY - timedelta(weeks=3), 2)
    counted(home, "klotter", "Ö", MONDAY - timedelta(weeks=4), 30)
    page = pages.get("/", as_=builders.a_person(home, Role.COORDINATOR))
    assert "Flest händelser de fyra senaste veckorna: Västra, 7." in page.html
    assert "Västra 7 Östra 2" in page.text


def test_the_week_is_judged_again_when_what_counts_changes_and_not_before(
    home: Organisation, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = []
    monkeypatch.setattr(queries, "judge", lambda weekly: judged.append(weekly) or judge(weekly))
    school, reviewer = make.a_reporter(home), builders.an_actor(home, Role.REVIEWER)
    when = make.a_draft(
        starts_at=timezone.make_aware(timezone.datetime(MONDAY.year, MONDAY.month, MONDAY.day, 12))
    )
    (line,) = make.a_report(school, when)
    browser = pages.log_in(builders.a_person(home, Role.COORDINATOR))
    assert "Det finns inga godkända händelser" in browser.get("/").text
    make.a_report(school, when)  # waits, and is not counted
    browser.get("/")
    assert len(judged) == 1
    actions.approve(reviewer, line.id, version=line.version)
    assert "1 händelse v." in browser.get("/").text.replace("\xa0", " ")
    assert len(judged) == 2
    Incident.objects.update(state="waiting")  # also behind everybody's back
    assert "Det finns inga godkända händelser" in browser.get("/").text


def test_the_page_asks_no_oftener_for_a_long_register(home: Organisation, pages: Pages) -> None:
    coordinator: User = builders.a_person(home, Role.COORDINATOR)
    browser = pages.log_in(coordinator)
    counts = []
    for n in (1, 40):
        cache.clear()
        counted(home, "klotter", "V", MONDAY, n)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/")
        counts.append(len(asked))
    with CaptureQueriesContext(connection) as asked:
        browser.get("/")
    assert counts[0] == counts[1]
    assert len(asked) < counts[0]


def test_readers_of_the_same_incidents_share_the_judgement_and_others_never_do(
    home: Organisation, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = []
    monkeypatch.setattr(queries, "judge", lambda weekly: judged.append(weekly) or judge(weekly))
    counted(home, "klotter", "V", MONDAY, 7, sensitivity="protected")
    for role in (Role.COORDINATOR, Role.REVIEWER):
        assert "7 händelser v." in pages.get("/", as_=builders.a_person(home, role)).text.replace("\xa0", " ")
    assert len(judged) == 1
    reporter = pages.get("/", as_=builders.a_person(home, Role.REPORTER))
    assert "7 händelser v." not in reporter.text.replace("\xa0", " ")


def test_what_many_ask_for_at_once_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "latest_sequence", lambda *_asked: 0)
    weekly = WeeklyCounts((), (), (), np.zeros((0, 0), dtype=np.int64))
    everybody_asks, made = Barrier(4), []

    def make_it(_home: UUID, _monday: date, _weekly: WeeklyCounts) -> str:
        made.append(1)
        return "made"

    def ask(_n: int) -> str:
        everybody_asks.wait()
        return history.made_once(make_it, UUID(int=1), MONDAY, weekly)

    with ThreadPoolExecutor(4) as people:
        assert list(people.map(ask, range(4))) == ["made"] * 4
    assert len(made) == 1
