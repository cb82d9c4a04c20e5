"""English is whole where it is offered, and nowhere else."""

import importlib.util
import io
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from tests.web.pages import Pages

from lagesbild_web.base.language import TRANSLATED

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "src" / "lagesbild_web" / "locale" / "en" / "LC_MESSAGES"


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/logga-in/", "Log in"),
        ("/oppet/", "Open situation pictures"),
        ("/oppet/tillganglighet/", "Accessibility of Lägesbild"),
    ],
)
def test_a_page_that_exists_in_english_is_english_when_it_is_asked_for(
    pages: Pages, db: None, path: str, heading: str
) -> None:
    swedish, english = pages.get(path), pages.get(f"{path}?sprak=en")
    assert '<html lang="sv">' in swedish.html
    assert '<html lang="en">' in english.html
    assert heading in english.text
    assert "In English" in swedish.text
    assert "På svenska" in english.text


def test_other_pages_stay_swedish(pages: Pages, db: None) -> None:
    page = pages.get("/oppet/finns-inte/?sprak=en", status=404)
    assert '<html lang="sv">' in page.html


def test_the_catalogue_has_every_word_of_its_pages_and_is_compiled() -> None:
    place = ROOT / "scripts" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue", place)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    known = read_po(io.BytesIO((FOLDER / "django.po").read_bytes()), locale="en")
    compiled = read_mo(io.BytesIO((FOLDER / "django.mo").read_bytes()))
    in_code = {m if isinstance(m, str) else m[0] for _place, m, _context in script.words(TRANSLATED)}
    words = {m.id if isinstance(m.id, str) else m.id[0]: m for m in known if m.id}
    assert in_code == set(words), "kör make catalogue"
    assert [word for word, m in words.items() if not m.string] == []
    holes = re.compile(r"%\(\w+\)s")
    for word, message in words.items():
        if isinstance(message.string, str):
            assert set(holes.findall(word)) == set(holes.findall(message.string)), word
            assert compiled.get(message.id).string == message.string
