"""The register of sightings for eighteen months, written as the workbook a coordinator keeps."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
import shapely
import xlsxwriter

from lagesbild.demo.geography import AREAS, CENTRE_E, CENTRE_N, COUNTRYSIDE, PLACES, area_polygons
from lagesbild.demo.sightings import HOMES, NOWHERE, SCHOOL, WHERE, Sighting, clock_weights, sightings
from lagesbild.tables.municipalities import EXAMPLE

FIRST_DAY, LAST_DAY = date(2024, 8, 1), date(2026, 1, 31)
HEADINGS = (
    "Löpnr", "Kategori", "Plats", "Datum från", "Klockslag från", "Datum till", "Klockslag till",
    "SWEREF99 E", "SWEREF99 N", "Kommun", "Beskrivning", "Rapporterat av", "Inrapporterad",
)  # fmt: skip
NO_POINT = 0.12
"""Share of the rows without coordinates: the reporter wrote only the place."""
NO_HOUR = 0.08
_SCHOOL_HOLIDAYS = (6, 7)  # the school is closed, and its sightings come from the evenings


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the register. Times are what the clock showed; e and n are metres in SWEREF 99 TM."""

    category: str
    place: str
    start: datetime
    end: datetime | None
    has_hour: bool
    e: float | None
    n: float | None
    text: str
    reporter: str
    registered: date


def register_rows(rng: np.random.Generator) -> list[Row]:
    """Return the register in order of registration: the ordinary, and what stands out in it.

    What stands out is there to be found: a row of burglaries near each other in Norrängen in November
    2025, lights that are out in Stationsparken that autumn, and crowds at Lillsjöbadet in the summer.
    """
    homes = _homes(rng, 4000)
    rows = [row for kind in sightings() for row in _ordinary(rng, kind, homes)]
    rows += _burglary_chain(rng)
    rows += _lights_out(rng)
    rows += _summer_crowds(rng)
    known = [row for row in rows if row.registered <= LAST_DAY]
    return sorted(known, key=lambda row: (row.registered, row.start, row.category, row.place))


