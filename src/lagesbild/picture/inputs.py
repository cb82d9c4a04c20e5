"""What a picture is made from: counted incidents and published figures, of the place and of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from lagesbild.picture.options import PictureError, PictureOptions
from lagesbild.picture.timeframe import COMPLETE_WITHIN_DAYS, Coverage
from lagesbild.sources.base import SourceTables
from lagesbild.tables.municipalities import (
    Municipality,
    UnknownPlaceError,
    county_codes,
    find_municipality,
    municipality_codes,
)
from lagesbild.tables.periods import Period

WHOLE_COUNTRY = "hela landet"
STRAY = 0.1
"""A month with less than this share of a typical month does not start the material."""
NATION = frozenset({"00", "riket", "hela riket", "sverige", "hela landet"})

_EXCLUDED_WORDS = {
    "summary": "Sammanfattningar som räknar upp flera händelser",
    "information": "Information och uppdateringar som inte är egna händelser",
    "sum_row": "Summarader",
    "duplicate": "Dubbletter",
    "superseded": "Rader som har ersatts av en senare version",
}
_INCIDENT_COLUMNS = (
    "id", "category", "code", "label", "start", "end", "time_precision", "lon", "lat", "e", "n", "area",
    "place", "municipality", "county", "location_precision", "source", "count", "day", "reported_day",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """What the picture is about: a municipality, or everything when ``code`` is None."""

    name: str
    code: str | None = None
    county: str | None = None
    is_unnamed: bool = False
    """True when neither the files nor the user say which municipality it is."""
    part: str = ""
    """The name of the area that the picture is about; empty is the whole place."""
    part_code: str | None = None

    @property
    def is_whole(self) -> bool:
        """True when the picture is about everything in the files, such as the whole country."""
        return self.code is None and not self.is_unnamed


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that are in the files but not in the counts, and why."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that the sections read; nothing in it is filtered by period.

    ``incidents`` are the counted rows of the place with the columns ``day`` and ``reported_day`` (local
    dates); ``elsewhere`` those of other places in the same files. ``figures`` and ``figures_elsewhere``
    are the measurements of the place and of others, with ``area_key`` (a code where one is known).
    """

    place: Place
    incidents: pl.DataFrame
    elsewhere: pl.DataFrame
    figures: pl.DataFrame
    figures_elsewhere: pl.DataFrame
    left_out: tuple[LeftOut, ...]
    tables: tuple[SourceTables, ...]
    timezone: str
    coverage: Coverage | None
    """Of the incidents; None when there are none."""
    coverages: Mapping[str, Coverage] = field(default_factory=dict)
    """Of each source of incidents: a register begun last year says nothing of the years before."""

    not_problems: pl.DataFrame = field(default_factory=pl.DataFrame)
    """Zero reports, safe places and events of the place (see ``not_problems``); empty until set aside."""

    @property
    def has_incidents(self) -> bool:
        """True when the place has at least one incident that counts."""
        return self.incidents.height > 0

    def covers(self, source: str, period: Period) -> bool:
        """Tell whether a source of incidents holds the whole of a period."""
        coverage = self.coverages.get(source)
        return coverage is not None and coverage.covers(period)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources, in the order the files were given, each once."""
        return tuple(dict.fromkeys(table.source for table in self.tables))


def gather(tables: Sequence[SourceTables], options: PictureOptions) -> Inputs:
    """Bring the tables of all files together and divide them by place.

    Raises
    ------
    PictureError
        If the municipality is not known, the files hold nothing to count, or published figures for
        several municipalities were given without saying which one the picture is about.
    """
    rows = _all_incidents(tables)
    figures = _all_figures(tables)
    place = _place(options.municipality, rows, figures)
    left_out: list[LeftOut] = []
    if options.as_of is not None:
        rows, late = _known_on(rows, options.as_of)
        left_out.append(LeftOut(f"Rader som kom till efter {options.as_of.isoformat()}", late))
    rows, not_counted = _counted(rows, place)
    left_out.extend(not_counted)
    here = _is_here(place)
    own = figures.filter(_is_own_figure(place))
    inputs = Inputs(
        place=place,
        incidents=rows.filter(here),
        not_problems=rows.clear(),
        elsewhere=rows.filter(~here),
        figures=own,
        figures_elsewhere=figures.filter(~_is_own_figure(place)),
        left_out=tuple(item for item in left_out if item.rows),
        tables=tuple(tables),
        timezone=next((t.incidents.timezone for t in tables if len(t.incidents)), "Europe/Stockholm"),
        coverage=_coverage(rows),
        coverages=_coverages(rows),
    )
    if not inputs.has_incidents and not own.height:
        raise PictureError([_nothing_here(place, rows, figures)])
    return inputs


def _all_incidents(tables: Sequence[SourceTables]) -> pl.DataFrame:
    frames: list[pl.DataFrame] = []
    seen: dict[str, list[pl.DataFrame]] = {}
    for table in tables:
        if not len(table.incidents):
            continue
        frame = table.incidents.frame.with_columns(
            day=table.incidents.local_start().dt.date(),
            reported_day=pl.col("reported_at").dt.convert_time_zone(table.incidents.timezone).dt.date(),
        ).select(*_INCIDENT_COLUMNS, "excluded")
        for earlier in seen.get(table.source, []):
            # The same row in two files (overlapping exports, a feed fetched twice) counts once.
            again = frame["id"].is_in(earlier["id"].implode())
            frame = frame.with_columns(
                excluded=pl.when(again & pl.col("excluded").is_null())
                .then(pl.lit("duplicate", dtype=frame.schema["excluded"]))
                .otherwise(pl.col("excluded"))
            )
        seen.setdefault(table.source, []).append(frame.select("id"))
        frames.append(frame)
    return pl.concat(frames) if frames else _empty_incidents()


def _empty_incidents() -> pl.DataFrame:
    from lagesbild.tables.incidents import Incidents

    frame = Incidents.empty().frame.with_columns(
        day=pl.lit(None, dtype=pl.Date), reported_day=pl.lit(None, dtype=pl.Date)
    )
    return frame.select(*_INCIDENT_COLUMNS, "excluded")


def _all_figures(tables: Sequence[SourceTables]) -> pl.DataFrame:
    frames = [t.measurements.frame for t in tables if len(t.measurements)]
    if not frames:
        from lagesbild.tables.measurements import Measurements

        frames = [Measurements.empty().frame]
    figures = pl.concat(frames)
    written = pl.coalesce("area", "area_name")
    codes = municipality_codes(figures.select(written).to_series())
    counties = county_codes(figures.select(written).to_series())
    nation = written.str.to_lowercase().is_in(list(NATION))
    return figures.with_columns(
        area_key=pl.when(nation)
        .then(pl.lit("00"))
        .otherwise(
            pl.coalesce(
                pl.lit(codes),
                pl.when(written.str.contains(r"(?i)\blän\b|^\d\d$")).then(pl.lit(counties)),
                written,
            )
        )
    )


def _place(wish: "str | Municipality | None", rows: pl.DataFrame, figures: pl.DataFrame) -> Place:
    if isinstance(wish, Municipality):
        return Place(wish.name, wish.code, wish.county.code)
    if wish is not None:
        try:
            found = find_municipality(wish)
        except UnknownPlaceError as error:
            if wish in figures["area_key"].to_list() or wish in rows["municipality"].to_list():
                return Place(wish, wish, None)
            raise PictureError([str(error)]) from error
        return Place(found.name, found.code, found.county.code)
    return _place_of_data(rows, figures)


def _place_of_data(rows: pl.DataFrame, figures: pl.DataFrame) -> Place:
    """Choose the only place there is; several municipalities together are the whole."""
    codes = set(rows["municipality"].drop_nulls().unique().to_list())
    areas = set(figures["area_key"].drop_nulls().unique().to_list())
    municipal = {area for area in areas if len(area) == 4 and area.isdigit()}
    if len(codes | municipal) == 1:
        code = next(iter(codes | municipal))
        try:
            found = find_municipality(code)
        except UnknownPlaceError:
            return Place(code, code, code[:2])
        return Place(found.name, found.code, found.county.code)
    if not rows.height and len(municipal) > 1 and "00" not in areas:
        names = sorted(find_municipality(code).name for code in municipal)
        shown = ", ".join(names[:8]) + (" med flera" if len(names) > 8 else "")
        raise PictureError(
            [
                f"Filen har siffror för flera kommuner ({shown}). Ange vilken lägesbilden gäller "
                "med --municipality."
            ]
        )
    if not rows.height and len(areas) == 1:
        area = next(iter(areas))
        return Place(area, area, None)
    if not areas and not codes and not rows["county"].count():
        return Place("kommunen", is_unnamed=True)
    return Place(WHOLE_COUNTRY)


def _is_here(place: Place) -> pl.Expr:
    return pl.lit(True) if place.code is None else (pl.col("municipality") == place.code).fill_null(False)


def _is_own_figure(place: Place) -> pl.Expr:
    own = pl.col("area_key").is_null()  # a table without an area column is about the place it was sent from
    return own | (pl.col("area_key") == (place.code or "00")).fill_null(False)


def _known_on(rows: pl.DataFrame, as_of: date) -> tuple[pl.DataFrame, int]:
    known = (pl.col("day").is_null() | (pl.col("day") <= as_of)) & (
        pl.col("reported_day").is_null() | (pl.col("reported_day") <= as_of)
    )
    kept = rows.filter(known)
    return kept, rows.height - kept.height


def _counted(rows: pl.DataFrame, place: Place) -> tuple[pl.DataFrame, list[LeftOut]]:
    """Keep the rows that count, and say for the place why the others do not."""
    here = _is_here(place)
    reasons = dict(
        rows.filter(here & pl.col("excluded").is_not_null()).group_by("excluded").len().iter_rows()
    )
    left_out = [LeftOut(words, reasons.get(key, 0)) for key, words in _EXCLUDED_WORDS.items()]
    rows = rows.filter(pl.col("excluded").is_null()).drop("excluded")
    undated = rows.filter(here & pl.col("day").is_null()).height
    left_out.append(LeftOut("Rader utan datum", undated))
    rows = rows.filter(pl.col("day").is_not_null())
    if place.county:
        unplaced = rows.filter(pl.col("municipality").is_null() & (pl.col("county") == place.county)).height
        left_out.append(LeftOut("Rader i länet som saknar kommun: en del av dem kan ha hänt här", unplaced))
    return rows, left_out


def _coverages(rows: pl.DataFrame) -> dict[str, Coverage]:
    found = {key[0]: _coverage(own) for key, own in rows.partition_by("source", as_dict=True).items()}
    return {str(source): coverage for source, coverage in sorted(found.items()) if coverage is not None}


def _coverage(rows: pl.DataFrame) -> Coverage | None:
    """Return the days that the incidents tell about, stray early rows apart.

    Files hold single rows with a mistaken or very old date. The material is said to begin with the first
    month that has at least a tenth of a typical month, and typical is the month that the middle incident
    belongs to when months are ordered by size: stray months hold too few incidents to move it.
    """
    if not rows.height:
        return None
    months = (
        rows.group_by(pl.col("day").dt.truncate("1mo").alias("month")).agg(pl.len().alias("n")).sort("month")
    )
    by_size = months.sort("n").with_columns(pl.col("n").cum_sum().alias("so_far"))
    typical = by_size.filter(pl.col("so_far") >= rows.height / 2)["n"][0]
    first_month = months.filter(pl.col("n") >= STRAY * typical)["month"][0]
    last, last_reported = rows.select(
        pl.col("day").max().alias("last"), pl.col("reported_day").max().alias("reported")
    ).row(0)
    own = rows.filter(pl.col("day") >= first_month)["day"]
    first, days = own.min(), own.n_unique()
    if not isinstance(first, date):
        return None
    mean_gap = ((last - first).days + 1) / days
    slack = max(COMPLETE_WITHIN_DAYS, round(3 * mean_gap))
    return Coverage(first, max(last, last_reported or last), slack, rows.height - len(own))


def _nothing_here(place: Place, rows: pl.DataFrame, figures: pl.DataFrame) -> str:
    if rows.height or figures.height:
        return (
            f"Filerna har inga uppgifter om {place.name}. "
            "Kontrollera kommunens namn eller kod, eller välj en annan fil."
        )
    return (
        "Filerna har inga rader som kan räknas. Kör lagesbild check på filen för att se vad den innehåller."
    )
