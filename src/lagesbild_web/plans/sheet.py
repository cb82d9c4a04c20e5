"""The monthly area sheet for grannsamverkan: counts, what was expected, advice; nobody exposed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild import __version__
from lagesbild.document import swedish
from lagesbild.document.tree import (
    Bullets,
    Column,
    Document,
    Paragraph,
    Section,
    Statement,
    Statements,
    Table,
)
from lagesbild.privacy.disclosure import suppress_grid
from lagesbild.stats.change import changes_in_counts
from lagesbild.stats.rates import rate_limits
from lagesbild.tables.periods import MONTHS
from lagesbild_web.access.queries import organisation_name
from lagesbild_web.areas.queries import areas_of, categories_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.months import months_after
from lagesbild_web.incidents.boundaries import by_districts_of_today
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.queries import incidents_table

CATEGORIES: Final = ("bostadsinbrott", "inbrott", "stold", "cykelstold", "skadegorelse", "klotter")
"""What neighbours can do something about. Nothing that could point at somebody."""
THRESHOLD: Final = 5
_MONTHS_BEFORE: Final = 12

ADVICE: Final = {
    "bostadsinbrott": gettext_lazy(
        "Be en granne tömma brevlådan och tända lampor. Skriv upp märkningen på det som är värt mest."
    ),
    "inbrott": gettext_lazy(
        "Kontrollera lås till förråd, källare och garage. Ställ inget värdefullt synligt."
    ),
    "stold": gettext_lazy("Lämna inget i bilen. Ta in verktyg och redskap från tomten."),
    "cykelstold": gettext_lazy("Lås fast ramen i något fast, också i cykelrum. Skriv upp ramnumret."),
    "skadegorelse": gettext_lazy("Anmäl skador till fastighetsägaren samma dag, så lagas de fortare."),
    "klotter": gettext_lazy(
        "Fotografera klottret utan människor på bilden och anmäl det. Det som tas bort fort kommer mer "
        "sällan tillbaka."
    ),
}


@dataclass(frozen=True, slots=True)
class AreaSheet:
    """A month in the areas; every cell is text that may be shown to anybody who gets the sheet."""

    month: date
    table: Table
    statements: tuple[Statement, ...]
    advice: tuple[str, ...]
    hidden: int
    """Cells that are not shown, because they or others could be worked out."""


def latest_month(today: date) -> date:
    """Return the first day of the latest month that is whole."""
    return months_after(today.replace(day=1), -1)


def area_sheet(actor: Actor, municipality_id: UUID, *, month: date) -> AreaSheet:
    """Return the sheet of a month (its first day).

    Notes
    -----
    A count below 5 is hidden, and so is what it could be computed from (``privacy.disclosure``). Areas are
    compared with the month's share of the year before, by the exact test of ``stats.change`` with the false
    discoveries of all areas under control; of a hidden count nothing is said.
    """
    known = {c.code: c for c in categories_of(municipality_id) if c.code in CATEGORIES}
    names = {code: category.name for code, category in known.items()}
    codes = [code for code in CATEGORIES if code in names]
    districts = {str(a.id): a.name for a in areas_of(municipality_id, kind="district")}
    first = months_after(month, -_MONTHS_BEFORE)
    last = months_after(month, 1) - timedelta(days=1)
    wanted = IncidentFilter(categories=tuple(codes), first_day=first, last_day=last)
    # Boundaries that have moved within the year would look like an increase on one side of them.
    chosen = by_districts_of_today(
        municipality_id, incidents_table(actor, wanted, municipality_id=municipality_id)
    )
    rows = chosen.incidents.frame.select("category", "count", "start").with_columns(
        chosen.details["area_id"].cast(pl.String).alias("area"),
        pl.col("start").dt.convert_time_zone(chosen.incidents.timezone).dt.date().alias("day"),
    )
    rows = rows.filter(pl.col("area").is_in(list(districts)))
    now, before = rows.filter(pl.col("day") >= month), rows.filter(pl.col("day") < month)
    keys = sorted(districts, key=lambda key: districts[key])
    counts = np.array(
        [[_count(now, key, known[code].library_code) for code in codes] for key in keys], dtype=np.int64
    )
    year = np.array([_count(before, key, None) for key in keys], dtype=np.int64)
    return _sheet(
        month, [districts[key] for key in keys], [names[code] for code in codes], list(codes), counts, year
    )


def sheet_document(sheet: AreaSheet, municipality_id: UUID, *, made_on: date) -> Document:
    """Return the sheet as a document of a page or two."""
    sections = [
        Section("laget", _("Så var månaden"), [Statements(sheet.statements), sheet.table]),
        Section("rad", _("Det här kan ni göra"), [Bullets(sheet.advice)]),
        Section(
            "om",
            _("Om siffrorna"),
            [
                Paragraph(
                    _("Siffrorna är händelser som har rapporterats och godkänts. Allt rapporteras inte.")
                ),
                Paragraph(
                    _(
                        "Små tal visas inte, så att ingen ska kännas igen: färre än fem, och det som de går "
                        "att räkna ut ur."
                    )
                ),
                Paragraph(
                    _(
                        "Intervallet visar hur mycket antalet kan svänga av en slump (95 procent, exakt "
                        "Poisson, Garwood 1936). Månaden jämförs med medelvärdet av de tolv månaderna före. "
                        "Alla områden bedöms tillsammans, så att slumpen inte pekar ut något (%(version)s)."
                    )
                    % {"version": f"Lägesbild {__version__}"}
                ),
            ],
        ),
    ]
    month = f"{MONTHS[sheet.month.month - 1]} {sheet.month.year}"
    return Document(
        title=_("Områdesblad %(month)s") % {"month": month},
        subtitle=_("Till kontaktpersoner för grannsamverkan och förare i grannstöd"),
        organisation=organisation_name(municipality_id),
        made_on=made_on,
        facts=[(_("Månad"), month)],
        sections=sections,
        layout="sheet",
    )


def _sheet(
    month: date, areas: list[str], names: list[str], codes: list[str], counts: np.ndarray, year: np.ndarray
) -> AreaSheet:
    columns = [Column("area", _("Område"))]
    columns += [Column(code, name) for code, name in zip(codes, names, strict=True)]
    columns += [
        Column("all", _("Alla")),
        Column("interval", _("Intervall")),
        Column("verdict", _("Mot det väntade")),
    ]
    if not counts.size:
        return AreaSheet(month, Table("omradesblad", _("Händelser per område"), columns, []), (), (), 0)
    hidden = suppress_grid(counts, threshold=THRESHOLD).hidden
    totals = counts.sum(axis=1)
    judged = changes_in_counts(year, totals, exposure_before=float(_MONTHS_BEFORE), exposure_after=1.0)
    limits = rate_limits(totals, np.ones(len(areas)))
    rows, told = [], []
    for n, name in enumerate(areas):
        is_hidden = bool(hidden[n + 1, 0])
        cells = [_shown(int(counts[n, k]), bool(hidden[n + 1, k + 1])) for k in range(len(codes))]
        verdict = "too_few" if is_hidden else str(judged.verdict[n])
        interval = "–" if is_hidden else f"{swedish.count(limits.low[n])}–{swedish.count(limits.high[n])}"
        rows.append(
            [name, *cells, _shown(int(totals[n]), is_hidden), interval, swedish.verdict(verdict).words]
        )
        if verdict in {"increase", "decrease"}:
            text = _("%(area)s: %(n)s händelser, mot omkring %(expected)s en vanlig månad.") % {
                "area": name,
                "n": swedish.count(totals[n]),
                "expected": swedish.count(year[n] / _MONTHS_BEFORE),
            }
            told.append(Statement(text, judged.verdict[n]))
    if not told:
        told = [Statement(_("Inget område skiljer sig säkert från en vanlig månad."), "stable")]
    common = [codes[k] for k in np.argsort(-counts.sum(axis=0)) if counts[:, k].sum() >= THRESHOLD][:3]
    note = _("* Färre än 5, eller ett tal som döljs för att ett annat inte ska gå att räkna ut.")
    table = Table("omradesblad", _("Händelser per område"), columns, rows, note)
    return AreaSheet(
        month, table, tuple(told), tuple(str(ADVICE[code]) for code in common), int(hidden[1:, 1:].sum())
    )


def _count(rows: pl.DataFrame, area: str, code: str | None) -> int:
    mine = rows.filter(pl.col("area") == area)
    if code is not None:
        mine = mine.filter(pl.col("category") == code)
    return max(int(mine["count"].sum()), 0)


def _shown(count: int, is_hidden: bool) -> str:
    return _("döljs*") if is_hidden else swedish.count(count)
