"""What people add to a picture: assessments, problems to go on with, and what they do not show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SectionNote:
    """An assessment of one section, or of one finding in it."""

    section: str
    text: str
    """Markdown: paragraphs and lists."""
    by: str
    """The function and the day, never a person's name."""
    about: str = ""
    """The finding's sentence; empty when it is about the whole section."""


@dataclass(frozen=True, slots=True)
class People:
    """All that people add."""

    notes: tuple[SectionNote, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    """Sections that are not shown, with the motive."""
    problems: tuple[str, ...] = ()
    """Problems that the picture recommends to go on with, one sentence each."""
