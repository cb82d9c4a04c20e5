"""A batch of rows becomes incidents; everything that is wrong in it is logged, cell by cell."""

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import datetime

import polars as pl

from lagesbild.readers.log import FaultLog
from lagesbild.readers.mapping import Mapping
from lagesbild.readers.numbers import is_missing, parse_numbers
from lagesbild.readers.plan import Batch
from lagesbild.readers.rowkinds import row_kinds
from lagesbild.readers.what import Categories, read_what
from lagesbild.readers.when import read_when
from lagesbild.readers.where import Geography, read_where
from lagesbild.tables.area_codes import parse_area_code
from lagesbild.tables.municipalities import (
    UnknownPlaceError,
    county_codes,
    find_municipality,
    municipality_codes,
)


@dataclass(slots=True)
class Tally:
    """What was noticed in the rows without being wrong; adds up over batches."""

    skipped_clock: int = 0
    repeated_clock: int = 0
    unknown_dates: int = 0
    zero_coordinates: int = 0
    outside_sweden: int = 0
    negative: int = 0
    text: int = 0
    heading: int = 0
    blank: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)
    """Names in the municipality's column that are no Swedish municipality or county."""
    damaged: int = 0
    """Cells in which å, ä and ö had been destroyed before the file came here."""

    def add(self, other: "Tally") -> None:
        """Add what was noticed in another batch."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(frozen=True, slots=True)
class Checked:
    """Incidents of one batch: the columns of the table, ``kind`` and two hashes of the cells.

    ``whole`` is equal for rows in which every cell of the file is equal, ``same`` for rows with the same
    id, code and words.
    """

    frame: pl.DataFrame
    tally: Tally


def check_batch(
    batch: Batch, geography: Geography, taxonomy: Categories, log: FaultLog, *, source: str, now: datetime
) -> Checked:
    """Read every mapped cell of a batch; faults go to ``log``, and all rows are returned."""
    kinds = row_kinds(batch)
    tally = Tally(
        text=int((kinds == "text").sum()),
        heading=int((kinds == "heading").sum()),
        blank=int((kinds == "blank").sum()),
    )
    _check_shape(batch, kinds, log)
    keep = kinds.is_in(["incident", "sum"])
    if not keep.all():
        batch, kinds = _only(batch, keep), kinds.filter(keep)
    counts = kinds == "incident"
    when = read_when(batch, counts, log, now=now)
    where = read_where(batch, geography, log)
    what = read_what(batch, counts, taxonomy, log)
    number = _count(batch, counts, tally, log)
    areas = _areas(batch, tally, log)
    tally.skipped_clock, tally.repeated_clock = when.skipped, when.repeated
    tally.unknown_dates, tally.unmapped = when.unknown, what.unmapped
    tally.zero_coordinates, tally.outside_sweden = where.zeros, where.outside
    tally.damaged = _damaged(batch)
    frame = pl.concat([when.frame, where.frame, what.frame, areas], how="horizontal").with_columns(
        id=batch.text("id"),
        source=pl.lit(source),
        count=number,
        row=batch.rows,
        kind=kinds,
        whole=batch.sheet.frame.hash_rows(seed=1),
        same=pl.DataFrame([batch.text(role).alias(role) for role in ("id", "code", "label")]).hash_rows(
            seed=1
        ),
    )
    return Checked(frame.with_columns(location_precision=_location_precision()), tally)


def check_constants(mapping: Mapping, log: FaultLog) -> None:
    """Log a constant municipality that does not exist."""
    name = mapping.constants.get("municipality")
    if name is None:
        return
    try:
        find_municipality(name)
    except UnknownPlaceError:
        what = f"Kolumnkartan anger kommunen '{name}', som inte finns"
        log.add(column="municipality", value=name, what=what, advice=_advice(name))


def _only(batch: Batch, keep: pl.Series) -> Batch:
    sheet = batch.sheet
    numbers = sheet.numbers.filter(keep) if sheet.numbers.width else sheet.numbers
    moments = sheet.moments.filter(keep) if sheet.moments.width else sheet.moments
    return Batch(
        sheet.with_rows(sheet.frame.filter(keep), sheet.rows.filter(keep), numbers, moments), batch.plan
    )


def _check_shape(batch: Batch, kinds: pl.Series, log: FaultLog) -> None:
    """Log rows that have too many or too few cells, and cells whose formula failed."""
    sheet = batch.sheet
    if sheet.ragged or sheet.short:
        incident = set(sheet.rows.filter(kinds == "incident").to_list())
        remedy = "Ta bort det som står till höger om tabellen, eller ge det en rubrik"
        if sheet.delimiter:
            remedy = (
                f"Ta bort det överflödiga, eller sätt citattecken om text som innehåller '{sheet.delimiter}'"
            )
        for row in sheet.ragged:
            log.add(row=row, what=f"Raden har fler celler än rubrikens {len(sheet.columns)}", advice=remedy)
        for row in sheet.short:
            if row in incident:
                log.add(
                    row=row,
                    what=f"Raden har färre celler än rubrikens {len(sheet.columns)}",
                    advice="Fyll på med tomma celler, och kontrollera att raden inte är avhuggen",
                )
    used = set(batch.plan.columns.values())
    for cell in sheet.broken:
        if cell.column in used:
            log.add(
                row=cell.row,
                column=cell.column,
                what="Formeln i cellen ger ett fel",
                advice="Rätta formeln eller skriv värdet",
            )


def _count(batch: Batch, counts: pl.Series, tally: Tally, log: FaultLog) -> pl.Series:
    """Read how many incidents each row stands for; one where the file has no such column."""
    if not batch.has("count"):
        return pl.Series("count", [1], dtype=pl.Int64).new_from_index(0, len(batch.rows))
    text = batch.text("count")
    sign = batch.plan.decimals.get("count", "")
    read = parse_numbers(text, kind="whole", decimal=sign, typed=batch.numbers("count"))
    column = batch.plan.heading("count")
    fraction = read.values.is_not_null() & (read.values != read.values.round())
    log.add_cells(
        read.is_wrong,
        batch.rows,
        column=column,
        values=text,
        what="'{value}' är inte ett antal",
        advice="Skriv antalet med siffror, till exempel 12",
    )
    log.add_cells(
        fraction,
        batch.rows,
        column=column,
        values=text,
        what="'{value}' är inte ett helt tal",
        advice="Skriv antalet utan decimaler",
    )
    log.add_cells(
        read.is_missing & counts,
        batch.rows,
        column=column,
        values=text,
        what="Antal saknas",
        advice="Skriv antalet, 0 om inget har hänt, eller ta bort raden",
    )
    too_many = read.values.abs() >= 2**53
    log.add_cells(
        too_many,
        batch.rows,
        column=column,
        values=text,
        what="'{value}' är för stort för att vara ett antal",
        advice="Kontrollera att kolumnen är rätt",
    )
    whole = read.values.zip_with((~too_many).fill_null(True), read.values.clear(len(text))).fill_null(0)
    tally.negative = int(((whole < 0) & counts).sum())
    return whole.round().cast(pl.Int64).alias("count")


def _areas(batch: Batch, tally: Tally, log: FaultLog) -> pl.DataFrame:
    """Read place, area, municipality and county."""
    area = _words(batch, "area")
    different = area.unique().drop_nulls()
    codes = [parse_area_code(each) for each in different]
    plain = area.replace_strict(different, pl.Series([c.code for c in codes], dtype=pl.String), default=None)
    parents = pl.Series([c.parent if c.kind in ("deso", "regso") else None for c in codes], dtype=pl.String)
    from_area = area.replace_strict(different, parents, default=None, return_dtype=pl.String)
    named = _words(batch, "municipality")
    municipality = municipality_codes(named)
    county = county_codes(_words(batch, "county")).fill_null(county_codes(named))
    _check_municipality(batch, named, municipality, county_codes(named), tally, log)
    municipality = municipality.fill_null(from_area)
    return pl.DataFrame(
        {
            "place": _words(batch, "place"),
            "area": plain,
            "municipality": municipality,
            "county": county.fill_null(municipality.str.slice(0, 2)),
        },
        schema_overrides=dict.fromkeys(("place", "area", "municipality", "county"), pl.String),
    )


def _words(batch: Batch, role: str) -> pl.Series:
    if not batch.has(role):
        return batch.text(role).alias(role)
    cells = batch.text(role).str.replace_all("\u00a0", " ", literal=True)
    return cells.zip_with(~is_missing(cells), cells.clear(len(cells))).alias(role)


def _check_municipality(
    batch: Batch, named: pl.Series, municipality: pl.Series, county: pl.Series, tally: Tally, log: FaultLog
) -> None:
    """Log misspelt municipalities; a file in which most names are foreign is left in peace."""
    lost = named.is_not_null() & municipality.is_null() & county.is_null()
    if not lost.any():
        return
    if lost.sum() * 2 > named.is_not_null().sum():
        tally.foreign.update(dict(named.filter(lost).value_counts().iter_rows()))
        return
    for name in named.filter(lost).unique(maintain_order=True):
        log.add_cells(
            named == name,
            batch.rows,
            column=batch.plan.heading("municipality"),
            values=batch.text("municipality"),
            what="Det finns ingen kommun som heter '{value}'",
            advice=_advice(name),
        )


def _advice(name: str) -> str:
    try:
        find_municipality(name)
    except UnknownPlaceError as error:
        if error.suggestions:
            return f"Menade du {' eller '.join(error.suggestions)}? Rätta namnet"
    return "Skriv kommunens namn eller kod, till exempel Upplands-Bro eller 0139"


def _damaged(batch: Batch) -> int:
    """Count cells with the signs that å, ä and ö become when a file is read in the wrong way."""
    roles = [role for role in ("label", "place", "area", "municipality") if role in batch.plan.columns]
    pattern = "\ufffd|Ã[¥¤¶…„–]|\u00c3[\u0085\u0084\u0096]"
    return sum(int(batch.text(role).str.contains(pattern).sum()) for role in roles)


def _location_precision() -> pl.Expr:
    known = pl.col("lon").is_not_null() | pl.col("e").is_not_null()
    return (
        pl.when(known).then(pl.lit("point"))
        .when(pl.col("place").is_not_null()).then(pl.lit("place"))
        .when(pl.col("area").is_not_null()).then(pl.lit("area"))
        .when(pl.col("municipality").is_not_null()).then(pl.lit("municipality"))
        .when(pl.col("county").is_not_null()).then(pl.lit("county"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip
