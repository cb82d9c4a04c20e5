"""Gather the words of the pages that exist in English into the catalogue, keep what is known, compile it.

Reads Python and templates without any program outside Python. What no longer stands in the code is dropped.
Run it with ``make catalogue`` after changing a word on one of them; untranslated words are listed.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

WEB: Final = Path(__file__).resolve().parents[1] / "src" / "lagesbild_web"
FOLDER: Final = WEB / "locale" / "en" / "LC_MESSAGES"
_ALWAYS: Final = datetime(2026, 1, 1, tzinfo=UTC)
_KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def words(patterns: tuple[str, ...]) -> Iterator[tuple[str, object, str | None]]:
    """Yield file, message (one, or singular and plural) and context, in the order of files and lines."""
    from django.utils.translation.template import templatize

    for path in (path for pattern in patterns for path in sorted(WEB.glob(pattern))):
        if path.suffix not in {".html", ".py", ".letter"} or "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Between brackets the reader of Python does not mind how lines are indented.
            text = f"({templatize(text, origin=str(path))})"
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), _KEYWORDS):
            yield path.relative_to(WEB).as_posix(), message, context


def gathered(patterns: tuple[str, ...], known: Catalog) -> Catalog:
    """Return a catalogue of the files' words, with the translations that are known."""
    made = Catalog(locale="en", project="lagesbild", charset="utf-8", fuzzy=False)
    for place, message, context in words(patterns):
        old = known.get(message, context)
        made.add(message, old.string if old else None, locations=[(place, 0)], context=context)
    return made


def main() -> None:
    """Write the catalogue and its compiled twin, and list what is not translated."""
    settings.configure()
    django.setup()
    from lagesbild_web.base.language import TRANSLATED

    source = FOLDER / "django.po"
    FOLDER.mkdir(parents=True, exist_ok=True)
    known = read_po(io.BytesIO(source.read_bytes()), locale="en") if source.exists() else Catalog(locale="en")
    made = gathered(TRANSLATED, known)
    made.creation_date = made.revision_date = _ALWAYS  # the same words give the same file
    with source.open("wb") as out:
        write_po(out, made, width=100, sort_output=True, include_lineno=False, omit_header=False)
    with (FOLDER / "django.mo").open("wb") as out:
        write_mo(out, made)
    missing = [str(m.id) for m in made if m.id and not m.string]
    print(f"{len(made)} words, {len(missing)} not translated")
    for word in missing:
        print(f"  {word!r}")


if __name__ == "__main__":
    main()
