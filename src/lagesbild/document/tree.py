"""The document tree: what a document says, free from how a format shows it.

Every format (HTML, PDF, DOCX, XLSX, JSON) is made from the same tree, and numbers stay numbers
in it until a writer prints them with :mod:`lagesbild.document.swedish`. That is why the same
figure cannot differ between two formats.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias, Union

Kind = Literal[
    "text",  # words, left aligned
    "count",  # whole number: 1 234
    "number",  # decimal number: 1 234,5 (see Column.decimals)
    "percent",  # a share 0-1 printed as 12 %
    "change",  # a ratio (1.575) printed as +57 %
    "date",  # 2025-03-09
    "datetime",  # 2025-03-09 14:05
    "verdict",  # increase, decrease, unclear, stable, too_few: printed in words, with a sign
]
Cell = str | int | float | date | datetime | None
"""``None`` is printed as a dash and means that there is no value; why is said in the table's note."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its key (stable, for JSON and XLSX), heading, and how values are printed."""

    key: str
    heading: str
    kind: Kind = "text"
    decimals: int = 1
    """Decimals for the kind ``number``."""
    description: str = ""
    """What the column means, for the sheet on columns in the workbook."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first column is the row's heading."""

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    """What the reader must know to read it right: missing values, source, what was looked at."""
    total_rows: frozenset[int] = frozenset()
    """Indexes of the rows that are sums of others; shown apart, never added. An empty text in them is printed
    as nothing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart or a map as SVG, with a text that says the same and the table behind it."""

    id: str
    caption: str
    alt: str
    """What the picture shows, in one or two sentences, with its numbers."""
    kind: Literal["chart", "map"]
    svg: str
    table_id: str
    """The table in the same document that holds the figure's numbers."""
    width_share: float = 1.0
    """Share of the text width, 0-1."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``**strong**`` is the only markup; everything else is printed as it stands."""

    text: str
    lead: bool = False
    """An opening paragraph, set slightly larger."""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered when order matters."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A finding as a reader meets it: a sentence, its verdict and where it can be followed."""

    sentence: str
    verdict: Literal["increase", "decrease", "unclear", "stable", "too_few", "notice"]
    detail: str = ""
    """Why it matters or what to keep in mind; one sentence."""


@dataclass(frozen=True, slots=True)
class Statements:
    """Ranked findings, most important first."""

    items: Sequence[Statement]


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed text that must not be missed."""

    kind: Literal["note", "warning", "missing"]
    """``missing``: something that the law or the reader expects is not there."""
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large number with its meaning; never without its comparison."""

    label: str
    value: Cell
    kind: Kind
    detail: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of two to four key figures."""

    items: Sequence[KeyFigure]


Block: TypeAlias = Union[Table, Figure, Paragraph, Bullets, Statements, Callout, KeyFigures, "Subsection"]


@dataclass(frozen=True, slots=True)
class Subsection:
    """A part of a section with its own heading (level 2, or 3 inside another subsection)."""

    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: its heading is level 1 and is listed in the contents."""

    id: str
    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    ``facts`` are shown on the title page as label and value (period, compared with, made from,
    state of decision); ``sections[0]`` is the summary and fits on one page. A ``sheet`` is a document of some
    pages, such as minutes: it has neither title page nor contents, and begins under its title.
    """

    title: str
    subtitle: str
    organisation: str
    made_on: date
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    status: str = ""
    """Such as "Utkast" or "Beslutad av kommunstyrelsen 2025-03-09 § 12"."""
    language: str = "sv"
    keywords: Sequence[str] = field(default_factory=tuple)
    layout: Literal["report", "sheet"] = "report"

    def tables(self) -> list[Table]:
        """Return every table, in reading order."""
        return [table for section in self.sections for table in tables_in(section.blocks)]

    def figures(self) -> list[Figure]:
        """Return every figure, in reading order."""
        blocks = (block for section in self.sections for block in _flat(section.blocks))
        return [block for block in blocks if isinstance(block, Figure)]


def tables_in(blocks: Sequence[Block]) -> list[Table]:
    """Return the tables among the blocks and inside their subsections, in reading order."""
    return [block for block in _flat(blocks) if isinstance(block, Table)]


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Subsection):
            yield from _flat(block.blocks)
