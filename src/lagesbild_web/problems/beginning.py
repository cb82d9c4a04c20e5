"""What a new problem begins with: what an address brings along, and what it was said in."""

import re
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.beginnings import Brought, read_beginning
from lagesbild_web.base.chain import Ref
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import read_filter
from lagesbild_web.problems.contracts import Origin
from lagesbild_web.problems.forms import initial_of_selection
from lagesbild_web.problems.labels import ORIGIN_LABELS
from lagesbild_web.problems.selecting import categories_in_words, in_words, when_in_words, where_in_words

_LONGEST_TITLE: Final = 120
_FIRST_SENTENCE: Final = re.compile(r"^(.+?)[.!?:](?:\s|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Start:
    """What a new problem's form begins with, and what its page tells of where it comes from."""

    initial: dict[str, Any]
    words: str
    chosen: str
    """The selection in words; empty when nothing was chosen."""
    thing: Brought | None


def start_from(actor: Actor, municipality_id: UUID, query: QueryDict) -> Start:
    """Return what an address brings to a new problem.

    Raises
    ------
    NotFound, NotAllowed
        If the address points at a thing that the actor may not see.
    """
    thing = thing_brought(actor, query.get("sak", ""))
    wanted = read_filter(query).filter
    if thing and thing.areas:
        wanted = replace(wanted, areas=thing.areas)
    origin = query.get("ursprung", "")
    words = thing.text if thing else query.get("text", "")[:500]
    where = where_in_words(wanted, municipality_id)
    initial = {
        **initial_of_selection(wanted),
        "ursprung": origin if origin in ORIGIN_LABELS else "hand",
        "ursprung_text": f"{thing.label}: {thing.text}"[:500] if thing else words,
        "sak": query.get("sak", "")[:80] if thing else "",
        "circle": "partners",
        "lagesbild": query.get("lagesbild", ""),
        "freeze": bool(not thing and (wanted.categories or wanted.areas or wanted.polygon)),
        "title": _title(words, wanted, municipality_id) if origin else "",
        "what": words,
        "where": (thing.where if thing else "") or where,
        "when": when_in_words(wanted),
    }
    chosen = in_words(wanted, municipality_id) if origin and wanted != IncidentFilter() else ""
    return Start(initial, words, chosen, thing)


def thing_brought(actor: Actor, text: str) -> Brought | None:
    """Return what ``kind:id`` brings; None when it points at nothing known."""
    found = read_beginning(text)
    return found[0].bring(actor, found[1]) if found else None


def tie_back(actor: Actor, text: str, problem_id: UUID) -> bool:
    """Let the thing that a problem was begun from point at it; False when the actor may not change it."""
    found = read_beginning(text)
    if found is None or found[0].tie is None:
        return True
    try:
        found[0].tie(actor, found[1], Ref("problem", problem_id))
    except (Invalid, NotAllowed, NotFound):
        return False
    return True


def origin_of(actor: Actor, text: str) -> Origin | None:
    """Return where the thing that a problem was begun from stands; None when the reader may not see it."""
    try:
        thing = thing_brought(actor, text)
    except (NotAllowed, NotFound):
        return None
    return Origin(thing.label, thing.url) if thing else None


def _title(words: str, wanted: IncidentFilter, municipality_id: UUID) -> str:
    """Return a title to make narrower: what and where was chosen, otherwise the first thing that was said."""
    parts = [categories_in_words(wanted, municipality_id), where_in_words(wanted, municipality_id)]
    if parts[0]:
        return ", ".join(part for part in parts if part)[:_LONGEST_TITLE]
    first = _FIRST_SENTENCE.match(words)
    title = " ".join((first[1] if first else words).split())
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
