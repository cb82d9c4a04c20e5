"""Changes as findings: the same words and the same weight wherever a change is told."""

from lagesbild.document import swedish
from lagesbild.picture.changes import Change, ChangeTable
from lagesbild.picture.context import Context
from lagesbild.picture.findings import Finding
from lagesbild.picture.nouns import noun_of
from lagesbild.picture.ranking import is_record, ranked, weight_of_change
from lagesbild.picture.wording import (
    about,
    change_sentence,
    dispersion_sentence,
    number_word,
    usual_sentence,
)

EXACT = "exakt betingat test, Clopper–Pearson, Benjamini–Hochberg"
WIDENED = "exakt betingat test vidgat för variation mellan år, Benjamini–Hochberg"


def findings_of(context: Context, found: ChangeTable) -> tuple[Finding, ...]:
    """Return every change of a table as findings, the weightiest first."""
    source = found.table.source
    return ranked(finding_of(context, change, source) for change in found.changes)


def finding_of(context: Context, change: Change, source: str, *, area: str | None = None) -> Finding:
    """Return one change as a finding, with the sentence that a reader meets."""
    noun = noun_of(source)
    kind = "publication_change" if noun.is_feed else "change"
    return Finding(
        kind=kind,
        category=change.row.label,
        area=area or context.place,
        period=str(change.period),
        count=change.after,
        reference=change.before,
        ratio=change.ratio,
        low=change.low,
        high=change.high,
        p_value=change.p_value,
        q_value=change.q_value,
        verdict=change.verdict,
        sentence=change_sentence(change, noun),
        method=WIDENED if change.wide_low is not None else EXACT,
        detail=_detail(change),
        weight=weight_of_change(change, seriousness=context.seriousness(change.row.category)),
    )


def usual_findings(context: Context, found: ChangeTable) -> tuple[Finding, ...]:
    """Return the counts that stand certainly above or below the mean of several earlier periods."""
    noun = noun_of(found.table.source)
    findings = [
        Finding(
            kind="publication_level" if noun.is_feed else "level",
            category=change.row.label,
            area=context.place,
            period=str(change.period),
            count=change.after,
            reference=round(change.usual.mean, 4),
            ratio=change.usual.ratio,
            low=change.usual.low,
            high=change.usual.high,
            p_value=change.usual.p_value,
            q_value=change.usual.q_value,
            verdict=change.usual.verdict,
            sentence=usual_sentence(change, noun),
            method=WIDENED,
            weight=weight_of_change(change, seriousness=context.seriousness(change.row.category)),
        )
        for change in found.changes
        if change.usual is not None and change.usual.verdict in ("increase", "decrease") and not change.doubt
    ]
    return ranked(findings)


def looks_sentence(found: ChangeTable) -> str:
    """Return how many comparisons were looked at, and what that means for those that stand out."""
    if not found.tested:
        return "Det finns inga jämförelser att göra: allt är noll i båda perioderna."
    if found.tested == 1:
        return "Här finns bara en jämförelse, så inget behöver räknas av för att många har granskats."
    chance = about(found.expected_by_chance)
    start = f"Tabellen har **{found.tested} jämförelser**. "
    if not found.below_005:
        return (
            f"{start}Ingen av dem skiljer sig mer än slumpen kan ge (p under 0,05). "
            f"Av en ren slump väntas ungefär {chance} sådana bland {found.tested}."
        )
    seem = f"{number_word(found.below_005).capitalize()} av dem ser säkra ut en och en (p under 0,05)"
    expected = f"men ungefär {chance} väntas av en ren slump när man tittar på {found.tested}"
    left = (
        f"**{number_word(found.certain)} säker ändring**"
        if found.certain == 1
        else f"**{number_word(found.certain)} säkra ändringar**"
    )
    if not found.certain:
        left = "**ingen säker ändring**"
    return f"{start}{seem}, {expected}. När det räknas in återstår {left}."


def swing_sentence(found: ChangeTable) -> str:
    """Return how far apart the printed percentages are, to show that most of them are noise."""
    ratios = [c.ratio for c in found.changes if c.ratio is not None and c.before > 0]
    uncertain = found.tested - found.certain
    if len(ratios) < 3 or not uncertain:
        return ""
    low, high = swedish.change(min(ratios)), swedish.change(max(ratios))
    chance = (
        f"{number_word(uncertain)} av {number_word(found.tested)} kan vara slump"
        if found.certain
        else "ingen av dem är säker"
    )
    return (
        f"Räknade i procent går ändringarna från {low} till {high}, men {chance}. Läs därför "
        "bedömningen, inte procenttalet."
    )


def _detail(change: Change) -> str:
    parts = [change.caution, dispersion_sentence(change)]
    if is_record(change) and change.is_certain:
        side = "högsta" if change.difference > 0 else "lägsta"
        first = _first_year(change)
        parts.append(f"Det är det {side} antalet i jämförelsen, som börjar {first}.")
    return " ".join(p for p in parts if p)


def _first_year(change: Change) -> int:
    return change.usual.first.start.year if change.usual else change.before_period.start.year
