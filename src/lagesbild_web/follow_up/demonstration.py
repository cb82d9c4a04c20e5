"""The invented municipality follows its plan up: statuses of a year, values, effects, lessons, reports."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.follow_up import actions
from lagesbild_web.follow_up.actions import ReportDraft
from lagesbild_web.follow_up.contracts import Progress
from lagesbild_web.follow_up.estimating import Comparison
from lagesbild_web.follow_up.models import BoardReport, StatusReport
from lagesbild_web.follow_up.quarters import Quarter, asked_quarter
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.plans.contracts import MeasureCard, MeasureState, PlanSummary
from lagesbild_web.plans.queries import cards_of, indicators_of, plans_of

_QUARTERS: Final = 4
_MOST_EFFECTS: Final = 3
_SILENT: Final = 7
"""Every so many measures nobody has told about the latest quarter."""
_WORDS: Final[dict[Progress, tuple[tuple[str, str, str], ...]]] = {
    Progress.ON_TRACK: (
        (
            "Arbetet följer planen. Parterna har träffats två gånger under kvartalet.",
            "",
            "Nästa träff är inbokad.",
        ),
        ("Vi har gjort det vi skulle i kvartalet.", "", "Fortsätter som planerat."),
        ("Fler deltog än förra kvartalet. Frågorna som kom upp är lämnade till dem det gäller.", "", ""),
        ("", "", ""),
    ),
    Progress.LATE: (
        (
            "Upphandlingen är klar.",
            "Leveransen dröjer till nästa kvartal.",
            "Montering när varorna har kommit.",
        ),
        (
            "Halva delen är gjord.",
            "Tjänsten har varit vakant i två månader.",
            "Ny person börjar efter årsskiftet.",
        ),
    ),
    Progress.STOPPED: (
        ("", "Ingen har tid avsatt för åtgärden. Frågan är lyft till styrgruppen.", "Styrgruppen beslutar."),
    ),
    Progress.DONE: (("Allt som ingick är gjort.", "", "Vi följer upp om ett halvår."),),
}
_LESSONS: Final = (
    "Bjud in de boende tidigare. De visste vilka platser som borde gås i mörker.",
    "Avtala om vem som svarar för driften innan något byggs.",
    "Det gick snabbare när en funktion ägde frågan från början till slut.",
)


@action("follow_up.lay_in_demo")
def lay_in_demo_follow_up(actor: Actor, *, municipality_id: UUID, today: date) -> int:
    """Follow the decided plans up, the first time; returns how many statuses were told."""
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    if StatusReport.objects.filter(municipality_id=municipality_id).exists():
        return 0
    plans = [p for p in plans_of(actor, municipality_id=municipality_id) if p.decided_on is not None]
    told = 0
    for plan in plans:
        cards = cards_of(actor, plan.id)
        told += _statuses(plan, cards, municipality_id, today)
        _values(actor, plan)
        _effects(actor, cards, today)
        for card, text in zip([c for c in cards if c.summary.is_closed], _LESSONS, strict=False):
            actions.write_lesson(actor, card.summary.id, text=text)
    if plans:
        _reports(actor, plans[0], today)
    record(actor, "follow_up.demo_laid_in", municipality_id=municipality_id, statuses=told)
    return told


def _statuses(plan: PlanSummary, cards: Sequence[MeasureCard], municipality_id: UUID, today: date) -> int:
    """What was told at the end of each quarter, the earliest first."""
    asked = asked_quarter(today)
    quarters = [asked]
    while len(quarters) < _QUARTERS:
        quarters.insert(0, quarters[0].previous)
    rows = [
        _row(card, quarter, number, municipality_id)
        for quarter in quarters
        for number, card in enumerate(cards)
        if plan.decided_on is not None
        and plan.decided_on <= quarter.last_day
        and (card.summary.starts_on or date.min) <= quarter.last_day
        and card.summary.state is not MeasureState.NOT_STARTED
        and not (quarter == asked and number % _SILENT == _SILENT - 1)
    ]
    StatusReport.objects.bulk_create(rows)
    return len(rows)


def _row(card: MeasureCard, quarter: Quarter, number: int, municipality_id: UUID) -> StatusReport:
    progress = _progress(card, quarter, number)
    words = _WORDS[progress]
    done, obstacle, next_step = words[(number + quarter.number) % len(words)]
    at = datetime.combine(quarter.last_day + timedelta(days=number % 12 - 3), time(9, number % 60))
    return StatusReport(
        measure_id=card.summary.id,
        municipality_id=municipality_id,
        year=quarter.year,
        quarter=quarter.number,
        progress=progress.value,
        done=done,
        obstacle=obstacle,
        next_step=next_step,
        function_id=card.summary.function_id,
        at=timezone.make_aware(at),
    )


def _progress(card: MeasureCard, quarter: Quarter, number: int) -> Progress:
    measure = card.summary
    if measure.state is MeasureState.DONE and measure.state_since <= quarter.last_day:
        return Progress.DONE
    if measure.is_late(quarter.last_day) or number % 9 == 4:
        return Progress.LATE
    return Progress.STOPPED if number % 13 == 6 else Progress.ON_TRACK


def _values(actor: Actor, plan: PlanSummary) -> None:
    for indicator in indicators_of(actor, plan_id=plan.id):
        if indicator.how in ("incidents", "measured"):
            try:
                actions.take_value(actor, indicator.id)
            except Invalid:
                continue  # nothing to fetch for it: its page says so


def _effects(actor: Actor, cards: Sequence[MeasureCard], today: date) -> None:
    """Estimate those that can be, and say of one that it cannot."""
    ready = [
        card
        for card in cards
        if card.summary.area_ids
        and card.summary.starts_on is not None
        and card.summary.starts_on < today - timedelta(days=120)
        and card.design in ("its", "wdd", "did")
    ]
    for card in ready[:_MOST_EFFECTS]:
        control = (card.comparison_area_id,) if card.comparison_area_id else ()
        wanted = Comparison(
            design=card.design,
            wanted=IncidentFilter(),
            starts_on=card.summary.starts_on or today,
            treated=card.summary.area_ids,
            control=control,
        )
        try:
            actions.estimate_effect(actor, card.summary.id, wanted)
        except Invalid:
            continue  # too early, or nothing to compare with: the page says so
    unmeasured = next((card for card in cards if card.design == "none"), None)
    if unmeasured is not None:
        reason = "Åtgärden når hela kommunen på en gång, så det finns inget område att jämföra med."
        actions.tell_no_effect(actor, unmeasured.summary.id, reason=reason)


def _reports(actor: Actor, plan: PlanSummary, today: date) -> None:
    """One report that has been given, and a draft of the next."""
    half = date(today.year, 1, 1) if today.month > 6 else date(today.year - 1, 7, 1)
    last = half + timedelta(days=181)
    last = last.replace(month=6, day=30) if half.month == 1 else date(half.year, 12, 31)
    first = actions.create_report(
        actor,
        plan.id,
        ReportDraft(
            f"Halvårsrapport {half.isoformat()} – {last.isoformat()}",
            "Kommunstyrelsen",
            half,
            last,
            "Rapporten visar hur arbetet med åtgärdsplanen har gått och vad vi vet om dess effekter.",
            "De flesta åtgärder följer planen. Där det är försenat beror det på leveranser och vakanser. "
            "För de flesta mått är det för tidigt att säga om förändringen är säker.",
            "Kommunstyrelsen godkänner rapporten.",
        ),
    )
    actions.make_report_ready(actor, first.id)
    # Given the day it was made: what is frozen in it tells of that day, and not of an earlier one.
    BoardReport.objects.filter(pk=first.id).update(state="given", given_on=today, section="§ 118")
    actions.create_report(
        actor,
        plan.id,
        ReportDraft(
            "Uppföljning till kommunfullmäktige", "Kommunfullmäktige", last + timedelta(days=1), today
        ),
    )
