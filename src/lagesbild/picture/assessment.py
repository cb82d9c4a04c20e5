"""The analyst's own text: what § 4 demands and no table can say, read from a Markdown file."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lagesbild.document.tree import Block, Bullets, Paragraph, Subsection
from lagesbild.privacy.personal_data import find_personal_data
from lagesbild.readers.faults import Fault, FaultyFileError

AssessedPart = Literal["consequences", "other_information", "analysis"]

HEADINGS: dict[AssessedPart, str] = {
    "consequences": "Konsekvenser",
    "other_information": "Annan information",
    "analysis": "Analys",
}
"""The headings that the file is expected to use, by section id."""

# Headings are compared in lower case without numbering and punctuation, so that "2. Konsekvenser:" is
# found; each pattern lists the forms that municipal documents actually use for the part of § 4.
_VARIANTS: tuple[tuple[AssessedPart, re.Pattern[str]], ...] = (
    (
        "consequences",
        re.compile(r"(brottslighetens |brottens )?(konsekvenser(na)?|följder(na)?|consequences)\b"),
    ),
    (
        "other_information",
        re.compile(
            r"(annan|övrig|andra|other)( viktig| relevant)? (information|uppgifter)\b"
            r"|omvärld|other_information\b"
        ),
    ),
    ("analysis", re.compile(r"(samlad |sammanfattande |fördjupad )?(analys(en)?|analysis|bedömning(en)?)\b")),
)
_HEADING = re.compile(r"(#{1,6})\s*(.*?)\s*#*$")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)")
_NUMBERED = re.compile(r"\s*\d+[.)]\s+(.*)")
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
_EMPHASIS = re.compile(r"(?<![*\w])([*_])(?![*_\s])([^*_]+?)(?<![\s*_])\1(?![*\w])")
IDENTITY = frozenset({"personnummer", "samordningsnummer", "interimsnummer"})
_HOW_TO_WRITE = "Skriv rubrikerna # Konsekvenser, # Annan information och # Analys, med din text under varje"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The analyst's text under each part, as Markdown; empty where nothing is written.

    ``file`` and ``sha256`` say which file it came from, so that a picture can be followed back.
    """

    consequences: str = ""
    other_information: str = ""
    analysis: str = ""
    file: str = ""
    sha256: str = ""

    def text_of(self, part: AssessedPart) -> str:
        """Return the Markdown written for ``part``; empty when there is none."""
        return {
            "consequences": self.consequences,
            "other_information": self.other_information,
            "analysis": self.analysis,
        }[part]

    def personal_data(self) -> tuple[str, ...]:
        """Return what in the texts may point at a person, one sentence each, without repeating it."""
        return tuple(
            f"{self.file or 'Bedömningen'}, {HEADINGS[part]}: {found.why}"
            for part in HEADINGS
            for found in find_personal_data(self.text_of(part))
        )

    def blocks_of(self, part: AssessedPart) -> tuple[Block, ...]:
        """Return the text of ``part`` as paragraphs, lists and subsections of a document."""
        return blocks_from_markdown(self.text_of(part))

    @property
    def missing(self) -> tuple[AssessedPart, ...]:
        """The parts without text, in the order of the law."""
        return tuple(part for part in HEADINGS if not self.text_of(part).strip())


