"""Read picture.json at the border: after this, everything in it is there and of the right kind."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from lagesbild_web.base.refusals import Invalid


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter's heading and what it says in words."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What picture.json says about the picture."""

    title: str
    municipality: str
    period: str
    compare: tuple[str, ...]
    """The periods that it is compared with; none when there was nothing to compare with."""
    as_of: date
    version: str
    """The version of the program that made it."""
    rows: int
    """How many rows it was computed from."""
    snapshot_sha256: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...]


def read_content(raw: bytes) -> Content:
    """Return the content of a picture.json.

    Raises
    ------
    Invalid
        If something is missing or of the wrong kind; the sentence says what and where.
    """
    try:
        data = json.loads(raw)
    except ValueError as error:
        raise _faulty("går inte att läsa som JSON") from error
    top = _Part(data, "")
    snapshot = top.part("snapshot")
    return Content(
        title=top.text("title"),
        municipality=top.text("municipality"),
        period=top.text("period"),
        compare=top.texts("compare"),
        as_of=top.day("as_of"),
        version=top.text("version"),
        rows=snapshot.count("rows"),
        snapshot_sha256=snapshot.text("sha256"),
        sections=tuple(_section(part) for part in top.parts("sections")),
        warnings=top.texts("warnings"),
    )


def _section(part: "_Part") -> Section:
    blocks = part.text("text").split("\n\n")
    return Section(part.text("id"), part.text("heading"), tuple(b.strip() for b in blocks if b.strip()))


@dataclass(frozen=True, slots=True)
class _Part:
    """An object in the JSON, and where it stands, for the sentences about what is wrong."""

    data: Any
    place: str

    def __post_init__(self) -> None:
        if not isinstance(self.data, dict):
            raise _faulty(f"”{self.place.rstrip('.') or 'innehållet'}” saknas eller är inte ett objekt")

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str):
            raise _faulty(f"”{self.place}{key}” saknas eller är inte text")
        return value

    def count(self, key: str) -> int:
        value = self.data.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise _faulty(f"”{self.place}{key}” saknas eller är inte ett helt tal")
        return value

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key))
        except ValueError as error:
            raise _faulty(f"”{self.place}{key}” är inte en dag som 2025-03-09") from error

    def items(self, key: str) -> list[Any]:
        value = self.data.get(key)
        if not isinstance(value, list):
            raise _faulty(f"”{self.place}{key}” saknas eller är inte en lista")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            raise _faulty(f"”{self.place}{key}” innehåller annat än text")
        return tuple(values)

    def part(self, key: str) -> "_Part":
        return _Part(self.data.get(key), f"{self.place}{key}.")

    def parts(self, key: str) -> "list[_Part]":
        return [_Part(item, f"{self.place}{key}[{number}].") for number, item in enumerate(self.items(key))]


def _faulty(what: str) -> Invalid:
    return Invalid(
        folder=f"picture.json: {what}. Gör om lägesbilden med: "
        "lagesbild picture … --format html,pdf,docx,xlsx,json."
    )
