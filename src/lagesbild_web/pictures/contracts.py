"""What may leave the feature: pictures as others see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.safestring import SafeString

from lagesbild_web.base.progress import Progress
from lagesbild_web.pictures.content import Content, ContentFinding, period_in_words
from lagesbild_web.pictures.ordering import Order


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
    kind: str = ""
    kind_label: str = ""
    """Empty for a picture that was loaded without saying which kind it is."""
    is_composed: bool = False
    decided_on: date | None = None
    decision: str = ""
    """Who decided it and when, in words; empty when nobody has."""
    withdrawn_on: date | None = None
    """When it was taken back, while it is, and why."""
    withdrawn_because: str = ""

    @property
    def heading(self) -> str:
        """What the picture is called on pages."""
        return f"{self.title}, {period_in_words(self.period)}"


@dataclass(frozen=True, slots=True)
class Download:
    """A format that the picture can be had in; ``size`` in bytes."""

    format: str
    label: str
    size: int


@dataclass(frozen=True, slots=True)
class StatementVersion:
    """What a statement said before."""

    version: int
    text: str
    function: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """What a function judges about a section or a finding; ``picture_id`` is where it stands."""

    id: UUID
    picture_id: UUID
    section: str
    finding: str
    about: str
    text: str
    is_for_everybody: bool
    function: str
    written_at: datetime
    version: int
    earlier: tuple[StatementVersion, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        """The text divided where there is an empty line."""
        return [part.strip() for part in self.text.replace("\r\n", "\n").split("\n\n") if part.strip()]


@dataclass(frozen=True, slots=True)
class ProblemTip:
    """A problem that a picture recommends to go on with."""

    id: UUID
    picture_id: UUID
    what: str
    why: str
    function: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ShownChapter:
    """A chapter of the picture with what people have added to it. ``id`` is also its address in the page."""

    id: str
    heading: str
    html: SafeString
    statements: tuple[Statement, ...] = ()
    """Empty when they stand in the chapter itself."""
    hidden_because: str = ""
    findings: tuple[ContentFinding, ...] = ()
    can_be_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewing function thinks, and what it was answered."""

    id: UUID
    picture_id: UUID
    function: str
    section: str
    """The section's heading; empty when it is about the whole picture."""
    text: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Review:
    """That a function has been asked, and how it went."""

    id: UUID
    function: str
    answer_by: date
    answered_at: datetime | None
    is_late: bool
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class LawPart:
    """One thing that § 4 demands, and what the picture has of it."""

    id: str
    section: str
    demand: str
    is_there: bool
    found: str
    """What there is, with its count."""
    mend: str
    """What to do when it is missing."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with everything that its page shows."""

    summary: PictureSummary
    content: Content
    chapters: tuple[ShownChapter, ...]
    downloads: tuple[Download, ...]
    has_document: bool
    can_be_published: bool
    """The reader may publish it, and it is not published."""
    can_be_withdrawn: bool
    snapshot_sha256: str
    problems: tuple[ProblemTip, ...] = ()
    removed: tuple[Statement, ...] = ()
    """Statements that were taken out, for those who may put them back."""
    reviews: tuple[Review, ...] = ()
    law: tuple[LawPart, ...] = ()
    """Empty for a kind of picture that is not the law's."""
    revision: int = 1
    is_frozen: bool = True
    """Nothing in it can be changed."""
    can_be_worked_on: bool = False
    """The reader may write assessments in it."""
    is_closed_as_loaded: bool = False
    """The reader could have written assessments in it, had it been made here and not loaded from files."""
    can_be_decided: bool = False
    can_be_sent: bool = False
    can_be_renewed: bool = False
    """The reader may make its next version."""
    can_be_made_public: bool = False
    is_asked: bool = False
    """One of the reader's functions has been asked for its view, and has not finished."""
    documents: str = ""
    failure: str = ""
    progress: Progress | None = None
    replaced_by: UUID | None = None
    public_of: UUID | None = None
    public_versions: tuple[PictureSummary, ...] = ()
    others: tuple[PictureSummary, ...] = ()
    """Versions and neighbours that it can be compared with, the closest first."""
    decision_diary_number: str = ""
    kind_slug: str = ""
    """The word for its kind in the address where the next version is ordered."""
    hash: str = ""
    """SHA-256 of picture.json, what shows that nothing has changed since the decision."""

    @property
    def is_complete(self) -> bool:
        """Whether it has every part that § 4 demands."""
        return all(part.is_there for part in self.law)

    @property
    def missing(self) -> list[LawPart]:
        """What § 4 demands and the picture does not have."""
        return [part for part in self.law if not part.is_there]

    @property
    def unanswered(self) -> int:
        """How many remarks nobody has answered."""
        return sum(not remark.answer for review in self.reviews for remark in review.remarks)


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order for a picture, and how far it has come."""

    id: UUID
    label: str
    state: str
    state_label: str
    failure: str
    picture_id: UUID | None
    order: Order
    progress: Progress | None
    is_public: bool

    @property
    def is_at_work(self) -> bool:
        """It is being made, or waits for its turn."""
        return self.state == "making"


@dataclass(frozen=True, slots=True)
class DecidedPicture:
    """A picture that somebody has decided, as the plan and the law's checks point at it."""

    id: UUID
    title: str
    version: int
    period: str
    decided_on: date
    body: str
    paragraph: str
    is_by_law: bool
    """It was decided as the lägesbild of 4 §, with every part."""
    kind: str = ""
    """Empty for one that was loaded without saying which kind it is."""

    @property
    def label(self) -> str:
        """What it is called where somebody chooses it."""
        where = f", § {self.paragraph}" if self.paragraph else ""
        return f"{self.title}, {self.period}, version {self.version} ({self.body} {self.decided_on}{where})"


@dataclass(frozen=True, slots=True)
class FrozenFinding:
    """A finding of a picture with where it comes from, to keep as evidence."""

    picture_id: UUID
    picture: str
    version: int
    as_of: date
    snapshot_sha256: str
    program: str
    finding: ContentFinding


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """Where the coordination is reached (12 §)."""

    municipality: str
    function: str
    address: str
    phone: str
    email: str
    text: str
    version: int
    changed_at: datetime | None
    history: Sequence[dict[str, str]] = ()
