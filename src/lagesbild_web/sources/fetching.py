"""Ask a source through the library, and understand what it answered. Nothing here touches the database."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.sources import kolada_fetch, polisen_fetch, scb_fetch
from lagesbild.sources.base import SourceTables
from lagesbild.sources.catalogue import source_by_id
from lagesbild.sources.fetch import FetchError
from lagesbild.sources.figures import COUNTRY
from lagesbild.sources.kolada import Kpi, definitions_in
from lagesbild.tables.incidents import Incidents
from lagesbild_web.indicators.contracts import Direction, Figure, FigureSet, IndicatorDraft
from lagesbild_web.sources.contracts import Order
from lagesbild_web.sources.kinds import KOLADA, POLICE, SCB

ADDRESSES: Final[dict[str, str]] = {
    POLICE: polisen_fetch.ADDRESS,
    KOLADA: kolada_fetch.ADDRESS,
    SCB: scb_fetch.ADDRESS,
}
SURROUNDINGS: Final = "omvarld"
"""News is context: it is never counted as crimes of any kind."""
POPULATION_CODE: Final = "scb-be0101n1"
YEARS: Final = 12
_KEPT_EVENTS: Final = 2_000
"""The service shows 500; what is older is with us already."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a source told: incidents, or figures of indicators."""

    incidents: Incidents | None = None
    figures: Sequence[FigureSet] = field(default_factory=tuple)
    remark: str = ""


def sleep(seconds: float) -> None:
    """Wait between calls; its own function so that tests need not."""
    time.sleep(seconds)


def ask(order: Order) -> Brought:
    """Fetch what is ordered, politely, and return it understood.

    Raises
    ------
    FetchError
        With a Swedish sentence that says what is wrong and what to do.
    """
    return {POLICE: _police, KOLADA: _kolada, SCB: _scb}[order.source](order)


def _polite(order: Order) -> dict[str, Any]:
    return {"user_agent": order.user_agent, "address": ADDRESSES[order.source], "sleep": lambda s: sleep(s)}


def _folder(order: Order) -> Path:
    """One folder per service: its limits are for the whole installation."""
    return Path(settings.DATA_DIR) / "kallor" / order.source


def _police(order: Order) -> Brought:
    fetched = polisen_fetch.fetch(_folder(order), keep=_KEPT_EVENTS, **_polite(order))
    tables = _read("polisen-events", fetched.path)
    frame = tables.incidents.frame.filter(pl.col("municipality") == order.municipality_code)
    context = frame.with_columns(pl.lit(SURROUNDINGS).alias("category"))
    return Brought(incidents=replace(tables.incidents, frame=context))


def _kolada(order: Order) -> Brought:
    last = timezone.localdate().year
    fetched = kolada_fetch.fetch(
        _folder(order),
        kpis=order.asks_for,
        places=(order.municipality_code, "0000"),
        years=range(last - YEARS + 1, last + 1),
        **_polite(order),
    )
    frame = _read("kolada", fetched.path).measurements.frame
    known = definitions_in(fetched.path)
    sets = tuple(_kolada_set(kpi, frame.filter(pl.col("section") == kpi.id), order) for kpi in known.values())
    closed = ", ".join(fetched.closed)
    remark = (
        _("Kolada har inte längre %(closed)s. De värden som finns här är kvar.") % {"closed": closed}
        if closed
        else ""
    )
    return Brought(figures=sets, remark=remark)


def _kolada_set(kpi: Kpi, frame: pl.DataFrame, order: Order) -> FigureSet:
    draft = IndicatorDraft(
        name=kpi.title[:200],
        unit=kpi.unit,
        definition=kpi.description or kpi.title,
        source=_("Kolada, nyckeltal %(id)s") % {"id": kpi.id},
        delay=_("Kommer en gång om året, för året före."),
        weakness=" ".join(source_by_id("kolada").limits),
        misuse=_("Inte för att se vad som händer nu, och inte för att rangordna kommuner."),
        direction=Direction.LOWER if "brott" in kpi.title.casefold() else Direction.NEITHER,
    )
    return FigureSet(f"kolada-{kpi.id.casefold()}", draft, _figures(frame, order))


def _scb(order: Order) -> Brought:
    selection = {
        "Region": [order.municipality_code],
        "ContentsCode": [scb_fetch.RESIDENTS],
        "Tid": [f"TOP({YEARS})"],
    }
    fetched = scb_fetch.fetch(
        _folder(order), table=scb_fetch.POPULATION, selection=selection, **_polite(order)
    )
    frame = _read("scb", fetched.path).measurements.frame
    draft = IndicatorDraft(
        name=_("Folkmängd"),
        unit="count",
        definition=_("Antal folkbokförda i kommunen den 31 december."),
        source=_("SCB, tabell %(table)s") % {"table": scb_fetch.POPULATION},
        delay=_("Kommer i februari, för året före."),
        weakness=" ".join(source_by_id("scb").limits),
    )
    return Brought(figures=(FigureSet(POPULATION_CODE, draft, _figures(frame, order)),))


def _figures(frame: pl.DataFrame, order: Order) -> tuple[Figure, ...]:
    """Return the rows about the municipality as a whole and about the country."""
    columns = ("area", "area_name", "period", "value", "group", "is_preliminary")
    return tuple(
        Figure(
            area="" if area == order.municipality_code else area,
            area_name="" if area == order.municipality_code else name or area,
            period=period,
            value=value,
            group=group,
            is_preliminary=bool(early),
        )
        for area, name, period, value, group, early in frame.select(columns).iter_rows()
        if area in (order.municipality_code, COUNTRY)
    )


def _read(source: str, path: Path) -> SourceTables:
    tables = source_by_id(source).read(path)
    if tables.faults:
        fault = tables.faults[0]
        raise FetchError(
            _(
                "Svaret gick inte att läsa: %(what)s. Försök igen senare. "
                "Händer det igen: se efter om det finns en nyare version."
            )
            % {"what": fault.what}
        )
    return tables
