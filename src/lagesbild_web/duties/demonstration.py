"""The invented municipality's registers: reports, a calendar, an audit, a council, contacts and a camera.

Every organisation, wording and decision is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from lagesbild_web.access.queries import functions_with_role
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.duties import actions
from lagesbild_web.duties.models import Entry, Frozen

_COUNCIL: Final = (
    ("Exempelköpings kommun", "Kommundirektör", True, True),
    ("Polisen i Exempelköping", "Lokalpolisområdeschef", True, False),
    ("Exempelbostäder", "Verkställande direktör", True, False),
    ("Räddningstjänsten i Exempelköping", "Räddningschef", True, False),
    ("Grannsamverkan i Exempelköping", "Samordnare för grannsamverkan", False, False),
)
_AUDIT: Final = (
    (
        "Ta fram nyckeltal för målen om trygghet, och bestäm hur de mäts.",
        "Indikatorer med utgångsvärde läggs in i åtgärdsplanen.",
        "underway",
        "",
        120,
    ),
    (
        "Följ upp insatserna samlat, så att det går att se om de gav resultat.",
        "Halvårsrapport till kommunstyrelsen med effekter.",
        "underway",
        "",
        -20,
    ),
    (
        "Ge nämnderna egna rutiner för det brottsförebyggande arbetet.",
        "Varje nämnd tar fram en rutin.",
        "open",
        "",
        200,
    ),
    (
        "Gör ansvaret tydligt i en gemensam ordning för mötena.",
        "Uppdrag för rådet är beslutat.",
        "done",
        "Uppdragsbeskrivningen för rådet är beslutad av kommunstyrelsen.",
        -90,
    ),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a register, as it is written."""

    register: str
    values: Mapping[str, Any]


def lay_in_demo_duties(actor: Actor, *, municipality_id: UUID, today: date) -> None:
    """Fill the registers, the first time, and freeze some months so that there is something to compare.

    Parameters
    ----------
    actor
        The system.
    municipality_id
        The invented municipality.
    today
        The day that the demonstration is about.
    """
    if Entry.objects.filter(municipality_id=municipality_id).exists():
        return
    coordinators = functions_with_role(municipality_id, Role.COORDINATOR)
    function = str(coordinators[0].id) if coordinators else ""
    lines = (
        *_council(),
        *_reports(today),
        *_calendar(today, function),
        *_audit(today, function),
        *_contacts(today, function),
        *_cameras(today, function),
    )
    for line in lines:
        actions.add_entry(actor, line.register, line.values, municipality_id=municipality_id)
    _notes(actor, municipality_id, function, today)
    _months(actor, municipality_id, today)


def _council() -> tuple[_Line, ...]:
    return tuple(
        _Line(
            "radet",
            {
                "organisation": organisation,
                "seat": seat,
                "is_leading": is_leading,
                "leads": leads,
                "since": date(2025, 1, 1),
            },
        )
        for organisation, seat, is_leading, leads in _COUNCIL
    )


def _reports(today: date) -> tuple[_Line, ...]:
    told = ((40, "Kommunfullmäktige", "71"), (220, "Kommunstyrelsen", "57"))
    return tuple(
        _Line(
            "rapporter",
            {
                "given_on": today - timedelta(days=days),
                "body": body,
                "what": "Läget och åtgärderna i det brottsförebyggande arbetet",
                "paragraph": paragraph,
                "diary_number": f"KS {(today - timedelta(days=days)).year}/0041",
                "document": "Halvårsrapport",
            },
        )
        for days, body, paragraph in told
    )


def _calendar(today: date, function: str) -> tuple[_Line, ...]:
    return tuple(
        _Line(
            "kalender",
            {
                "due_on": today + timedelta(days=days),
                "body": body,
                "what": "Halvårsrapport om det brottsförebyggande arbetet",
                "function": function,
                "state": "open",
            },
        )
        for days, body in ((60, "Kommunstyrelsen"), (150, "Kommunfullmäktige"))
    )


def _audit(today: date, function: str) -> tuple[_Line, ...]:
    return tuple(
        _Line(
            "revision",
            {
                "given_on": today - timedelta(days=300),
                "source": "Revisorernas granskning av det brottsförebyggande arbetet",
                "text": text,
                "action": planned,
                "function": function,
                "due_on": today + timedelta(days=days),
                "state": state,
                "evidence": evidence,
            },
        )
        for text, planned, state, evidence, days in _AUDIT
    )


def _contacts(today: date, function: str) -> tuple[_Line, ...]:
    said = {
        "on": today - timedelta(days=12),
        "from": "En handlarförening",
        "about": "Vill vara med på nästa trygghetsvandring i centrum.",
        "function": function,
        "answered_on": today - timedelta(days=10),
    }
    return (_Line("kontakter", said),)


def _cameras(today: date, function: str) -> tuple[_Line, ...]:
    """One that is tested, and one where the test is missing."""
    tested = {
        "place": "Stationstorget",
        "purpose": "Minska skadegörelse och hot på kvällar vid resecentrum.",
        "started_on": today - timedelta(days=200),
        "tested_on": today - timedelta(days=230),
        "test": "Behovet väger tyngre än intrånget kvällstid. Belysning prövades först.",
        "document": "KS 2026/0088",
        "function": function,
        "due_on": today + timedelta(days=165),
    }
    untested = {
        "place": "Gångtunneln vid Björkskolan",
        "purpose": "Öka tryggheten på väg till skolan.",
        "function": function,
    }
    return (_Line("kameror", tested), _Line("kameror", untested))


def _notes(actor: Actor, municipality_id: UUID, function: str, today: date) -> None:
    """Who answers for the paragraphs, and one that only people can judge."""
    if not function:
        return
    for paragraph in (4, 6, 7, 10, 13):
        actions.write_note(
            actor,
            paragraph,
            judgement="part" if paragraph == 7 else "",
            motive="Lägesbilden används i kommunens riskanalys, men inte i den fysiska planeringen än."
            if paragraph == 7
            else "",
            function_id=UUID(function),
            due_on=today + timedelta(days=90) if paragraph == 10 else None,
            version=0,
            municipality_id=municipality_id,
        )


def _months(actor: Actor, municipality_id: UUID, today: date) -> None:
    """This month as it is, and two before it when less was in place."""
    actions.freeze_month(actor, municipality_id, month=today)
    now = Frozen.objects.get(municipality_id=municipality_id, month=today.replace(day=1)).statuses
    month = today.replace(day=1)
    for weaker in (("13", "14"), ("10", "12", "13", "14")):
        month = (month - timedelta(days=1)).replace(day=1)
        then = {n: kept if n not in weaker else {**kept, "status": "missing"} for n, kept in now.items()}
        Frozen.objects.get_or_create(
            municipality_id=municipality_id, month=month, defaults={"statuses": then}
        )
