"""The one markup that running text may hold: ``**strong**``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    is_strong: bool = False


def runs(text: str) -> tuple[Run, ...]:
    """Split running text into plain and strong runs; stars that do not pair are printed as they stand.

    Examples
    --------
    >>> [(r.text, r.is_strong) for r in runs("Fler **stölder** än 2 ** 3")]
    [('Fler ', False), ('stölder', True), (' än 2 ** 3', False)]
    """
    return tuple(_runs(text))


def _runs(text: str) -> Iterator[Run]:
    at = 0
    for match in _STRONG.finditer(text):
        if match.start() > at:
            yield Run(text[at : match.start()])
        yield Run(match[1], is_strong=True)
        at = match.end()
    if at < len(text):
        yield Run(text[at:])


def without_markup(text: str) -> str:
    """Return the text with its markup taken away."""
    return "".join(run.text for run in runs(text))
