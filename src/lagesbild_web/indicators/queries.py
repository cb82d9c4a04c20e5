"""Read indicators and their values; the only place that decides whose an actor gets."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lagesbild.tables.periods import Period
from lagesbild_web.access.rights import allows, has_somewhere, require, those_with, within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import ActiveMembership, Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.table_files import TABLE_FILES, as_table
from lagesbild_web.indicators.contracts import (
    DIRECTION_LABELS,
    EVERYBODY,
    UNIT_LABELS,
    WHOLE_MUNICIPALITY,
    Direction,
    IndicatorSummary,
    Value,
)
from lagesbild_web.indicators.contracts import Indicator as IndicatorContract
from lagesbild_web.indicators.intervals import limits_of
from lagesbild_web.indicators.models import Indicator, IndicatorValue

_NOW: Final = Q(ended_at__isnull=True)


def indicators_for(
    actor: Actor, *, with_retired: bool = True, municipality_id: UUID | None = None
) -> list[IndicatorSummary]:
    """Return the indicators that the actor may read, by name, those in use first.

    With a municipality, only those that belong to it.

    Raises
    ------
    NotAllowed
        If no role of the actor's own reads indicators.
    """
    if not has_somewhere(actor, Right.READ_PLAN):
        raise NotAllowed
    rows = Indicator.objects.filter(within(actor, Right.READ_PLAN))
    if not with_retired:
        rows = rows.filter(retired_at=None)
    if municipality_id is not None:
        rows = rows.filter(municipality_id=municipality_id)
    return _summaries(rows)


def indicator_for(actor: Actor, indicator_id: UUID) -> IndicatorContract:
    """Return an indicator with its values.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    """
    row = row_for(actor, indicator_id)
    values = [_value(value, row) for value in row.values.filter(_NOW).order_by("-ends_on", "area", "group")]
    return IndicatorContract(
        summary=_summary(row, len(values), _latest_of(values)),
        municipality_id=row.municipality_id,
        definition=row.definition,
        delay=row.delay,
        weakness=row.weakness,
        misuse=row.misuse,
        direction=Direction(row.direction),
        retired_reason=row.retired_reason if row.retired_at else "",
        values=values,
        can_change=allows(actor, Right.MANAGE_PLAN, row),
    )


def values_for(
    actor: Actor,
    municipality_id: UUID,
    code: str,
    *,
    period: Period | None = None,
    area: str | None = WHOLE_MUNICIPALITY,
    group: str = EVERYBODY,
) -> list[Value]:
    """Return the values of an indicator, the earliest first; none when the actor may not read it.

    Parameters
    ----------
    code
        The indicator's code, such as ``kolada-n07403``.
    period
        Only values whose whole period lies within this one.
    area
        An area's code, empty for the municipality as a whole, None for every area.
    """
    rows = IndicatorValue.objects.filter(
        _NOW,
        indicator__in=Indicator.objects.filter(
            within(actor, Right.READ_PLAN), municipality_id=municipality_id, code=code
        ),
        group=group,
    )
    if period is not None:
        rows = rows.filter(starts_on__gte=period.start, ends_on__lte=period.end)
    if area is not None:
        rows = rows.filter(area=area)
    found = rows.select_related("indicator").order_by("ends_on", "starts_on", "area")
    return [_value(row, row.indicator) for row in found]


def choosable_indicators(municipality_id: UUID) -> list[tuple[str, str]]:
    """Return code and name of the indicators in use, by name, for forms that point at one."""
    rows = Indicator.objects.filter(municipality_id=municipality_id, retired_at=None).order_by("name")
    return [(row.code, row.name) for row in rows]


def value_for(actor: Actor, value_id: UUID) -> Value:
    """Return a value that the actor may take back.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may read it but not take it back.
    """
    row = value_row_for(actor, value_id)
    return _value(row, row.indicator)


def indicator_file(actor: Actor, indicators: Sequence[UUID], *, filetype: str) -> OutgoingFile:
    """Return the values of indicators as a table.

    Raises
    ------
    NotFound
        If there is no such kind of file, or one of them may not be read.
    """
    if filetype not in TABLE_FILES:
        raise NotFound
    columns = {
        _("Kod"): _("Indikatorns kod, densamma i alla filer."),
        _("Indikator"): _("Vad indikatorn heter."),
        _("Enhet"): _("Vad värdet mäts i."),
        _("Område"): _("Vad värdet gäller: kommunen, ett område eller något att jämföra med."),
        _("Period"): _("Tiden som värdet gäller."),
        _("Grupp"): _("Vilka som har svarat eller räknats, om det inte är alla."),
        _("Värde"): _("Värdet. Tomt när det saknas."),
        _("Lägst (95 %)"): _("Nedre gränsen i 95 procents intervall. Tomt när den inte är känd."),
        _("Högst (95 %)"): _("Övre gränsen i 95 procents intervall. Tomt när den inte är känd."),
        _("Intervall"): _("Hur intervallet är räknat."),
        _("Antal bakom"): _("Hur många svar eller fall som värdet bygger på."),
        _("Preliminärt"): _("Ja när värdet kan ändras av källan."),
        _("Källa"): _("Varifrån värdet kommer."),
        _("Uppgift från"): _("Dagen då värdet hämtades eller skrevs in."),
    }
    cells = [
        _cells(found, value)
        for id in indicators
        for found in [indicator_for(actor, id)]
        for value in found.values
    ]
    return as_table("indikatorer", list(columns), cells, filetype=filetype, guide=list(columns.values()))


def writer(actor: Actor) -> ActiveMembership:
    """Return the membership that the actor writes indicators as.

    Raises
    ------
    NotAllowed
        If there is none: indicators belong to the municipality itself.
    """
    for membership in those_with(actor, Right.MANAGE_PLAN):
        if membership.organisation_id == membership.municipality_id:
            return membership
    raise NotAllowed


def row_for(
    actor: Actor, indicator_id: UUID, *, right: Right = Right.READ_PLAN, is_locked: bool = False
) -> Indicator:
    """Return the row if the actor has the right to it."""
    rows = Indicator.objects.select_for_update() if is_locked else Indicator.objects.all()
    row = rows.filter(pk=indicator_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def value_row_for(actor: Actor, value_id: UUID) -> IndicatorValue:
    """Return the row of a value that the actor may take back."""
    row = IndicatorValue.objects.select_related("indicator").filter(_NOW, pk=value_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.MANAGE_PLAN, row.indicator)
    return row


def _summaries(rows: QuerySet[Indicator]) -> list[IndicatorSummary]:
    found = list(rows.annotate(total=Count("values", filter=Q(values__ended_at__isnull=True))))
    latest: dict[UUID, Value] = {}
    whole = IndicatorValue.objects.filter(
        _NOW, indicator__in=[row.pk for row in found], area=WHOLE_MUNICIPALITY, group=EVERYBODY
    ).exclude(value=None)
    by_id = {row.pk: row for row in found}
    for value in whole.order_by("ends_on", "starts_on"):
        latest[value.indicator_id] = _value(value, by_id[value.indicator_id])
    summaries = [_summary(row, row.total, latest.get(row.pk)) for row in found]
    return sorted(summaries, key=lambda s: (s.is_retired, s.name.casefold()))


def _summary(row: Indicator, values: int, latest: Value | None) -> IndicatorSummary:
    return IndicatorSummary(
        id=row.id,
        code=row.code,
        name=row.name,
        unit=row.unit,
        unit_label=str(UNIT_LABELS[row.unit]),
        source=row.source,
        direction_label=str(DIRECTION_LABELS[Direction(row.direction)]),
        is_retired=row.retired_at is not None,
        is_fetched=row.is_fetched,
        values=values,
        latest=latest,
    )


def _latest_of(values: Sequence[Value]) -> Value | None:
    return next(
        (v for v in values if v.area == WHOLE_MUNICIPALITY and v.group == EVERYBODY and v.value is not None),
        None,
    )


def _value(row: IndicatorValue, indicator: Indicator) -> Value:
    limits = limits_of(row.value, indicator.unit, row.n, low=row.low, high=row.high)
    return Value(
        id=row.id,
        indicator=indicator.code,
        area=row.area,
        area_name=row.area_name or _("Hela kommunen"),
        period=row.period,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        group=row.group,
        value=row.value,
        low=limits.low,
        high=limits.high,
        interval=limits.kind,
        n=row.n,
        unit=indicator.unit,
        is_preliminary=row.is_preliminary,
        source=row.source or indicator.source,
        known_on=row.known_on,
        entered_at=row.entered_at,
        function=row.function,
        batch=row.batch,
    )


def _cells(indicator: IndicatorContract, value: Value) -> tuple[str | int, ...]:
    kinds = {"published": _("publicerat"), "computed": _("beräknat")}
    return (
        indicator.summary.code,
        indicator.summary.name,
        indicator.summary.unit_label,
        value.area_name,
        value.period,
        value.group,
        *(_number(number) for number in (value.value, value.low, value.high)),
        kinds.get(value.interval, ""),
        "" if value.n is None else value.n,
        _("ja") if value.is_preliminary else _("nej"),
        value.source,
        value.known_on.isoformat(),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}".replace(".", ",")
