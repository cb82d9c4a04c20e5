"""The parts of an agreement and of a promise, as one table that forms, pages and documents read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What it is."""

    AGREEMENT = "agreement"
    PROMISE = "promise"


KIND_LABELS: Final = {
    Kind.AGREEMENT: _("Samverkansöverenskommelse"),
    Kind.PROMISE: _("Medborgarlöfte"),
}


class Outcome(StrEnum):
    """Whether what was promised is kept."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"


OUTCOME_LABELS: Final = {
    Outcome.KEPT: _("Hållet"),
    Outcome.PARTLY: _("Delvis hållet"),
    Outcome.NOT_KEPT: _("Inte hållet"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is written: its stable name, its heading, what to write, and whether it must be there."""

    name: str
    label: Promise
    help: Promise
    is_required: bool = False
    is_list: bool = False
    """One thing on each line."""
    rows: int = 4


_AGREEMENT: Final = (
    Part(
        "purposes",
        _("Syften"),
        _("Vad samverkan ska leda till. Ett syfte på varje rad. Lagen kräver det (9 §)."),
        is_required=True,
        is_list=True,
    ),
    Part(
        "fields",
        _("Områden för samverkan"),
        _("Till exempel: trygga offentliga miljöer. Ett område på varje rad. Lagen kräver det (9 §)."),
        is_required=True,
        is_list=True,
    ),
    Part(
        "problem",
        _("Gemensam lägesbild och problem"),
        _("Vilka problem gäller det, var och när, och för vem? Säg vilken lägesbild ni bygger på."),
        rows=6,
    ),
    Part("causes", _("Troliga orsaker"), _("Vad ni tror att problemen beror på, och hur säkra ni är.")),
    Part(
        "goals",
        _("Mätbara mål"),
        _("Ett mål på varje rad, med utgångsläge, målvärde och år. Mål i åtgärdsplanen länkar ni till."),
        is_list=True,
    ),
    Part(
        "commitments",
        _("Vad parterna åtar sig"),
        _("Ett åtagande på varje rad. Börja med vem: ”Polisen …”, ”Kommunen …”."),
        is_list=True,
        rows=6,
    ),
    Part("organisation", _("Organisation"), _("Vilka grupper som leder och arbetar, och hur ofta de möts.")),
    Part("documentation", _("Dokumentation"), _("Vad som skrivs ner, var det finns och vem som ser det.")),
    Part(
        "follow_up",
        _("Uppföljning"),
        _("Hur ofta, av vem, med vilka mått, och vem som får veta."),
    ),
    Part("communication", _("Kommunikation"), _("Vem som berättar vad för invånare och medarbetare.")),
    Part(
        "revision",
        _("Ändringar och förlängning"),
        _("Hur överenskommelsen ändras under tiden, och hur den förlängs."),
    ),
)

_PROMISE: Final = (
    Part(
        "promise",
        _("Löftet"),
        _("Vad ni lovar, så att en femtonåring förstår det. Gärna med antal, plats och dag."),
        is_required=True,
    ),
    Part(
        "dialogue",
        _("Varför just det här"),
        _("Vilken medborgardialog, mätning eller vilket problem löftet kommer ur."),
        is_required=True,
    ),
    Part("police", _("Det här gör polisen"), _("En sak på varje rad."), is_required=True, is_list=True),
    Part(
        "municipality", _("Det här gör kommunen"), _("En sak på varje rad."), is_required=True, is_list=True
    ),
    Part("times", _("När"), _("När det görs, till exempel fredag- och lördagskvällar i maj till september.")),
    Part(
        "follow_up",
        _("Så följer vi upp"),
        _("Hur ni avgör om löftet är hållet: vilka siffror, och när."),
        is_required=True,
    ),
    Part(
        "communication",
        _("Så berättar vi hur det går"),
        _("Var och när invånarna får veta om löftet är hållet."),
    ),
)

PARTS: Final = {Kind.AGREEMENT: _AGREEMENT, Kind.PROMISE: _PROMISE}


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that is a list, without signs before them.

    Examples
    --------
    >>> lines_of("- Ett\\n\\n• Två ")
    ['Ett', 'Två']
    """
    return [clean for line in text.splitlines() if (clean := line.strip().lstrip("-–•*").strip())]
