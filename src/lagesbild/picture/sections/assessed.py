"""Consequences, other information and analysis: what the law demands and only people can write."""

from lagesbild.document.tree import Block, Callout, Paragraph
from lagesbild.picture.assessment import HEADINGS, AssessedPart
from lagesbild.picture.context import Context, Part, part
from lagesbild.picture.quality import Quality

WHY_MISSING = {
    "consequences": (
        "Enligt 4 § lagen (2023:196) ska lägesbilden beskriva brottslighetens konsekvenser. De går "
        "inte att räkna fram ur antal: "
        "skriv vad brotten betyder för dem som utsätts, för dem som bor och arbetar i området, för "
        "företagen och för kommunen."
    ),
    "other_information": (
        "Enligt 4 § lagen (2023:196) ska lägesbilden innehålla annan information av betydelse: "
        "till exempel trygghetsmätningar, "
        "elevenkäter, iakttagelser från skola, fritid och bostadsbolag, och sådant som planeras i kommunen."
    ),
    "analysis": (
        "Enligt 4 § lagen (2023:196) ska lägesbilden innehålla en analys av kartläggningen och "
        "informationen. Skriv varför det ser ut som det "
        "gör, vilka problem som är viktigast och vad underlaget inte räcker till. Det kan inget "
        "program göra åt er."
    ),
}
WHOSE_WORDS = Paragraph("Texten är kommunens egen bedömning. Den är inte framräknad.")
HOW = " Skriv texten under rubriken {heading} i en textfil och lägg till den när lägesbilden görs."


def consequences(context: Context, _quality: Quality) -> Part:
    """Return the section on consequences."""
    return _written(context, "consequences")


def analysis(context: Context, _quality: Quality) -> Part:
    """Return the section with the analyst's analysis."""
    return _written(context, "analysis")


def written_or_missing(context: Context, which: AssessedPart) -> tuple[Block, ...]:
    """Return the analyst's text, or a box that says what the law demands and how to add it."""
    assessment = context.options.assessment
    blocks = assessment.blocks_of(which) if assessment else ()
    return blocks or (missing(which),)


def missing(which: AssessedPart) -> Callout:
    """Return the box for a part that nobody has written."""
    heading = HEADINGS[which]
    return Callout("missing", f"{heading} saknas", WHY_MISSING[which] + HOW.format(heading=heading))


def _written(context: Context, which: AssessedPart) -> Part:
    blocks = written_or_missing(context, which)
    if context.options.assessment and context.options.assessment.text_of(which).strip():
        blocks = (WHOSE_WORDS, *blocks)
    return part(which, blocks)
