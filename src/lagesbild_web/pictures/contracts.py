"""What may leave the feature: pictures as others see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lagesbild_web.pictures.chapters import Chapter
from lagesbild_web.pictures.content import Content


@dataclass(frozen=True, slots=True)
class PictureSummary:
    """A picture as a line in a list. ``status`` and ``circle`` are codes; the labels are Swedish."""

    id: UUID
    title: str
    municipality: str
    organisation: str
    period: str
    as_of: date
    version: int
    status: str
    status_label: str
    circle: str
    circle_label: str
    sensitivity_label: str
    is_open: bool
    """It was made for the public, so it may be shown to everybody."""
    is_demo: bool
    """It is about an invented municipality."""
    published_at: datetime | None

    @property
    def heading(self) -> str:
        """What the picture is called on pages."""
        return f"{self.title}, {self.period}"


@dataclass(frozen=True, slots=True)
class Download:
    """A format that the picture can be had in; ``size`` in bytes."""

    format: str
    label: str
    size: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with everything that its page shows."""

    summary: PictureSummary
    content: Content
    chapters: tuple[Chapter, ...]
    downloads: tuple[Download, ...]
    has_document: bool
    can_be_published: bool
    """The reader may publish it, and it is not published."""
    can_be_withdrawn: bool
    snapshot_sha256: str
