"""What the pages of plans show, as tables: the plans, a plan's goals with indicators, its measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.base.chain import Thing
from lagesbild_web.base.table_files import Cell
from lagesbild_web.plans.contracts import (
    GoalLevel,
    GoalSummary,
    IndicatorSummary,
    MeasureSummary,
    PlanSummary,
)


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table with what each of its columns says."""

    headings: Sequence[str]
    guide: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def plans_table(plans: Sequence[PlanSummary]) -> PlanTable:
    """Return the plans as the list shows them."""
    columns = {
        _("Åtgärdsplan"): _("Vad planen heter."),
        _("Läge"): _(
            "Läget för den senaste versionen: utkast, skickad, beslutad, gäller, uppföljd eller ersatt."
        ),
        _("Version"): _("Numret på den senaste versionen."),
        _("Gäller från"): _("Planens första dag."),
        _("Gäller till"): _("Planens sista dag."),
        _("Senaste beslut"): _(
            "Vem som beslutade den senast beslutade versionen, dag, paragraf och diarienummer."
        ),
        _("Håller i planen"): _("Funktionen som håller i planen."),
        _("Avslutad"): _("Ja när planen inte används längre."),
    }
    rows: list[list[Cell]] = [
        [
            plan.title,
            plan.state_label,
            plan.number,
            plan.starts_on.isoformat(),
            plan.ends_on.isoformat(),
            plan.decision,
            plan.function,
            _yes(plan.is_retired),
        ]
        for plan in plans
    ]
    return PlanTable(list(columns), list(columns.values()), rows)


def goals_table(
    goals: Sequence[GoalSummary],
    indicators: Sequence[IndicatorSummary],
    measures: Sequence[MeasureSummary],
    steering: Mapping[UUID, Thing],
) -> PlanTable:
    """Return a row for each indicator, and for each goal without one, under their focus areas."""
    columns = {
        _("Huvudområde"): _("Området i planen som målet ligger i."),
        _("Mål"): _("Målet. Tomt på raden för ett huvudområde som inte har något mål."),
        _("För vidare fullmäktiges mål"): _("Det politiska målet som målet för vidare."),
        _("Ansvarig"): _("Funktionen som svarar för målet."),
        _("Problem"): _("Hur många problem som målet svarar på."),
        _("Åtgärder"): _("Hur många åtgärder i planen som bidrar till målet."),
        _("Indikator"): _("Det som visar om målet nås. Tomt när målet saknar indikator."),
        _("Vad som räknas"): _("Indikatorns definition."),
        _("Hur den mäts"): _("Ur händelserna, ett mått, en enkät, ett antal eller ett värde som skrivs in."),
        _("Källa"): _("Varifrån värdet kommer."),
        _("Enhet"): _("Vad värdet mäts i."),
        _("Utgångsvärde"): _("Var indikatorn stod från början. Andelar är procent, 0–100."),
        _("Utgångsvärde, lägst"): _("Nedre gränsen i 95 procents intervall. Tomt när den inte är känd."),
        _("Utgångsvärde, högst"): _("Övre gränsen i 95 procents intervall. Tomt när den inte är känd."),
        _("Antal svar"): _("Hur många svar en andel bygger på."),
        _("Utgångsvärde från"): _("Första dagen i perioden för utgångsvärdet."),
        _("Utgångsvärde till"): _("Sista dagen i perioden för utgångsvärdet."),
        _("Metod"): _("Hur intervallet är räknat."),
        _("Målvärde"): _("Vart indikatorn ska nå."),
        _("Senast"): _("Dagen då målvärdet ska vara nått."),
        _("Riktning"): _("Om lägre eller högre är bättre."),
    }  # fmt: skip
    rows: list[list[Cell]] = []
    for area in (goal for goal in goals if goal.level is GoalLevel.FOCUS_AREA):
        inside = [goal for goal in goals if goal.parent_id == area.id]
        if not inside:
            rows.append([area.title, "", *_about(area, measures, steering), *_measured(None)])
        for goal in inside:
            mine = [indicator for indicator in indicators if indicator.goal_id == goal.id]
            about = _about(goal, measures, steering)
            shown: Sequence[IndicatorSummary | None] = mine or [None]
            rows += [[area.title, goal.title, *about, *_measured(one)] for one in shown]
    return PlanTable(list(columns), list(columns.values()), rows)


def measures_table(measures: Sequence[MeasureSummary], goals: Sequence[GoalSummary]) -> PlanTable:
    """Return the measures as the list shows them."""
    columns = {
        _("Åtgärd"): _("Vad åtgärden heter."),
        _("Läge"): _("Planerad, beslutad, pågår, genomförd, avslutad i förtid eller blev inte av."),
        _("Ansvarig"): _("Funktionen som svarar för åtgärden."),
        _("Börjar"): _("Första dagen."),
        _("Klar senast"): _("Sista dagen."),
        _("Mål"): _("Målen och huvudområdena som åtgärden bidrar till."),
        _("Situationell eller social"): _("Om den gör brottet svårare att begå, eller minskar benägenheten."),
        _("Nivå"): _(
            "Primär riktas till alla, sekundär dit risken finns, tertiär dit problemen redan finns."
        ),
        _("Svarar på problem"): _("Ja när åtgärden svarar på ett eller flera problem."),
        _("Skäl till att problem saknas"): _("Varför åtgärden görs fast den inte svarar på ett problem."),
    }
    rows = [
        [
            measure.title,
            measure.state_label,
            measure.function,
            _iso(measure.starts_on),
            _iso(measure.ends_on),
            "; ".join(goal.title for goal in goals if goal.id in measure.goal_ids),
            measure.nature_label,
            measure.level_label,
            _yes(bool(measure.problem_ids)),
            measure.no_problem_motive,
        ]
        for measure in measures
    ]
    return PlanTable(list(columns), list(columns.values()), rows)


def _about(
    goal: GoalSummary, measures: Sequence[MeasureSummary], steering: Mapping[UUID, Thing]
) -> list[Cell]:
    above = steering.get(goal.steering_goal_id) if goal.steering_goal_id else None
    return [
        above.label if above else "",
        goal.function,
        len(goal.problem_ids),
        sum(goal.id in measure.goal_ids for measure in measures),
    ]


def _measured(indicator: IndicatorSummary | None) -> list[Cell]:
    if indicator is None:
        return [""] * 15
    base = indicator.baseline
    stood: list[Cell] = [""] * 7
    if base is not None:
        stood = [
            base.value,
            base.low,
            base.high,
            base.n,
            _iso(base.first_day),
            _iso(base.last_day),
            base.method,
        ]
    return [
        indicator.title,
        indicator.definition,
        indicator.how_label,
        indicator.source,
        indicator.unit,
        *stood,
        indicator.target_value,
        _iso(indicator.target_on),
        indicator.better_label,
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(is_so: bool) -> str:
    return _("Ja") if is_so else _("Nej")
