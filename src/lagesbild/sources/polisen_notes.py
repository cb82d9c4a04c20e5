"""What a reader must know about a file of police news events, counted."""

from collections.abc import Iterator

import polars as pl

from lagesbild.sources.amounts import amount, listing
from lagesbild.sources.base import Note
from lagesbild.sources.kinds import unmapped_note


def notes_on_events(events: pl.DataFrame) -> tuple[Note, ...]:
    """Return what was left out, assumed and contradictory among the events, each with its number of rows.

    ``events`` is the table that ``polisen_events`` makes, one row per event in the file.
    """
    return tuple(
        note
        for note in (*_left_out(events), *_about_time(events), *_about_place(events), *_about_kind(events))
        if note.rows
    )


def _left_out(events: pl.DataFrame) -> Iterator[Note]:
    found = dict(events["excluded"].drop_nulls().value_counts().iter_rows())
    sentences = {
        "summary": "är sammanfattningar av en natt eller en dag. De räknas inte",
        "information": "är övrigt, information eller uppdateringar och inga händelser. De räknas inte",
        "superseded": "har ersatts av en senare uppdatering av samma händelse. Bara den senaste räknas",
        "duplicate": "står likadant mer än en gång. De räknas en gång",
    }
    for kind, sentence in sentences.items():
        rows = found.get(kind, 0)
        yield Note("left_out", f"{amount(rows, 'notis', 'notiser')} {sentence}.", rows)


def _about_time(events: pl.DataFrame) -> Iterator[Note]:
    found = dict(events["timing"].value_counts().iter_rows())
    sentences = {
        "day_before": "har ett klockslag på kvällen men publicerades samma morgon. De räknas på kvällen före",
        "after_publication": "har en tid som är senare än publiceringen. "
        "De räknas på publiceringsdagen, utan klockslag",
        "no_clock": "saknar klockslag i rubriken. Bara dagen är känd",
        "no_date": "saknar datum i rubriken. De räknas på publiceringsdagen, utan klockslag",
    }
    for timing, sentence in sentences.items():
        rows = found.get(timing, 0)
        yield Note("assumed", f"{amount(rows, 'notis', 'notiser')} {sentence}.", rows)
    rows = int((events["name"].str.contains(r"^\s*\d{1,2}\s+\p{L}+\s+\d{4}") != True).sum())  # noqa: E712
    yield Note(
        "assumed", f"{amount(rows, 'rubrik', 'rubriker')} saknar år. Året tas från publiceringen.", rows
    )
    rows = int(events["datetime"].str.contains(r"[ T]\d:").sum())
    yield Note(
        "assumed",
        f"{amount(rows, 'publiceringstid', 'publiceringstider')} saknar nolla före timmen. "
        "9:48 läses som 09:48.",
        rows,
    )


def _about_place(events: pl.DataFrame) -> Iterator[Note]:
    rows = int(events["is_in_headline"].sum())
    yield Note(
        "assumed",
        f"{amount(rows, 'notis', 'notiser')} har länet som plats men en kommun i samma län i rubriken. "
        "De räknas till kommunen.",
        rows,
    )
    only_county = events.filter(pl.col("municipality").is_null() & pl.col("county").is_not_null())
    notices = amount(only_county.height, "notis", "notiser")
    yield Note("limit", f"{notices} nämner bara län och räknas inte till någon kommun.", only_county.height)
    unknown = events.filter(pl.col("county").is_null())
    names = listing(sorted({name or "(tom)" for name in unknown["location"]}))
    notices = amount(unknown.height, "notis", "notiser")
    yield Note(
        "limit", f"{notices} har en plats som inte är en kommun eller ett län: {names}.", unknown.height
    )
    other = events.filter(
        pl.col("headline_municipality").is_not_null()
        & (pl.col("headline_municipality") != pl.col("municipality"))
    )
    yield Note(
        "mismatch",
        f"{amount(other.height, 'notis', 'notiser')} har en annan kommun i rubriken än i platsen. "
        "Platsen används.",
        other.height,
    )


def _about_kind(events: pl.DataFrame) -> Iterator[Note]:
    other = events.filter(
        pl.col("headline_type").is_not_null()
        & (pl.col("headline_type").str.to_lowercase() != pl.col("label").str.to_lowercase())
    )
    pairs = other.group_by("headline_type", "label").len().sort("len", "label", descending=[True, False])
    examples = listing((f"{a} i rubriken men {b} som typ ({n})" for a, b, n in pairs.iter_rows()), 4)
    yield Note(
        "mismatch",
        f"{amount(other.height, 'notis', 'notiser')} har en annan typ i rubriken än i fältet type. "
        f"Fältet type används: {examples}.",
        other.height,
    )
    blanks = int((events["type"] != events["label"]).sum())
    yield Note(
        "assumed",
        f"{amount(blanks, 'händelsetyp', 'händelsetyper')} har mellanslag först eller sist. De tas bort.",
        blanks,
    )
    yield from unmapped_note(events["label"], events["category"], "notis", "notiser")
