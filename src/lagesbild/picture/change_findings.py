"""Changes as findings, tables and sentences: the same words wherever a change is told."""

from collections.abc import Sequence

from lagesbild.document import swedish
from lagesbild.document.tree import Cell, Column, Table
from lagesbild.picture.changes import Change, ChangeTable
from lagesbild.picture.context import Context, source_name
from lagesbild.picture.findings import Finding
from lagesbild.picture.nouns import noun_of
from lagesbild.picture.ranking import is_record, ranked, weight_of_change
from lagesbild.picture.wording import (
    about,
    change_sentence,
    dispersion_sentence,
    number_word,
    plural,
    usual_sentence,
)

EXACT = "exakt betingat test, Clopper–Pearson, Benjamini–Hochberg"
WIDENED = "exakt betingat test vidgat för variation mellan år, Benjamini–Hochberg"


def findings_of(context: Context, found: ChangeTable) -> tuple[Finding, ...]:
    """Return every change of a table as findings, the weightiest first."""
    source = found.table.source
    return ranked(finding_of(context, change, source) for change in found.changes)


def finding_of(context: Context, change: Change, source: str, *, area: str | None = None) -> Finding:
    """Return one change as a finding, with the sentence that a reader meets."""
    noun = noun_of(source)
    kind = "publication_change" if noun.is_feed else "change"
    return Finding(
        kind=kind,
        category=change.row.label,
        area=area or context.place,
        period=str(change.period),
        count=change.after,
        reference=change.before,
        ratio=change.ratio,
        low=change.low,
        high=change.high,
        p_value=change.p_value,
        q_value=change.q_value,
        verdict=change.verdict,
        sentence=change_sentence(change, noun),
        method=WIDENED if change.wide_low is not None else EXACT,
        detail=_detail(change),
        weight=weight_of_change(change, seriousness=context.seriousness(change.row.category)),
    )


def usual_findings(context: Context, found: ChangeTable) -> tuple[Finding, ...]:
    """Return the counts that stand certainly above or below the mean of several earlier periods."""
    noun = noun_of(found.table.source)
    findings = [
        Finding(
            kind="publication_level" if noun.is_feed else "level",
            category=change.row.label,
            area=context.place,
            period=str(change.period),
            count=change.after,
            reference=round(change.usual.mean, 4),
            ratio=change.usual.ratio,
            low=change.usual.low,
            high=change.usual.high,
            p_value=change.usual.p_value,
            q_value=change.usual.q_value,
            verdict=change.usual.verdict,
            sentence=usual_sentence(change, noun),
            method=WIDENED,
            weight=weight_of_change(change, seriousness=context.seriousness(change.row.category)),
        )
        for change in found.changes
        if change.usual is not None and change.usual.verdict in ("increase", "decrease") and not change.doubt
    ]
    return ranked(findings)


def looks_sentence(found: ChangeTable) -> str:
    """Return how many comparisons were looked at, and what that means for those that stand out."""
    if not found.tested:
        return "Det finns inga jämförelser att göra: allt är noll i båda perioderna."
    if found.tested == 1:
        return "Här finns bara en jämförelse, så inget behöver räknas av för att många har granskats."
    chance = about(found.expected_by_chance)
    start = f"Tabellen har **{found.tested} jämförelser**. "
    if not found.below_005:
        return (
            f"{start}Ingen av dem skiljer sig mer än slumpen kan ge (p under 0,05). "
            f"Av en ren slump väntas ungefär {chance} sådana bland {found.tested}."
        )
    seem = f"{number_word(found.below_005).capitalize()} av dem ser säkra ut en och en (p under 0,05)"
    expected = f"men ungefär {chance} väntas av en ren slump när man tittar på {found.tested}"
    left = (
        f"**{number_word(found.certain)} säker ändring**"
        if found.certain == 1
        else f"**{number_word(found.certain)} säkra ändringar**"
    )
    if not found.certain:
        left = "**ingen säker ändring**"
    return f"{start}{seem}, {expected}. När det räknas in återstår {left}."


def swing_sentence(found: ChangeTable) -> str:
    """Return how far apart the printed percentages are, to show that most of them are noise."""
    ratios = [c.ratio for c in found.changes if c.ratio is not None and c.before > 0]
    uncertain = found.tested - found.certain
    if len(ratios) < 3 or not uncertain:
        return ""
    low, high = swedish.change(min(ratios)), swedish.change(max(ratios))
    return (
        f"Räknade i procent går ändringarna från {low} till {high}, men {number_word(uncertain)} av "
        f"{number_word(found.tested)} "
        "kan vara slump. Läs därför bedömningen, inte procenttalet."
    )


