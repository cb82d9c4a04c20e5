"""Score problems, choose what to score by, and write down the steering group's decision."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.base.screening import fault_in, screen
from lagesbild_web.problems import criteria as judging
from lagesbild_web.problems.actions.noting import check_open, function_of, note
from lagesbild_web.problems.contracts import DecisionLine, ScoringLine
from lagesbild_web.problems.criteria import CriteriaSet, Criterion, Value
from lagesbild_web.problems.models import CriteriaVersion, DecidedProblem, Decision, Problem, Scoring
from lagesbild_web.problems.queries.problems import problems_of, row_for
from lagesbild_web.problems.queries.scores import criteria_of, decision_for, ranking_of, scores_of

LONGEST_MOTIVE: Final = 500
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")


@action("problem.score")
def score_problem(actor: Actor, problem_id: UUID, values: Sequence[Value]) -> ScoringLine:
    """Say what a problem is worth by each criterion, for one's own function; what it said before is kept.

    Raises
    ------
    NotAllowed
        If the actor acts in no function.
    Invalid
        With a sentence for each criterion whose value or motive must change, under its code.
    """
    row = row_for(actor, problem_id, right=Right.SCORE_PROBLEM, lock=True)
    check_open(row)
    if function_of(actor) is None:
        raise NotAllowed
    current = criteria_of(row.municipality_id)
    _check_values(values, current.used)
    score = keep_scoring(row, values, current, by_function_id=function_of(actor))
    note(actor, row, "scored", swedish.number(score, 1))
    record(
        actor,
        "problem.scored",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        score=swedish.number(score, 1),
    )
    own = scores_of(actor, row).own
    if own is None:
        raise RuntimeError("a score that was just kept is there")
    return own


@action("problem.change_criteria")
def change_criteria(
    actor: Actor, criteria: Sequence[Criterion], *, municipality_id: UUID, number: int, reason: str
) -> CriteriaSet:
    """Score by other criteria from today; older scores keep showing those they were made with.

    Parameters
    ----------
    number
        The version that the writer looked at.

    Raises
    ------
    Invalid
        If somebody else has changed them since, or something must change; under ``<code>_<part>``.
    """
    require(
        actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id, Circle.OWN, Sensitivity.LIMITED)
    )
    current = criteria_of(municipality_id)
    if current.number != number:
        raise Invalid(number=_("Någon annan har ändrat kriterierna medan du skrev. Jämför och spara igen."))
    _check_criteria(criteria, reason)
    written = {f"{c.code}_{part}": getattr(c, part) for c in criteria for part in _WRITTEN}
    screen(reason=reason, **written)
    made = CriteriaVersion.objects.create(
        municipality_id=municipality_id,
        number=current.number + 1,
        active_from=timezone.localdate(),
        criteria=judging.to_json(criteria),
        reason=reason.strip(),
        at=timezone.now(),
        by_function_id=function_of(actor),
    )
    record(
        actor,
        "problem.criteria_changed",
        municipality_id=municipality_id,
        number=made.number,
        reason=made.reason,
    )
    return criteria_of(municipality_id)


@action("problem.prioritise")
def prioritise_problems(
    actor: Actor,
    problem_ids: Sequence[UUID],
    *,
    municipality_id: UUID,
    body: str,
    decided_on: date,
    paragraph: str = "",
    note_text: str = "",
) -> DecisionLine:
    """Write down which problems a steering group puts first, in order, with the list as it was.

    Raises
    ------
    Invalid
        If something is missing, a problem is closed, or the day has not come.
    """
    require(
        actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id, Circle.OWN, Sensitivity.LIMITED)
    )
    ids = list(dict.fromkeys(problem_ids))
    rows = {key: row_for(actor, key, right=Right.MANAGE_PLAN, lock=True) for key in ids}
    _check_decision(
        list(rows.values()), municipality_id, body, decided_on, paragraph=paragraph, note_text=note_text
    )
    ranking = ranking_of(problems_of(actor), municipality_id)
    made = Decision.objects.create(
        municipality_id=municipality_id,
        body=body.strip(),
        decided_on=decided_on,
        paragraph=paragraph.strip(),
        note=note_text.strip(),
        ranking=[
            {
                "id": str(line.summary.id),
                "title": line.summary.title,
                "score": line.summary.score,
                "place": line.place,
                "first_place": line.first_place,
                "last_place": line.last_place,
                "scorers": line.scores.scorers if line.scores else 0,
                "is_chosen": line.summary.id in rows,
            }
            for line in ranking
        ],
        at=timezone.now(),
        by_function_id=function_of(actor),
    )
    DecidedProblem.objects.bulk_create(
        DecidedProblem(decision=made, problem=rows[key], place=place)
        for place, key in enumerate(ids, start=1)
    )
    told = f"{made.body} {decided_on.isoformat()}" + (f" § {made.paragraph}" if made.paragraph else "")
    for row in rows.values():
        row.state = "prioritised"
        row.save(update_fields=["state"])
        note(actor, row, "prioritised", told)
    record(
        actor,
        "problem.prioritised",
        made.id,
        municipality_id=municipality_id,
        problems=len(rows),
        body=made.body,
        decided_on=decided_on,
        paragraph=made.paragraph,
    )
    return decision_for(actor, made.id)[0]


def keep_scoring(
    row: Problem, values: Sequence[Value], current: CriteriaSet, *, by_function_id: UUID | None
) -> float:
    """Keep a score and the problem's new median; for this feature only. Returns the score."""
    score = judging.weighted_score(current.used, values)
    row.scorings.filter(by_function_id=by_function_id, is_latest=True).update(is_latest=False)
    Scoring.objects.create(
        problem=row,
        criteria_number=current.number,
        criteria=judging.to_json(current.used),
        values={v.code: {"value": v.value, "motive": v.motive.strip()} for v in values},
        score=score,
        at=timezone.now(),
        by_function_id=by_function_id,
    )
    latest = list(row.scorings.filter(is_latest=True).values_list("score", flat=True))
    total = judging.summary_of_scores(latest, current.used)
    row.score = total.median if total else None
    row.save(update_fields=["score"])
    return score


