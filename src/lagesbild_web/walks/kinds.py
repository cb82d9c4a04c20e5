"""The vocabulary of walks: states, and the checklist that a municipality begins with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class WalkState(StrEnum):
    """Where in its life a walk is."""

    PLANNED = "planned"
    HELD = "held"
    REPORTED = "reported"
    CANCELLED = "cancelled"


WALK_LABELS: Final = {
    WalkState.PLANNED: _("Planerad"),
    WalkState.HELD: _("Genomförd"),
    WalkState.REPORTED: _("Protokollet klart"),
    WalkState.CANCELLED: _("Inställd"),
}


class FindingState(StrEnum):
    """How it stands with a finding."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"


FINDING_LABELS: Final = {
    FindingState.OPEN: _("Inte åtgärdat"),
    FindingState.DONE: _("Åtgärdat"),
    FindingState.NOT_DONE: _("Åtgärdas inte"),
}

SERIOUSNESS_LABELS: Final = {
    1: _("Liten betydelse"),
    2: _("Märks"),
    3: _("Gör platsen otrygg"),
}


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something to look at: its stable code, name, and the questions to ask on the spot."""

    code: str
    name: str
    questions: tuple[str, ...]


_FIRST: Final[tuple[tuple[str, Promise, tuple[Promise, ...]], ...]] = (
    (
        "light",
        _("Belysning"),
        (
            _("Är någon lampa trasig eller skymd?"),
            _("Går det att känna igen ett ansikte på tio meters håll?"),
            _("Blir det mörkt mellan lamporna, eller bländar de?"),
        ),
    ),
    (
        "sight",
        _("Sikt och vegetation"),
        (
            _("Skymmer buskar, murar eller bilar sikten?"),
            _("Finns det hörn och nischer där någon kan stå utan att synas?"),
        ),
    ),
    (
        "orientation",
        _("Orienterbarhet"),
        (
            _("Är det lätt att förstå var man är och hitta vidare?"),
            _("Finns det mer än en väg att välja?"),
            _("Är skyltarna hela och begripliga?"),
        ),
    ),
    (
        "upkeep",
        _("Underhåll"),
        (
            _("Finns det klotter, skräp eller skador?"),
            _("Ser någon ut att ta hand om platsen?"),
        ),
    ),
    (
        "people",
        _("Liv och social kontroll"),
        (
            _("Finns det människor, fönster eller entréer som vetter mot platsen?"),
            _("Vilka använder platsen, och när? Vilka saknas?"),
        ),
    ),
    (
        "design",
        _("Utformning"),
        (
            _("Är gränsen mellan privat och offentligt tydlig?"),
            _("Inbjuder platsen till det den är till för?"),
        ),
    ),
    (
        "traffic",
        _("Trafik"),
        (
            _("Är gång- och cykelvägen trygg för den som går?"),
            _("Körs det moped eller bil där det inte får köras?"),
        ),
    ),
    (
        "access",
        _("Framkomlighet"),
        (_("Går det att ta sig fram med rullstol, barnvagn och rullator, också på vintern?"),),
    ),
    ("other", _("Annat"), (_("Vad mer känns tryggt eller otryggt här, och varför?"),)),
)
"""After the aspects of safe places in the literature on crime prevention through design, in our own words."""


def first_checklist() -> tuple[Aspect, ...]:
    """Return the checklist of a municipality that has not written its own."""
    return tuple(
        Aspect(code, str(name), tuple(str(question) for question in questions))
        for code, name, questions in _FIRST
    )
