"""The list of incidents as CSV, XLSX or GeoJSON: what the reader sees, and nothing that would be run."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import polars as pl
import xlsxwriter

from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.table_files import TABLE_FILES, csv_table
from lagesbild_web.incidents.contracts import (
    STATE_LABELS,
    TIME_PRECISION_LABELS,
    IncidentSelection,
)

MOST_ROWS: Final = 200_000

HEADINGS: Final[Mapping[str, str]] = {
    "id": "id",
    "label": "kategori",
    "code": "kategorikod",
    "category": "motsvarar",
    "start": "från",
    "end": "till",
    "time_precision": "tidens noggrannhet",
    "place": "plats",
    "area_name": "område",
    "area": "områdeskod",
    "e": "SWEREF99 E",
    "n": "SWEREF99 N",
    "lon": "longitud",
    "lat": "latitud",
    "cell_m": "platsen är mitten av en ruta, meter",
    "seriousness": "allvar",
    "organisation": "organisation",
    "source": "källa",
    "state": "läge",
    "text": "text",
    "reported_at": "registrerad",
}
GUIDE: Final[Mapping[str, str]] = {
    "id": "Händelsens beteckning, densamma i alla filer.",
    "label": "Kommunens namn på kategorin.",
    "code": "Kommunens kod för kategorin.",
    "category": "Den gemensamma kategorin som kommunens kategori räknas som.",
    "start": "När det hände, eller tidigast kan ha hänt, svensk tid.",
    "end": "När det senast kan ha hänt. Tomt när tiden är känd.",
    "time_precision": "Hur noga tiden är känd.",
    "place": "Platsen i ord.",
    "area_name": "Området som platsen ligger i.",
    "area": "Områdets kod.",
    "e": "Öst i SWEREF 99 TM, meter.",
    "n": "Nord i SWEREF 99 TM, meter.",
    "lon": "Längdgrad i WGS 84.",
    "lat": "Breddgrad i WGS 84.",
    "cell_m": "Står det ett tal här är platsen inte exakt: den är mitten av en ruta med den sidan.",
    "seriousness": "Hur allvarligt det bedömdes, 1–5.",
    "organisation": "Vem som rapporterade.",
    "source": "Varifrån uppgiften kom.",
    "state": "Om händelsen väntar på granskning, är godkänd eller något annat.",
    "text": "Det som rapportören skrev, utan personuppgifter.",
    "reported_at": "När händelsen kom in, svensk tid.",
}
"""What each column says, for a sheet of its own."""


def list_file(
    selection: IncidentSelection, texts: pl.DataFrame, area_names: Mapping[str, str], *, format: str
) -> OutgoingFile:
    """Return the incidents as a file.

    Parameters
    ----------
    texts
        Columns ``id`` and ``text``.
    area_names
        By area code.
    format
        ``csv``, ``xlsx`` or ``geojson``.
    """
    frame = _told(selection, texts, area_names)
    content, media_type = _WRITERS[format](frame)
    return OutgoingFile(f"handelser.{format}", media_type, content)


def is_known_format(format: str) -> bool:
    """Return whether the list can be had so."""
    return format in _WRITERS


def _told(selection: IncidentSelection, texts: pl.DataFrame, area_names: Mapping[str, str]) -> pl.DataFrame:
    """One row for each incident, columns as in ``HEADINGS``, the latest first, times on the local clock."""
    incidents = selection.incidents
    details = selection.details.select("id", "organisation", "state", "seriousness", "cell_m")
    frame = incidents.frame.join(details, on="id").join(texts, on="id", how="left")
    local = [
        pl.col(name).dt.convert_time_zone(incidents.timezone) for name in ("start", "end", "reported_at")
    ]
    labels = {state.value: str(label) for state, label in STATE_LABELS.items()}
    precisions = {code: str(label) for code, label in TIME_PRECISION_LABELS.items()}
    told = frame.with_columns(
        *local,
        area_name=pl.col("area").replace_strict(area_names, default=None, return_dtype=pl.String),
        state=pl.col("state").replace_strict(labels, return_dtype=pl.String),
        time_precision=pl.col("time_precision")
        .cast(pl.String)
        .replace_strict(precisions, return_dtype=pl.String),
        e=pl.col("e").round(0),
        n=pl.col("n").round(0),
        lon=pl.col("lon").round(5),
        lat=pl.col("lat").round(5),
    )
    return told.sort("start", descending=True, maintain_order=True).select(list(HEADINGS))


def _csv(frame: pl.DataFrame) -> tuple[bytes, str]:
    return csv_table(HEADINGS.values(), frame.iter_rows()), TABLE_FILES["csv"]


def _xlsx(frame: pl.DataFrame) -> tuple[bytes, str]:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Händelser")
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, list(HEADINGS.values()), heading)
        for at, row in enumerate(frame.iter_rows(), start=1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, column, value.replace(tzinfo=None), moment)
                elif isinstance(value, str):
                    sheet.write_string(at, column, value)
                elif value is not None:
                    sheet.write_number(at, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(frame.height, 1), len(HEADINGS) - 1)
        sheet.set_column(0, len(HEADINGS) - 1, 16)
        sheet.set_column(list(HEADINGS).index("text"), list(HEADINGS).index("text"), 60)
        guide = book.add_worksheet("Kolumner")
        guide.write_row(0, 0, ("Kolumn", "Vad den säger"), heading)
        for at, (name, told) in enumerate(GUIDE.items(), start=1):
            guide.write_row(at, 0, (HEADINGS[name], told))
        guide.freeze_panes(1, 0)
        guide.set_column(0, 0, 36)
        guide.set_column(1, 1, 90)
    return out.getvalue(), TABLE_FILES["xlsx"]


def _geojson(frame: pl.DataFrame) -> tuple[bytes, str]:
    """Points in WGS 84; an incident without a point has no geometry."""
    collection = {"type": "FeatureCollection", "features": list(_features(frame))}
    return json.dumps(collection, ensure_ascii=False).encode(), "application/geo+json"


def _features(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    for row in frame.iter_rows(named=True):
        lon, lat = row["lon"], row["lat"]
        yield {
            "type": "Feature",
            "id": row["id"],
            "geometry": None if lon is None else {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                HEADINGS[name]: value.isoformat() if isinstance(value, datetime) else value
                for name, value in row.items()
                if name not in ("id", "lon", "lat") and value is not None
            },
        }


_WRITERS: Final[Mapping[str, Callable[[pl.DataFrame], tuple[bytes, str]]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "geojson": _geojson,
}
