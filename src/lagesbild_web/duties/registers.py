"""The registers that the law and the auditors ask for: what each line holds. Functions, never persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind = Literal["line", "text", "day", "yes", "function", "state"]


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a line: its name, what the form says, and what kind of value it is."""

    name: str
    label: Promise
    kind: Kind = "line"
    help: Promise | str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register: ``day`` names the field that it is sorted by, ``due`` the one that has a deadline."""

    slug: str
    label: Promise
    one: Promise
    """What a line is called, for buttons and headings."""
    paragraph: int
    intro: Promise
    fields: tuple[Field, ...]
    day: str = ""
    due: str = ""
    due_text: Promise | str = ""
    """What the start page says about a deadline, before the line's own first value."""

    @property
    def guide(self) -> tuple[str, ...]:
        """What each column says, for the file with the lines."""
        return tuple(_explained(item) for item in self.fields)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields' names, in order."""
        return tuple(item.name for item in self.fields)


def _explained(field: Field) -> str:
    kinds: Mapping[Kind, Promise] = {
        "line": _("Kort text."),
        "text": _("Text."),
        "day": _("En dag, år-månad-dag."),
        "yes": _("Ja eller nej."),
        "function": _("Funktionen som ansvarar. Aldrig en person."),
        "state": _("Inte påbörjad, pågår, klar eller genomförs inte."),
    }
    told = str(field.help or kinds[field.kind])
    return f"{told} {_('Måste vara ifyllt.')}" if field.is_required else told


STATES: Final[Mapping[str, Promise]] = {
    "open": _("Inte påbörjad"),
    "underway": _("Pågår"),
    "done": _("Klar"),
    "declined": _("Genomförs inte"),
}
"""Of what is followed until it is closed; the last two close it."""
CLOSED: Final = ("done", "declined")

_FUNCTION: Final = Field("function", _("Ansvarig funktion"), "function")

REGISTERS: Final[Mapping[str, Register]] = {
    register.slug: register
    for register in (
        Register(
            "rapporter",
            _("Rapporter till kommunstyrelse och fullmäktige"),
            _("rapport"),
            13,
            _("Det som har rapporterats, när, till vem och med vilket beslut."),
            (
                Field("given_on", _("Dag"), "day", is_required=True),
                Field("body", _("Organ"), help=_("Till exempel Kommunfullmäktige."), is_required=True),
                Field("what", _("Vad som rapporterades"), is_required=True),
                Field("paragraph", _("Paragraf i protokollet")),
                Field("diary_number", _("Diarienummer")),
                Field("document", _("Handling"), help=_("Vilket dokument, och var det finns.")),
            ),
            day="given_on",
        ),
        Register(
            "kalender",
            _("Rapportkalender"),
            _("planerad rapport"),
            13,
            _("Det som ska rapporteras, till vem och när. Markera som klar när rapporten är lämnad."),
            (
                Field("due_on", _("Ska rapporteras senast"), "day", is_required=True),
                Field("body", _("Organ"), is_required=True),
                Field("what", _("Vad som ska rapporteras"), is_required=True),
                _FUNCTION,
                Field("state", _("Läge"), "state", is_required=True),
            ),
            day="due_on",
            due="due_on",
            due_text=_("Rapportera"),
        ),
        Register(
            "revision",
            _("Rekommendationer från revision"),
            _("rekommendation"),
            13,
            _("Varje rekommendation följs tills den är genomförd, eller tills det är motiverat varför inte."),
            (
                Field("given_on", _("Datum för granskningen"), "day", is_required=True),
                Field("source", _("Granskning"), help=_("Vems granskning, och vilket år."), is_required=True),
                Field("text", _("Rekommendation"), "text", is_required=True),
                _FUNCTION,
                Field("action", _("Planerad åtgärd"), "text"),
                Field("due_on", _("Klart senast"), "day"),
                Field("state", _("Läge"), "state", is_required=True),
                Field(
                    "evidence",
                    _("Underlag eller motiv"),
                    "text",
                    help=_("Vad som visar att det är gjort, eller varför det inte genomförs."),
                ),
            ),
            day="given_on",
            due="due_on",
            due_text=_("Genomför rekommendationen"),
        ),
        Register(
            "radet",
            _("Strategiskt råd"),
            _("plats i rådet"),
            10,
            _("Vilka organisationer och funktioner som sitter i rådet. Skriv funktioner, aldrig personer."),
            (
                Field("organisation", _("Organisation"), is_required=True),
                Field("seat", _("Funktion"), help=_("Till exempel Lokalpolisområdeschef."), is_required=True),
                Field("is_leading", _("Ledande befattning"), "yes"),
                Field("leads", _("Leder rådet"), "yes"),
                Field("since", _("Sedan"), "day"),
            ),
            day="since",
        ),
        Register(
            "kontakter",
            _("Kontakter utifrån"),
            _("kontakt"),
            12,
            _("Vad kontaktpunkten har frågats om, och vem som tog hand om det. Skriv inga personuppgifter."),
            (
                Field("on", _("Dag"), "day", is_required=True),
                Field(
                    "from", _("Från"), help=_("Vilken organisation eller grupp, inte vem."), is_required=True
                ),
                Field("about", _("Om vad"), "text", is_required=True),
                _FUNCTION,
                Field("answered_on", _("Besvarad"), "day"),
            ),
            day="on",
        ),
        Register(
            "kameror",
            _("Kamerabevakning"),
            _("kamera"),
            14,
            _("Varje plats med kamera, varför den finns, intresseavvägningen och när den ska omprövas."),
            (
                Field("place", _("Plats"), is_required=True),
                Field("purpose", _("Syfte"), "text", is_required=True),
                Field("started_on", _("I drift från"), "day"),
                Field("tested_on", _("Intresseavvägning gjord"), "day"),
                Field(
                    "test",
                    _("Vad avvägningen kom fram till"),
                    "text",
                    help=_("Behovet mot intrånget, och vad som prövades i stället."),
                ),
                Field("document", _("Var avvägningen finns"), help=_("Diarienummer eller dokument.")),
                _FUNCTION,
                Field("due_on", _("Ska omprövas senast"), "day"),
                Field("ended_on", _("Ur drift från"), "day"),
            ),
            day="started_on",
            due="due_on",
            due_text=_("Ompröva kameran"),
        ),
    )
}
