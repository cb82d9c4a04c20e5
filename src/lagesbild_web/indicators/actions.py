"""Define indicators, enter their values, keep what sources tell. Nothing is removed."""

import math
import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.tables.periods import Period, PeriodError
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import fault_in, screen
from lagesbild_web.indicators.contracts import (
    EVERYBODY,
    UNIT_LABELS,
    FigureSet,
    FiguresOutcome,
    IndicatorDraft,
    ValueDraft,
)
from lagesbild_web.indicators.models import Indicator, IndicatorValue
from lagesbild_web.indicators.queries import indicator_file, row_for, value_row_for, writer

_TEXTS: Final = ("name", "unit", "definition", "source", "delay", "weakness", "misuse")
_SAME: Final = ("value", "low", "high", "n", "is_preliminary", "area_name")
"""What makes a figure the same as the one that was fetched before."""


@action("figure.define")
def define_indicator(actor: Actor, draft: IndicatorDraft) -> UUID:
    """Add an indicator to the municipality; returns its id.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    home = writer(actor)
    require(actor, Right.MANAGE_PLAN, Domain(home.municipality_id, home.organisation_id))
    _faultless(draft)
    row = Indicator.objects.create(
        municipality_id=home.municipality_id,
        organisation_id=home.organisation_id,
        code=_free_code(home.municipality_id, draft.name),
        **_columns(draft),
    )
    record(actor, "figure.defined", row.id, municipality_id=row.municipality_id, name=row.name)
    return row.id


@action("figure.change")
def change_indicator(actor: Actor, indicator_id: UUID, draft: IndicatorDraft) -> None:
    """Change what is said about an indicator. Its unit stays as soon as it has values."""
    row = row_for(actor, indicator_id, right=Right.MANAGE_PLAN, is_locked=True)
    _faultless(draft)
    if draft.unit != row.unit and row.values.exists():
        raise Invalid(
            unit=_("Indikatorn har värden i den gamla enheten. Lägg upp en ny indikator i stället.")
        )
    changed = [name for name, value in _columns(draft).items() if getattr(row, name) != value]
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.save(update_fields=list(_columns(draft)))
    record(
        actor,
        "figure.changed",
        row.id,
        municipality_id=row.municipality_id,
        name=row.name,
        fields=", ".join(changed),
    )


@action("figure.retire")
def retire_indicator(actor: Actor, indicator_id: UUID, *, reason: str) -> None:
    """Take an indicator out of use; it and its values can still be read."""
    row = row_for(actor, indicator_id, right=Right.MANAGE_PLAN, is_locked=True)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför indikatorn inte används längre."))
    screen(reason=reason)
    row.retired_at, row.retired_reason = timezone.now(), reason.strip()[:500]
    row.save(update_fields=["retired_at", "retired_reason"])
    record(
        actor,
        "figure.retired",
        row.id,
        municipality_id=row.municipality_id,
        name=row.name,
        reason=row.retired_reason,
    )


@action("figure.restore")
def restore_indicator(actor: Actor, indicator_id: UUID) -> None:
    """Take a retired indicator into use again."""
    row = row_for(actor, indicator_id, right=Right.MANAGE_PLAN, is_locked=True)
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    record(actor, "figure.restored", row.id, municipality_id=row.municipality_id, name=row.name)


@action("figure.enter_value")
def enter_value(actor: Actor, indicator_id: UUID, draft: ValueDraft) -> UUID:
    """Enter a value by hand, in place of the one that was there for the same area, period and group.

    Returns
    -------
    UUID
        The value's id.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    row = row_for(actor, indicator_id, right=Right.MANAGE_PLAN, is_locked=True)
    period = _checked_value(draft, row.unit)
    _end(row, (draft.area, str(period), draft.group or EVERYBODY), reason=_("Ersatt av ett nytt värde."))
    home = actor.home
    made = IndicatorValue.objects.create(
        indicator=row,
        area=draft.area,
        area_name=draft.area,
        period=str(period),
        starts_on=period.start,
        ends_on=period.end,
        group=draft.group.strip() or EVERYBODY,
        value=draft.value,
        low=draft.low,
        high=draft.high,
        n=draft.n,
        is_preliminary=draft.is_preliminary,
        source=draft.source.strip()[:300],
        known_on=draft.known_on,
        entered_at=timezone.now(),
        function_id=home.function_id if home else None,
        function=home.function if home else "",
    )
    record(
        actor,
        "figure.entered",
        row.id,
        municipality_id=row.municipality_id,
        name=row.name,
        period=made.period,
    )
    return made.id


