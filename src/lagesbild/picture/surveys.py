"""Surveys: shares and indexes with the uncertainty that the number of answers gives, where it is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.document import swedish
from lagesbild.document.charts import SurveyPoint, index_bars, survey_bars
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Block, Callout, Cell, Column, Figure, Kind, Paragraph, Subsection, Table
from lagesbild.picture.context import Context, MethodUsed, statements
from lagesbild.picture.findings import Finding
from lagesbild.picture.ranking import ranked
from lagesbild.picture.survey_waves import Question, questions
from lagesbild.picture.wording import about

SHOWN = 10

METHOD = MethodUsed(
    "survey",
    "Andelar i undersökningar",
    "Intervall för en andel efter Wilson och för skillnaden mellan två mätningar efter Newcombe. "
    "Felmarginalen räknar bara med slumpen "
    "i urvalet, inte med att de som inte svarade kan tycka något annat.",
    "Wilson 1927, JASA 22; Newcombe 1998, Statistics in Medicine 17",
    "95\u00a0%\u00a0intervall; q under 0,05",
)


@dataclass(frozen=True, slots=True)
class Surveys:
    """What surveys say."""

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    methods: tuple[MethodUsed, ...] = ()


def survey_blocks(context: Context) -> Surveys:
    """Return a subsection for each survey, with what can and cannot be said."""
    asked = questions(context)
    if not asked:
        return Surveys()
    blocks: list[Block] = []
    findings: list[Finding] = []
    for survey in dict.fromkeys(q.survey for q in asked):
        own = [q for q in asked if q.survey == survey]
        told = [_finding(context, q) for q in own]
        findings.extend(told)
        blocks.append(Subsection(survey, tuple(_of_survey(survey, own, told))))
    return Surveys(tuple(blocks), ranked(findings), (METHOD,))


def _of_survey(survey: str, own: Sequence[Question], told: Sequence[Finding]) -> list[Block]:
    blocks: list[Block] = [Paragraph(_opening(own), lead=True)]
    if shared := next((q.shared_base for q in own if q.shared_base), None):
        text = (
            f"Källan anger {swedish.count(shared)} svar för alla grupper tillsammans, inte hur "
            "många som svarade i varje grupp. Därför går det "
            "inte att räkna ut felmarginalen för grupperna. Den är större än för hela "
            "undersökningen: be om antalet svar per grupp."
        )
        blocks.append(Callout("warning", "Antalet svar per grupp saknas", text))
    if any(q.is_index for q in own):
        text = "Index går från 0 (inget problem) till 6 (mycket stort problem). Ett lågt tal är bra."
        blocks.append(Paragraph(text))
    certain = [f for f in ranked(told) if f.verdict in ("increase", "decrease")]
    shown = certain[:SHOWN] or list(ranked(told))[:SHOWN]
    blocks.append(statements(shown))
    table = _table(survey, own)
    blocks.append(table)
    if figure := _figure(survey, own, table):
        blocks.append(figure)
    return blocks


def _opening(own: Sequence[Question]) -> str:
    tested = sum(q.p_value is not None for q in own)
    known = sum(q.now.low is not None for q in own)
    asked = plural(len({q.label for q in own}), "fråga", "frågor")
    groups = len({q.group for q in own})
    text = f"{asked}{f' i {groups} grupper' if groups > 1 else ''}, {_waves(own)}."
    if tested:
        certain = sum(q.verdict in ("increase", "decrease") for q in own)
        text += (
            f" {tested} ändringar är prövade tillsammans: {certain} är säkra, och ungefär "
            f"{about(tested * 0.05)} hade sett säkra ut av en slump."
        )
    elif any(q.before for q in own):
        text += " Ingen ändring går att pröva, eftersom antalet svar saknas för minst en av mätningarna."
    if known < len(own):
        text += (
            f" För {swedish.count(len(own) - known)} av {swedish.count(len(own))} går felmarginalen "
            "inte att ange."
        )
    return text


def _waves(own: Sequence[Question]) -> str:
    now = max(q.now.period for q in own)
    before = [q.before.period for q in own if q.before]
    return f"{now.label}, jämfört med {max(before).label}" if before else now.label


def _finding(context: Context, question: Question) -> Finding:
    before = question.before
    certain = question.verdict in ("increase", "decrease")
    return Finding(
        kind="survey_change" if before else "survey",
        category=question.name,
        area=context.place,
        period=str(question.now.period),
        count=question.now.value,
        reference=before.value if before else None,
        ratio=question.now.value / before.value if before and before.value else None,
        low=None,
        high=None,
        p_value=question.p_value,
        q_value=question.q_value,
        verdict=question.verdict,
        sentence=_sentence(question),
        method="Wilson 1927; Newcombe 1998",
        weight=(65.0 if certain else 4.0)
        + (20 * abs(question.now.value - before.value) if before and not question.is_index else 0.0),
    )


def _sentence(question: Question) -> str:
    now, before = question.now, question.before
    value = _value(question, now.value)
    margin = ""
    if now.low is not None and now.high is not None:
        answers = f", {plural(now.n, 'svar', 'svar')}" if now.n else ""
        limits = (
            swedish.percent_interval(now.low, now.high)
            if not question.is_index
            else (f"{swedish.number(now.low)}–{swedish.number(now.high)}")
        )
        margin = f" (95\u00a0%\u00a0intervall {limits}{answers})"
    if before is None:
        return f"{question.name}: {value} {now.period.label}{margin}.{_reference_words(question)}"
    start = (
        f"{question.name}: {value} {now.period.label}{margin} mot {_value(question, before.value)} "
        f"{before.period.label}."
    )
    return f"{start} {_certainty(question)}{_reference_words(question)}"


def _certainty(question: Question) -> str:
    low, high, before = question.difference_low, question.difference_high, question.before
    if question.verdict == "too_few":
        return "För få svar för att bedöma ändringen."
    if low is not None and high is not None:
        limits = f"{_points(low)} till {_points(high)} procentenheter"
        words = {
            "increase": "Ökningen är säker",
            "decrease": "Minskningen är säker",
            "stable": "Andelen är i stort sett oförändrad",
        }
        said = words.get(question.verdict, "Skillnaden kan vara en slump")
        return f"{said} (95\u00a0%\u00a0intervall {limits})."
    now = question.now
    if before and now.low is not None and now.high is not None and now.low <= before.value <= now.high:
        return "Skillnaden ryms i felmarginalen och är inte säker."
    return "Ändringen går inte att pröva: antalet svar saknas."


def _reference_words(question: Question) -> str:
    if question.reference is None:
        return ""
    return f" {question.reference_name}: {_value(question, question.reference)}."


def _value(question: Question, value: float) -> str:
    return swedish.percent(value) if question.unit == "percent" else swedish.number(value, 2)


def _points(difference: float) -> str:
    text = swedish.number(difference * 100, 0)
    return text if text.startswith(swedish.MINUS) or text == "0" else f"+{text}"


def _table(survey: str, own: Sequence[Question]) -> Table:
    is_share = all(q.unit == "percent" for q in own)
    kind: Kind = "percent" if is_share else "number"
    reference = next((q.reference_name for q in own if q.reference_name), "")
    columns = [Column("question", "Fråga")]
    columns += [
        Column("before", "Före", kind, 2),
        Column("now", "Nu", kind, 2),
        Column("low", "Lägst", kind, 2, "Undre gräns, 95\u00a0%"),
        Column("high", "Högst", kind, 2, "Övre gräns, 95\u00a0%"),
        Column("n", "Svar", "count", description="Antal svar bakom värdet"),
    ]
    if reference:
        columns.append(Column("reference", reference, kind, 2))
    columns.append(Column("verdict", "Ändringen", "verdict"))
    rows: list[tuple[Cell, ...]] = []
    for q in own:
        cells: list[Cell] = [
            q.name,
            q.before.value if q.before else None,
            q.now.value,
            q.now.low,
            q.now.high,
            q.now.n,
        ]
        if reference:
            cells.append(q.reference)
        cells.append(q.verdict if q.p_value is not None else None)
        rows.append(tuple(cells))
    slug = "".join(c if c.isalnum() else "-" for c in survey.lower())
    return Table(
        f"survey-{slug}",
        f"{survey}: {_waves(own)}",
        tuple(columns),
        tuple(rows),
        "Streck under Ändringen: antalet svar saknas för minst en mätning, så ändringen går inte att pröva.",
    )


def _figure(survey: str, own: Sequence[Question], table: Table) -> Figure | None:
    """Draw the answers; shares with their intervals, indexes on their whole scale."""
    slug = table.id
    if all(q.is_index for q in own):
        shown = list(own)[:SHOWN]
        previous = [q.before.value if q.before else None for q in shown]
        svg = index_bars([q.name for q in shown], [q.now.value for q in shown], previous=previous)
    else:
        shown = [q for q in own if q.unit == "percent"][:SHOWN]
        if not shown:
            return None
        points = [
            SurveyPoint(q.name, a.period.label, a.value, a.low, a.high)
            for q in shown
            for a in (q.before, q.now)
            if a is not None
        ]
        svg = survey_bars(points)
    highest = max(shown, key=lambda q: q.now.value)
    alt = (
        f"{plural(len(shown), 'fråga', 'frågor')}. Högst har {highest.name} med "
        f"{_value(highest, highest.now.value)}."
    )
    return Figure(f"{slug}-chart", f"{survey}, {_waves(own)}", alt, "chart", svg, table.id)
