"""The five questions that auditors ask, answered from the system's own data with counts and links."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild_web.base.chain import KINDS
from lagesbild_web.duties.contracts import STATUS_LABELS, Duty, Fact, Question
from lagesbild_web.duties.gathering import Known
from lagesbild_web.duties.registers import CLOSED


def five_questions(known: Known, duties: Sequence[Duty]) -> tuple[Question, ...]:
    """Return the questions in the order that auditors ask them."""
    by_number = {duty.number: duty for duty in duties}
    return (
        _organised(known, by_number),
        _whole(known),
        _resources(known),
        _outside(known, by_number),
        _steering(known, by_number),
    )


def _organised(known: Known, duties: dict[int, Duty]) -> Question:
    bound = sum(1 for duty in duties.values() if duty.note.function)
    facts = (
        _status(duties[11]),
        _status(duties[10]),
        _status(duties[13]),
        Fact(
            _("Paragrafer med ansvarig funktion"),
            _("%(n)s av %(all)s") % {"n": bound, "all": len(duties)},
            reverse("duties:list"),
        ),
        *_things(known, "measure"),
    )
    answer = _(
        "Ansvaret ligger på funktioner, inte personer. Samordningen: %(coordination)s Rådet: %(council)s"
    ) % {"coordination": duties[11].judged.reason, "council": duties[10].judged.reason}
    cannot = _("Om de som har funktionerna känner till och förstår sitt ansvar. Det måste frågas.")
    return Question(
        1,
        _("Är arbetet organiserat på ett tydligt sätt vad gäller ansvar och roller?"),
        answer,
        facts,
        cannot,
    )


def _whole(known: Known) -> Question:
    facts = (
        *_things(known, "picture"),
        *_things(known, "problem"),
        *_things(known, "cause"),
        *_things(known, "goal"),
        *_things(known, "measure"),
        Fact(_("Brott i kedjan"), swedish.count(len(known.gaps)), reverse("duties:list") + "#kedjan"),
    )
    counted = sum(known.count(kind) or 0 for kind in ("problem", "measure"))
    if not counted:
        answer = _("Systemet har inga problem eller åtgärder ännu, så helheten går inte att se.")
    elif known.gaps:
        answer = _(
            "Kedjan från lägesbild till åtgärd och uppföljning går att följa, med %(gaps)s på vägen."
        ) % {"gaps": swedish.plural(len(known.gaps), "lucka", "luckor")}
    else:
        answer = _("Kedjan från lägesbild till åtgärd och uppföljning går att följa utan luckor.")
    cannot = _("Samarbete som sker utanför systemet, och om förvaltningarna har egna rutiner.")
    return Question(
        2, _("Finns en helhetssyn och ett samarbete inom kommunen för att nå målen?"), answer, facts, cannot
    )


def _resources(known: Known) -> Question:
    unfunded = sum(gap.name.startswith("measure_without_cost") for gap in known.gaps)
    overdue = sum("overdue" in gap.name or "late" in gap.name for gap in known.gaps)
    facts = (
        *_things(known, "measure"),
        Fact(_("Åtgärder utan kostnad eller finansiering, enligt kedjan"), swedish.count(unfunded)),
        Fact(_("Försenat, enligt kedjan"), swedish.count(overdue)),
        Fact(_("Vakanta samordnande funktioner"), swedish.count(known.vacant)),
    )
    answer = _(
        "Systemet visar vad som är planerat, försenat och vakant: %(late)s är försenat och %(vacant)s."
    ) % {
        "late": swedish.count(overdue),
        "vacant": swedish.plural(
            known.vacant, "samordnande funktion är vakant", "samordnande funktioner är vakanta"
        ),
    }
    cannot = _("Om pengarna och tiden räcker för att nå målen. Det är en bedömning som kommunen måste göra.")
    return Question(3, _("Räcker de resurser som har tilldelats arbetet?"), answer, facts, cannot)


def _outside(known: Known, duties: dict[int, Duty]) -> Question:
    organisations = {seat.values.get("organisation", "") for seat in known.entries.get("radet", ())}
    facts = (
        _status(duties[9]),
        Fact(
            _("Organisationer i rådet"),
            swedish.count(len(organisations)),
            reverse("duties:register", args=["radet"]),
        ),
        Fact(
            _("Kontakter utifrån"),
            swedish.count(len(known.entries.get("kontakter", ()))),
            reverse("duties:register", args=["kontakter"]),
        ),
        *_things(known, "decision"),
    )
    answer = f"{duties[9].judged.reason} {duties[10].judged.reason}"
    cannot = _("Hur parterna själva ser på samverkan, och det som sägs utan att antecknas.")
    return Question(4, _("Är samverkan med externa parter tillräcklig?"), answer, facts, cannot)


def _steering(known: Known, duties: dict[int, Duty]) -> Question:
    points = known.entries.get("revision", ())
    still_open = [point for point in points if point.state not in CLOSED]
    facts = (
        _status(duties[13]),
        _status(duties[6]),
        *_things(known, "indicator"),
        *_things(known, "effect"),
        *_things(known, "board_report"),
        Fact(
            _("Öppna rekommendationer från revision"),
            _("%(n)s av %(all)s") % {"n": len(still_open), "all": len(points)},
            reverse("duties:register", args=["revision"]),
        ),
    )
    answer = f"{duties[13].judged.reason} {duties[6].judged.reason}"
    cannot = _("Om de förtroendevalda använder rapporterna när de styr. Protokollen visar det bättre.")
    return Question(5, _("Är den politiska styrningen och uppföljningen tillräcklig?"), answer, facts, cannot)


def _status(duty: Duty) -> Fact:
    label = _("%(n)s § %(heading)s") % {"n": duty.number, "heading": duty.heading}
    return Fact(label, str(STATUS_LABELS[duty.status]), reverse("duties:duty", args=[duty.number]))


def _things(known: Known, kind: str) -> tuple[Fact, ...]:
    """How many there are of a kind of the chain; said when no feature keeps them."""
    if kind not in KINDS:
        return ()
    things = known.things.get(kind, ())
    return (
        Fact(str(KINDS[kind].plural), swedish.count(len(things)), things[0].url if len(things) == 1 else ""),
    )
