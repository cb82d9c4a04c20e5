"""The plan as a document: what a committee decides on, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.document.tree import (
    Block,
    Bullets,
    Callout,
    Column,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Subsection,
    Table,
)
from lagesbild_web.plans.chance import TargetJudgement
from lagesbild_web.plans.contracts import (
    IndicatorSummary,
    MeasureCard,
    PlanSummary,
    VersionState,
)
from lagesbild_web.plans.costs import CostAnalysis
from lagesbild_web.plans.overview import FocusBranch, GoalBranch, Overview
from lagesbild_web.plans.timeline import Timeline


@dataclass(frozen=True, slots=True)
class PlanParts:
    """Everything that the document tells, as the reader may see it."""

    plan: PlanSummary
    municipality: str
    overview: Overview
    cards: Sequence[MeasureCard]
    judgements: Sequence[tuple[IndicatorSummary, TargetJudgement | None]]
    costs: CostAnalysis
    timeline: Timeline
    problems: Sequence[tuple[str, str]]
    """Problem → the titles of the measures that answer it."""


def plan_document(parts: PlanParts, *, made_on: date) -> Document:
    """Return the plan as a document."""
    plan = parts.plan
    facts = [
        (_("Period"), plan.period),
        (_("Version"), str(plan.number)),
        (_("Läge"), plan.state_label),
        (_("Bygger på"), parts.overview.picture or _("ingen lägesbild vald (krävs av 5 §)")),
        (_("Håller i planen"), plan.function or _("ingen vald")),
    ]
    is_decided = plan.decided_number == plan.number
    status = _("Beslutad: %(decision)s") % {"decision": plan.decision} if is_decided else plan.state_label
    return Document(
        title=plan.title,
        subtitle=_(
            "Åtgärdsplan enligt 5 § lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete"
        ),
        organisation=parts.municipality,
        made_on=made_on,
        facts=facts,
        status=status,
        sections=[
            _summary(parts),
            *(_focus_area(n, branch, parts) for n, branch in enumerate(parts.overview.tree, start=1)),
            *_loose(parts),
            _time(parts),
            _money(parts),
            _follow_up(parts),
        ],
        keywords=(_("åtgärdsplan"), _("brottsförebyggande")),
    )


def _summary(parts: PlanParts) -> Section:
    overview, plan = parts.overview, parts.plan
    goals = sum(len(branch.goals) for branch in overview.tree)
    blocks: list[Block] = [
        Paragraph(
            _(
                "Planen har **%(areas)s huvudområden**, **%(goals)s mål** och **%(measures)s åtgärder**. "
                "Den säger vem "
                "som svarar för vad, när det ska vara klart, vad det kostar och hur vi ska se om det hjälper."
            )
            % {"areas": len(overview.tree), "goals": goals, "measures": overview.measures},
            lead=True,
        )
    ]
    if plan.picture_id is None:
        text = _("Lagen säger att planen beslutas med lägesbilden som underlag (5 §).")
        blocks.append(Callout("missing", _("Planen säger inte vilken lägesbild den bygger på"), text))
    if plan.state is not VersionState.DRAFT:
        blocks += _states(overview)
    if overview.texts.background:
        blocks += [Paragraph(text) for text in _paragraphs(overview.texts.background)]
    if overview.texts.other_statutes:
        texts = [Paragraph(text) for text in _paragraphs(overview.texts.other_statutes)]
        blocks.append(Subsection(_("Samordning med annan planering (7 §)"), texts))
    if parts.problems:
        table = Table(
            "problem",
            _("Problemen och åtgärderna mot dem"),
            [Column("problem", _("Problem")), Column("measures", _("Åtgärder"))],
            parts.problems,
        )
        blocks.append(table)
    return Section("sammanfattning", _("Sammanfattning"), blocks)


def _states(overview: Overview) -> list[Block]:
    """How far the measures have come: the four commonest in large figures, the rest in words."""
    common = sorted((s for s in overview.states if s.count), key=lambda s: -s.count)
    of_all = _("av %(n)s åtgärder") % {"n": overview.measures}
    shown = [s for s in overview.states if s in common[:4]]
    blocks: list[Block] = [KeyFigures([KeyFigure(s.label, s.count, "count", of_all) for s in shown])]
    if rest := ", ".join(f"{s.count} {s.label.lower()}" for s in common[4:]):
        blocks.append(Paragraph(_("Övriga åtgärder: %(rest)s.") % {"rest": rest}))
    return blocks


def _focus_area(number: int, branch: FocusBranch, parts: PlanParts) -> Section:
    blocks: list[Block] = [Paragraph(text) for text in _paragraphs(branch.area.description)]
    if branch.steering:
        blocks.append(
            Paragraph(_("För vidare fullmäktiges mål: %(goal)s.") % {"goal": branch.steering.label})
        )
    blocks += [_goal(goal, parts) for goal in branch.goals]
    inside = {measure.id for goal in branch.goals for measure in goal.measures}
    inside |= {measure.id for measure in branch.measures}
    cards = [card for card in parts.cards if card.summary.id in inside]
    if cards:
        blocks.append(Subsection(_("Åtgärder"), [_card(card, f"atgard-{number}") for card in cards]))
    else:
        blocks.append(Callout("missing", _("Huvudområdet har inga åtgärder"), _("Lägg till åtgärder.")))
    return Section(f"omrade-{number}", branch.area.title, blocks)


def _goal(branch: GoalBranch, parts: PlanParts) -> Subsection:
    blocks: list[Block] = [Paragraph(text) for text in _paragraphs(branch.goal.description)]
    if branch.steering:
        blocks.append(
            Paragraph(_("För vidare fullmäktiges mål: %(goal)s.") % {"goal": branch.steering.label})
        )
    if not branch.indicators:
        text = _("Utan indikator går det inte att se om målet nås.")
        return Subsection(branch.goal.title, [*blocks, Callout("missing", _("Målet saknar indikator"), text)])
    table = Table(
        f"indikatorer-{branch.goal.id.hex[:8]}",
        _("Indikatorer för målet %(goal)s") % {"goal": branch.goal.title},
        [
            Column("indicator", _("Indikator")),
            Column("baseline", _("Utgångsvärde (95 % intervall)")),
            Column("target", _("Målvärde")),
            Column("source", _("Källa")),
        ],
        [[i.title, baseline_in_words(i), target_in_words(i), i.source] for i in branch.indicators],
    )
    blocks.append(table)
    for indicator, judgement in parts.judgements:
        if judgement and judgement.is_warning and indicator.goal_id == branch.goal.id:
            motive = f" {_('Skäl:')} {indicator.target_motive}" if indicator.target_motive else ""
            title = _("Tänk efter: %(name)s") % {"name": indicator.title}
            blocks.append(Callout("warning", title, judgement.sentence + motive))
    return Subsection(_("Mål: %(title)s") % {"title": branch.goal.title}, blocks)


def _card(card: MeasureCard, prefix: str) -> Subsection:
    measure = card.summary
    rows = [
        (_("Ansvarig"), measure.function or _("ingen vald")),
        (_("Tillsammans med"), ", ".join(card.partners)),
        (_("Var"), ", ".join(part for part in (*card.areas, card.place_text) if part) or _("hela kommunen")),
        (_("När"), f"{swedish.day(measure.starts_on)} – {swedish.day(measure.ends_on)}"),
        (_("Slag"), f"{measure.nature_label}, {measure.level_label.lower()}"),
        (_("Orsak som den verkar på"), card.cause_text),
        (_("Hur den är tänkt att verka"), card.mechanism),
        (_("Kostnad"), cost_in_words(card)),
        (_("Kommunikation"), card.communication),
        (_("Utvärdering"), ". ".join(part for part in (card.design_label, card.design_motive) if part)),
        (_("Läge"), measure.state_label + (f": {measure.state_reason}" if measure.state_reason else "")),
    ]
    if not measure.problem_ids:
        rows.append((_("Utan problem, därför att"), measure.no_problem_motive or _("skäl saknas")))
    table = Table(
        f"{prefix}-{measure.id.hex[:8]}",
        measure.title,
        [Column("what", _("Uppgift")), Column("value", _("Innehåll"))],
        [row for row in rows if row[1]],
    )
    return Subsection(measure.title, [*(Paragraph(t) for t in _paragraphs(card.description)), table])


def _loose(parts: PlanParts) -> list[Section]:
    loose = {measure.id for measure in parts.overview.loose}
    cards = [card for card in parts.cards if card.summary.id in loose]
    return (
        [Section("utan-mal", _("Åtgärder utan mål"), [_card(card, "atgard-0") for card in cards])]
        if cards
        else []
    )


def _time(parts: PlanParts) -> Section:
    timeline = parts.timeline
    blocks: list[Block] = []
    if parts.cards:
        alt = _("Staplar för %(n)s åtgärder i kvartal. Tabellen efter visar samma sak.") % {
            "n": len(parts.cards)
        }
        caption = _("Åtgärderna i tid. Romber är delmål, fyllda när de är klara.")
        blocks += [Figure("tid", caption, alt, "chart", timeline.svg, timeline.table.id), timeline.table]
    if timeline.without_time:
        items = [card.summary.title for card in timeline.without_time]
        title = _("Åtgärder utan tid")
        blocks.append(Callout("missing", title, ", ".join(items)))
    return Section("tidsplan", _("Tidsplan"), blocks or [Paragraph(_("Planen har inga åtgärder ännu."))])


def _money(parts: PlanParts) -> Section:
    costs = parts.costs
    blocks: list[Block] = [Paragraph(costs.sentence)]
    if costs.missing:
        items = ", ".join(card.summary.title for card in costs.missing)
        blocks.append(Callout("missing", _("Åtgärder vars kostnad inte är angiven"), items))
    blocks += [table for table in costs.tables if table.rows]
    return Section("kostnader", _("Kostnader och finansiering"), blocks)


def _follow_up(parts: PlanParts) -> Section:
    items = [
        _("Åtgärdernas läge, delmål och utfall uppdateras av den ansvariga funktionen."),
        _("Planen följs upp minst vartannat år (6 §) och redovisas för kommunfullmäktige (13 §)."),
        _("Effekter bedöms med det upplägg som står vid varje åtgärd. Står inget upplägg mäts ingen effekt."),
    ]
    blocks: list[Block] = [Bullets(items)]
    motives = [c.summary for c in parts.cards if not c.summary.problem_ids]
    if motives:
        rows = [[measure.title, measure.no_problem_motive or _("skäl saknas")] for measure in motives]
        columns = [Column("measure", _("Åtgärd")), Column("motive", _("Skäl"))]
        blocks.append(Table("utan-problem", _("Åtgärder som inte svarar på ett problem"), columns, rows))
    return Section("uppfoljning", _("Uppföljning"), blocks)


def baseline_in_words(indicator: IndicatorSummary) -> str:
    """Return the baseline with its interval, its n and its period."""
    base = indicator.baseline
    if base is None:
        return _("saknas")
    told = _number(base.value)
    if base.low is not None and base.high is not None:
        told += f" ({_number(base.low)}–{_number(base.high)})"
    if base.n:
        told += _(", %(n)s svar") % {"n": swedish.count(base.n)}
    if base.first_day and base.last_day:
        told += f", {base.first_day.isoformat()} – {base.last_day.isoformat()}"
    return told


def target_in_words(indicator: IndicatorSummary) -> str:
    """Return the target with its unit and its day."""
    if indicator.target_value is None:
        return _("saknas")
    told = f"{_number(indicator.target_value)} {indicator.unit}"
    day = indicator.target_on
    return told + (_(", senast %(day)s") % {"day": day.isoformat()} if day else "")


def cost_in_words(card: MeasureCard) -> str:
    """Return what a measure costs, year by year; says so when nobody has said it."""
    if not card.costs:
        return _("inte angiven")
    told = []
    for cost in card.costs:
        unit = _("timmar egen tid") if cost.kind == "hours" else _("kr")
        amount = swedish.count(cost.planned) if cost.planned is not None else _("belopp saknas,")
        payer = cost.funder or cost.funding_label.lower()
        told.append(f"{cost.year}: {amount} {unit}" + ("" if cost.kind == "hours" else f", {payer}"))
    return "; ".join(told)


def _number(value: float) -> str:
    whole = float(value).is_integer() or abs(value) >= 100  # a decimal would say nothing
    return swedish.count(value) if whole else swedish.number(value)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]
