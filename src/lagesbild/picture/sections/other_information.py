"""Other information of importance: surveys with their uncertainty, and what the municipality adds."""

from lagesbild.document.tree import Block, Subsection
from lagesbild.picture.context import Context, Part, part
from lagesbild.picture.not_problems import apart_blocks
from lagesbild.picture.quality import Quality
from lagesbild.picture.sections.assessed import WHOSE_WORDS, written_or_missing
from lagesbild.picture.surveys import survey_blocks


def other_information(context: Context, _quality: Quality) -> Part:
    """Return the section with surveys first and the municipality's own information after them."""
    surveys = survey_blocks(context)
    assessment = context.options.assessment
    has_text = assessment is not None and bool(assessment.other_information.strip())
    blocks: list[Block] = list(surveys.blocks)
    if has_text:
        own = (WHOSE_WORDS, *written_or_missing(context, "other_information"))
        blocks.extend([Subsection("Kommunens egna uppgifter", own)] if blocks else own)
    elif not blocks:
        blocks.extend(written_or_missing(context, "other_information"))
    blocks.extend(apart_blocks(context))
    return part("other_information", blocks, findings=surveys.findings, methods=surveys.methods)