def register_workbook(rows: Sequence[Row]) -> bytes:
    """Return the register as an XLSX file; the same rows give the same bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        made = _clock(LAST_DAY)
        comment = f"{EXAMPLE.name} är en påhittad kommun. Alla rader är påhittade."
        book.set_properties({"title": "Händelseregister", "comments": comment, "created": made})
        sheet = book.add_worksheet("Händelser")
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "hh:mm"}),
        }
        sheet.write_row(0, 0, HEADINGS, formats["head"])
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(_cells(at, row)):
                kind = "date" if column in (3, 5, 12) else "time" if column in (4, 6) else None
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, column, cell, formats[kind or "date"])
                elif isinstance(cell, float):
                    sheet.write_number(at, column, cell, formats["time"] if kind == "time" else None)
                elif cell is not None:
                    sheet.write(at, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(HEADINGS) - 1)
        for first, last, width in ((0, 0, 8), (1, 2, 34), (3, 8, 14), (9, 9, 16), (10, 10, 48), (11, 12, 22)):
            sheet.set_column(first, last, width)
    return out.getvalue()


def _cells(at: int, row: Row) -> Iterator[str | int | float | datetime | None]:
    yield at
    yield row.category
    yield row.place or None
    for moment in (row.start, row.end):
        yield _clock(moment) if moment else None
        yield (moment.hour * 60 + moment.minute) / 1440 if moment and row.has_hour else None
    yield row.e
    yield row.n
    yield EXAMPLE.name
    yield row.text
    yield row.reporter
    yield _clock(row.registered)


def _ordinary(rng: np.random.Generator, kind: Sighting, homes: np.ndarray) -> Iterator[Row]:
    days = [FIRST_DAY + timedelta(days=i) for i in range((LAST_DAY - FIRST_DAY).days + 1)]
    week = clock_weights(kind.clock)
    weight = np.array([kind.months[day.month - 1] * week[day.weekday()].sum() for day in days])
    months = len(days) / 30.4
    chosen = rng.choice(len(days), int(rng.poisson(kind.per_month * months * 0.94)), p=weight / weight.sum())
    names = list(WHERE[kind.where])
    shares = np.array(list(WHERE[kind.where].values()))
    places = rng.choice(len(names), len(chosen), p=shares / shares.sum())
    for index, at in zip(chosen, places, strict=True):
        day, place = days[int(index)], names[int(at)]
        if place == SCHOOL and kind.clock == "evening" and day.month not in _SCHOOL_HOLIDAYS:
            hours = clock_weights("school")[day.weekday()]
        else:
            hours = week[day.weekday()]
        hour = int(rng.choice(24, p=hours / hours.sum()))
        start = _clock(day, hour, 5 * int(rng.integers(12)))
        yield _row(rng, kind, place, start, homes)


def _row(rng: np.random.Generator, kind: Sighting, place: str, start: datetime, homes: np.ndarray) -> Row:
    end = _end(rng, kind, start) if rng.random() < kind.span else None
    name, e, n = "", None, None
    if place == HOMES:
        e, n = (float(v) for v in homes[int(rng.integers(len(homes)))])
    elif place != NOWHERE:
        spot = PLACES[place]
        name = place
        e = CENTRE_E + spot.east + float(rng.normal(0, spot.spread_m))
        n = CENTRE_N + spot.north + float(rng.normal(0, spot.spread_m))
    if e is not None and n is not None:
        e, n = (None, None) if name and rng.random() < NO_POINT else (round(e), round(n))
    reporter = str(rng.choice(np.array(kind.reporters)))
    if place == SCHOOL and rng.random() < 0.6:
        reporter = SCHOOL
    last = (end or start).date()
    return Row(
        category=kind.category,
        place=name,
        start=start,
        end=end,
        has_hour=kind.clock != "date" and bool(rng.random() >= NO_HOUR),
        e=e,
        n=n,
        text=str(rng.choice(np.array(kind.texts))),
        reporter=reporter,
        registered=last + timedelta(days=int(rng.geometric(0.55)) - 1),
    )


def _end(rng: np.random.Generator, kind: Sighting, start: datetime) -> datetime:
    if kind.clock == "night":  # seen in the evening, found the next morning
        morning = start.replace(hour=7, minute=5 * int(rng.integers(12)))
        return morning + timedelta(days=1 if start.hour >= 7 else 0)
    if kind.clock == "away":
        return start.replace(minute=0) + timedelta(minutes=5 * int(rng.integers(80, 130)))
    return start + timedelta(minutes=15 * int(rng.integers(2, 20)))


def _homes(rng: np.random.Generator, count: int) -> np.ndarray:
    """Return points spread over the areas as residents are, metres, shape (count, 2)."""
    polygons = area_polygons()
    residents = np.array([area.residents for area in AREAS], dtype=float)
    numbers = rng.multinomial(count, residents / residents.sum())
    parts = []
    for area, number in zip(AREAS, numbers, strict=True):
        polygon = polygons[area.code]
        if area.town == COUNTRYSIDE:  # people live along the middle, not out at the border
            polygon = shapely.intersection(polygon, shapely.Point(CENTRE_E, CENTRE_N).buffer(6500))
        low_e, low_n, high_e, high_n = polygon.bounds
        points = rng.uniform((low_e, low_n), (high_e, high_n), (number * 6 + 50, 2))
        inside = shapely.contains_xy(polygon, points[:, 0], points[:, 1])
        parts.append(points[inside][:number])
    return np.concatenate(parts)


def _kind(category: str) -> Sighting:
    return next(kind for kind in sightings() if kind.category == category)


def _near(rng: np.random.Generator, row: Row, east: float, north: float, spread_m: float) -> Row:
    e = round(CENTRE_E + east + float(rng.normal(0, spread_m)))
    n = round(CENTRE_N + north + float(rng.normal(0, spread_m)))
    return replace(row, e=e, n=n, has_hour=True)


def _burglary_chain(rng: np.random.Generator) -> Iterator[Row]:
    kind = _kind("Inbrott i bostad")
    spot = PLACES["Norrängsvägen"]
    day = _clock(date(2025, 11, 3), 7, 30)
    for _ in range(8):
        row = _row(rng, replace(kind, span=1.0, reporters=("Grannsamverkan",)), HOMES, day, _ORIGIN)
        yield replace(_near(rng, row, spot.east, spot.north, 70), place="Norrängsvägen")
        day += timedelta(days=int(rng.integers(1, 5)))


def _lights_out(rng: np.random.Generator) -> Iterator[Row]:
    kind = _kind("Bristande belysning")
    spot = PLACES["Stationsparken"]
    first = _clock(date(2025, 10, 6), 16)
    for offset in np.sort(rng.integers(0, 70, 30)):
        when = first + timedelta(days=int(offset), minutes=5 * int(rng.integers(0, 72)))
        row = _row(rng, replace(kind, span=0.0), "Stationsparken", when, _ORIGIN)
        yield _near(rng, row, spot.east, spot.north, 30)


def _summer_crowds(rng: np.random.Generator) -> Iterator[Row]:
    kind = _kind("Störande folksamling/ordningsstörning")
    spot = PLACES["Lillsjöbadet"]
    first = _clock(date(2025, 6, 9), 19)
    for offset in np.sort(rng.integers(0, 66, 55)):
        when = first + timedelta(days=int(offset), minutes=5 * int(rng.integers(0, 54)))
        yield _near(rng, _row(rng, kind, "Lillsjöbadet", when, _ORIGIN), spot.east, spot.north, spot.spread_m)


def bin_fires(rng: np.random.Generator, monday: date) -> Iterator[Row]:
    """Return fifteen fires in waste bins near the station in the two first evenings of a week.

    They stand out from what is usual there, and are known well before the week is over.
    """
    kind = replace(_kind("Brand/fyrverkerier/pyroteknik"), span=0.0, texts=("Papperskorg som brann.",))
    spot = PLACES["Stationsparken"]
    for number in range(15):
        when = _clock(monday + timedelta(days=number % 2), 19) + timedelta(minutes=5 * int(rng.integers(36)))
        row = _row(rng, kind, "Stationsparken", when, _ORIGIN)
        yield replace(_near(rng, row, spot.east, spot.north, 60), registered=when.date())


def _clock(day: date, hour: int = 0, minute: int = 0) -> datetime:
    # A workbook holds what the clock on the wall showed, without a zone.
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001


_ORIGIN = np.array([[CENTRE_E, CENTRE_N]])


def count_by_category(rows: Iterable[Row]) -> dict[str, int]:
    """Return the number of rows of each category, commonest first."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.category] = counts.get(row.category, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
