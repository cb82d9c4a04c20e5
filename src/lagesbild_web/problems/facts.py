"""Figures beside the criteria: what the data say, never a score."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.stats.rates import rate_limits
from lagesbild_web.base.actor import Actor
from lagesbild_web.problems.contracts import Problem
from lagesbild_web.problems.freezing import freeze_selection
from lagesbild_web.problems.frozen import FrozenFinding
from lagesbild_web.problems.selecting import read_selection

_DAYS_PER_WEEK: Final = 7


def facts_beside(actor: Actor, problem: Problem) -> Mapping[str, str]:
    """Return a sentence for each kind of fact (``extent``, ``seriousness``, ``trend``) that there is one for.

    Counted now, as the actor may read; a reader who may not read incidents gets the latest frozen figures.
    """
    if problem.can_count and problem.selection:
        finding = freeze_selection(
            actor,
            read_selection(problem.selection),
            municipality_id=problem.summary.municipality_id,
            frozen_by="",
        )
        return _told(finding)
    frozen = [item.finding for item in problem.evidence if item.finding.kind == "selection"]
    return _told(max(frozen, key=lambda finding: finding.frozen_at)) if frozen else {}


def _told(finding: FrozenFinding) -> dict[str, str]:
    told = {"trend": finding.sentence}
    if finding.count is not None and finding.days:
        limits = rate_limits([finding.count], [finding.days], per=_DAYS_PER_WEEK)
        told["extent"] = _(
            "%(count)s %(period)s: %(mean)s i veckan i medeltal (95 %% intervall %(low)s till %(high)s)."
        ) % {
            "count": swedish.plural(finding.count, "händelse", "händelser"),
            "period": finding.period,
            "mean": swedish.number(finding.count / finding.days * _DAYS_PER_WEEK, 1),
            "low": swedish.number(float(limits.low[0]), 1),
            "high": swedish.number(float(limits.high[0]), 1),
        }
    if sum(finding.seriousness):
        parts = [f"{level}: {n}" for level, n in enumerate(finding.seriousness, start=1) if n]
        told["seriousness"] = _("Allvar (1 minst, 5 mest): %(parts)s.") % {"parts": ", ".join(parts)}
    return told
