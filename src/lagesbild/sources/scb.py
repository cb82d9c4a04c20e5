"""Statistics Sweden's tables: json-stat2, as version 2 of the PxWeb service answers it.

Fetching is in ``scb_fetch``, apart from here because the network library is slow to load.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from math import prod
from pathlib import Path
from typing import Any, Final

import polars as pl

from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.mapping import Mapping
from lagesbild.sources.amounts import amount
from lagesbild.sources.base import Note, Progress, Recognition, SourceTables
from lagesbild.sources.figures import Findings, area_names, period_columns, read_figures
from lagesbild.sources.files import beginning, whole
from lagesbild.tables.periods import Period, PeriodError

DESO_2025: Final = "_DeSO2025"
_NOISY_FROM: Final = 2025
"""From this year the agency adds noise to small areas (the cell key method)."""
_UNITS: Final = {
    "antal": "count",
    "procent": "percent",
    "%": "percent",
    "kronor": "sek",
    "kr": "sek",
    "index": "index",
}
_REGION: Final = ("Region",)
_TIME: Final = ("Tid",)
_CONTENTS: Final = ("ContentsCode",)
_FETCH_AGAIN: Final = "Hämta den på nytt från statistikdatabasen.scb.se"


class Scb:
    """Statistics Sweden (SCB), the statistical database."""

    id: str = "scb"
    name: str = "SCB:s statistikdatabas"
    description: str = "JSON-stat2 med dataset, dimension och value, där det finns en region och en tid."
    limits: Sequence[str] = (
        "Folkmängden gäller den 31 december. Den säger inte hur många som vistas i området.",
        "Från 2025 lägger SCB till ett litet slumpfel i små tal, så att delarna inte går ihop med summan.",
        "Områden i DeSO 2025 har inga uppgifter före 2025, även där tabellen visar 0.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for a json-stat2 data set with a region."""
        head = beginning(path).removeprefix(b"\xef\xbb\xbf").lstrip()
        if not head.startswith(b"{"):
            return Recognition(0.0, "filen är inget JSON-objekt")
        if b'"dataset"' in head and b'"dimension"' in head and b'"size"' in head:
            return Recognition(0.95, "JSON-stat2 med dataset, size och dimension")
        return Recognition(0.0, "JSON utan dataset och dimension")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read every cell as one figure; a mapping says nothing about them: the dimensions have names."""
        del mapping

        def understand(found: Findings) -> None:
            _add(_parsed(whole(path), path.name), found)

        return read_figures(self.id, path, understand, progress=progress)


@dataclass(frozen=True, slots=True)
class _Dimension:
    """One axis of the table, its codes in the order of the cells."""

    name: str
    role: str
    codes: tuple[str, ...]
    labels: dict[str, str]
    units: dict[str, str]


def _parsed(content: bytes, file: str) -> dict[str, Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise FaultyFileError([Fault(file, 0, "", "Filen är ingen hel JSON", _FETCH_AGAIN)]) from error
    if not isinstance(data, dict) or data.get("class") != "dataset":
        raise FaultyFileError([Fault(file, 0, "", "Filen är ingen tabell i JSON-stat2", _FETCH_AGAIN)])
    return data


def _add(data: dict[str, Any], found: Findings) -> None:
    try:
        dimensions = [_dimension(data, name) for name in data["id"]]
        cells = _cells(data, [len(dimension.codes) for dimension in dimensions])
        region, time = _of_role(dimensions, "geo"), _of_role(dimensions, "time")
    except (KeyError, TypeError, ValueError, AttributeError):
        found.fault_in_file("Tabellen är inte hel: axlar och värden går inte ihop", _FETCH_AGAIN)
        return
    if region is None or time is None:
        found.fault_in_file("Tabellen har ingen region eller ingen tid", "Välj en tabell med region och tid")
        return
    rows = list(_rows(data, dimensions, region, time, cells, found))
    found.rows_read += len(cells)
    if rows and not found.faults:
        _tell(rows, found)
        found.frames.append(_frame(rows))


def _dimension(data: dict[str, Any], name: str) -> _Dimension:
    entry = data["dimension"][name]
    index = entry["category"]["index"]
    codes = index if isinstance(index, list) else sorted(index, key=index.__getitem__)
    labels = entry["category"].get("label", {})
    units = entry["category"].get("unit", {})
    roles = data.get("role", {})
    role = next((role for role in ("geo", "time", "metric") if name in roles.get(role, ())), "")
    if not role:
        role = {**dict.fromkeys(_REGION, "geo"), **dict.fromkeys(_TIME, "time")}.get(name, "")
        role = "metric" if name in _CONTENTS else role
    return _Dimension(
        name,
        role,
        tuple(str(code) for code in codes),
        {str(code): str(label) for code, label in labels.items()},
        {str(code): str(unit.get("base", "")) for code, unit in units.items()},
    )


def _cells(data: dict[str, Any], sizes: Sequence[int]) -> list[float | None]:
    """Return the cells row by row; the service may leave out those that are empty."""
    if list(data["size"]) != list(sizes):
        raise ValueError("size")
    number = prod(sizes)
    values = data["value"]
    if isinstance(values, dict):
        return [_number(values.get(str(at))) for at in range(number)]
    if len(values) != number:
        raise ValueError("value")
    return [_number(value) for value in values]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _of_role(dimensions: Sequence[_Dimension], role: str) -> _Dimension | None:
    return next((dimension for dimension in dimensions if dimension.role == role), None)


def _rows(
    data: dict[str, Any],
    dimensions: Sequence[_Dimension],
    region: _Dimension,
    time: _Dimension,
    cells: Sequence[float | None],
    found: Findings,
) -> Iterator[dict[str, Any]]:
    periods = {code: _period(code) for code in time.codes}
    for code in (code for code, period in periods.items() if period is None):
        found.fault(0, time.name, code, "är ingen period", "Välj en tabell med år, kvartal eller månad")
    table = str(data.get("extension", {}).get("px", {}).get("tableid", ""))
    metric = _of_role(dimensions, "metric")
    others = [d for d in dimensions if d.role == "" and len(d.codes) > 1]
    moment = _moment(data.get("updated"))
    for number, (codes, value) in enumerate(
        zip(product(*(d.codes for d in dimensions)), cells, strict=True), 1
    ):
        at = dict(zip((d.name for d in dimensions), codes, strict=True))
        period, area = periods[at[time.name]], at[region.name]
        if period is None:
            continue
        # Areas that did not exist yet have 0 where they should have nothing.
        is_before = area.endswith(DESO_2025) and period.start.year < _NOISY_FROM
        content = at[metric.name] if metric else ""
        yield {
            "indicator": metric.labels.get(content, content) if metric else str(data.get("label", table)),
            "section": content or table,
            "area": area.removesuffix(DESO_2025),
            "area_label": region.labels.get(area, area),
            "period": period,
            "group": ", ".join(d.labels.get(at[d.name], at[d.name]) for d in others) or "alla",
            "value": None if is_before else value,
            "is_before": is_before and value is not None,
            "unit": _unit(metric, content),
            "retrieved_at": moment,
            "row": number,
        }


def _unit(metric: _Dimension | None, content: str) -> str:
    if metric is None:
        return "other"
    return _UNITS.get(metric.units.get(content, "").casefold(), "other")


def _period(code: str) -> Period | None:
    """Read ``2024``, ``2024M03`` or ``2024K1``, as the agency writes them."""
    text = re.sub(r"^(\d{4})M(\d{2})$", r"\1-\2", code.strip())
    text = re.sub(r"^(\d{4})K([1-4])$", r"\1-Q\2", text)
    try:
        return Period.parse(text)
    except PeriodError:
        return None


def _frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    areas = pl.Series("area", [row["area"] for row in rows], dtype=pl.String)
    labels = pl.Series([row["area_label"] for row in rows], dtype=pl.String)
    columns = {name: [row[name] for row in rows] for name in ("indicator", "section", "group", "unit")}
    return pl.DataFrame(
        {
            **columns,
            "area": areas,
            "area_name": area_names(areas, labels),
            **period_columns([row["period"] for row in rows]),
            "value": pl.Series([row["value"] for row in rows], dtype=pl.Float64),
            "is_total": False,
            "retrieved_at": pl.Series([row["retrieved_at"] for row in rows], dtype=pl.Datetime("us", "UTC")),
            "row": pl.Series([row["row"] for row in rows], dtype=pl.Int64),
        }
    )


def _tell(rows: Sequence[dict[str, Any]], found: Findings) -> None:
    before = sum(row["is_before"] for row in rows)
    if before:
        what = (
            f"{amount(before, 'värde', 'värden')} för områden i DeSO 2025 är från före 2025 och används inte."
        )
        found.notes.append(Note("left_out", what, before))
    missing = sum(row["value"] is None and not row["is_before"] for row in rows)
    if missing:
        what = f"SCB saknar {amount(missing, 'värde', 'värden')}. De visas som saknade, inte som noll."
        found.notes.append(Note("left_out", what, missing))
    if any(row["period"].start.year >= _NOISY_FROM for row in rows):
        text = "Från 2025 har små tal ett litet slumpfel. Delarna går inte ihop med summan."
        found.notes.append(Note("limit", text))


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
