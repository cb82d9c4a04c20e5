"""What lag (2023:196) § 4 demands of a lägesbild, and what a picture has of it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.picture.kinds import KINDS
from lagesbild_web.pictures.content import Content
from lagesbild_web.pictures.contracts import LawPart

WRITTEN: Final = ("consequences", "other_information", "analysis")
"""Sections that only people can write."""
STATUTORY: Final = ("extent", *WRITTEN)
_OWN_WORDS: Final = "Texten är kommunens egen bedömning"
"""How the library begins what somebody wrote in a picture that was loaded."""


def is_by_law(kind: str) -> bool:
    """Return whether a kind of picture is meant to be the one that § 4 demands."""
    return kind in KINDS and KINDS[kind].is_by_law


def law_parts(
    content: Content, *, statements: Sequence[str], hidden: Collection[str] | Mapping[str, object]
) -> tuple[LawPart, ...]:
    """Return the parts in the order of the law.

    Parameters
    ----------
    content
        What the picture says.
    statements
        The section of each statement that people have added, once for each.
    hidden
        Sections that are not shown: what is not shown is not there.
    """
    return (_extent(content, hidden), *(_written(content, name, statements, hidden) for name in WRITTEN))


def _extent(content: Content, hidden: Collection[str]) -> LawPart:
    section = content.section("extent")
    rows = sum(len(table.rows) for table in section.tables) if section else 0
    is_there = rows > 0 and "extent" not in hidden
    return LawPart(
        "extent",
        "extent",
        _("Kartläggning av brottsligheten och dess omfattning"),
        is_there,
        _("%(n)s i tabellerna om omfattning.") % {"n": swedish.plural(rows, "rad", "rader")}
        if is_there
        else "",
        _("Ta med avsnittet Omfattning, och visa det. Bilden behöver minst en tabell med antal."),
    )


def _written(content: Content, name: str, statements: Sequence[str], hidden: Collection[str]) -> LawPart:
    section = content.section(name)
    texts = sum(section_id == name for section_id in statements)
    surveys = sum(f.kind.startswith("survey") for f in section.findings) if section else 0
    loaded = section is not None and any(p.startswith(_OWN_WORDS) for p in section.paragraphs)
    is_there = name not in hidden and bool(texts or loaded or (name == "other_information" and surveys))
    found = [swedish.plural(texts, "bedömning", "bedömningar")] if texts else []
    found += [_("text i underlaget")] if loaded and not texts else []
    found += (
        [swedish.plural(surveys, "uppgift ur undersökningar", "uppgifter ur undersökningar")]
        if surveys
        else []
    )
    demand, mend = _WORDS[name]
    return LawPart(name, name, _(demand), is_there, (", ".join(found) + ".") if is_there else "", _(mend))


_WORDS: Final = {
    "consequences": (
        "Brottslighetens konsekvenser",
        "Skriv vad brotten betyder för dem som utsätts, för dem som bor och arbetar här, "
        "för företagen och för kommunen.",
    ),
    "other_information": (
        "Annan information av betydelse",
        "Skriv vad undersökningar, skola, fritid, bostadsbolag och polis berättar, och vad som planeras.",
    ),
    "analysis": (
        "Analys av kartläggningen och informationen",
        "Skriv varför det ser ut som det gör, vilka problem som är viktigast och vad underlaget inte räcker "
        "till.",
    ),
}