def load_assessment(path: Path) -> Assessment:
    """Read the analyst's text from a Markdown file.

    Raises
    ------
    FaultyFileError
        With every fault: not UTF-8, a heading that belongs to no part, text before the first
        heading, the same part twice.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        fault = Fault(
            path.name, row, "", "Filen är inte sparad som UTF-8", "Spara den igen med kodningen UTF-8"
        )
        raise FaultyFileError([fault]) from error
    return parse_assessment(text, file=path.name)


def parse_assessment(text: str, *, file: str = "bedömning.md") -> Assessment:
    """Divide Markdown into the three parts that the analyst writes.

    A heading counts as one of the parts when it says so in any usual way ("2. Konsekvenser",
    "Övrig information", "Samlad analys"); deeper headings under a part stay in its text.

    Raises
    ------
    FaultyFileError
        With every fault found, in file order; an identity number is one.

    Examples
    --------
    >>> parse_assessment("# Analys\\nStölderna följer pendlarparkeringen.").analysis
    'Stölderna följer pendlarparkeringen.'
    """
    reader = _PartReader(file)
    for row, line in enumerate(text.splitlines(), start=1):
        reader.take(row, line)
    if not reader.parts and not reader.faults:
        reader.faults.append(
            Fault(file, 0, "", "Filen har ingen rubrik som hör till lägesbilden", _HOW_TO_WRITE)
        )
    if reader.faults:
        raise FaultyFileError(reader.faults)
    written = {part: "\n".join(lines).strip() for part, lines in reader.parts.items()}
    return Assessment(
        consequences=written.get("consequences", ""),
        other_information=written.get("other_information", ""),
        analysis=written.get("analysis", ""),
        file=file,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


class _PartReader:
    """Collects the lines of each part, and every fault on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.parts: dict[AssessedPart, list[str]] = {}
        self.faults: list[Fault] = []
        self._part: AssessedPart | None = None
        self._level = 0
        self._headings = 0
        self._complained = False

    def take(self, row: int, line: str) -> None:
        self._screen(row, line)
        heading = _HEADING.match(line.strip())
        if heading is None:
            self._text(row, line)
            return
        level, title = len(heading[1]), heading[2]
        part = part_of_heading(title)
        self._headings += 1
        if self._part is not None and level > self._level:
            if part is not None and not any(self.parts[self._part]):
                # "# Bedömning" with "## Konsekvenser" right under it is the file's title, not the analysis.
                del self.parts[self._part]
                self._open(row, part, level)
            else:
                self.parts[self._part].append(line.strip())
        elif part is not None:
            self._open(row, part, level)
        elif self._headings > 1:  # the file's own title may stand first
            self._part = None
            what = f"Rubriken '{title}' hör inte till någon del av lägesbilden"
            self.faults.append(Fault(self.file, row, "", what, _HOW_TO_WRITE))
            self._complained = True

    def _screen(self, row: int, line: str) -> None:
        """Refuse identity numbers: a picture is about places and situations, never about persons."""
        for found in find_personal_data(line):
            if found.kind in IDENTITY:
                what, advice = found.why.rstrip(".").split(". ", 1)
                self.faults.append(Fault(self.file, row, "", what, advice))

    def _open(self, row: int, part: AssessedPart, level: int) -> None:
        if part in self.parts:
            what = f"Rubriken '{HEADINGS[part]}' finns två gånger"
            self.faults.append(Fault(self.file, row, "", what, "Samla texten under en av dem"))
        self.parts.setdefault(part, [])
        self._part, self._level = part, level

    def _text(self, row: int, line: str) -> None:
        if self._part is not None:
            self.parts[self._part].append(line.rstrip())
        elif line.strip() and not self._complained:
            what = "Texten står före den första rubriken"
            self.faults.append(Fault(self.file, row, "", what, _HOW_TO_WRITE))
            self._complained = True  # one fault for the whole run of text, not one for each line


def part_of_heading(title: str) -> AssessedPart | None:
    """Return the part that a heading names, or None."""
    plain = re.sub(r"^[\d.§\s:)–-]+|[:.*_]+", "", title).strip().casefold()
    for part, pattern in _VARIANTS:
        if pattern.match(plain):
            return part
    return None


def blocks_from_markdown(text: str) -> tuple[Block, ...]:
    """Turn headings, paragraphs and lists into blocks of a document.

    Only what a situation picture needs is understood; anything else is printed as it stands. A
    link keeps its address in brackets so that it survives on paper.
    """
    root: list[Block] = []
    blocks = root
    open_heading: str | None = None
    for chunk in re.split(r"\n\s*\n|\n(?=#{1,6}\s)|(?<=\n)(?=#{1,6}\s)", text.strip()):
        lines = [line for line in chunk.split("\n") if line.strip()]
        if lines and (heading := _HEADING.match(lines[0].strip())):
            if open_heading is not None:
                root.append(Subsection(open_heading, tuple(blocks)))
            open_heading, blocks, lines = _inline(heading[2]), [], lines[1:]
        blocks.extend(_blocks_of_lines(lines))
    if open_heading is not None:
        root.append(Subsection(open_heading, tuple(blocks)))
    return tuple(root)


def _blocks_of_lines(lines: list[str]) -> list[Block]:
    """Turn one run of lines without blank lines between them into paragraphs and lists."""
    found: list[Block] = []
    items: list[str] = []
    words: list[str] = []
    numbered = False
    for line in lines:
        bullet, number = _BULLET.match(line), _NUMBERED.match(line)
        if item := bullet or number:
            if words:
                found.append(Paragraph(_inline(" ".join(words))))
                words = []
            numbered = bullet is None
            items.append(item[1])
        elif items and line.startswith((" ", "\t")):
            items[-1] += " " + line.strip()
        else:
            if items:
                found.append(Bullets(tuple(map(_inline, items)), numbered))
                items = []
            words.append(line.strip())
    if words:
        found.append(Paragraph(_inline(" ".join(words))))
    if items:
        found.append(Bullets(tuple(map(_inline, items)), numbered))
    return found


def _inline(text: str) -> str:
    linked = _LINK.sub(lambda m: m[1] if m[1] == m[2] else f"{m[1]} ({m[2]})", text)
    return _EMPHASIS.sub(r"\2", linked.replace("__", "**")).strip()
