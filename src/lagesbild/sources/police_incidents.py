"""The police's extract of reported crimes for a municipality: crime code, dates and DeSO area."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from lagesbild.readers.mapping import Mapping
from lagesbild.readers.sheet import Sheet
from lagesbild.sources.amounts import amount
from lagesbild.sources.base import Note, Progress, Recognition, SourceTables
from lagesbild.sources.figures import column, looked_at
from lagesbild.sources.incidents import incident_tables
from lagesbild.tables.incidents import Incidents

_WORDS = {
    "id": ("id", "lopnr", "lopnummer"),
    "code": ("brottskod", "brottskodnr", "bkod"),
    "label": ("brottskodklartext", "klartext", "brottskodstext", "brottskodtext", "brottskodbenamning"),
    "start": ("brottsdatum", "brottsdatumfrom", "brottsdatumstart"),
    "end": ("brottsdatumtom", "brottsdatumslut"),
    "reported_at": ("inskrivningsdatum", "anmalningsdatum", "registreringsdatum", "inskrivetdatum"),
    "municipality": ("kommun", "brottskommun", "kommunnamn"),
    "county": ("lan", "brottslan", "lansnamn"),
    "area": ("desoomrade", "deso", "desokod"),
    "count": ("antal", "antalbrott"),
}
_NEEDED = ("code", "start")
_ENOUGH_FOR_LAG = 30  # fewer rows tell nothing about how late the slowest are
_DESO = r"^\d{4}[ABC]\d{4}"
_DESO_2025 = re.compile(r"deso[ _]?2025", re.IGNORECASE)


class PoliceIncidents:
    """Reported crimes, one row each, as the police hand them out on request."""

    id: str = "police-incidents"
    name: str = "Polisens uttag av anmälda brott per brottskod"
    description: str = (
        "CSV eller Excel med Brottskod, Brottsdatum och Inskrivningsdatum, ofta med DeSO-område och Antal."
    )
    limits: Sequence[str] = (
        "Uttaget visar anmälda brott, inte alla brott.",
        "Brott skrivs in i efterhand. De senaste veckorna är därför alltid för låga.",
        "Klockslag finns inte, så uttaget säger inget om tid på dygnet.",
        "DeSO-område saknas för en del brott, så områdenas antal är för låga tillsammans.",
        "Gränserna för DeSO ändrades 2025. Samma område kan ha olika kod före och efter.",
        "Narkotika- och trafikbrott speglar hur mycket polisen kontrollerar.",
        "En enda utredning kan ge hundratals brott. Se efter vad som ligger bakom en topp.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for the crime code beside the date of the crime."""
        for sheet in looked_at(path):
            found = _columns(sheet)
            if all(role in found for role in _NEEDED):
                is_sure = "reported_at" in found or "area" in found
                words = ", ".join(found.values())
                return Recognition(0.97 if is_sure else 0.85, f"kolumnerna {words}")
        return Recognition(0.0, "kolumnerna Brottskod och Brottsdatum saknas")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read the extract; without a mapping the columns are found by the police's own headings."""
        used = mapping if mapping and mapping.columns else _mapping(path, mapping)
        tables = incident_tables(self.id, path, mapping=used, progress=progress)
        if tables.faults:
            return tables
        notes = (*_notes(tables.incidents), *_about_generation(path, used))
        return replace(tables, notes=(*tables.notes, *notes))


def _columns(sheet: Sheet) -> dict[str, str]:
    found = {role: column(sheet, *words) for role, words in _WORDS.items()}
    return {role: heading for role, heading in found.items() if heading}


def _mapping(path: Path, given: Mapping | None) -> Mapping | None:
    """Return the columns of the sheet that has them; None leaves it to the general suggestion."""
    for sheet in looked_at(path):
        columns = _columns(sheet)
        if all(role in columns for role in _NEEDED):
            base = given or Mapping()
            return replace(
                base,
                source=PoliceIncidents.id,
                columns=columns,
                sheet=base.sheet or sheet.name,
                scheme="brottskod",
            )
    return given


def _notes(incidents: Incidents) -> Iterator[Note]:
    frame = incidents.counted().frame
    if frame.is_empty():
        return
    yield from _about_places(frame)
    yield from _about_lag(incidents)


def _about_places(frame: pl.DataFrame) -> Iterator[Note]:
    total = frame.height
    areas = frame["area"]
    if missing := int(areas.is_null().sum()):
        rows = f"{amount(missing, 'rad', 'rader')} av {total}"
        text = f"{rows} saknar DeSO-område ({_percent(missing, total)} procent)."
        yield Note("limit", f"{text} De räknas i kommunen men inte i något område.", missing)
    if missing := int(frame["municipality"].is_null().sum()):
        yield Note(
            "limit", f"{amount(missing, 'rad', 'rader')} saknar kommun. De räknas inte i någon.", missing
        )
    known = areas.drop_nulls()
    if strange := int((~known.str.contains(_DESO)).sum()):
        text = f"{amount(strange, 'rad', 'rader')} har ett område som inte är en DeSO-kod, som 0139C1010."
        yield Note("assumed", text, strange)


def _about_lag(incidents: Incidents) -> Iterator[Note]:
    """Say how long it takes for a crime to be entered: days from the crime to the entry, local dates."""
    local = (
        incidents.counted()
        .frame.select(
            (
                pl.col("reported_at").dt.convert_time_zone(incidents.timezone).dt.date()
                - pl.col("start").dt.convert_time_zone(incidents.timezone).dt.date()
            )
            .dt.total_days()
            .alias("days")
        )["days"]
        .drop_nulls()
    )
    if before := int((local < 0).sum()):
        text = (
            f"{amount(before, 'rad', 'rader')} har inskrivningsdatum före brottsdatum. Ett av datumen är fel."
        )
        yield Note("mismatch", text, before)
    lag = local.filter(local >= 0)
    if len(lag) >= _ENOUGH_FOR_LAG:
        same = _percent(int((lag == 0).sum()), len(lag))
        most = int(lag.quantile(0.95, interpolation="higher") or 0)
        text = f"{same} procent skrevs in samma dag som brottet, och 95 procent inom"
        days = amount(most, "dag", "dagar")
        yield Note("limit", f"{text} {days}. De senaste dagarna i uttaget är därför för låga.", len(lag))


def _about_generation(path: Path, mapping: Mapping | None) -> Iterator[Note]:
    """Say which division into DeSO the codes are of; only the newer one can be told from the codes."""
    heading = mapping.columns.get("area", "") if mapping else ""
    cells = [cell for sheet in looked_at(path) if heading in sheet.columns for cell in sheet.frame[heading]]
    codes = [cell for cell in cells if cell]
    if not codes:
        return
    newer = sum(bool(_DESO_2025.search(code)) for code in codes)
    if newer == len(codes):
        yield Note("assumed", "DeSO-koderna är av 2025 års indelning. Använd en karta över den.")
    elif newer:
        yield Note(
            "mismatch", "DeSO-koder av 2025 års indelning är blandade med andra. Be om ett uttag med en."
        )
    else:
        text = "DeSO-koderna säger inte om de är av 2018 eller 2025 års indelning. Fråga polisen"
        yield Note("assumed", f"{text}, och använd en karta över samma indelning.")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".replace(".", ",").removesuffix(",0")
