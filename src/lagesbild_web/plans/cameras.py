"""The balancing test that camera surveillance needs: eleven questions, answered before the plan is decided.

Source: lag (2023:196) 14 §, and the weighing of interests that data protection demands. The wording is the
project's own; Integritetsskyddsmyndigheten's guidance goes first where they differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Question:
    """One step of the test."""

    key: str
    label: Promise
    help: Promise


QUESTIONS: Final = (
    Question(
        "place",
        _("1. Vilken plats gäller det?"),
        _("En plats dit allmänheten har tillträde (14 §). Beskriv gränserna."),
    ),
    Question(
        "purpose", _("2. Vad är syftet?"), _("Var bestämd: vilka brott, på vilken plats, under vilken tid.")
    ),
    Question(
        "need",
        _("3. Hur stort är behovet?"),
        _("Antal händelser med period och källa. Är det fler än väntat?"),
    ),
    Question(
        "alternatives",
        _("4. Vad annat har prövats?"),
        _("Till exempel belysning, bemanning, ombyggnad. Varför räcker det inte?"),
    ),
    Question(
        "effect",
        _("5. Vad tyder på att kameror hjälper här?"),
        _("Forskning eller egna erfarenheter. Skriv också vad som talar emot."),
    ),
    Question(
        "people",
        _("6. Vilka fångas av kamerorna?"),
        _("Hur många rör sig där, och finns barn, boende, sammankomster eller vårdsökande?"),
    ),
    Question(
        "intrusion",
        _("7. Hur stort är intrånget?"),
        _("Bildskärpa, ljud, inspelning, dygnet runt eller vissa timmar, hur länge bilder sparas."),
    ),
    Question(
        "limits",
        _("8. Hur begränsas intrånget?"),
        _("Maskning, tider, vilka som får se, hur bilder lämnas ut och gallras."),
    ),
    Question("information", _("9. Hur får allmänheten veta?"), _("Skyltar, webbplats, vart man vänder sig.")),
    Question(
        "balance", _("10. Väger behovet tyngre än intrånget?"), _("Väg svaren mot varandra och skriv varför.")
    ),
    Question(
        "review",
        _("11. När prövas behovet igen?"),
        _("Vad ska vara uppnått, och vad gör att kamerorna tas ned?"),
    ),
)
OUTCOMES: Final[Mapping[str, Promise]] = {
    "go": _("Ja: behovet väger tyngre, åtgärden kan beslutas"),
    "no_go": _("Nej: intrånget väger tyngre"),
}


@dataclass(frozen=True, slots=True)
class CameraTest:
    """A balancing test as it stands."""

    measure_id: UUID
    answers: Mapping[str, str]
    outcome: str
    decided_on: date | None
    decided_by: str
    review_on: date | None
    revision: int

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions that nobody has answered."""
        return tuple(q for q in QUESTIONS if not self.answers.get(q.key, "").strip())
