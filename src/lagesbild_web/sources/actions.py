"""Switch sources on and off, ask for them, and keep what they told."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.tables.municipalities import UnknownPlaceError, find_municipality
from lagesbild_web.access.queries import managed_municipality
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.areas.queries import categories_of
from lagesbild_web.audit.log import record
from lagesbild_web.base import schedule
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.schedule import wait_after
from lagesbild_web.base.screening import screen
from lagesbild_web.incidents import actions as incidents
from lagesbild_web.incidents.batches import Owner
from lagesbild_web.incidents.loading import withdraw
from lagesbild_web.indicators import actions as indicators
from lagesbild_web.indicators.contracts import Figure, FigureSet
from lagesbild_web.indicators.queries import values_for
from lagesbild_web.sources.contracts import Outcome
from lagesbild_web.sources.fetching import POPULATION_CODE, SURROUNDINGS, Brought
from lagesbild_web.sources.kinds import KINDS, POLICE
from lagesbild_web.sources.models import Feed, FeedRun
from lagesbild_web.sources.queries import home_of, may_fetch, run_for

JOB: Final = "sources.fetch"
MOST_ASKED_FOR: Final = 25
_KPI: Final = re.compile(r"[NU]\d{5}")
_PER_RESIDENT: Final = ("per_1000", "per_100000")


@action("feed.switch_on")
def switch_on(
    actor: Actor,
    source: str,
    *,
    municipality_code: str,
    contact: str,
    every_minutes: int,
    asks_for: Sequence[str] = (),
) -> None:
    """Let a source be fetched, now and then again and again; or change how.

    Parameters
    ----------
    municipality_code
        Whose figures: four digits, or the municipality's name.
    contact
        An address that the source's owner can write to; it is sent with every question.
    every_minutes
        One of the source's choices.
    asks_for
        For Kolada: ids of key figures.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    home = managed_municipality(actor)
    if source not in KINDS:
        raise NotFound
    kind = KINDS[source]
    wanted = tuple(dict.fromkeys(word.strip().upper() for word in asks_for if word.strip()))
    faults = _faults(source, contact, every_minutes, wanted)
    code = ""
    try:
        code = find_municipality(municipality_code).code
    except UnknownPlaceError as error:
        faults["municipality_code"] = str(error)
    if faults:
        raise Invalid(**faults)
    row, _made = Feed.objects.select_for_update().update_or_create(
        municipality_id=home,
        source=source,
        defaults={
            "is_on": True,
            "municipality_code": code,
            "contact": contact.strip(),
            "every_minutes": every_minutes,
            "asks_for": list(wanted or kind.asks_for),
            "next_at": timezone.now(),
            "failures": 0,
        },
    )
    _soon()
    record(
        actor,
        "feed.switched_on",
        row.id,
        municipality_id=home,
        source=kind.name,
        host=kind.host,
        code=code,
        minutes=every_minutes,
    )


@action("feed.switch_off")
def switch_off(actor: Actor, source: str) -> None:
    """Stop asking a source; what it has told stays."""
    home = managed_municipality(actor)
    row = _row(home, source)
    row.is_on, row.next_at, row.is_asked = False, None, False
    row.save(update_fields=["is_on", "next_at", "is_asked"])
    record(actor, "feed.switched_off", row.id, municipality_id=home, source=KINDS[source].name)


@action("feed.ask")
def ask_for(actor: Actor, source: str) -> None:
    """Let a source that is on be fetched as soon as a worker sees it.

    Raises
    ------
    Invalid
        If it is off, or nothing may be fetched here.
    """
    home = home_of(actor)
    row = _row(home, source)
    if not row.is_on:
        raise Invalid(source=_("Källan är avstängd. Administratören slår på den."))
    if not may_fetch(home):
        raise Invalid(source=_("Här hämtas ingenting. Den som driver tjänsten har stängt av det."))
    row.is_asked, row.next_at = True, timezone.now()
    row.save(update_fields=["is_asked", "next_at"])
    _soon()
    record(actor, "feed.asked", row.id, municipality_id=home, source=KINDS[source].name)


