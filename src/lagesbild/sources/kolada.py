"""Kolada's key figures for municipalities: JSON as version 3 of the service answers it.

Fetching is in ``kolada_fetch``, apart from here because the network library is slow to load.
"""

import json
import re
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.mapping import Mapping
from lagesbild.sources.amounts import amount, listing
from lagesbild.sources.base import Note, Progress, Recognition, SourceTables
from lagesbild.sources.figures import COUNTRY, Findings, area_names, period_columns, read_figures, year_of
from lagesbild.sources.files import beginning, whole
from lagesbild.tables.periods import Period

_GROUPS = {"T": "alla", "K": "kvinnor", "M": "män"}
_UNITS = (
    (re.compile(r"/\s*100\s?000\s*inv"), "per_100000"),
    (re.compile(r"/\s*1\s?000\s*inv"), "per_1000"),
    (re.compile(r"\(%\)|andel|procent"), "percent"),
    (re.compile(r"kr\s*/|\bkronor\b|\bkr\b"), "sek"),
    (re.compile(r"index"), "index"),
    (re.compile(r"antal\s*$"), "count"),
)
_FETCH_AGAIN = "Hämta den på nytt från api.kolada.se/v3"


class Kolada:
    """Kolada, the database of the council for analyses of municipalities and regions (RKA)."""

    id: str = "kolada"
    name: str = "Kolada"
    description: str = "JSON med values, där varje post har kpi, municipality, period och values."
    limits: Sequence[str] = (
        "Nyckeltalen gäller hela kommunen. De säger inget om var i kommunen något händer.",
        "De flesta kommer en gång om året och handlar om året före. De visar inte vad som händer nu.",
        "Anmälda brott påverkas av hur många som anmäler. Ett nyckeltal kan läggas ned utan förvarning.",
        "I små kommuner svänger tal per invånare mycket av en slump. Jämför flera år.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for the envelope of the service and the fields of its figures."""
        head = beginning(path).removeprefix(b"\xef\xbb\xbf").lstrip()
        if not head.startswith(b"{"):
            return Recognition(0.0, "filen är inget JSON-objekt")
        found = [key for key in ("values", "kpi", "municipality", "period") if f'"{key}"'.encode() in head]
        if len(found) == 4:  # all of them
            return Recognition(0.95, "JSON med values, kpi, municipality och period")
        return Recognition(0.0, "JSON utan kpi, municipality och period")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read all figures; a mapping says nothing about them, since the fields are given."""
        del mapping

        def understand(found: Findings) -> None:
            _add(_parsed(whole(path), path.name), found)

        return read_figures(self.id, path, understand, progress=progress)


@dataclass(frozen=True, slots=True)
class Kpi:
    """A key figure as the service defines it."""

    id: str
    title: str
    description: str
    publication_date: date | None
    published_period: str
    """The period that the publication date is about."""

    @property
    def unit(self) -> str:
        """One of the units of measurements, as read from the title."""
        title = self.title.casefold().replace("\xa0", " ")
        return next((unit for pattern, unit in _UNITS if pattern.search(title)), "other")


def kpi_from(entry: Dictionary[str, Any]) -> Kpi:
    """Return a key figure from the service's own fields; unknown ones are left alone."""
    return Kpi(
        id=str(entry.get("id", "")),
        title=str(entry.get("title") or entry.get("id", "")).strip(),
        description=str(entry.get("description") or "").strip(),
        publication_date=_day(entry.get("publication_date")),
        published_period=str(entry.get("publ_period") or ""),
    )


def definitions_in(path: Path) -> dict[str, Kpi]:
    """Return the key figures that a fetched file defines, by id.

    Raises
    ------
    FaultyFileError
        If the file is not what the service answers.
    """
    return _definitions(_parsed(whole(path), path.name))


def _definitions(content: Dictionary[str, Any]) -> dict[str, Kpi]:
    entries = content.get("kpi", [])
    known = (
        [kpi_from(entry) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    )
    return {kpi.id: kpi for kpi in known}


def _parsed(content: bytes, file: str) -> dict[str, Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise FaultyFileError([Fault(file, 0, "", "Filen är ingen hel JSON", _FETCH_AGAIN)]) from error
    if not isinstance(data, dict) or not isinstance(data.get("values"), list):
        raise FaultyFileError([Fault(file, 0, "", "Filen har ingen lista values", _FETCH_AGAIN)])
    return data


def _add(content: Dictionary[str, Any], found: Findings) -> None:
    kpis, retrieved_at = _definitions(content), _moment(content.get("retrieved_at"))
    rows: list[dict[str, Any]] = []
    deleted = 0
    for number, datum in enumerate(content["values"], start=1):
        found.rows_read += 1
        period = _period(datum)
        if period is None:
            found.fault(number, "period", str(datum)[:60], "går inte att läsa", _FETCH_AGAIN)
            continue
        kpi = kpis.get(str(datum["kpi"])) or kpi_from({"id": datum["kpi"]})
        for value in datum["values"]:
            if value.get("isdeleted"):
                deleted += 1
                continue
            rows.append(_row(datum, value, kpi, period, number, retrieved_at))
    _tell(rows, deleted, found)
    if rows:
        found.frames.append(_frame(rows))


def _period(datum: Any) -> Period | None:
    if not isinstance(datum, dict) or not {"kpi", "municipality", "period", "values"} <= datum.keys():
        return None
    values = datum["values"]
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        return None
    year = year_of(str(datum["period"]))
    return Period.year(year) if year else None


def _row(
    datum: Dictionary[str, Any],
    value: Dictionary[str, Any],
    kpi: Kpi,
    period: Period,
    number: int,
    retrieved_at: datetime | None,
) -> dict[str, Any]:
    number_or_none = value.get("value")
    is_number = isinstance(number_or_none, int | float) and not isinstance(number_or_none, bool)
    is_last = kpi.published_period == str(datum["period"])
    is_early = retrieved_at is not None and kpi.publication_date is not None
    return {
        "indicator": kpi.title,
        "section": kpi.id,
        "area": COUNTRY if str(datum["municipality"]) == "0000" else str(datum["municipality"]),
        "period": period,
        "group": _GROUPS.get(str(value.get("gender", "T")), str(value.get("gender"))),
        "value": float(number_or_none) if is_number and number_or_none is not None else None,
        "unit": kpi.unit,
        "is_preliminary": bool(
            is_last and is_early and retrieved_at and kpi.publication_date
            and retrieved_at.date() < kpi.publication_date
        ),
        "retrieved_at": retrieved_at,
        "row": number,
    }  # fmt: skip


def _frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    areas = pl.Series("area", [row["area"] for row in rows], dtype=pl.String)
    columns: dict[str, Any] = {
        name: [row[name] for row in rows]
        for name in ("indicator", "section", "group", "unit", "is_preliminary")
    }
    return pl.DataFrame(
        {
            **columns,
            "area": areas,
            "area_name": area_names(areas, areas),
            **period_columns([row["period"] for row in rows]),
            "value": pl.Series([row["value"] for row in rows], dtype=pl.Float64),
            "is_total": False,
            "retrieved_at": pl.Series([row["retrieved_at"] for row in rows], dtype=pl.Datetime("us", "UTC")),
            "row": pl.Series([row["row"] for row in rows], dtype=pl.Int64),
        }
    )


def _tell(rows: Sequence[dict[str, Any]], deleted: int, found: Findings) -> None:
    missing = sum(row["value"] is None for row in rows)
    if missing:
        what = f"Kolada saknar {amount(missing, 'värde', 'värden')}. De visas som saknade, inte som noll."
        found.notes.append(Note("left_out", what, missing))
    if deleted:
        what = f"Kolada har tagit bort {amount(deleted, 'värde', 'värden')}. De används inte."
        found.notes.append(Note("left_out", what, deleted))
    early = sorted({row["section"] for row in rows if row["is_preliminary"]})
    if early:
        found.notes.append(
            Note("assumed", f"Det senaste året är preliminärt för {listing(early)}.", len(early))
        )


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
