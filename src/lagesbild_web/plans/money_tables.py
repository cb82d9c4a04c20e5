"""What the pages of money show, as tables: each line of costs, the sums, and the applications for grants."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lagesbild_web.base.table_files import Cell
from lagesbild_web.plans.contracts import CostEntry, GoalSummary, MeasureCard
from lagesbild_web.plans.costs import CostAnalysis
from lagesbild_web.plans.grants import Grant
from lagesbild_web.plans.tables import PlanTable


def cost_lines_table(cards: Sequence[MeasureCard], goals: Sequence[GoalSummary]) -> PlanTable:
    """Return a row for each line of costs, and one for each measure that nobody has said the cost of."""
    columns = {
        _("Åtgärd"): _("Vad åtgärden heter."),
        _("Mål"): _("Målen och huvudområdena som åtgärden bidrar till."),
        _("Ansvarig"): _("Funktionen som svarar för åtgärden."),
        _("År"): _("Kalenderåret. Tomt när ingen kostnad är angiven för åtgärden."),
        _("Slag"): _("Engångskostnad eller årlig kostnad i kronor, eller egen arbetstid i timmar."),
        _("Finansiering"): _("Egen budget, statsbidrag, en samverkanspart eller något annat."),
        _("Finansiär"): _("Vem som betalar, när det inte är den egna budgeten."),
        _("Enhet"): _("Kronor eller timmar."),
        _("Planerat"): _("Planerat belopp. Tomt när det inte är angivet: det är inte noll."),
        _("Utfall"): _("Redovisat belopp. Tomt när det inte är angivet: det är inte noll."),
    }
    rows: list[list[Cell]] = []
    for card in cards:
        about: list[Cell] = [
            card.summary.title,
            "; ".join(goal.title for goal in goals if goal.id in card.summary.goal_ids),
            card.summary.function,
        ]
        rows += [[*about, *_line(cost)] for cost in card.costs] or [[*about, *[None] * 7]]
    return PlanTable(list(columns), list(columns.values()), rows)


def cost_sums_table(analysis: CostAnalysis) -> PlanTable:
    """Return the sums that the page shows, one division after the other."""
    columns = {
        _("Uppdelning"): _("Vad summorna är delade på."),
        _("Grupp"): _("Området, finansiären, året, slaget, nivån eller målet. Summa är alla tillsammans."),
        _("Åtgärder"): _("Antal åtgärder med en kostnad i gruppen."),
        _("Planerat, kr"): _("Summan av de planerade belopp som är angivna."),
        _("Utfall, kr"): _("Summan av de redovisade belopp som är angivna."),
        _("Egen tid, h"): _("Summan av den planerade egna arbetstiden, timmar."),
        _("Utfall, h"): _("Summan av den redovisade egna arbetstiden, timmar."),
    }
    rows = [[table.caption, *_plain(row)] for table in analysis.tables for row in table.rows]
    return PlanTable(list(columns), list(columns.values()), rows)


def grants_table(grants: Sequence[Grant]) -> PlanTable:
    """Return the applications with what was granted, and what each still lacks."""
    columns = {
        _("Ansökan"): _("Vad ansökan heter."),
        _("Bidragsår"): _("Kalenderåret som bidraget gäller."),
        _("Ändamål"): _("Vad bidraget ska användas till."),
        _("Söker, kr"): _("Beräknad kostnad. Tomt när den inte är angiven."),
        _("Åtgärder"): _("Antal åtgärder i planen som bidraget gäller."),
        _("Skickad"): _("Dagen då ansökan skickades."),
        _("Beviljat, kr"): _("Beloppet som beviljades. Tomt när inget beslut är känt."),
        _("Beslutat"): _("Dagen för beslutet."),
        _("Diarienummer"): _("Kommunens nummer på ärendet."),
        _("Redovisas senast"): _("Dagen då bidraget ska vara redovisat."),
        _("Redovisat"): _("Dagen då redovisningen lämnades."),
        _("Saknas i ansökan"): _("Det som 6 och 7 §§ förordning (2023:442) frågar efter, men som saknas."),
        _("Saknas i redovisningen"): _("Det som 14 § frågar efter, men som saknas."),
    }  # fmt: skip
    rows: list[list[Cell]] = [
        [
            grant.draft.title,
            grant.draft.year,
            grant.draft.purpose,
            grant.draft.amount,
            len(grant.draft.measure_ids),
            grant.draft.sent_on.isoformat() if grant.draft.sent_on else "",
            grant.draft.granted,
            grant.draft.granted_on.isoformat() if grant.draft.granted_on else "",
            grant.draft.record_number,
            grant.draft.account_due_on.isoformat() if grant.draft.account_due_on else "",
            grant.draft.accounted_on.isoformat() if grant.draft.accounted_on else "",
            "; ".join(grant.missing_in_application),
            "; ".join(grant.missing_in_account),
        ]
        for grant in grants
    ]
    return PlanTable(list(columns), list(columns.values()), rows)


def _line(cost: CostEntry) -> list[Cell]:
    unit = _("timmar") if cost.kind == "hours" else _("kr")
    return [
        cost.year,
        str(cost.kind_label),
        str(cost.funding_label),
        cost.funder,
        unit,
        cost.planned,
        cost.reported,
    ]


def _plain(row: Sequence[object]) -> list[Cell]:
    return [cell if isinstance(cell, int) or cell is None else str(cell) for cell in row]