@action("feed.undo")
def undo_run(actor: Actor, source: str, run_id: UUID, *, reason: str) -> int:
    """Take back what one fetch brought; returns how many incidents or values it was.

    The source then rests: what was taken back would come again with the next fetch, so nothing is asked of it
    by itself before somebody presses for it, or switches it on anew.

    Raises
    ------
    Invalid
        If the reason is missing, or there is nothing to take back.
    """
    found = run_for(actor, source, run_id)
    feed = _row(home_of(actor), source)
    run = FeedRun.objects.select_for_update().get(pk=run_id)
    if not found.can_be_undone or run.undone_at is not None:
        raise Invalid(reason=_("Den här hämtningen har inget att ta tillbaka."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför det hämtade tas tillbaka. Skälet sparas i loggen."))
    screen(reason=reason)
    reason = reason.strip()[:500]
    rows = _taken_back(actor, feed, run_id, reason)
    run.undone_at, run.undone_reason = timezone.now(), reason
    run.save(update_fields=["undone_at", "undone_reason"])
    feed.next_at, feed.is_asked = None, False
    feed.save(update_fields=["next_at", "is_asked"])
    record(
        actor,
        "feed.undone",
        feed.id,
        municipality_id=feed.municipality_id,
        source=KINDS[source].name,
        at=timezone.localtime(run.started_at).strftime("%Y-%m-%d %H:%M"),
        rows=rows,
        reason=reason,
    )
    return rows


@action("feed.keep")
def keep(actor: Actor, feed_id: UUID, run_id: UUID, brought: Brought) -> Outcome:
    """Keep what a source told, all of it or nothing; the same once more changes nothing."""
    row = Feed.objects.select_for_update().get(pk=feed_id)
    require(actor, Right.IMPORT_INCIDENT, Domain(row.municipality_id, row.municipality_id))
    outcome = _kept(actor, row, run_id, brought)
    now = timezone.now()
    row.succeeded_at, row.failures, row.remark = now, 0, outcome.remark
    row.new, row.changed = outcome.new, outcome.changed
    row.rows = outcome.new + outcome.changed + outcome.same
    row.is_asked, row.next_at = False, now + timedelta(minutes=row.every_minutes)
    row.save(
        update_fields=["succeeded_at", "failures", "remark", "new", "changed", "rows", "is_asked", "next_at"]
    )
    FeedRun.objects.filter(pk=run_id).update(
        ended_at=now, is_well=True, new=outcome.new, changed=outcome.changed, sentence=outcome.remark
    )
    record(
        actor,
        "feed.kept",
        row.id,
        municipality_id=row.municipality_id,
        source=KINDS[row.source].name,
        new=outcome.new,
        changed=outcome.changed,
    )
    return outcome


@action("feed.fail")
def fail(actor: Actor, feed_id: UUID, run_id: UUID, *, sentence: str) -> None:
    """Note that a source could not be fetched, and when it is tried again."""
    row = Feed.objects.select_for_update().get(pk=feed_id)
    require(actor, Right.IMPORT_INCIDENT, Domain(row.municipality_id, row.municipality_id))
    now = timezone.now()
    row.failures += 1
    row.failed_at, row.failure, row.is_asked = now, sentence, False
    row.next_at = now + wait_after(row.failures)
    row.save(update_fields=["failures", "failed_at", "failure", "is_asked", "next_at"])
    FeedRun.objects.filter(pk=run_id).update(ended_at=now, sentence=sentence)
    record(
        actor,
        "feed.failed",
        row.id,
        municipality_id=row.municipality_id,
        source=KINDS[row.source].name,
        times=row.failures,
    )


def _taken_back(actor: Actor, row: Feed, run_id: UUID, reason: str) -> int:
    if row.source == POLICE:
        owner = _owner(row)
        leaving = incidents.hide_batch(actor, run_id, owner=owner)
        if not leaving.is_gone:
            raise Invalid(reason=_("En fil läses in eller ångras just nu. Försök igen om en minut."))
        withdraw(run_id, tell=lambda _done, _total: None)
        incidents.end_batch(actor, run_id, owner=owner)
        return leaving.rows
    undone = FeedRun.objects.filter(feed=row, undone_at__isnull=False)
    return indicators.withdraw_fetched(
        actor,
        row.municipality_id,
        run_id,
        taken_back=set(undone.values_list("id", flat=True)),
        source=KINDS[row.source].name,
        reason=reason,
    )


def _owner(row: Feed) -> Owner:
    return Owner(row.municipality_id, row.municipality_id, Circle.PARTNERS, Sensitivity.OPEN)


def _kept(actor: Actor, row: Feed, run_id: UUID, brought: Brought) -> Outcome:
    if brought.incidents is not None:
        if not any(c.code == SURROUNDINGS for c in categories_of(row.municipality_id, with_retired=True)):
            raise Invalid(
                categories=_("Kategorierna saknas. Lägg in dem under Områden, Kategorier, och hämta igen.")
            )
        done = incidents.load_batch(actor, brought.incidents, batch_id=run_id, owner=_owner(row))
        return Outcome(done.new, done.changed, done.same, brought.remark)
    sets = [_with_residents(actor, row.municipality_id, figures) for figures in brought.figures]
    kept = indicators.keep_figures(
        actor, row.municipality_id, sets, source=KINDS[row.source].name, batch_id=run_id
    )
    return Outcome(kept.new, kept.changed, kept.same, brought.remark)


def _with_residents(actor: Actor, municipality_id: UUID, figures: FigureSet) -> FigureSet:
    """Put the number of residents behind figures per resident, so that they get an interval."""
    is_mean = "medelvärde" in figures.draft.name.casefold()  # of several years: more people stand behind it
    if figures.draft.unit not in _PER_RESIDENT or is_mean:
        return figures
    residents = {
        value.period: round(value.value)
        for value in values_for(actor, municipality_id, POPULATION_CODE)
        if value.value
    }

    def known(figure: Figure) -> Figure:
        is_own = figure.area == "" and figure.group == "alla"
        return replace(figure, n=residents.get(figure.period)) if is_own else figure

    return replace(figures, figures=tuple(known(figure) for figure in figures.figures))


def _row(home: UUID, source: str) -> Feed:
    row = Feed.objects.select_for_update().filter(municipality_id=home, source=source).first()
    if row is None:
        raise NotFound
    return row


def _faults(source: str, contact: str, every_minutes: int, wanted: Sequence[str]) -> dict[str, str]:
    faults = {}
    try:
        validate_email(contact.strip())
    except ValidationError:
        faults["contact"] = _("Skriv en e-postadress till en funktion, till exempel trygghet@kommunen.se.")
    if every_minutes not in KINDS[source].every:
        faults["every_minutes"] = _("Välj hur ofta i listan.")
    if KINDS[source].asks_for:
        strange = [word for word in wanted if not _KPI.fullmatch(word)]
        if strange:
            faults["asks_for"] = _("%(words)s är inget nyckeltal. Skriv som N07403, ett på varje rad.") % {
                "words": ", ".join(strange)[:200]
            }
        elif len(wanted) > MOST_ASKED_FOR:
            faults["asks_for"] = _("Välj högst 25 nyckeltal.")
    return faults


def _soon() -> None:
    """Let a worker see what is due at once, unless the job is not there (in a test of something else)."""
    if JOB in schedule.RECURRING:
        schedule.ask_for(JOB)
