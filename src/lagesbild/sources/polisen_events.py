"""Polisen's open news feed of events: JSON as the service answers it, one answer or an archive of many.

Fetching is in ``polisen_fetch``, apart from here because the network library is slow to load.
"""

import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.mapping import Mapping
from lagesbild.sources.amounts import amount, listing
from lagesbild.sources.base import Progress, Recognition, SourceTables
from lagesbild.sources.files import beginning, fingerprint, whole
from lagesbild.sources.kinds import categories_of
from lagesbild.sources.polisen_headline import published_at, read_headlines
from lagesbild.sources.polisen_notes import notes_on_events
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements
from lagesbild.tables.municipalities import county_codes, municipality_codes
from lagesbild.tables.schema import Schema

_SUMMARY_PREFIX = "sammanfattning"  # new kinds turn up: natt, kväll, helg, dygn …
_SCHEMA: Schema = {
    "id": pl.String,
    "datetime": pl.String,
    "name": pl.String,
    "type": pl.String,
    "location": pl.Struct({"name": pl.String}),
}
_KEYS = ("id", "datetime", "name", "type", "location")
_WEB_PAGE = re.compile(rb"^\s*(<!doctype|<html|<\?xml|<head|<body)", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"
_FETCH_AGAIN = "Hämta https://polisen.se/api/events på nytt"


class PolisenEvents:
    """The police's own news feed (polisen.se/api/events)."""

    id: str = "polisen-events"
    name: str = "Polisens händelsenotiser"
    description: str = (
        "JSON-lista (även packad som .json.gz) där varje händelse har id, datetime, name, type och location."
    )
    limits: Sequence[str] = (
        "Polisens händelsenotiser är ett urval nyheter, inte statistik. "
        "De flesta anmälda brott finns inte med.",
        "Hur många notiser som skrivs skiljer sig mellan orter och år. Jämför inte kommuner med dem, "
        "och läs inte en ökning av notiser som en ökning av brott.",
        "Platsen är kommunens eller länets mittpunkt. Notiserna kan aldrig visa var i kommunen något hände.",
        "En del notiser nämner bara län och räknas då inte till någon kommun.",
        "Rubricering och tid är polisens första uppgifter och rättas inte alltid i efterhand.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for a JSON list whose first event has the fields of the service."""
        head = beginning(path).removeprefix(_BOM).lstrip()
        if not head.startswith(b"["):
            return Recognition(0.0, "filen är ingen JSON-lista")
        found = [key for key in _KEYS if f'"{key}"'.encode() in head]
        if len(found) == len(_KEYS):
            return Recognition(0.99, "en JSON-lista med id, datetime, name, type och location")
        if head[1:].lstrip().startswith(b"]"):
            return Recognition(0.3, "en tom JSON-lista")
        missing = listing(key for key in _KEYS if key not in found)
        return Recognition(0.1 if found else 0.0, f"en JSON-lista, men {missing} saknas")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read all events; of ``mapping`` only its categories are used, since the fields are given."""
        report = progress or (lambda *_: None)
        report(0, None, f"Läser {path.name}")
        try:
            sha256, content = fingerprint(path), whole(path)
            frame = _checked(_parsed(content, path.name), path.name)
        except FaultyFileError as error:
            return SourceTables(
                self.id, path.name, "", Incidents.empty(), Measurements.empty(), faults=error.faults
            )
        report(0, frame.height, f"Tolkar {amount(frame.height, 'händelse', 'händelser')}")
        events = _understood(frame, mapping)
        report(frame.height, frame.height, f"{amount(frame.height, 'händelse', 'händelser')} lästa")
        return SourceTables(
            self.id,
            path.name,
            sha256,
            _as_incidents(events),
            Measurements.empty(),
            notes=notes_on_events(events),
            rows_read=frame.height,
        )


def _parsed(content: bytes, file: str) -> pl.DataFrame:
    text = content.removeprefix(_BOM).strip()
    if not text:
        raise FaultyFileError([Fault(file, 0, "", "Filen är tom", _FETCH_AGAIN)])
    if _WEB_PAGE.match(text):
        what = "Filen är en webbsida, inte händelser i JSON"
        advice = f"{_FETCH_AGAIN}: tjänsten svarar ibland med en felsida"
        raise FaultyFileError([Fault(file, 0, "", what, advice)])
    if not text.startswith(b"["):
        raise FaultyFileError(_faults_in_json(text, file))
    try:
        frame = pl.read_json(io.BytesIO(text), schema=_SCHEMA)
    except pl.exceptions.PolarsError as error:
        # The fast reader says what it stumbled on in its own terms; a slow second look says where.
        raise FaultyFileError(_faults_in_json(text, file)) from error
    return frame.with_columns(pl.col("location").struct.field("name").alias("location"))


def _faults_in_json(text: bytes, file: str) -> list[Fault]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"Filen är ingen hel JSON-lista: den går inte att läsa vid tecken {error.colno}"
        return [
            Fault(file, error.lineno, "", what, f"{_FETCH_AGAIN}: filen är avbruten eller ändrad för hand")
        ]
    except UnicodeDecodeError:
        return [Fault(file, 0, "", "Filen är inte skriven i UTF-8", _FETCH_AGAIN)]
    if not isinstance(data, list):
        what = "Filen är JSON men ingen lista av händelser"
        return [Fault(file, 0, "", what, "Spara svaret från tjänsten som det är, med [ först och ] sist")]
    return [
        Fault(file, row, "", _strange(event), "Ta bort posten eller hämta filen på nytt")
        for row, event in enumerate(data, start=1)
        if not isinstance(event, dict) or not isinstance(event.get("location", {}), dict | None)
    ] or [Fault(file, 0, "", "Händelserna har en annan form än Polisens", _FETCH_AGAIN)]


def _strange(event: object) -> str:
    if isinstance(event, dict):
        return "Fältet location ska ha fälten name och gps"
    return f"Post i listan är ingen händelse utan '{str(event)[:40]}'"


@dataclass(frozen=True, slots=True)
class _Need:
    column: str
    is_wrong: pl.Expr
    what: str
    advice: str


_NEEDS = (
    _Need(
        "id",
        pl.col("id").is_null() | ~pl.col("id").str.contains(r"^\d+$"),
        "är inget händelsenummer",
        "Händelsens id ska vara ett heltal, till exempel 409534",
    ),
    _Need(
        "datetime",
        pl.col("published").is_null(),
        "är ingen tid",
        "Skriv tiden som 2026-08-22 19:51:41 +02:00",
    ),
    _Need(
        "type",
        pl.col("type").is_null() | (pl.col("type").str.strip_chars() == ""),
        "är ingen händelsetyp",
        "Händelsens typ ska vara en text, till exempel Trafikolycka",
    ),
)


def _checked(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    numbered = frame.with_columns(
        published_at(pl.col("datetime")).alias("published"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row"),
    )
    faults = [
        Fault(file, row, need.column, f"'{value or ''}' {need.what}", need.advice, value or "")
        for need in _NEEDS
        for row, value in numbered.filter(need.is_wrong).select("row", need.column).iter_rows()
    ]
    if faults:
        raise FaultyFileError(faults)
    return numbered


def _understood(frame: pl.DataFrame, mapping: Mapping | None) -> pl.DataFrame:
    """Add time, place, kind and whether the row counts; one row per row in the file."""
    events = read_headlines(frame.with_columns(pl.col("type").str.strip_chars().alias("label")))
    events = events.with_columns(
        municipality_codes(events["location"]).alias("municipality"),
        county_codes(events["location"]).alias("county"),
        municipality_codes(events["headline_place"]).alias("headline_municipality"),
        county_codes(events["headline_place"]).alias("headline_county"),
        categories_of(events["label"], scheme="polisen", mapping=mapping).alias("category"),
        Taxonomy.load().exclusions_many(events["label"], scheme="polisen").alias("exclusion"),
    )
    # Since 2026 the service gives only the county as the location; the municipality is in the headline.
    is_in_headline = (
        pl.col("municipality").is_null()
        & pl.col("headline_municipality").is_not_null()
        & (pl.col("headline_county") == pl.col("county"))
    )
    return events.with_columns(is_in_headline.alias("is_in_headline")).with_columns(
        pl.when("is_in_headline")
        .then("headline_municipality")
        .otherwise("municipality")
        .alias("municipality"),
        pl.when("is_in_headline").then("headline_place").otherwise("location").alias("place"),
        _exclusion().alias("excluded"),
    )


def _exclusion() -> pl.Expr:
    content = pl.struct(*_KEYS)
    is_latest = pl.col("row") == pl.col("row").sort_by("published", "row").last().over("id")
    return (
        pl.when(~content.is_last_distinct())
        .then(pl.lit("duplicate"))
        .when(~is_latest)
        .then(pl.lit("superseded"))
        .when(pl.col("label").str.to_lowercase().str.starts_with(_SUMMARY_PREFIX))
        .then(pl.lit("summary"))
        .otherwise(pl.col("exclusion"))
    )


def _as_incidents(events: pl.DataFrame) -> Incidents:
    return Incidents.from_frame(
        events.select(
            "id",
            "category",
            "label",
            "start",
            "end",
            "time_precision",
            "place",
            "municipality",
            "county",
            pl.when(pl.col("municipality").is_not_null())
            .then(pl.lit("municipality"))
            .when(pl.col("county").is_not_null())
            .then(pl.lit("county"))
            .otherwise(pl.lit("unknown"))
            .alias("location_precision"),
            pl.lit(PolisenEvents.id).alias("source"),
            pl.col("published").alias("reported_at"),
            pl.lit(1).alias("count"),
            "excluded",
            "row",
        )
    )
