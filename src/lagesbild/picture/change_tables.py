"""Tables of changes: the counts first, then how large, then how certain."""

from collections.abc import Sequence

from lagesbild.document.swedish import plural
from lagesbild.document.tree import Cell, Column, Table
from lagesbild.picture.changes import Change, ChangeTable
from lagesbild.picture.context import source_name
from lagesbild.picture.counts import CountRow
from lagesbild.picture.wording import SMALL, may_show_percent
from lagesbild.tables.periods import Period


def change_table(found: ChangeTable, *, section: str | None = None, number: int = 0) -> Table:
    """Return the counts of every period with the latest change, its interval and verdict.

    ``section`` takes one part of the source's table; None takes all rows.
    """
    changes = {id(c.row): c for c in (*found.changes, *found.totals)}
    rows = [row for row in found.table.rows if section is None or row.section == section]
    columns = (
        Column("category", "Kategori"),
        *(Column(str(p), _short(found.table.periods, p), "count") for p in found.table.periods),
        Column("change", "Ändring", "change", description="Mot närmast föregående period"),
        Column("low", "Lägst", "change", description="Undre gräns, 95\u00a0%"),
        Column("high", "Högst", "change", description="Övre gräns, 95\u00a0%"),
        Column("verdict", "Bedömning", "verdict"),
    )
    name = source_name(found.table.source) + (f": {section}" if section else "")
    before = found.changes[0].before_period if found.changes else found.table.earlier[-1]
    return Table(
        id=f"development-{found.table.source}" + (f"-{number}" if section else ""),
        caption=f"Utveckling {found.table.period.label} mot {before.label}. {name}",
        columns=columns,
        rows=tuple(_row_cells(row.label, row.counts, changes.get(id(row))) for row in rows),
        note=(
            f"Procent skrivs inte när antalen tillsammans är under {SMALL} och ändringen inte är säker. "
            "Summarader prövas inte och räknas inte in bland jämförelserna."
            f"{_against_its_interval(found, rows)}"
        ),
        total_rows=frozenset(i for i, row in enumerate(rows) if row.is_total),
    )


def certainty_table(found: ChangeTable) -> Table:
    """Return what lies behind the verdicts: p, q and, where known, the variation between years."""
    changes = sorted(found.changes, key=lambda c: (c.p_value is None, c.p_value or 0.0, c.row.label))
    columns = [
        Column("category", "Kategori"),
        Column("p_value", "p", "number", 4, "Exakt, dubblad mindre svans"),
        Column("q_value", "q", "number", 3, "Benjamini–Hochberg över tabellens alla jämförelser"),
    ]
    has_spread = found.dispersion is not None
    if has_spread:
        columns += [
            Column(
                "dispersion", "Variation mellan år", "number", 1, "Varians genom medelvärde; 1 är ren slump"
            ),
            Column("wide_low", "Vidgat lägst", "change", description="Undre gräns med variationen inräknad"),
            Column("wide_high", "Vidgat högst", "change", description="Övre gräns med variationen inräknad"),
        ]
    columns.append(Column("verdict", "Bedömning", "verdict"))
    note = (
        "p gäller en jämförelse för sig. q räknar in att många jämförelser har gjorts: under 0,05 "
        "krävs för att "
        "kalla något säkert."
    )
    if has_spread:
        note += " Dessutom ska det vidgade intervallet utesluta oförändrat."
    else:
        note += (
            " Med färre än fyra tidigare perioder går variationen mellan år inte att skatta: "
            "intervallen kan vara för smala."
        )
    return Table(
        f"certainty-{found.table.source}",
        "Hur säkra ändringarna är",
        tuple(columns),
        tuple(_certainty_cells(c, has_spread=has_spread) for c in changes),
        note,
    )


def usual_table(found: ChangeTable) -> Table | None:
    """Return each count beside the mean of all earlier periods; None with a single earlier one."""
    usual = [c for c in found.changes if c.usual is not None]
    if not usual:
        return None
    columns = (
        Column("category", "Kategori"),
        Column("count", "Antal", "count"),
        Column("mean", "Medel tidigare", "number", 1, "Medelvärdet av de tidigare perioderna"),
        Column("change", "Skillnad", "change"),
        Column("low", "Lägst", "change", description="Undre gräns, 95\u00a0%"),
        Column("high", "Högst", "change", description="Övre gräns, 95\u00a0%"),
        Column("q_value", "q", "number", 3),
        Column("verdict", "Bedömning", "verdict"),
    )
    first, last = found.table.earlier[0], found.table.earlier[-1]
    periods = plural(len(found.table.earlier), "tidigare period", "tidigare perioder")
    widened = "Intervallet är vidgat för hur mycket antalet har varierat mellan åren."
    plain = (
        "Intervallet räknar bara med slumpen: för få tidigare perioder för att skatta variationen mellan år."
    )
    return Table(
        f"usual-{found.table.source}",
        f"{found.table.period.label} mot medelvärdet av {periods} ({first.start.year}–{last.start.year})",
        columns,
        tuple(_usual_cells(change) for change in usual),
        widened if found.dispersion is not None else plain,
    )


def _against_its_interval(found: ChangeTable, rows: Sequence[CountRow]) -> str:
    """Say why a row is unclear although its own interval excludes no change; empty when there is none."""
    shown = {id(row) for row in rows}
    odd = [
        c.row.label
        for c in found.changes
        if id(c.row) in shown and c.verdict == "unclear" and may_show_percent(c) and _excludes_none(c)
    ]
    if not odd:
        return ""
    named = odd[0] if len(odd) == 1 else f"{odd[0]} och {plural(len(odd) - 1, 'rad', 'rader')} till"
    text = (
        f" Intervallet gäller raden för sig. Bedömningen räknar också in att {found.tested} rader har "
        "granskats"
    )
    if found.dispersion is not None:
        text += ", och hur mycket antalen brukar variera mellan åren"
    return f"{text}: därför är bedömningen av {named} oklar."


def _excludes_none(change: Change) -> bool:
    return change.low is not None and change.high is not None and not change.low <= 1 <= change.high


def _short(periods: Sequence[Period], period: Period) -> str:
    """Return the year alone when every period is of another year."""
    years = [p.start.isocalendar().year if p.kind == "week" else p.start.year for p in periods]
    return str(years[periods.index(period)]) if len(set(years)) == len(periods) else period.label


def _row_cells(label: str, counts: Sequence[int | None], change: Change | None) -> tuple[Cell, ...]:
    if change is None or not may_show_percent(change):
        return (label, *counts, None, None, None, change.verdict if change else None)
    return (label, *counts, change.ratio, change.low, _finite(change.high), change.verdict)


def _certainty_cells(change: Change, *, has_spread: bool) -> tuple[Cell, ...]:
    cells: list[Cell] = [change.row.label, change.p_value, change.q_value]
    if has_spread:
        shown = may_show_percent(change)
        cells += [
            change.dispersion,
            change.wide_low if shown else None,
            _finite(change.wide_high) if shown else None,
        ]
    return (*cells, change.verdict)


def _usual_cells(change: Change) -> tuple[Cell, ...]:
    level = change.usual
    if level is None:
        return (change.row.label, change.after, None, None, None, None, None, None)
    is_shown = change.after + level.mean >= SMALL or level.verdict in ("increase", "decrease")
    limits = (level.ratio, level.low, _finite(level.high)) if is_shown else (None, None, None)
    return (change.row.label, change.after, level.mean, *limits, level.q_value, level.verdict)


def _finite(value: float | None) -> float | None:
    return None if value is None or value == float("inf") else value
