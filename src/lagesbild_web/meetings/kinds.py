"""The vocabulary of meetings: groups, rhythms, states and the points of the agenda."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class GroupKind(StrEnum):
    """What sort of group it is."""

    AREA = "area"
    COUNCIL = "council"
    STEERING = "steering"


GROUP_LABELS: Final = {
    GroupKind.AREA: _("EST områdesgrupp"),
    GroupKind.COUNCIL: _("Brottsförebyggande råd (strategiskt råd)"),
    GroupKind.STEERING: _("Styrgrupp"),
}


class Rhythm(StrEnum):
    """How often a group meets."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"


RHYTHM_LABELS: Final = {
    Rhythm.WEEK: _("Varje vecka"),
    Rhythm.FORTNIGHT: _("Varannan vecka"),
    Rhythm.MONTH: _("Varje månad"),
    Rhythm.QUARTER: _("Varje kvartal"),
}


class MeetingState(StrEnum):
    """Where in its life a meeting is."""

    PLANNED = "planned"
    INVITED = "invited"
    HELD = "held"
    ADJUSTED = "adjusted"
    CANCELLED = "cancelled"


MEETING_LABELS: Final = {
    MeetingState.PLANNED: _("Planerat"),
    MeetingState.INVITED: _("Kallat"),
    MeetingState.HELD: _("Protokollet skrivs"),
    MeetingState.ADJUSTED: _("Protokollet justerat"),
    MeetingState.CANCELLED: _("Inställt"),
}


class DecisionState(StrEnum):
    """How it stands with what was decided."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"


DECISION_LABELS: Final = {
    DecisionState.OPEN: _("Inte klar"),
    DecisionState.DONE: _("Klar"),
    DecisionState.NOT_DONE: _("Blir inte av"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda that every meeting begins with; ``code`` says what is shown under it."""

    code: str
    heading: Promise
    help: Promise


POINTS: Final = (
    Point(
        "previous", _("Föregående protokoll och åtgärdslista"), _("Vad är klart, vad är försenat och varför?")
    ),
    Point("picture", _("Läget sedan sist"), _("Vad sticker ut? Vad kan vara slump?")),
    Point("police", _("Polisens läge"), _("Sammanfattat. Inga uppgifter om enskilda.")),
    Point(
        "round", _("Rundan"), _("Varje verksamhet: det viktigaste sedan sist, eller inget att rapportera.")
    ),
    Point("surroundings", _("Det som är på väg"), _("Arrangemang, lov, helger, mörker.")),
    Point("assessment", _("Bedömning: vad går först"), _("Vilka platser och situationer prioriterar vi?")),
    Point("decisions", _("Beslut"), _("Vad ska göras, av vem, till när, och hur vet vi att det hjälpte?")),
    Point("steering", _("Till styrgruppen"), _("Vad kan gruppen inte lösa själv?")),
    Point("feedback", _("Återkoppling och kommunikation"), _("Vad berättar vi, för vem, och när?")),
    Point("next", _("Nästa möte"), _("Dag, tid och plats.")),
)
OWN_POINT: Final = "own"
"""A point that somebody has added."""
