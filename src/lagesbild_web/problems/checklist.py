"""Brå's five steps of collaboration as a list for one problem: what the data show is ticked by itself.

Source: Brottsförebyggande rådet, "Arbeta brottsförebyggande", the lists of when each step is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Ref
from lagesbild_web.problems.contracts import Problem
from lagesbild_web.problems.planned import kinds_above


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold before a step is done."""

    code: str
    text: Promise
    kinds: tuple[str, ...] = ()
    """Kinds of the chain that show it when they stand on the problem."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check as it stands."""

    code: str
    text: str
    is_done: bool
    shown_by: str
    """What in the data shows it; empty when it is ticked by hand or not at all."""
    ticked: str
    """Who ticked it by hand and when."""
    note: str


@dataclass(frozen=True, slots=True)
class StepOfWork:
    """One of the five steps with its checks."""

    number: int
    heading: str
    checks: tuple[CheckLine, ...]

    @property
    def done(self) -> int:
        """How many checks hold."""
        return sum(check.is_done for check in self.checks)


STEPS: Final[Sequence[tuple[Promise, Sequence[Check]]]] = (
    (
        gettext_lazy("Initiera samverkan"),
        (
            Check("decided", gettext_lazy("Det är beslutat att ni ska samverka om problemet")),
            Check("roles", gettext_lazy("Villkor och roller är klara, och någon funktion ansvarar")),
            Check("organised", gettext_lazy("Styrgrupp och arbetsgrupp finns")),
            Check("communication", gettext_lazy("Det är bestämt vem som ansvarar för kommunikationen")),
        ),
    ),
    (
        gettext_lazy("Egna förberedelser"),
        (
            Check("statistics", gettext_lazy("Arbetet börjar i statistik")),
            Check("deviations", gettext_lazy("Variationer och avvikelser är funna")),
            Check("patterns", gettext_lazy("Mönster i tid och rum är funna")),
            Check("own_picture", gettext_lazy("Kartläggning och egen lägesbild är klara")),
        ),
    ),
    (
        gettext_lazy("Gemensamma förberedelser"),
        (
            Check("joint_picture", gettext_lazy("Parternas lägesbilder är sammanvägda till en gemensam")),
            Check("prioritised", gettext_lazy("Styrgruppen har prioriterat problemet")),
            Check("dialogue", gettext_lazy("Kunskapen är fördjupad med medborgardialog")),
            Check("analysed", gettext_lazy("Orsaksanalysen är klar")),
            Check("agreed", gettext_lazy("Samverkansöverenskommelsen är undertecknad")),
        ),
    ),
    (
        gettext_lazy("Genomförande"),
        (
            Check("goals", gettext_lazy("Mål är formulerade"), ("goal",)),
            Check("staff", gettext_lazy("Dialoger med medarbetare är gjorda")),
            Check("measures", gettext_lazy("Åtgärder som påverkar orsakerna är valda"), ("measure",)),
            Check("adopted", gettext_lazy("Styrgruppen har antagit åtgärdsplanen")),
            Check("promises", gettext_lazy("Medborgarlöften är givna och berättade")),
            Check("follow_up", gettext_lazy("Uppföljningen är planerad"), ("indicator",)),
            Check("carried_out", gettext_lazy("Åtgärderna är genomförda och dokumenterade")),
        ),
    ),
    (
        gettext_lazy("Uppföljning"),
        (
            Check("was_done", gettext_lazy("Det är uppföljt vad som blev gjort")),
            Check("effect", gettext_lazy("Resultatet är bedömt"), ("effect",)),
            Check("learned", gettext_lazy("Lärdomarna är skrivna och berättade"), ("report",)),
            Check("fed_back", gettext_lazy("Resultatet är med i nästa lägesbild")),
        ),
    ),
)
CODES: Final = frozenset(check.code for _heading, checks in STEPS for check in checks)


def checklist_of(
    actor: Actor, problem: Problem, ticked: Mapping[str, Mapping[str, str]]
) -> tuple[StepOfWork, ...]:
    """Return the five steps as they stand for a problem; ``ticked`` is what was ticked by hand."""
    refs = [Ref("problem", problem.summary.id), *(Ref("cause", cause.id) for cause in problem.causes)]
    above = kinds_above(actor, problem.summary.municipality_id, refs)
    shown = _shown(problem)
    return tuple(
        StepOfWork(number, str(heading), tuple(_line(check, shown, above, ticked) for check in checks))
        for number, (heading, checks) in enumerate(STEPS, start=1)
    )


def check_label(code: str) -> str:
    """Return a check in words."""
    return next(str(check.text) for _heading, checks in STEPS for check in checks if check.code == code)


def _line(
    check: Check, shown: Mapping[str, str], above: set[str], ticked: Mapping[str, Mapping[str, str]]
) -> CheckLine:
    by_data = shown.get(check.code, "") or (_("Syns i kedjan.") if above & set(check.kinds) else "")
    hand = ticked.get(check.code)
    told = f"{hand['on']}, {hand['function']}".strip(" ,") if hand else ""
    return CheckLine(
        check.code,
        str(check.text),
        bool(by_data or hand),
        by_data,
        told,
        hand.get("note", "") if hand else "",
    )


def _shown(problem: Problem) -> dict[str, str]:
    """Return the checks that the problem itself shows, with what shows them."""
    findings = [item.finding for item in problem.evidence]
    counted = [finding for finding in findings if finding.kind == "selection"]
    found = {
        "statistics": _("%(n)s frusna antal.") % {"n": len(counted)} if counted else "",
        "deviations": _("Ett underlag visar en säker förändring.")
        if any(finding.verdict in ("increase", "decrease") for finding in counted)
        else "",
        "patterns": _("Problemet säger både var och när.")
        if problem.formulation.when and problem.formulation.where
        else "",
        "own_picture": _("Underlag är hämtat ur en lägesbild.")
        if any(finding.kind == "picture" for finding in findings)
        else "",
        "roles": problem.summary.function,
        "prioritised": problem.decisions[0].label if problem.decisions else "",
        "dialogue": problem.dialogues[0].held_on.isoformat() if problem.dialogues else "",
        "analysed": problem.analysed_on.isoformat() if problem.analysed_on else "",
    }
    return {code: words for code, words in found.items() if words}
