"""Comparison: the same change elsewhere, the same rate elsewhere, and only differences that are real."""

from lagesbild.document.tree import Block, Callout, Paragraph
from lagesbild.picture.context import Context, MethodUsed, Part, part, statements
from lagesbild.picture.findings import Finding
from lagesbild.picture.level_comparison import level_comparisons
from lagesbild.picture.quality import Quality
from lagesbild.picture.ranking import ranked
from lagesbild.picture.references import Comparison
from lagesbild.picture.trend_comparison import trend_comparisons

SHOWN = 8

METHOD = MethodUsed(
    "comparison",
    "Jämförelse med andra",
    "Egen ändring delad med jämförelsens ändring, eller eget tal per invånare delat med "
    "jämförelsens. Exakt betingat test; "
    "jämförelsens egen slump räknas in.",
    "Przyborowski & Wilenski 1940; Benjamini & Hochberg 1995",
    "skillnader som inte är säkra rangordnas inte",
)


def comparison(context: Context, _quality: Quality) -> Part:
    """Return the section that sets the place beside others."""
    found = (*level_comparisons(context), *trend_comparisons(context))
    if not found:
        return part("comparison", [_no_reference(context)])
    blocks: list[Block] = []
    findings: list[Finding] = []
    for each in found:
        blocks.extend(_blocks(each))
        findings.extend((*each.findings, *each.together))
    return part("comparison", blocks, findings=ranked(findings), methods=(METHOD,))


def _blocks(each: Comparison) -> list[Block]:
    certain = [f for f in ranked(each.findings) if f.verdict in ("increase", "decrease")]
    blocks: list[Block] = [Paragraph(each.opening, lead=True)]
    if told := list(each.together) or certain:
        blocks.append(statements(told[:SHOWN]))
    else:
        blocks.append(Paragraph(f"Ingen av {len(each.findings)} skillnader är säker när alla räknas in."))
    blocks.append(each.table)
    return blocks


def _no_reference(context: Context) -> Callout:
    if context.inputs.place.is_whole:
        text = (
            "Lägesbilden gäller allt i filerna, så det finns inget att jämföra med. En lägesbild för "
            "en kommun kan jämföras med de andra."
        )
    else:
        text = (
            "Filerna har inga uppgifter om andra kommuner, länet eller riket. Lägg till samma "
            "siffror för liknande kommuner "
            "(samma SKR-grupp), länet eller riket: först då går det att säga om nivån eller "
            "ändringen är ovanlig."
        )
    return Callout("missing", "Det finns inget att jämföra med", text)
