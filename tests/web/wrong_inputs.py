"""What wrong fingers put in a form: every kind of wrong input, one kind at a time.

What is not touched by a kind is filled in as somebody careful would, so that what is wrong reaches the rules
that look at it.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.fingers import DAYS, WORDS, Form

NUMBER: Final = "090527-1474"
"""A personal identity number from the Tax Agency's numbers for tests: never a living person's."""

LONG: Final = "Ord på rad. " * 8_400
"""More than a hundred thousand characters."""

NUL: Final = "\x00"

TEXTS: Final = {
    "ett styrtecken": f"Port{NUL}en",
    "emoji, högerställd text och en tagg": "Öppen port 🙂 \u200f\u202eabc\u202c <script>alert(1)</script>",
    "ett personnummer": f"Ring {NUMBER}",
    "telefon, e-post och bil": "070-174 06 05 vem@exempelkoping.example ABC 123",
    "ett jättetal": str(10**30),
}
"""In all text fields at once."""

NUMBERS: Final = ("tre", "1,5", "-1", "1e400", "NaN", str(10**30), "²", "9" * 5000)
DATES: Final = ("2026-02-30", "31/12/26", "0001-01-01", "9999-12-31", "²")
CHOICES: Final = ("finns-inte", "²")
HIDDEN: Final = ("", str(10**30), f"1{NUL}")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A form filled in wrongly: in which way, what is sent, and with which files."""

    kind: str
    fields: dict[str, list[str]]
    files: list[SimpleUploadedFile] = field(default_factory=list)


def wrong_inputs(form: Form, given: dict[str, str], elsewhere: UUID) -> Iterator[Wrong]:
    """Every way of filling in the form wrongly; ``elsewhere`` belongs to another municipality."""
    good = form.filled(given)
    kept = {name: values for name, values in good.items() if name in form.of("hidden", "submit", "button")}
    yield Wrong("allt tomt", kept | {f.name: [""] for f in form.fields if f.is_typed})
    for names, kind, values in _ways(form, elsewhere):
        if not names:
            continue
        wrong = {name: [values[i % len(values)]] for i, name in enumerate(names)}
        yield Wrong(kind, good | wrong)
    if hidden := form.of("hidden"):
        yield Wrong("dolda fält saknas", {n: v for n, v in good.items() if n not in hidden})
    for file in wrong_files() if form.of("file") else ():
        yield Wrong(f"filen {file.name}"[:40], good, [file])


def _ways(form: Form, elsewhere: UUID) -> Iterator[tuple[list[str], str, tuple[str, ...]]]:
    """Fields, what is wrong with them, and what is written in them by turns."""
    words, days = form.of(*WORDS), form.of(*DAYS)
    numbers = [f.name for f in form.fields if f.is_number or f.kind == "number"]
    yield words[:10], "hundratusen tecken", (LONG,)
    for kind, text in TEXTS.items():
        yield words, kind, (text,)
    for number in NUMBERS:
        yield numbers, f"talet {number[:31]}", (number,)
    for day in DATES:
        yield days, f"dagen {day}", (day,)
    yield days[:2] if len(days) > 1 else [], "slut före början", ("2026-12-31", "2026-01-01")
    for choice in (*CHOICES, str(elsewhere)):
        yield form.chosen(), f"valet {choice}", (choice,)
    for value in HIDDEN:
        yield form.of("hidden"), f"dolda fält {value!r}", (value,)


def wrong_files() -> Iterator[SimpleUploadedFile]:
    """Files that nobody should have chosen."""
    picture = b"\x89PNG\r\n\x1a\n" + bytes(64)
    yield SimpleUploadedFile("tom.csv", b"")
    yield SimpleUploadedFile("bild.csv", picture, "text/csv")
    yield SimpleUploadedFile("bild.png", picture, "image/png")
    yield SimpleUploadedFile("bild.jpg", b"\xff\xd8\xff\xe0" + bytes(64), "image/jpeg")
    yield SimpleUploadedFile("å" * 2000 + ".csv", b"a;b\n1;2\n", "text/csv")
    yield SimpleUploadedFile("../../etc/passwd.csv", b"a;b\n1;2\n", "text/csv")
    yield SimpleUploadedFile("utf16.csv", "Datum;Typ\n2025-03-09;Klotter\n".encode("utf-16"), "text/csv")
    yield SimpleUploadedFile("utan-rubriker.csv", b"2025-03-09;Klotter;Norr\n", "text/csv")
    yield SimpleUploadedFile(
        "trasig.geojson", b'{"type": "FeatureCollection", "features": [{}', "application/json"
    )
    yield SimpleUploadedFile("trasig.pdf", b"%PDF-1.7\n", "application/pdf")
    yield SimpleUploadedFile("bomb.xlsx", _bomb(), "application/vnd.ms-excel")
    yield SimpleUploadedFile("bomb.docx", _bomb(), "application/msword")


def _bomb() -> bytes:
    """A small file that unpacks to a hundred times its size and more."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(5_000_000))
    return packed.getvalue()


QUERY_NAMES: Final = frozenset(
    "alla fran fynd funktion fortsatt klar lage lagesbild manad med next omrade ord organisation perspektiv "  # noqa: SIM905  # read as one line
    "problem ratt slag sok sort sprak steg tack text till under urval ursprung visa vy kategori lager".split()
)
"""What some address reads from its query; each is given to all."""

QUERY_VALUES: Final = (
    *("x", "-1", str(10**30), "²", "2026-02-30", "0001-01-01", "9999-12-31", f"x{NUL}", "", "0001-01"),
    *("00000000-0000-0000-0000-000000000009", "<script>alert(1)</script>", "å" * 3000),
)


def wrong_queries(names: Iterable[str]) -> Iterator[str]:
    """Queries that nobody can have meant: values by turns, an odd page, bytes that are no text, all twice."""
    told = sorted({*names, *QUERY_NAMES} - {"sida", "format"})
    for turn in range(0, len(QUERY_VALUES), 3):
        values = QUERY_VALUES[turn:] + QUERY_VALUES[:turn]
        yield urlencode([(name, values[i % len(values)]) for i, name in enumerate(told)])
    yield "&".join(f"{name}=%ff%fe" for name in told)
    yield "&".join(f"{name}=a&{name}=b" for name in told)
    yield from ("sida=abc", "sida=-1", f"sida={10**30}", "sida=%C2%B2", "sida=1&sida=x")
