"""Guards' and police's daily reports as tables: when, where, what happened and what was done about it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from lagesbild.readers.mapping import Mapping
from lagesbild.readers.report_text import longest_word
from lagesbild.readers.report_words import report_words
from lagesbild.sources.amounts import amount, listing
from lagesbild.sources.base import Note, Progress, Recognition, SourceTables
from lagesbild.sources.figures import column, looked_at
from lagesbild.sources.incidents import incident_tables
from lagesbild.tables.categories import UNKNOWN

_WHEN = ("datum", "dag", "date", "tid", "klockslag", "klockan", "kl", "tidpunkt", "datumtid", "datumochtid")
_WHERE = ("plats", "objekt", "adress", "omrade", "bevakningsobjekt", "var", "place")
_WHAT = (
    "handelse", "vad", "vadharhant", "typ", "handelsetyp", "incident", "beskrivning", "iakttagelse",
    "rapport", "what",
)  # fmt: skip
_DONE = (
    "atgard", "atgarder", "vidtagenatgard", "vidtagnaatgarder", "insats", "vidtagit", "action", "actiontaken",
    "utfordatgard",
)  # fmt: skip


class DailyReport:
    """A table with a row for each thing that a guard or the police met on a shift."""

    id: str = "daily-report"
    name: str = "Dagrapport från väktare eller polis"
    description: str = "CSV eller Excel med datum eller tid, plats, händelse och vidtagen åtgärd."
    limits: Sequence[str] = (
        "Rapporten visar det som den som var på plats såg. Där ingen gick syns inget.",
        "Fler rapporter kan bero på fler pass eller nya rutiner och inte på fler händelser.",
        "Vad som gjordes läses inte in: den kolumnen handlar ofta om personer.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for when, where, what, and above all what was done about it."""
        for sheet in looked_at(path):
            found = [column(sheet, *words) for words in (_WHEN, _WHERE, _WHAT, _DONE)]
            if all(found):
                return Recognition(0.9, f"kolumnerna {listing(str(name) for name in found)}")
        return Recognition(0.0, "ingen kolumn för åtgärd bredvid tid, plats och händelse")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read the report as a list of incidents; what no category knows is sorted by the words in it."""
        tables = incident_tables(self.id, path, mapping=mapping, progress=progress)
        return _sorted_by_words(tables) if not tables.faults else tables


def _sorted_by_words(tables: SourceTables) -> SourceTables:
    """Give rows whose words nobody has mapped the category of the longest word that is known."""
    frame = tables.incidents.frame
    words = report_words()
    labels = frame.filter(pl.col("category") == UNKNOWN)["label"].drop_nulls().unique().to_list()
    found = {label: words[word] for label in labels if (word := longest_word(label, words))}
    if not found:
        return tables
    is_found = (pl.col("category") == UNKNOWN) & pl.col("label").is_in(list(found))
    rows = int(frame.select(is_found.fill_null(value=False).sum()).item())
    guessed = pl.col("label").replace_strict(found, default=UNKNOWN, return_dtype=pl.String)
    frame = frame.with_columns(pl.when(is_found).then(guessed).otherwise("category").alias("category"))
    told = amount(rows, "rad har", "rader har")
    text = f"{told} fått sin kategori av ett ord i texten. Se efter att det stämmer."
    return replace(
        tables,
        incidents=replace(tables.incidents, frame=frame),
        notes=(*tables.notes, Note("assumed", text, rows)),
    )
