"""Put what people have added where it belongs: beside the sections it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lagesbild.document.tree import Block, Bullets, Callout, Paragraph, Section, Subsection
from lagesbild.picture.assessment import blocks_from_markdown
from lagesbild.picture.context import Part
from lagesbild.picture.people import People, SectionNote

HEADING = "Bedömning"


def with_people(parts: Sequence[Part], people: People) -> tuple[Part, ...]:
    """Return the parts with what people have added; a hidden one keeps its heading and says why."""
    hidden = dict(people.hidden)
    return tuple(
        _hidden(part, hidden) if part.section.id in hidden else _noted(part, people) for part in parts
    )


def _hidden(part: Part, motives: Mapping[str, str]) -> Part:
    box = Callout("note", "Avsnittet visas inte", motives[part.section.id])
    return Part(Section(part.section.id, part.section.heading, (box,)))


def _noted(part: Part, people: People) -> Part:
    added: list[Block] = []
    if notes := [note for note in people.notes if note.section == part.section.id]:
        added.append(Subsection(HEADING, tuple(block for note in notes for block in _blocks(note))))
    if part.section.id == "analysis" and people.problems:
        added.append(Subsection("Problem att gå vidare med", (Bullets(people.problems, numbered=True),)))
    if not added:
        return part
    section = part.section
    return replace(part, section=Section(section.id, section.heading, (*section.blocks, *added)))


def _blocks(note: SectionNote) -> tuple[Block, ...]:
    about = (Paragraph(f"**Om:** {note.about}"),) if note.about else ()
    return (*about, *blocks_from_markdown(note.text), Paragraph(note.by))