@action("figure.withdraw_value")
def withdraw_value(actor: Actor, value_id: UUID, *, reason: str) -> UUID:
    """Take a value back; it is kept beneath, and no longer shown. Returns the indicator's id."""
    row = value_row_for(actor, value_id)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför värdet tas tillbaka."))
    screen(reason=reason)
    row.ended_at, row.ended_reason = timezone.now(), reason.strip()[:500]
    row.save(update_fields=["ended_at", "ended_reason"])
    record(
        actor,
        "figure.withdrawn",
        row.indicator_id,
        municipality_id=row.indicator.municipality_id,
        name=row.indicator.name,
        period=row.period,
        reason=row.ended_reason,
    )
    return row.indicator_id


@action("figure.export")
def export_values(actor: Actor, indicator_ids: Sequence[UUID], *, filetype: str) -> OutgoingFile:
    """Hand out the values of indicators as a table."""
    require_any = [row_for(actor, indicator_id) for indicator_id in indicator_ids]
    if not require_any:
        raise Invalid(filetype=_("Det finns inga indikatorer att hämta ännu."))
    file = indicator_file(actor, indicator_ids, filetype=filetype)
    record(
        actor,
        "figure.exported",
        municipality_id=require_any[0].municipality_id,
        indicators=len(require_any),
        format=filetype,
    )
    return file


@action("figure.keep_fetched")
def keep_figures(
    actor: Actor,
    municipality_id: UUID,
    sets: Sequence[FigureSet],
    *,
    source: str,
    batch_id: UUID,
) -> FiguresOutcome:
    """Keep what a source tells; the same figures a second time change nothing.

    What the municipality has entered by hand for the same area and period gives way, and is kept beneath. The
    definition is written the first time only, so that what somebody adds to it stays.
    """
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    new = changed = same = 0
    for figures in sets:
        row, _made = Indicator.objects.get_or_create(
            municipality_id=municipality_id,
            code=figures.code,
            defaults={"organisation_id": municipality_id, "is_fetched": True, **_columns(figures.draft)},
        )
        before = {(v.area, v.period, v.group): v for v in row.values.filter(ended_at=None)}
        for figure in figures.figures:
            period = Period.parse(figure.period)
            key = (figure.area, str(period), figure.group)
            told = {name: getattr(figure, name) for name in _SAME}
            earlier = before.get(key)
            if earlier is not None and earlier.batch and all(getattr(earlier, n) == told[n] for n in _SAME):
                same += 1
                continue
            if earlier is not None:
                _end(row, key, reason=_replaced())
            new, changed = new + (earlier is None), changed + (earlier is not None)
            _keep(row, key, period, told, batch_id)
    outcome = FiguresOutcome(new, changed, same)
    record(
        actor,
        "figure.fetched",
        batch_id,
        municipality_id=municipality_id,
        source=source,
        new=new,
        changed=changed,
    )
    return outcome


@action("figure.withdraw_fetched")
def withdraw_fetched(
    actor: Actor,
    municipality_id: UUID,
    batch_id: UUID,
    *,
    taken_back: Collection[UUID],
    source: str,
    reason: str,
) -> int:
    """Take back the values of one fetch that still stand; returns how many.

    What they replaced stands again as a value of its own, unless it came with a fetch that is ``taken_back``.
    """
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    now = timezone.now()
    fetched = IndicatorValue.objects.filter(
        batch=batch_id, ended_at=None, indicator__municipality_id=municipality_id
    )
    rows = list(fetched)
    for row in rows:
        row.ended_at, row.ended_reason = now, reason[:500]
        row.save(update_fields=["ended_at", "ended_reason"])
        earlier = (
            IndicatorValue.objects.filter(
                indicator_id=row.indicator_id, area=row.area, period=row.period, group=row.group
            )
            .filter(ended_reason=_replaced(), ended_at__lte=row.entered_at)
            .exclude(batch__in={*taken_back, batch_id})
            .order_by("-ended_at", "-entered_at")
            .first()
        )
        if earlier is not None:
            earlier.pk, earlier.entered_at = uuid4(), now
            earlier.ended_at, earlier.ended_reason = None, ""
            earlier.save(force_insert=True)
    record(
        actor,
        "figure.fetch_withdrawn",
        batch_id,
        municipality_id=municipality_id,
        source=source,
        values=len(rows),
        reason=reason,
    )
    return len(rows)


