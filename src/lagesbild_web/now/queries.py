"""Put the start page together for a reader; what is computed from the register is kept until it changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild import __version__
from lagesbild.document import swedish
from lagesbild.picture.wording import about
from lagesbild.stats.change import change_in_counts
from lagesbild_web.access.queries import keys_ending_soon, vacant_functions
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import areas_by_id, categories_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.due import everything_due, mine
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.incidents.contracts import IncidentFilter, State
from lagesbild_web.incidents.filters import as_query
from lagesbild_web.incidents.queries import my_reports, waiting
from lagesbild_web.incidents.weekly import WeeklyCounts
from lagesbild_web.now.area_map import area_map
from lagesbild_web.now.contracts import Deviations, Finding, Now, StandingOut, Task, WeekTotals
from lagesbild_web.now.history import made_once, weeks_for
from lagesbild_web.now.judging import CERTAIN, Judged, judge
from lagesbild_web.pictures.contracts import PictureSummary
from lagesbild_web.pictures.dues import renewal_of
from lagesbild_web.pictures.queries import pictures_for

MOST_FINDINGS: Final = 6
"""More than this is a table, and the table is a click away."""
MOST_PICTURES: Final = 3
_NOTICE: Final = timedelta(days=183)
"""How long before a duty it is told."""


def now_for(actor: Actor) -> Now:
    """Return the start page of a reader."""
    today = timezone.localdate()
    pictures = pictures_for(actor, number=1).rows
    return Now(
        standing_out=_standing_out(actor, today),
        tasks=(*_tasks(actor, pictures), *_with_a_day(actor, today)),
        duties=tuple(_duties(actor, pictures, today)),
        pictures=tuple(_latest(pictures)),
        next_steps=tuple(_next_steps(actor)),
    )


def deviations_for(actor: Actor) -> Deviations:
    """Return everything that stood out in the latest whole week, among what the actor may read.

    Raises
    ------
    NotAllowed
        If no role lets the actor read incidents.
    """
    home, today = actor.municipality_id, timezone.localdate()
    if home is None or not has_somewhere(actor, Right.READ_INCIDENT):
        raise NotAllowed
    monday = _latest_monday(today)
    return made_once(_judged, home, monday, weeks_for(actor, home, monday=monday).counted)


def _latest_monday(today: date) -> date:
    """Return the first day of the latest whole week."""
    return today - timedelta(days=today.weekday() + 7)


def _standing_out(actor: Actor, today: date) -> StandingOut | None:
    municipality_id = actor.municipality_id
    if municipality_id is None or not has_somewhere(actor, Right.READ_INCIDENT):
        return None
    monday = _latest_monday(today)
    weeks = weeks_for(actor, municipality_id, monday=monday)
    found = made_once(_computed, municipality_id, monday, weeks.counted)
    return replace(found, apart=_apart(weeks.apart))


def _apart(count: int) -> str:
    """Return what was reported in the week and is not counted, as a sentence."""
    if count < 1:
        return ""
    told = swedish.plural(count, "rapport", "rapporter")
    return _(
        "Dessutom %(told)s om annat än problem, till exempel en trygg plats eller att inget har hänt."
    ) % {"told": told}


def _judged(municipality_id: UUID, monday: date, weekly: WeeklyCounts) -> Deviations:
    judgement = judge(weekly)
    findings = tuple(_findings(judgement.standing_out, municipality_id, monday))
    method = f"{judgement.method} Lägesbild {__version__}."
    return Deviations(monday, findings, judgement.judged, judgement.by_chance, method)


def _computed(municipality_id: UUID, monday: date, weekly: WeeklyCounts) -> StandingOut:
    judgement = judge(weekly)
    findings = tuple(_findings(judgement.standing_out[:MOST_FINDINGS], municipality_id, monday))
    drawn = area_map(municipality_id, weekly, findings)
    return StandingOut(
        monday=monday,
        week=swedish.week(monday),
        totals=_totals(weekly, monday),
        findings=findings,
        judged=judgement.judged,
        by_chance=judgement.by_chance,
        method=f"{judgement.method} Lägesbild {__version__}.",
        map_svg=drawn.svg,
        map_alt=drawn.alt,
        areas=drawn.areas,
    )


def _findings(standing_out: Sequence[Judged], municipality_id: UUID, monday: date) -> Iterator[Finding]:
    categories = {c.id: c for c in categories_of(municipality_id, with_retired=True)}
    areas = areas_by_id(municipality_id, {item.area for item in standing_out if item.area})
    for rank, item in enumerate(standing_out, start=1):
        category = categories[item.category]
        area = areas[item.area].name if item.area else _("hela kommunen")
        where = _("i %(area)s") % {"area": area}
        facts = {
            "what": category.name,
            "where": where,
            "count": swedish.plural(item.observed, "händelse", "händelser"),
            "week": swedish.week(monday),
            "expected": about(item.expected),
            "limit": swedish.count(item.limit),
        }
        chosen = IncidentFilter(
            categories=(category.code,),
            areas=(item.area,) if item.area else (),
            first_day=monday,
            last_day=monday + timedelta(days=6),
        )
        yield Finding(
            rank=rank,
            category_code=category.code,
            category=category.name,
            area_id=item.area,
            area=area,
            observed=item.observed,
            expected=item.expected,
            limit=item.limit,
            p_value=item.p_value,
            q_value=item.q_value,
            is_certain=item.q_value < CERTAIN,
            sentence=_(
                "%(what)s %(where)s: %(count)s %(week)s. Väntat omkring %(expected)s, "
                "och sällan fler än %(limit)s."
            )
            % facts,
            url=f"{reverse('explore:map')}?{as_query(chosen)}",
        )


def _totals(weekly: WeeklyCounts, monday: date) -> WeekTotals | None:
    if not weekly.counts.size:
        return None
    before, count = (max(0, int(n)) for n in weekly.counts[:, -2:].sum(axis=0))
    week, last_week = swedish.week(monday), swedish.week(monday - timedelta(weeks=1))
    facts = {
        "count": swedish.plural(count, "händelse", "händelser"),
        "before": swedish.count(before),
        "week": week,
        "last": last_week,
    }
    sentence = _("%(count)s %(week)s, mot %(before)s %(last)s.") % facts
    if count + before == 0:
        return WeekTotals(0, 0, sentence, "")
    change = change_in_counts(before, count)
    verdict = _("Skillnaden kan vara en slump (%(interval)s).")
    if change.low > 1:
        verdict = _("Det är en säker ökning (%(interval)s).")
    elif change.high < 1:
        verdict = _("Det är en säker minskning (%(interval)s).")
    interval = swedish.change_interval(change.low, change.high)
    return WeekTotals(count, before, sentence, verdict % {"interval": interval})


def _tasks(actor: Actor, pictures: Sequence[PictureSummary]) -> Iterator[Task]:
    if has_somewhere(actor, Right.REVIEW_INCIDENT) and (n := waiting(actor, number=1).total):
        text = _("%(n)s väntar på granskning") % {"n": swedish.plural(n, "händelse", "händelser")}
        yield Task(text, reverse("review:queue"), _("De räknas inte förrän de är godkända."))
    if has_somewhere(actor, Right.REPORT_INCIDENT):
        for receipt in my_reports(actor, number=1).rows:
            for line in receipt.lines:
                if line.state is State.RETURNED:
                    text = _("Svara på granskarens fråga: %(what)s") % {"what": line.category}
                    yield Task(text, reverse("reporting:answer", args=[line.id]), line.question)
    for key in keys_ending_soon(actor):
        text = _("API-nyckeln %(name)s slutar fungera efter %(day)s")
        facts = {"name": key.name, "day": key.last_day.isoformat()}
        detail = _("Förnya den i tid, så märks inget avbrott.")
        yield Task(text % facts, reverse("api_keys:renew", args=[key.id]), detail)
    if has_somewhere(actor, Right.PUBLISH_PICTURE):
        for picture in pictures:
            if picture.status == "draft":
                text = _("Publicera eller gör om: %(what)s") % {"what": picture.heading}
                yield Task(
                    text, reverse("pictures:picture", args=[picture.id]), _("Lägesbilden är ett utkast.")
                )


def _with_a_day(actor: Actor, today: date) -> Iterator[Task]:
    """What waits for the functions that the reader holds, from every feature that has deadlines."""
    dues = everything_due(actor, today)
    if has_somewhere(actor, Right.MANAGE_PLAN):
        vacant = vacant_functions(due.function_id for due in dues if due.function_id)
        if orphans := sum(due.function_id in vacant for due in dues):
            yield Task(
                _("%(n)s väntar på en funktion som ingen har")
                % {"n": swedish.plural(orphans, _("uppgift"), _("uppgifter"))},
                reverse("trail:vacancies"),
                _("Se vad som saknar någon som gör det, och ge det till någon."),
            )
    for due in mine(actor, dues):
        if due.due_on - today <= _NOTICE:
            day = _("Klart senast %(day)s.") if due.due_on >= today else _("Skulle ha varit klart %(day)s.")
            told = day % {"day": due.due_on.isoformat()}
            yield Task(due.text, due.url, f"{told} {due.detail}".strip())


def _duties(actor: Actor, pictures: Sequence[PictureSummary], today: date) -> Iterator[Task]:
    """What the law asks for, as far as the pictures can tell; for those who make them or answer for them."""
    if not any(has_somewhere(actor, r) for r in (Right.PUBLISH_PICTURE, Right.READ_DRAFT)):
        return
    published = [picture for picture in pictures if picture.status in ("decided", "published")]
    url = reverse("pictures:list")
    if not published:
        yield Task(
            _("Ingen lägesbild är publicerad"),
            url,
            _("Kommunen ska ha en lägesbild över brottsligheten (lag 2023:196, 4 §)."),
        )
        return
    renewal = renewal_of(actor, actor.municipality_id) if actor.municipality_id else None
    if renewal is None:
        detail = _("%(what)s är publicerad utan beslut. De två åren räknas från beslutet (6 §).")
        yield Task(_("Ingen lägesbild är beslutad"), url, detail % {"what": published[0].heading})
    elif renewal.due_on - today <= _NOTICE:
        text = (
            _("Lägesbilden ska vara uppdaterad %(day)s")
            if renewal.due_on >= today
            else _("Lägesbilden skulle ha varit uppdaterad %(day)s")
        )
        yield Task(text % {"day": renewal.due_on.isoformat()}, url, renewal.detail)


def _latest(pictures: Sequence[PictureSummary]) -> Iterator[Task]:
    for picture in pictures[:MOST_PICTURES]:
        detail = _("%(from)s, läget den %(day)s") % {
            "from": picture.organisation,
            "day": picture.as_of.isoformat(),
        }
        yield Task(picture.heading, reverse("pictures:picture", args=[picture.id]), detail)


_NEXT_STEPS: Final = (
    (
        Right.REPORT_INCIDENT,
        "reporting:start",
        "Rapportera det du ser",
        "Eller att inget har hänt: det är också en uppgift.",
    ),
    (Right.REPORT_INCIDENT, "reporting:mine", "Se vad som hände med dina rapporter", ""),
    (Right.READ_INCIDENT, "explore:map", "Utforska händelserna på karta och i tid", ""),
    (Right.READ_PICTURE, "pictures:list", "Alla lägesbilder", ""),
    (Right.READ_PLAN, "follow_up:overview", "Se hur det går med målen och åtgärderna", ""),
    (
        Right.READ_DUTIES,
        "duties:list",
        "Se om lagen är uppfylld",
        "Lagkoll, revisorernas frågor och underlaget till varje svar.",
    ),
    (Right.READ_LOG, "audit:log", "Läs vem som gjort vad", ""),
    (
        Right.MANAGE_ACCESS,
        "administration:start",
        "Sköt konton, källor, gallring och drift",
        "Där står också om något har gått fel.",
    ),
)


def _next_steps(actor: Actor) -> Iterator[Task]:
    if not actor.memberships:
        yield Task(
            _("Du har ingen roll just nu"),
            reverse("access:account"),
            _("Be kommunens administratör om en roll. Till dess kan du läsa det som är öppet för alla."),
        )
    for right, address, text, detail in _NEXT_STEPS:
        if has_somewhere(actor, right):
            yield Task(_(text), reverse(address), _(detail) if detail else "")
