"""Read picture.json at the border: after this, everything in it is there and of the right kind."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from lagesbild.tables.periods import Period, PeriodError
from lagesbild_web.base.refusals import Invalid


@dataclass(frozen=True, slots=True)
class ContentFinding:
    """One thing that the data say, as it was frozen in the picture."""

    key: str
    """Stable in the picture, and the same for the same finding in its next version."""
    section: str
    kind: str
    category: str
    area: str
    period: str
    count: float | None
    reference: float | None
    ratio: float | None
    low: float | None
    high: float | None
    verdict: str
    sentence: str
    method: str


@dataclass(frozen=True, slots=True)
class ContentTable:
    """A table of the picture: the first column names the row."""

    id: str
    section: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter's heading, what it says in words, and its findings and tables."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]
    findings: tuple[ContentFinding, ...] = ()
    tables: tuple[ContentTable, ...] = ()


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

    @property
    def period_words(self) -> str:
        """The period as it is read: "v. 36 2025"."""
        return period_in_words(self.period)

    @property
    def compare_words(self) -> str:
        """The periods that it is compared with, as they are read."""
        return ", ".join(period_in_words(period) for period in self.compare)

    def section(self, section_id: str) -> Section | None:
        """Return a section, None when the picture does not have it."""
        return next((section for section in self.sections if section.id == section_id), None)

    @property
    def findings(self) -> tuple[ContentFinding, ...]:
        """Every finding once, in the order of the sections; the summary repeats others and is left out."""
        found = [f for s in self.sections if s.id != "summary" for f in s.findings]
        return tuple(dict.fromkeys(found))


def period_in_words(written: str) -> str:
    """Return a period as it is read, "v. 36 2025" for 2025-W36; one that is not known as it is written."""
    try:
        return Period.parse(written).label
    except PeriodError:
        return written


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
    name = part.text("id")
    return Section(
        name,
        part.text("heading"),
        tuple(b.strip() for b in blocks if b.strip()),
        tuple(_finding(name, item) for item in part.objects("findings")),
        tuple(_table(name, item) for item in part.objects("tables")),
    )


def _finding(section: str, data: dict[str, Any]) -> ContentFinding:
    words: dict[str, Any] = {key: str(data.get(key) or "") for key in ("kind", "category", "area", "period")}
    about = "|".join((section, words["kind"], words["category"], words["area"]))
    numbers: dict[str, Any] = {
        key: _number(data.get(key)) for key in ("count", "reference", "ratio", "low", "high")
    }
    return ContentFinding(
        key=hashlib.sha256(about.encode()).hexdigest()[:12],
        section=section,
        **words,
        **numbers,
        verdict=str(data.get("verdict") or ""),
        sentence=str(data.get("sentence") or ""),
        method=str(data.get("method") or ""),
    )


def _table(section: str, data: dict[str, Any]) -> ContentTable:
    rows = data.get("rows")
    return ContentTable(
        id=str(data.get("id") or ""),
        section=section,
        caption=str(data.get("caption") or ""),
        columns=tuple(str(c) for c in data.get("columns") or ()),
        rows=tuple(tuple(row) for row in rows if isinstance(row, list)) if isinstance(rows, list) else (),
    )


def _number(value: object) -> float | None:
    """Infinity is written in words; anything else that is no number is none."""
    if value in ("inf", "-inf"):
        return float(str(value))
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


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

    def objects(self, key: str) -> list[dict[str, Any]]:
        return [item for item in self.items(key) if isinstance(item, dict)]

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