def _replaced() -> str:
    return _("Ersatt av ett nytt värde från källan.")


def _keep(
    row: Indicator, key: tuple[str, str, str], period: Period, told: dict[str, Any], batch_id: UUID
) -> None:
    IndicatorValue.objects.create(
        indicator=row,
        area=key[0],
        period=key[1],
        group=key[2],
        starts_on=period.start,
        ends_on=period.end,
        source=row.source,
        known_on=timezone.localdate(),
        entered_at=timezone.now(),
        batch=batch_id,
        **told,
    )


def _end(row: Indicator, key: tuple[str, str, str], *, reason: str) -> None:
    row.values.filter(ended_at=None, area=key[0], period=key[1], group=key[2]).update(
        ended_at=timezone.now(), ended_reason=reason
    )


def _columns(draft: IndicatorDraft) -> dict[str, str]:
    texts = {name: str(getattr(draft, name)).strip() for name in _TEXTS}
    return texts | {"direction": draft.direction.value}


def _faultless(draft: IndicatorDraft) -> None:
    faults = {}
    if not draft.name.strip():
        faults["name"] = _("Skriv vad indikatorn heter.")
    if draft.unit not in UNIT_LABELS:
        faults["unit"] = _("Välj en enhet.")
    if not draft.definition.strip():
        faults["definition"] = _("Skriv vad som mäts och hur.")
    if not draft.source.strip():
        faults["source"] = _("Skriv vem som mäter och var värdena finns.")
    for name in _TEXTS:
        if name not in faults and (fault := fault_in(str(getattr(draft, name)))):
            faults[name] = fault
    if faults:
        raise Invalid(**faults)


def _checked_value(draft: ValueDraft, unit: str) -> Period:
    faults: dict[str, str] = {}
    period = Period.year(1900)
    try:
        period = Period.parse(draft.period)
    except PeriodError as error:
        faults["period"] = str(error)
    if not math.isfinite(draft.value):
        faults["value"] = _("Skriv värdet med siffror.")
    elif unit == "percent" and not 0 <= draft.value <= 100:
        faults["value"] = _("En andel är mellan 0 och 100 procent.")
    elif unit == "count" and draft.value < 0:
        faults["value"] = _("Ett antal är 0 eller mer.")
    if not draft.source.strip():
        faults["source"] = _("Skriv var värdet står, så att någon annan hittar det.")
    elif fault := fault_in(draft.source):
        faults["source"] = fault
    if draft.n is not None and draft.n < 1:
        faults["n"] = _(
            "Skriv hur många svar eller invånare värdet bygger på, minst 1. Lämna tomt om ingen vet."
        )
    if draft.known_on > timezone.localdate():
        faults["known_on"] = _("Dagen kan inte ligga framåt i tiden.")
    faults |= _limit_faults(draft)
    if faults:
        raise Invalid(**faults)
    return period


def _limit_faults(draft: ValueDraft) -> dict[str, str]:
    if (draft.low is None) != (draft.high is None):
        return {"high": _("Skriv både lägsta och högsta värdet i intervallet, eller inget av dem.")}
    if draft.low is not None and draft.high is not None and not draft.low <= draft.value <= draft.high:
        return {"high": _("Värdet ska ligga mellan det lägsta och det högsta i intervallet.")}
    return {}


def _free_code(municipality_id: UUID, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50] or "indikator"
    taken = set(
        Indicator.objects.filter(municipality_id=municipality_id, code__startswith=stem).values_list(
            "code", flat=True
        )
    )
    number = 1
    code = stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
