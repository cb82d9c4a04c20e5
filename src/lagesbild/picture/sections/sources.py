"""Sources: what the picture is made from, what each cannot tell, and how to find the same files again."""

from datetime import datetime

import polars as pl

from lagesbild.document.tree import Block, Bullets, Cell, Column, Paragraph, Subsection, Table
from lagesbild.picture.context import Context, Part, part, source_limits, source_name
from lagesbild.picture.quality import Quality
from lagesbild.sources.base import SourceTables

_NOTE_HEADINGS = {
    "mismatch": "Siffror som inte stämmer",
    "left_out": "Utelämnat",
    "assumed": "Antagit",
    "unmapped": "Utan kategori",
    "limit": "Gräns",
    "ignored_column": "Kolumn som inte används",
}
_ORDER = tuple(_NOTE_HEADINGS)


def sources(context: Context, _quality: Quality) -> Part:
    """Return the section on sources: Brå's questions on the material, answered from the files."""
    blocks: list[Block] = [
        Paragraph(
            "Här står vilka källor som är använda och vad de inte kan säga. Varför just de är "
            "valda och vilka som har "
            "valts bort är kommunens beslut: skriv det under Annan information."
        ),
        _files(context),
    ]
    warnings: list[str] = []
    for source in context.inputs.sources:
        tables = [table for table in context.inputs.tables if table.source == source]
        blocks.append(_of_source(source, tables))
        warnings.extend(
            note.text for table in tables for note in table.notes if note.kind in ("mismatch", "unmapped")
        )
    if (assessment := context.options.assessment) is not None:
        blocks.append(Paragraph(f"Kommunens egen bedömning är läst från {assessment.file}."))
    if (population := context.options.population) is not None:
        blocks.append(Paragraph(f"Folkmängd: {population.source}."))
    return part("sources", blocks, warnings=tuple(warnings))


def _files(context: Context) -> Table:
    columns = (
        Column("source", "Källa"),
        Column("file", "Fil"),
        Column("rows", "Rader", "count"),
        Column("first", "Från", "date"),
        Column("last", "Till", "date"),
        Column("retrieved", "Hämtad", "date"),
        Column("sha256", "Kontrollsumma (början)", description="De första tolv tecknen av filens SHA-256"),
    )
    return Table(
        "sources-files",
        "Filer som lägesbilden bygger på",
        columns,
        tuple(_file_row(table) for table in context.inputs.tables),
        "Hela kontrollsumman står i manifestet till ögonblicksbilden (snapshot). Med den går det "
        "att visa att filen är densamma.",
    )


def _file_row(table: SourceTables) -> tuple[Cell, ...]:
    first, last = _span(table)
    return (
        source_name(table.source),
        table.file,
        table.rows_read or len(table.incidents) + len(table.measurements),
        first,
        last,
        _retrieved(table),
        table.sha256[:12],
    )


def _span(table: SourceTables) -> tuple[Cell, Cell]:
    if len(table.incidents):
        days = table.incidents.frame.select(
            table.incidents.local_start().dt.date().min().alias("first"),
            table.incidents.local_start().dt.date().max().alias("last"),
        )
        return days.row(0)
    if len(table.measurements):
        frame = table.measurements.frame
        ends = frame.select(
            pl.col("period_start").min().alias("first"),
            pl.col("period_end").dt.offset_by("-1d").max().alias("last"),
        )
        return ends.row(0)
    return None, None


def _retrieved(table: SourceTables) -> Cell:
    if not len(table.measurements):
        return None
    latest = table.measurements.frame["retrieved_at"].max()
    return latest.date() if isinstance(latest, datetime) else None


def _of_source(source: str, tables: list[SourceTables]) -> Subsection:
    blocks: list[Block] = []
    if limits := source_limits(source):
        blocks.append(Bullets(limits))
    notes = sorted(
        {(_ORDER.index(n.kind) if n.kind in _ORDER else 99, n.kind, n.text) for t in tables for n in t.notes}
    )
    if notes:
        blocks.append(
            Bullets(tuple(f"**{_NOTE_HEADINGS.get(kind, 'Notera')}:** {text}" for _, kind, text in notes))
        )
    if not blocks:
        blocks.append(
            Paragraph(
                "Källan har inga kända begränsningar utöver att den bara visar det som har registrerats."
            )
        )
    return Subsection(source_name(source), tuple(blocks))
