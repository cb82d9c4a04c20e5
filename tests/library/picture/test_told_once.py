"""The same crimes from two sources are told once, and alarms that may be chance are not told."""

import json
from datetime import date, timedelta

import polars as pl
import pytest

from lagesbild.document.tree import Statements
from lagesbild.picture.options import PictureOptions
from lagesbild.picture.picture import Picture, make_picture
from lagesbild.sources.base import SourceTables
from lagesbild.tables.measurements import Measurements
from lagesbild.tables.periods import Period

from .builders import day_rows, figure_tables, incident_tables, spread

YEARS = {"2022": 120, "2023": 118, "2024": 122, "2025": 239}


def export() -> SourceTables:
    rows = [r for i, (y, n) in enumerate(YEARS.items()) for r in day_rows("klotter", spread(n, y, seed=i))]
    return incident_tables([*rows, *day_rows("klotter", [date(2025, 12, 31)])])


def compstat_of(counts: list[int]) -> SourceTables:
    table = figure_tables(
        {"Klotter enligt tabellen": counts}, years=[2022, 2023, 2024, 2025], source="compstat"
    )
    frame = table.measurements.frame.with_columns(category=pl.lit("klotter"))
    return SourceTables(
        "compstat", "compstat.csv", "ef" * 32, table.incidents, Measurements.from_frame(frame), rows_read=4
    )


def told(picture: Picture) -> list[tuple[str, str]]:
    blocks = picture.document.sections[0].blocks
    return [
        (s.sentence.replace("\xa0", " "), s.detail.replace("\xa0", " "))
        for b in blocks
        if isinstance(b, Statements)
        for s in b.items
    ]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([121, 119, 122, 240], "Polisens Compstat visar detsamma: 240 mot 122."),
        ([121, 119, 122, 125], "Polisens Compstat visar ingen säker ändring åt samma håll: 125 mot 122."),
    ],
)
def test_the_change_is_told_once_with_what_the_other_source_shows(counts: list[int], words: str) -> None:
    options = PictureOptions(municipality="1980", period=Period.year(2025))
    found = [t for t in told(make_picture([export(), compstat_of(counts)], options)) if "lotter" in t[0]]
    assert len(found) == 1
    assert found[0][0].startswith("Klotter har ökat säkert: 240 mot 122")
    assert words in found[0][1]


def test_one_source_alone_mentions_no_other() -> None:
    options = PictureOptions(municipality="1980", period=Period.year(2025))
    assert not any("visar detsamma" in detail for _, detail in told(make_picture([export()], options)))


def test_only_alarms_that_stand_are_told_and_the_others_are_counted() -> None:
    rows: list[dict[str, object]] = []
    for k in range(30):
        for i, year in enumerate(("2021", "2022", "2023", "2024", "2025")):
            rows += day_rows(f"kategori_{k}", spread(100, year, seed=10 * k + i))
        top = date(2025, 3, 3) + timedelta(weeks=k)
        rows += day_rows(f"kategori_{k}", [top + timedelta(days=i % 7) for i in range(25)])
    picture = make_picture([incident_tables(rows)], PictureOptions(period=Period.year(2025)))
    section = next(s for s in picture.document.sections if s.id == "deviations")
    table = next(t for t in picture.document.tables() if t.id == "deviations-alarms")
    alarms = [f for f in picture.by_section["deviations"] if f.kind == "alarm"]
    standing = [f for f in alarms if f.verdict == "increase"]
    assert len(standing) > 25
    assert len(standing) < len(alarms)
    assert len(table.rows) == 25
    assert {row[-1] for row in table.rows} == {"increase"}
    q_values = [row[-2] for row in table.rows]
    assert q_values == sorted(q_values)
    assert max(len(b.items) for b in section.blocks if isinstance(b, Statements)) == 8
    words = json.loads(picture.to_json())["sections"][6]["text"].replace("\xa0", " ")
    others = len(alarms) - len(standing)
    assert f"{others} andra larm kan vara slump" in words or others <= 12
    assert "andra larm kan vara slump och visas inte här" in words or others == 1


def test_a_row_whose_interval_excludes_no_change_says_why_it_is_unclear(compstat: Picture) -> None:
    tables = {t.id: t for t in compstat.document.tables()}
    note = tables["development-compstat-1"].note
    assert "Intervallet gäller raden för sig." in note
    assert "att 14 rader har granskats" in note
    assert "bedömningen av Inbrott i bostad oklar" in note
    assert "Intervallet gäller raden för sig." not in tables["development-compstat-2"].note
