"""All twelve sections in their order; the summary is written last, from what the others found."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from lagesbild.document.tree import Block, Callout, Paragraph, Section
from lagesbild.picture.context import HEADINGS, Context, MethodUsed, Part
from lagesbild.picture.law import Demand
from lagesbild.picture.people import People
from lagesbild.picture.quality import Quality
from lagesbild.picture.sections.assessed import analysis, consequences
from lagesbild.picture.sections.comparison import comparison
from lagesbild.picture.sections.development import development
from lagesbild.picture.sections.deviations import deviations
from lagesbild.picture.sections.extent import extent
from lagesbild.picture.sections.methods import methods
from lagesbild.picture.sections.other_information import other_information
from lagesbild.picture.sections.people import with_people
from lagesbild.picture.sections.places import places
from lagesbild.picture.sections.sources import sources
from lagesbild.picture.sections.summary import cannot_say, summary
from lagesbild.picture.sections.times import times

Builder = Callable[[Context, Quality], Part]


@dataclass(frozen=True, slots=True)
class Built:
    """The finished sections and what the law demands of them."""

    parts: tuple[Part, ...]
    law: tuple[Demand, ...]


_BUILDERS: tuple[Builder, ...] = (
    extent,
    development,
    comparison,
    places,
    times,
    deviations,
    consequences,
    other_information,
    analysis,
    sources,
)


def build_sections(
    context: Context,
    quality: Quality,
    *,
    law: Callable[[bool], tuple[Demand, ...]],
    wanted: Collection[str] = tuple(HEADINGS),
) -> Built:
    """Return the wanted sections, in the order of the contract, with what people have added to them."""
    people = context.options.people or People()
    built = (_with_caveats(builder(context, quality), context, quality) for builder in _BUILDERS)
    parts = [*with_people([part for part in built if part.section.id in wanted], people)]
    used: list[MethodUsed] = [method for part in parts for method in part.methods]
    parts.append(methods(context, used))
    has_surveys = any(f.kind in ("survey", "survey_change") for part in parts for f in part.findings)
    demanded = law(has_surveys)
    first = summary(
        context,
        findings=[f for part in parts for f in part.findings],
        caveats=[c.sentence for c in quality.for_section("summary")],
        cannot_say=cannot_say(context),
        law=demanded,
    )
    ordered = [*with_people([first], people), *parts]
    if [part.section.id for part in ordered] != [id for id in HEADINGS if id in wanted]:
        raise AssertionError(f"sections in the wrong order: {[part.section.id for part in ordered]}")
    return Built(tuple(ordered), demanded)


def _with_caveats(made: Part, context: Context, quality: Quality) -> Part:
    """Say what is special about the data in the very section where it matters."""
    caveats = quality.for_section(made.section.id)
    is_empty = all(isinstance(block, Callout) and block.kind == "missing" for block in made.section.blocks)
    if not caveats or is_empty:
        return made
    box = Callout("warning", "Om underlaget i det här avsnittet", " ".join(c.sentence for c in caveats[:4]))
    blocks: Sequence[Block] = (*_opening(made.section.blocks), box, *_rest(made.section.blocks))
    # A caveat is a finding once, in the first section where it matters after the summary.
    own = tuple(
        c.as_finding(context)
        for c in caveats
        if next((s for s in c.sections if s != "summary"), "") == made.section.id
    )
    section = Section(made.section.id, made.section.heading, tuple(blocks))
    warnings = (*(c.sentence for c in caveats), *made.warnings)
    return Part(section, (*made.findings, *own), warnings, made.methods)


def _opening(blocks: Sequence[Block]) -> Sequence[Block]:
    return blocks[:1] if blocks and isinstance(blocks[0], Paragraph) else ()


def _rest(blocks: Sequence[Block]) -> Sequence[Block]:
    return blocks[len(_opening(blocks)) :]