def _check_values(values: Sequence[Value], used: Sequence[Criterion]) -> None:
    given = {value.code: value for value in values}
    faults = {}
    for criterion in used:
        value = given.get(criterion.code)
        if value is None or not judging.LOWEST <= value.value <= judging.HIGHEST:
            faults[f"value_{criterion.code}"] = _("Välj ett värde 1–5 för %(name)s.") % {
                "name": criterion.name
            }
        elif not value.motive.strip():
            faults[f"motive_{criterion.code}"] = _("Skriv ett motiv för %(name)s.") % {"name": criterion.name}
        elif len(value.motive) > LONGEST_MOTIVE:
            faults[f"motive_{criterion.code}"] = _("Motivet får ha högst %(most)s tecken.") % {
                "most": LONGEST_MOTIVE
            }
        elif fault := fault_in(value.motive):
            faults[f"motive_{criterion.code}"] = fault
    if given.keys() - {criterion.code for criterion in used}:
        raise Invalid(values=_("Kriterierna har ändrats medan du skrev. Gå igenom dem igen."))
    if faults:
        raise Invalid(**faults)


_WRITTEN: Final = ("name", "help", "low", "middle", "high")
"""What is written of a criterion in words."""


def _check_criteria(criteria: Sequence[Criterion], reason: str) -> None:
    faults = {}
    for criterion in criteria:
        for part in ("name", "low", "middle", "high"):
            if not getattr(criterion, part).strip():
                faults[f"{criterion.code}_{part}"] = _("Rutan är tom. Skriv något, eller sätt vikten till 0.")
        if not 0 <= criterion.weight <= judging.MOST_WEIGHT:
            faults[f"{criterion.code}_weight"] = _("Vikten ska vara 0–5.")
        if not _CODE.fullmatch(criterion.code):
            faults[f"{criterion.code}_name"] = _("Kriteriet har ingen kod som går att spara.")
    if not any(criterion.weight for criterion in criteria):
        faults["reason"] = _("Minst ett kriterium måste ha vikt.")
    if not reason.strip():
        faults["reason"] = _("Skriv varför kriterierna ändras.")
    if len({criterion.code for criterion in criteria}) != len(criteria):
        faults["reason"] = _("Två kriterier har samma namn. Byt namn på det ena.")
    if faults:
        raise Invalid(**faults)


def _check_decision(
    rows: Sequence[Problem],
    municipality_id: UUID,
    body: str,
    decided_on: date,
    *,
    paragraph: str,
    note_text: str,
) -> None:
    faults = {}
    if not rows:
        faults["problems"] = _("Välj minst ett problem.")
    if any(row.state == "closed" or row.municipality_id != municipality_id for row in rows):
        faults["problems"] = _("Ett av problemen är avslutat. Öppna det först, eller välj bort det.")
    if not body.strip():
        faults["body"] = _(
            "Skriv vem som beslutade, till exempel styrgruppen för lokalt brottsförebyggande arbete."
        )
    if decided_on > timezone.localdate():
        faults["decided_on"] = _("Dagen har inte varit än. Skriv dagen då beslutet togs.")
    if fault := fault_in(f"{body} {paragraph} {note_text}"):
        faults["note_text"] = fault
    if faults:
        raise Invalid(**faults)
