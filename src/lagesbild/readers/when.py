"""When it happened: first and last possible moment and how exactly that is known."""

from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from lagesbild.readers.clock import Instants, parse_clock_times, to_utc
from lagesbild.readers.log import FaultLog
from lagesbild.readers.moments import WALL, parse_moments
from lagesbild.readers.plan import Batch
from lagesbild.readers.roles import ROLE_LABELS

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""An earlier date is a slip of the pen or a computer's way to say that it knows nothing."""
_DATE_ADVICE = "Skriv det som 2024-02-28 eller 2024-02-28 14:05"
_CLOCK_ADVICE = "Skriv det som 14:05"
_UNKNOWN_ADVICE = "Skriv datumet, eller .. om det är okänt"


@dataclass(frozen=True, slots=True)
class When:
    """Columns ``start``, ``end`` and ``reported_at`` (UTC), ``time_precision``; and what was noticed."""

    frame: pl.DataFrame
    skipped: int
    """Clock times that summer time skipped, moved one hour forward."""
    repeated: int
    """Clock times that came twice when winter time began, read as the first."""
    unknown: int
    """Rows where somebody has written that the date is not known."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One date column read: local time, UTC, precision, and which rows hold nothing."""

    wall: pl.Series
    utc: pl.Series
    precision: pl.Series
    is_missing: pl.Series
    instants: Instants


def read_when(batch: Batch, counts: pl.Series, log: FaultLog, *, now: datetime) -> When:
    """Read the time columns of a batch.

    Parameters
    ----------
    batch
        The rows.
    counts
        Which rows are incidents (Boolean, shape (n,)); sum rows need no date.
    log
        Where faults go.
    now
        Nothing can have happened after this moment.
    """
    start = _read(batch, "start", "start_time", counts, log)
    if batch.has("end_time") and not batch.has("end"):
        end = _end_by_clock(batch, start, log)
    else:
        end = _read(batch, "end", "end_time", counts, log)
    reported = _read(batch, "reported_at", "", counts, log)
    _check_missing(batch, counts, log)
    for role, column in (("start", start), ("end", end), ("reported_at", reported)):
        _check_reasonable(batch, role, column, now, log)
    frame = pl.DataFrame(
        {
            "s": start.utc,
            "s_wall": start.wall,
            "s_precision": start.precision,
            "e": end.utc,
            "e_wall": end.wall,
            "e_precision": end.precision,
            "reported_at": reported.utc,
        }
    )
    made = _spans(frame, batch.plan.mapping.timezone)
    _check_order(batch, frame, log, now=now)
    unknown = int((start.is_missing & end.is_missing & counts).sum())
    read = (start, end, reported)
    return When(
        made,
        sum(column.instants.skipped for column in read),
        sum(column.instants.repeated for column in read),
        unknown,
    )


def _read(batch: Batch, date_role: str, time_role: str, counts: pl.Series, log: FaultLog) -> _Column:
    timezone = batch.plan.mapping.timezone
    if not batch.has(date_role):
        return _empty(len(batch.rows))
    text = batch.text(date_role)
    order = batch.plan.orders.get(date_role) or batch.plan.mapping.date_order
    read = parse_moments(text, order=order, typed=batch.moments(date_role)).frame
    log.add_cells(
        read["is_wrong"] & counts,
        batch.rows,
        column=batch.plan.heading(date_role),
        values=text,
        what="'{value}' är inte ett datum",
        advice=_DATE_ADVICE,
    )
    wall, precision = read["wall"], read["precision"]
    if time_role and batch.has(time_role):
        wall, precision = _with_clock(batch, time_role, wall, precision, log)
    instants = to_utc(wall, timezone)
    utc = read["utc"].zip_with(read["utc"].is_not_null(), instants.values)
    # What the file tells with an offset is shown on the local clock like all the rest.
    local = utc.dt.convert_time_zone(timezone).dt.replace_time_zone(None)
    wall = local.zip_with(read["utc"].is_not_null(), wall)
    missing = wall.is_null() & ~read["is_wrong"]
    return _Column(wall, utc, precision, missing, instants)


def _empty(length: int) -> _Column:
    wall = pl.Series("wall", [None], dtype=WALL).new_from_index(0, length)
    utc = pl.Series("utc", [None], dtype=pl.Datetime("us", "UTC")).new_from_index(0, length)
    precision = pl.Series("precision", [None], dtype=pl.String).new_from_index(0, length)
    return _Column(wall, utc, precision, wall.is_null(), Instants(utc, 0, 0))


