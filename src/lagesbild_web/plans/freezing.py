"""What a thing says, as plain data: for its history, for the frozen version, and for comparing two."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.queries import function_labels
from lagesbild_web.plans.models import Goal, Indicator, Measure, Plan

FORMAT: Final = 1
"""The shape of what is frozen; counted up if it ever changes."""

_PLAN: Final = ("title", "starts_on", "ends_on", "picture_id", "background", "other_statutes", "function_id")
_GOAL: Final = (
    "title", "level", "parent_id", "description", "steering_goal_id", "function_id", "problem_ids", "order",
    "retired_at",
)  # fmt: skip
_INDICATOR: Final = (
    "name", "goal_id", "definition", "source", "unit", "better", "delay", "weakness", "how", "filter_query",
    "measured_id", "per", "baseline_value", "baseline_low", "baseline_high", "baseline_n", "baseline_first",
    "baseline_last", "baseline_method", "target_value", "target_on", "target_motive", "retired_at",
)  # fmt: skip
_MEASURE: Final = (
    "title", "state", "state_reason", "type_code", "description", "function_id", "problem_ids", "cause_ids",
    "cause_text", "no_problem_motive", "mechanism", "nature", "level", "corners", "place_text", "starts_on",
    "ends_on", "communication", "indicator_id", "comparison_area_id", "evaluate_on", "design",
    "design_motive", "is_camera", "retired_at",
)  # fmt: skip

FIELD_LABELS: Final[Mapping[str, Promise]] = {
    "title": _("Namn"),
    "name": _("Namn"),
    "starts_on": _("Första dag"),
    "ends_on": _("Sista dag"),
    "picture_id": _("Lägesbild"),
    "background": _("Bakgrund"),
    "other_statutes": _("Planering enligt andra författningar"),
    "function_id": _("Ansvarig funktion"),
    "function": _("Ansvarig funktion"),
    "level": _("Nivå"),
    "parent_id": _("Huvudområde"),
    "description": _("Beskrivning"),
    "steering_goal_id": _("Fullmäktiges mål"),
    "problem_ids": _("Problem"),
    "order": _("Ordning"),
    "goal_id": _("Mål"),
    "definition": _("Definition"),
    "source": _("Källa"),
    "unit": _("Enhet"),
    "better": _("Önskad riktning"),
    "delay": _("Eftersläpning"),
    "weakness": _("Svagheter"),
    "how": _("Hur det mäts"),
    "filter_query": _("Urval av händelser"),
    "measured_id": _("Mått"),
    "per": _("Period"),
    "baseline_value": _("Utgångsvärde"),
    "baseline_low": _("Utgångsvärdets nedre gräns"),
    "baseline_high": _("Utgångsvärdets övre gräns"),
    "baseline_n": _("Antal svar i utgångsvärdet"),
    "baseline_first": _("Utgångsvärdets första dag"),
    "baseline_last": _("Utgångsvärdets sista dag"),
    "baseline_method": _("Utgångsvärdets metod"),
    "target_value": _("Målvärde"),
    "target_on": _("Målets dag"),
    "target_motive": _("Skäl till målvärdet"),
    "state": _("Läge"),
    "state_reason": _("Skäl till läget"),
    "type_code": _("Slag av åtgärd"),
    "cause_ids": _("Orsaker"),
    "cause_text": _("Orsak i ord"),
    "no_problem_motive": _("Skäl till att problem saknas"),
    "mechanism": _("Hur åtgärden är tänkt att verka"),
    "nature": _("Situationell eller social"),
    "corners": _("Ritat område"),
    "place_text": _("Plats"),
    "communication": _("Kommunikation"),
    "indicator_id": _("Indikator för utvärdering"),
    "comparison_area_id": _("Jämförelseområde"),
    "evaluate_on": _("När utvärdering görs"),
    "design": _("Upplägg för utvärdering"),
    "design_motive": _("Skäl till upplägget"),
    "is_camera": _("Kamerabevakning"),
    "retired_at": _("Struken ur planen"),
    "partner_ids": _("Samverkansparter"),
    "goal_ids": _("Mål"),
    "area_ids": _("Områden"),
    "milestones": _("Delmål"),
    "costs": _("Kostnader"),
    "purpose": _("Syfte"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """How a thing differs between two decided versions."""

    kind: str
    """``plan``, ``goals``, ``indicators`` or ``measures``."""
    title: str
    how: str
    """``added``, ``removed`` or ``changed``."""
    fields: tuple[str, ...]
    """For what is changed: which fields, in words."""


def content_of(row: Plan | Goal | Indicator | Measure) -> dict[str, Any]:
    """Return what a row says, with plain values only."""
    if isinstance(row, Measure):
        return _measure(row)
    names = {Plan: _PLAN, Goal: _GOAL, Indicator: _INDICATOR}[type(row)]
    return {name: _plain(getattr(row, name)) for name in names}


def freeze(plan: Plan) -> dict[str, Any]:
    """Return the whole plan as it stands now, to be kept as what was decided."""
    goals = plan.goals.filter(retired_at__isnull=True)
    indicators = Indicator.objects.filter(goal__in=goals, retired_at__isnull=True)
    measures = plan.measures.filter(retired_at__isnull=True).prefetch_related(
        "goals", "partners", "areas", "milestones", "costs"
    )
    frozen: dict[str, Any] = {
        "format": FORMAT,
        "plan": content_of(plan),
        "goals": {str(row.id): content_of(row) for row in goals},
        "indicators": {str(row.id): content_of(row) for row in indicators},
        "measures": {str(row.id): content_of(row) for row in measures},
    }
    functions = {plan.function_id, *(g.function_id for g in goals), *(m.function_id for m in measures)}
    labels = function_labels(function for function in functions if function)
    # What a function was called when the plan was decided must not change with the register.
    frozen["functions"] = {str(key): label for key, label in labels.items()}
    return frozen


def sha256_of(frozen: Mapping[str, Any]) -> str:
    """Return the hash of what was frozen, to show that it has not changed since."""
    text = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return how two frozen versions of a plan differ: what was added, removed and changed."""
    found = []
    fields = changed_fields(before["plan"], after["plan"])
    if fields:
        found.append(Difference("plan", after["plan"]["title"], "changed", fields))
    for kind in ("goals", "indicators", "measures"):
        old, new = before[kind], after[kind]
        for key in {**old, **new}:
            if key not in old:
                found.append(Difference(kind, _title(new[key]), "added", ()))
            elif key not in new:
                found.append(Difference(kind, _title(old[key]), "removed", ()))
            elif fields := changed_fields(old[key], new[key]):
                found.append(Difference(kind, _title(new[key]), "changed", fields))
    return found


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which fields got another content, in words."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return tuple(dict.fromkeys(str(FIELD_LABELS.get(name, name)) for name in names))


def _title(content: Mapping[str, Any]) -> str:
    return str(content.get("title") or content.get("name"))


def _measure(row: Measure) -> dict[str, Any]:
    content = {name: _plain(getattr(row, name)) for name in _MEASURE}
    content["partner_ids"] = sorted(str(partner.id) for partner in row.partners.all())
    content["goal_ids"] = sorted(str(goal.id) for goal in row.goals.all())
    content["area_ids"] = sorted(str(area.id) for area in row.areas.all())
    content["milestones"] = [[m.title, _plain(m.due_on), _plain(m.done_on)] for m in row.milestones.all()]
    content["costs"] = [[c.year, c.kind, c.funding, c.funder, c.planned, c.reported] for c in row.costs.all()]
    return content


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):  # also moments
        return value.isoformat()
    return value