def change_table(found: ChangeTable, *, section: str | None = None, number: int = 0) -> Table:
    """Return the counts of every period with the latest change, its interval and verdict.

    ``section`` takes one part of the source's table; None takes all rows.
    """
    changes = {id(c.row): c for c in (*found.changes, *found.totals)}
    rows = [row for row in found.table.rows if section is None or row.section == section]
    columns = (
        Column("category", "Kategori"),
        *(Column(str(p), _short(found, p), "count") for p in found.table.periods),
        Column("change", "Ändring", "change", description="Mot närmast föregående period"),
        Column("low", "Lägst", "change", description="Undre gräns, 95 %"),
        Column("high", "Högst", "change", description="Övre gräns, 95 %"),
        Column("verdict", "Bedömning", "verdict"),
    )
    cells = tuple(_row_cells(row.label, row.counts, changes.get(id(row))) for row in rows)
    name = source_name(found.table.source) + (f": {section}" if section else "")
    before = found.changes[0].before_period if found.changes else found.table.earlier[-1]
    return Table(
        id=f"development-{found.table.source}" + (f"-{number}" if section else ""),
        caption=f"Utveckling {found.table.period.label} mot {before.label}. {name}",
        columns=columns,
        rows=cells,
        note=(
            "Ändring i procent skrivs inte när tidigare antal är noll eller båda är färre än fem "
            "tillsammans. "
            "Summarader prövas inte och räknas inte in bland jämförelserna."
        ),
        total_rows=frozenset(i for i, row in enumerate(rows) if row.is_total),
    )


def certainty_table(found: ChangeTable) -> Table:
    """Return what lies behind the verdicts: p, q, the variation between years and the widened limits."""
    columns = (
        Column("category", "Kategori"),
        Column("p_value", "p", "number", 4, "Exakt, dubblad mindre svans"),
        Column("q_value", "q", "number", 3, "Benjamini–Hochberg över tabellens alla jämförelser"),
        Column(
            "dispersion", "Variation mellan år", "number", 1, "Varians delad med medelvärde; 1 är ren slump"
        ),
        Column("wide_low", "Vidgat lägst", "change", description="Undre gräns med variationen inräknad"),
        Column("wide_high", "Vidgat högst", "change", description="Övre gräns med variationen inräknad"),
        Column("verdict", "Bedömning", "verdict"),
    )
    changes = sorted(found.changes, key=lambda c: (c.p_value is None, c.p_value or 0.0, c.row.label))
    rows = tuple(
        (c.row.label, c.p_value, c.q_value, c.dispersion, c.wide_low, _finite(c.wide_high), c.verdict)
        for c in changes
    )
    note = (
        "p gäller en jämförelse för sig. q räknar in att många jämförelser har gjorts: under 0,05 "
        "krävs för att kalla något säkert."
    )
    if found.dispersion is not None:
        note += " Dessutom ska det vidgade intervallet utesluta oförändrat."
    else:
        note += (
            " Med färre än fyra tidigare perioder går variationen mellan år inte att skatta: "
            "intervallen kan vara för smala."
        )
    return Table(f"certainty-{found.table.source}", "Hur säkra ändringarna är", columns, rows, note)


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
        Column("low", "Lägst", "change", description="Undre gräns, 95 %"),
        Column("high", "Högst", "change", description="Övre gräns, 95 %"),
        Column("q_value", "q", "number", 3),
        Column("verdict", "Bedömning", "verdict"),
    )
    rows: list[tuple[Cell, ...]] = []
    for change in usual:
        level = change.usual
        if level is not None:
            shown = level.mean * level.n >= 5
            limits: tuple[Cell, ...] = (level.ratio, level.low, level.high) if shown else (None, None, None)
            rows.append(
                (
                    change.row.label,
                    change.after,
                    level.mean,
                    *map(_finite_cell, limits),
                    level.q_value,
                    level.verdict,
                )
            )
    first, last = found.table.earlier[0], found.table.earlier[-1]
    return Table(
        f"usual-{found.table.source}",
        f"{found.table.period.label} mot medelvärdet av "
        f"{plural(len(found.table.earlier), 'tidigare period', 'tidigare perioder')} "
        f"({first.start.year}–{last.start.year})",
        columns,
        tuple(rows),
        "Intervallet är vidgat för hur mycket antalet har varierat mellan åren."
        if found.dispersion is not None
        else (
            "Intervallet räknar bara med slumpen: för få tidigare perioder för att skatta variationen "
            "mellan år."
        ),
    )


def _detail(change: Change) -> str:
    parts = [dispersion_sentence(change)]
    if is_record(change) and change.is_certain:
        side = "högsta" if change.difference > 0 else "lägsta"
        first = context_first_year(change)
        parts.append(f"Det är det {side} antalet i jämförelsen, som börjar {first}.")
    return " ".join(p for p in parts if p)


def context_first_year(change: Change) -> int:
    """Return the first year that the change's row is compared with."""
    return change.usual.first.start.year if change.usual else change.before_period.start.year


def _short(found: ChangeTable, period: object) -> str:
    periods = found.table.periods
    same_kind = len({p.start.year for p in periods}) == len(periods)
    chosen = next(p for p in periods if p is period)
    return (
        str(chosen.start.year if chosen.kind != "week" else chosen.start.isocalendar().year)
        if same_kind
        else chosen.label
    )


def _row_cells(label: str, counts: Sequence[int | None], change: Change | None) -> tuple[Cell, ...]:
    if change is None or change.before == 0 or change.before + change.after < 5:
        return (label, *counts, None, None, None, change.verdict if change else None)
    return (label, *counts, change.ratio, change.low, _finite(change.high), change.verdict)


def _finite(value: float | None) -> float | None:
    return None if value is None or value == float("inf") else value


def _finite_cell(value: Cell) -> Cell:
    return _finite(value) if isinstance(value, float) else value
