"""A document goes to a board: no command-line option in it, and no unit left alone on a line."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from lagesbild.picture.options import PictureOptions
from lagesbild.picture.picture import Picture, make_picture
from lagesbild.sources.base import SourceTables
from lagesbild.tables.periods import Period

from .builders import day_rows, incident_tables, spread

PER_CENT_APART = re.compile(r"\d %")
YEARS = ("2021", "2022", "2023", "2024", "2025")


def texts(value: object) -> Iterator[str]:
    """Every piece of text in a document but the pictures' own."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in {"svg", "id", "table_id"}:
                yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from texts(item)


@pytest.fixture(scope="module")
def pictures(compstat: Picture, compstat_tables: list[SourceTables]) -> list[Picture]:
    rows = [r for i, y in enumerate(YEARS) for r in day_rows("klotter", spread(300, y, seed=i))]
    incidents = incident_tables(rows)
    whole = incident_tables(rows, municipality=None)
    year = Period.year(2025)
    return [
        compstat,
        make_picture(compstat_tables, PictureOptions(municipality="0139", public=True)),
        make_picture([incidents], PictureOptions(municipality="1980", period=year)),
        make_picture([incidents], PictureOptions(municipality="1980", period=year, public=True)),
        make_picture([whole], PictureOptions(period=year)),
    ]


def test_no_text_mentions_a_command_line_option(pictures: list[Picture]) -> None:
    for picture in pictures:
        found = list(texts(picture.document))
        assert len(found) > 100
        assert [text for text in found if " --" in text or "(--" in text] == []


def test_no_number_is_torn_from_its_per_cent_sign(pictures: list[Picture]) -> None:
    for picture in pictures:
        assert [text for text in texts(picture.document) if PER_CENT_APART.search(text)] == []
