"""What an agreement says at one moment, to be frozen, read back and compared."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from lagesbild_web.agreements.sections import PARTS, Kind


@dataclass(frozen=True, slots=True)
class SignedBy:
    """A party as it stands in a version."""

    name: str
    signatory: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class Content:
    """An agreement word for word. ``texts`` are the written parts by name; ``links`` what it stands on."""

    kind: Kind
    title: str
    starts_on: date
    ends_on: date
    parties: tuple[SignedBy, ...]
    texts: Mapping[str, str]
    links: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "kind": self.kind.value,
            "title": self.title,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "parties": [
                {
                    "name": party.name,
                    "signatory": party.signatory,
                    "signed_on": party.signed_on.isoformat() if party.signed_on else None,
                }
                for party in self.parties
            ],
            "texts": dict(self.texts),
            "links": list(self.links),
        }


def content_from_json(kept: dict[str, Any]) -> Content:
    """Read what :meth:`Content.to_json` wrote."""
    return Content(
        kind=Kind(kept["kind"]),
        title=kept["title"],
        starts_on=date.fromisoformat(kept["starts_on"]),
        ends_on=date.fromisoformat(kept["ends_on"]),
        parties=tuple(
            SignedBy(
                party["name"],
                party["signatory"],
                date.fromisoformat(party["signed_on"]) if party["signed_on"] else None,
            )
            for party in kept["parties"]
        ),
        texts=kept["texts"],
        links=tuple(kept["links"]),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that are the same in both, or only in one of them."""

    how: Literal["same", "taken", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that differs between two versions."""

    label: str
    pieces: tuple[Piece, ...]


def changes_between(before: Content, after: Content) -> tuple[PartChange, ...]:
    """Return the parts that differ, with the words that were taken away and added."""
    compared = [
        (_("Namn"), before.title, after.title),
        (_("Giltighet"), _period(before), _period(after)),
        (_("Parter"), _parties(before), _parties(after)),
        *(
            (str(part.label), before.texts.get(part.name, ""), after.texts.get(part.name, ""))
            for part in PARTS[after.kind]
        ),
        (_("Bygger på"), "\n".join(before.links), "\n".join(after.links)),
    ]
    return tuple(PartChange(label, _pieces(old, new)) for label, old, new in compared if old != new)


def _period(content: Content) -> str:
    return f"{content.starts_on.isoformat()} – {content.ends_on.isoformat()}"


def _parties(content: Content) -> str:
    return "\n".join(f"{party.name}: {party.signatory}" for party in content.parties)


_WORDS: Final = re.compile(r"\s+|[^\s]+")


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return tuple(_joined(matcher.get_opcodes(), old, new))


def _joined(steps: Sequence[tuple[str, int, int, int, int]], old: list[str], new: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for step, from_old, to_old, from_new, to_new in steps:
        if step == "equal":
            pieces.append(Piece("same", "".join(old[from_old:to_old])))
            continue
        if to_old > from_old:
            pieces.append(Piece("taken", "".join(old[from_old:to_old])))
        if to_new > from_new:
            pieces.append(Piece("added", "".join(new[from_new:to_new])))
    return pieces
