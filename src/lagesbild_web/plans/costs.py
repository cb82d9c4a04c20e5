"""What the plan costs: sums that never take a missing cost for zero, and a list of what is missing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild.document.tree import Cell, Column, Table
from lagesbild_web.plans.contracts import (
    COST_KIND_LABELS,
    FUNDING_LABELS,
    LEVEL_SHORT,
    CostEntry,
    GoalLevel,
    GoalSummary,
    MeasureCard,
)


@dataclass(frozen=True, slots=True)
class CostAnalysis:
    """The plan's costs in tables, and the measures that nobody has said the cost of."""

    tables: tuple[Table, ...]
    missing: tuple[MeasureCard, ...]
    """Measures without any line of costs: not in any sum."""
    unplanned: tuple[MeasureCard, ...]
    """Measures with a line without a planned amount: that line is not in the planned sums."""
    measures: int

    @property
    def sentence(self) -> str:
        """How much of the plan the sums are about."""
        known = self.measures - len(self.missing)
        return _(
            "Summorna gäller %(known)s av %(all)s åtgärder. %(missing)s åtgärder saknar kostnad och är "
            "inte med i någon "
            "summa."
        ) % {"known": known, "all": self.measures, "missing": len(self.missing)}


def analyse(cards: Sequence[MeasureCard], goals: Sequence[GoalSummary]) -> CostAnalysis:
    """Return the costs of the measures per focus area, payer, year, level, goal and state of account."""
    areas = {goal.id: goal for goal in goals if goal.level is GoalLevel.FOCUS_AREA}
    known = [card for card in cards if card.costs]
    pairs = [(card, cost) for card in known for cost in card.costs]

    def area_of(card: MeasureCard, _cost: CostEntry) -> str:
        found = {
            goal.parent_id or goal.id for goal in goals if goal.id in card.summary.goal_ids
        } & areas.keys()
        if not found:
            return _("Utan huvudområde")
        return areas[found.pop()].title if len(found) == 1 else _("Flera huvudområden")

    def funding_of(_card: MeasureCard, cost: CostEntry) -> str:
        return f"{FUNDING_LABELS[cost.funding]}: {cost.funder}" if cost.funder else str(cost.funding_label)

    tables = (
        _table("per-omrade", _("Per huvudområde"), _("Huvudområde"), pairs, area_of),
        _table("per-finansiering", _("Per finansiär"), _("Betalas av"), pairs, funding_of),
        _table("per-ar", _("Per år"), _("År"), pairs, lambda _card, cost: str(cost.year)),
        _table(
            "per-slag", _("Per slag"), _("Slag"), pairs, lambda _card, cost: str(COST_KIND_LABELS[cost.kind])
        ),
        _table(
            "per-niva",
            _("Per förebyggande nivå"),
            _("Nivå"),
            pairs,
            lambda card, _cost: str(LEVEL_SHORT[card.summary.level]),
        ),
        _per_goal(known, goals),
    )
    return CostAnalysis(
        tables=tables,
        missing=tuple(card for card in cards if not card.costs),
        unplanned=tuple(card for card in known if any(cost.planned is None for cost in card.costs)),
        measures=len(cards),
    )


def _per_goal(cards: Sequence[MeasureCard], goals: Sequence[GoalSummary]) -> Table:
    rows = []
    for goal in (goal for goal in goals if goal.level is GoalLevel.GOAL):
        mine = [(card, cost) for card in cards if goal.id in card.summary.goal_ids for cost in card.costs]
        rows.append([goal.title, *_sums(mine)])
    note = _(
        "En åtgärd som bidrar till flera mål står med hela sin kostnad vid vart och ett. Raderna går "
        "därför inte att "
        "lägga ihop."
    )
    return Table("per-mal", _("Per mål"), _columns(_("Mål")), rows, note)


def _table(
    key: str,
    caption: str,
    heading: str,
    pairs: Sequence[tuple[MeasureCard, CostEntry]],
    group: Callable[[MeasureCard, CostEntry], str],
) -> Table:
    groups: dict[str, list[tuple[MeasureCard, CostEntry]]] = {}
    for card, cost in pairs:
        groups.setdefault(group(card, cost), []).append((card, cost))
    rows: list[list[Cell]] = [[name, *_sums(groups[name])] for name in sorted(groups)]
    if rows:
        rows.append([_("Summa"), *_sums(pairs)])
    note = _("Ett streck betyder att inget belopp är angivet, inte att det är noll.")
    return Table(key, caption, _columns(heading), rows, note, frozenset({len(rows) - 1} if rows else ()))


def _sums(pairs: Iterable[tuple[MeasureCard, CostEntry]]) -> list[Cell]:
    listed = list(pairs)
    kronor = [cost for _card, cost in listed if cost.kind != "hours"]
    hours = [cost for _card, cost in listed if cost.kind == "hours"]
    measures: set[UUID] = {card.summary.id for card, _cost in listed}
    return [
        len(measures),
        _sum(cost.planned for cost in kronor),
        _sum(cost.reported for cost in kronor),
        _sum(cost.planned for cost in hours),
        _sum(cost.reported for cost in hours),
    ]


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _columns(heading: str) -> list[Column]:
    return [
        Column("group", heading),
        Column("measures", _("Åtgärder"), "count"),
        Column("planned", _("Planerat, kr"), "count"),
        Column("reported", _("Utfall, kr"), "count"),
        Column("hours", _("Egen tid,\u00a0h"), "count"),
        Column("hours_reported", _("Utfall,\u00a0h"), "count"),
    ]
