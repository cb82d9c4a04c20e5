"""When and where an event of the police news feed happened, read from its headline.

The feed's own ``datetime`` tells when the event was published. When it happened stands only in the
headline, without a year: ``31 december 23.40, Rån, Borås``. The separator in the clock changed from
``:`` to ``.`` in November 2023, and the hour of ``datetime`` is written without a leading zero.
"""

import polars as pl

from lagesbild.tables.periods import MONTHS

TIMEZONE = "Europe/Stockholm"

TIMINGS = ("clock", "day_before", "no_clock", "no_date", "after_publication")
"""How the time of the event was found: as written; as written but the evening before; a date without
a clock; no date at all; a moment later than its own publication, which cannot be right."""

_HEADLINE = (
    r"^\s*(?:(?<day>\d{1,2})\s+(?<month>\p{L}+)(?:\s+(?<year>\d{4}))?"
    r"(?:,?\s+(?:kl\.?\s*)?(?<hour>\d{1,2})[.:](?<minute>\d{2}))?\s*(?:,|$))?\s*(?<rest>.*?)\s*$"
)
_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)}
_ROUNDED_CLOCK = pl.duration(minutes=5)  # "17.30" in a notice published 17:28 is a rounded clock
_HALF_A_YEAR = 186  # days, with every month counted as 31


def published_at(text: pl.Expr) -> pl.Expr:
    """Return the moment of publication in UTC; null where the text is not a moment.

    Reads ``2026-08-22 9:48:12 +02:00``, with or without the zero before the hour, and ISO 8601.
    """
    return (
        text.str.strip_chars()
        .str.replace(r"^(\d{4}-\d\d-\d\d)[ T](\d):", "$1 0$2:")
        .str.replace(r"^(\d{4}-\d\d-\d\d)T", "$1 ")
        .str.replace(r"\s*(Z|[+-]\d\d:?\d\d)$", " $1")
        .str.replace(r"Z$", "+00:00")
        .str.to_datetime("%Y-%m-%d %H:%M:%S%.f %z", time_unit="us", time_zone="UTC", strict=False)
    )


def read_headlines(frame: pl.DataFrame) -> pl.DataFrame:
    """Add what the headline tells to ``frame``, which has ``name`` (text) and ``published`` (UTC).

    Adds ``headline_type`` and ``headline_place`` (text, null when absent), ``start`` and ``end`` (UTC,
    end exclusive, equal to start when the minute is known), ``time_precision`` (``minute`` or ``day``)
    and ``timing`` (one of ``TIMINGS``).

    Notes
    -----
    The year is the one that brings the date nearest to the publication, so that 31 December published
    on 1 January belongs to the year before. A clock time later than the publication is read as the
    evening before when the notice was published before noon and the clock says 18.00 or later; otherwise
    the clock is not believed, and only the day of publication is kept.
    """
    parts = frame.with_columns(pl.col("name").fill_null("").str.extract_groups(_HEADLINE).alias("headline"))
    return (
        parts.unnest("headline")
        .with_columns(pl.col("published").dt.convert_time_zone(TIMEZONE).alias("published_local"))
        .with_columns(_written_date(), *_type_and_place())
        .with_columns(_written_moment())
        .with_columns(_timing().alias("timing"))
        .with_columns(_start().alias("start"))
        .with_columns(
            pl.when(_has_clock())
            .then(pl.col("start"))
            .otherwise(_next_local_day(pl.col("start")))
            .alias("end"),
            pl.when(_has_clock()).then(pl.lit("minute")).otherwise(pl.lit("day")).alias("time_precision"),
        )
        .select(*frame.columns, "headline_type", "headline_place", "start", "end", "time_precision", "timing")
    )


def _type_and_place() -> tuple[pl.Expr, pl.Expr]:
    # The type may itself hold a comma ("Mord/dråp, försök"), the place never does.
    split = r"^(.*),\s*([^,]*)$"
    return (
        pl.col("rest").str.extract(split, 1).str.strip_chars().alias("headline_type"),
        pl.col("rest").str.extract(split, 2).str.strip_chars().alias("headline_place"),
    )


def _written_date() -> pl.Expr:
    published = pl.col("published_local").dt
    name = pl.col("month").str.to_lowercase()
    month = name.replace_strict(_MONTH_NUMBERS, default=None, return_dtype=pl.Int32)
    ahead = (month - published.month()) * 31 + pl.col("day").cast(pl.Int32) - published.day()
    nearest = published.year() + (
        pl.when(ahead > _HALF_A_YEAR).then(-1).when(ahead < -_HALF_A_YEAR).then(1).otherwise(0)
    )
    year = pl.coalesce(pl.col("year").cast(pl.Int32), nearest)
    text = pl.format("{}-{}-{}", year, month.cast(pl.String).str.zfill(2), pl.col("day").str.zfill(2))
    return text.str.to_date("%Y-%m-%d", strict=False).alias("written_date")


def _written_moment() -> pl.Expr:
    text = pl.format("{} {}:{}", pl.col("written_date"), pl.col("hour").str.zfill(2), pl.col("minute"))
    return (
        text.str.to_datetime("%Y-%m-%d %H:%M", time_unit="us", strict=False)
        # The hour that comes twice in October is read as the first; the one that never comes as no clock.
        .dt.replace_time_zone(TIMEZONE, ambiguous="earliest", non_existent="null")
        .alias("written_moment")
    )


def _timing() -> pl.Expr:
    moment, published = pl.col("written_moment"), pl.col("published_local")
    is_later = moment > published + _ROUNDED_CLOCK
    is_same_day = pl.col("written_date") == published.dt.date()
    is_evening_before = is_same_day & (published.dt.hour() < 12) & (moment.dt.hour() >= 18)
    return (
        pl.when(pl.col("written_date").is_null())
        .then(pl.lit("no_date"))
        .when(is_later & is_evening_before)
        .then(pl.lit("day_before"))
        .when(is_later)
        .then(pl.lit("after_publication"))
        .when(moment.is_null())
        .then(pl.lit("no_clock"))
        .otherwise(pl.lit("clock"))
    )


def _has_clock() -> pl.Expr:
    return pl.col("timing").is_in(["clock", "day_before"])


def _next_local_day(moment: pl.Expr) -> pl.Expr:
    return moment.dt.convert_time_zone(TIMEZONE).dt.offset_by("1d").dt.convert_time_zone("UTC")


def _start() -> pl.Expr:
    day = (
        pl.when(pl.col("timing") == "no_clock")
        .then(pl.min_horizontal("written_date", pl.col("published_local").dt.date()))
        .otherwise(pl.col("published_local").dt.date())
    )
    return (
        pl.when(pl.col("timing") == "clock")
        .then(pl.col("written_moment"))
        .when(pl.col("timing") == "day_before")
        .then(pl.col("written_moment").dt.offset_by("-1d"))
        .otherwise(day.cast(pl.Datetime("us")).dt.replace_time_zone(TIMEZONE))
        .dt.convert_time_zone("UTC")
    )