def _end_by_clock(batch: Batch, start: _Column, log: FaultLog) -> _Column:
    """Read an end of which only the time of day is told: the same day, or past midnight."""
    day = start.precision.replace("minute", "day")
    wall, precision = _with_clock(batch, "end_time", start.wall.dt.truncate("1d"), day, log)
    wall = wall.dt.offset_by("1d").zip_with((wall < start.wall).fill_null(False), wall)
    told = (precision == "minute").fill_null(False)
    nothing = _empty(len(wall))
    wall, precision = wall.zip_with(told, nothing.wall), precision.zip_with(told, nothing.precision)
    instants = to_utc(wall, batch.plan.mapping.timezone)
    return _Column(wall, instants.values, precision, wall.is_null(), instants)


def _with_clock(
    batch: Batch, role: str, wall: pl.Series, precision: pl.Series, log: FaultLog
) -> tuple[pl.Series, pl.Series]:
    """Add the time of day from its own column to dates that have none."""
    text = batch.text(role)
    clock = parse_clock_times(text)
    log.add_cells(
        clock.is_wrong,
        batch.rows,
        column=batch.plan.heading(role),
        values=text,
        what="'{value}' är inte ett klockslag",
        advice=_CLOCK_ADVICE,
    )
    adds = clock.seconds.is_not_null() & (precision == "day")
    moved = wall + (clock.seconds * 1_000_000).cast(pl.Duration("us"))
    minute = pl.Series(["minute"]).new_from_index(0, len(wall))
    adds = adds.fill_null(False)
    return moved.zip_with(adds, wall), minute.zip_with(adds, precision)


def _check_missing(batch: Batch, counts: pl.Series, log: FaultLog) -> None:
    """A cell left empty is a fault; ``..`` says that nobody knows, which is an answer."""
    role = "start" if batch.has("start") else "end"
    if not batch.has(role):
        return
    is_blank = batch.text(role).is_null()
    if (typed := batch.moments(role)) is not None:
        is_blank = is_blank & typed.is_null()
    log.add_cells(
        is_blank & counts,
        batch.rows,
        column=batch.plan.heading(role),
        values=batch.text(role),
        what="Datum saknas",
        advice=_UNKNOWN_ADVICE,
    )


def _check_reasonable(batch: Batch, role: str, column: _Column, now: datetime, log: FaultLog) -> None:
    heading = batch.plan.heading(role)
    if not heading:
        return
    values = batch.text(role)
    log.add_cells(
        column.utc > now,
        batch.rows,
        column=heading,
        values=values,
        what="'{value}' ligger i framtiden",
        advice="Kontrollera år, månad och dag",
    )
    log.add_cells(
        column.utc < EARLIEST,
        batch.rows,
        column=heading,
        values=values,
        what="'{value}' är före 1970",
        advice="Skriv rätt år, eller .. om datumet är okänt",
    )


def _check_order(batch: Batch, frame: pl.DataFrame, log: FaultLog, *, now: datetime) -> None:
    if not (batch.plan.heading("end") and batch.plan.heading("start")):
        return
    # A day without a time of day ends with the day, so only an earlier day is too early.
    is_day = pl.col("e_precision") != "minute"
    first = pl.when(is_day).then(pl.col("s_wall").dt.truncate("1d")).otherwise("s_wall")
    # A date that cannot be has been told of already; what it does to the order is no second fault.
    is_possible = pl.all_horizontal(pl.col("s", "e").is_between(EARLIEST, now))
    backwards = frame.select((pl.col("e_wall") < first) & is_possible).to_series()
    log.add_cells(
        backwards,
        batch.rows,
        column=batch.plan.heading("end"),
        values=batch.text("end"),
        what=f"'{{value}}' är före '{batch.plan.heading('start')}' ({ROLE_LABELS['start']})",
        advice="Rätta det datum som är fel, eller byt plats på dem",
    )


def _spans(frame: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """Make first and last possible moment of what the columns tell."""
    after = {"day": "1d", "week": "1w", "month": "1mo", "year": "1y"}

    def ends(wall: str, precision: str, utc: str) -> pl.Expr:
        late = pl.col(utc)
        for name, step in after.items():
            local = pl.col(wall).dt.offset_by(step).dt.replace_time_zone(
                timezone, ambiguous="earliest", non_existent="null"
            )  # fmt: skip
            late = pl.when(pl.col(precision) == name).then(local.dt.convert_time_zone("UTC")).otherwise(late)
        return late

    both = pl.col("s").is_not_null() & pl.col("e").is_not_null()
    same = (pl.col("s_wall") == pl.col("e_wall")) & (pl.col("s_precision") == pl.col("e_precision"))
    precision = (
        pl.when(both & ~same).then(pl.lit("span"))
        .otherwise(pl.coalesce("s_precision", "e_precision", pl.lit("unknown")))
    )  # fmt: skip
    last = pl.coalesce(ends("e_wall", "e_precision", "e"), ends("s_wall", "s_precision", "s"))
    return frame.select(
        start=pl.coalesce("s", "e"),
        end=last,
        time_precision=precision,
        reported_at="reported_at",
    )
