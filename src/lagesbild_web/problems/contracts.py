"""What may leave the feature: problems, their evidence, scores and causes as others see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lagesbild_web.problems.criteria import CriteriaSet, CriterionSummary, ScoreSummary, Value
from lagesbild_web.problems.formulation import Formulation
from lagesbild_web.problems.frozen import FrozenFinding


@dataclass(frozen=True, slots=True)
class ProblemDraft:
    """A problem as somebody writes it, before it is saved."""

    formulation: Formulation
    selection: str = ""
    """The incidents that it is about, as an address's query."""
    function_id: UUID | None = None
    circle: str = "partners"
    origin: str = "hand"
    origin_words: str = ""
    origin_thing: str = ""
    """The thing that it is begun from, as ``kind:id``; empty when there is none."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the thing that a problem was begun from stands."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ProblemSummary:
    """A problem as a line in a list. ``state`` is a code; the label is Swedish and knows of the plan."""

    id: UUID
    title: str
    state: str
    state_label: str
    is_in_plan: bool
    """Something in the plan answers it."""
    score: float | None
    """Median of what the functions have said, 1-5."""
    area: str
    """Where it is, in words."""
    function: str
    """Who answers for it, in words."""
    function_id: UUID | None
    municipality_id: UUID
    version: int
    touched_at: datetime
    evidence: int
    """How many findings it stands on."""
    causes: int
    is_own: bool
    """Only its own organisation may see it."""


@dataclass(frozen=True, slots=True)
class ProblemFilter:
    """Which problems to list. An empty field asks for nothing."""

    states: tuple[str, ...] = ()
    text: str = ""
    function_id: UUID | None = None
    order: str = "score"
    """``score``, ``title`` or ``touched``."""


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A frozen finding of a problem."""

    id: UUID
    problem_id: UUID
    stance: str
    stance_label: str
    comment: str
    finding: FrozenFinding
    picture_id: UUID | None
    at: datetime
    function: str
    removed_at: datetime | None
    removed_reason: str


@dataclass(frozen=True, slots=True)
class DialogueNote:
    """What came out of a conversation with inhabitants."""

    id: UUID
    problem_id: UUID
    held_on: date
    form: str
    groups: str
    participants: int | None
    said: str
    function: str
    removed_reason: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something that was done, by which function and when."""

    at: datetime
    label: str
    function: str
    reason: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of the formulation."""

    number: int
    at: datetime
    function: str
    reason: str
    formulation: Formulation


@dataclass(frozen=True, slots=True)
class ScoringLine:
    """What one function has said."""

    function: str
    at: datetime
    score: float
    values: tuple[Value, ...]
    criteria: CriteriaSet
    is_latest: bool
    is_old_criteria: bool
    """It was made with criteria that have been changed since."""


@dataclass(frozen=True, slots=True)
class Scores:
    """All that has been said of a problem, and what it comes to."""

    summary: ScoreSummary | None
    by_criterion: tuple[CriterionSummary, ...]
    lines: tuple[ScoringLine, ...]
    """The latest first."""
    own: ScoringLine | None
    """What the reader's own function said last."""
    criteria: CriteriaSet
    """The criteria that hold today."""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision that put the problem first."""

    id: UUID
    body: str
    decided_on: date
    paragraph: str
    note: str
    place: int

    @property
    def label(self) -> str:
        """Who decided it, when and where it stands."""
        paragraph = f" § {self.paragraph}" if self.paragraph else ""
        return f"{self.body} {self.decided_on.isoformat()}{paragraph}"


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of a problem. Codes are those of ``labels``."""

    id: UUID
    problem_id: UUID
    parent_id: UUID | None
    position: int
    text: str
    detail: str
    perspective: str
    perspective_label: str
    corner: str
    corner_label: str
    factor: str
    factor_label: str
    level: str
    level_label: str
    grade: str
    grade_label: str
    source: str
    control: str
    control_label: str
    verdict: str
    verdict_label: str
    motive: str
    version: int
    is_retired: bool


@dataclass(frozen=True, slots=True)
class CauseDraft:
    """A cause as somebody writes it. Codes are those of ``labels``."""

    text: str
    perspective: str
    level: str
    grade: str
    control: str
    detail: str = ""
    corner: str = ""
    factor: str = "cause"
    source: str = ""
    verdict: str = "hypothesis"
    motive: str = ""


@dataclass(frozen=True, slots=True)
class EventStep:
    """A step of the chain of events."""

    position: int
    happens: str
    broken_by: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with everything that its page shows."""

    summary: ProblemSummary
    formulation: Formulation
    selection: str
    """The incidents it is about, as an address's query."""
    selection_words: str
    missing: tuple[str, ...]
    """Questions that a narrow formulation answers and this one does not."""
    origin_label: str
    origin_words: str
    origin_thing: str
    circle: str
    circle_label: str
    sensitivity_label: str
    organisation_id: UUID
    outcome_label: str
    created_at: datetime
    evidence: tuple[EvidenceItem, ...]
    removed_evidence: tuple[EvidenceItem, ...]
    dialogues: tuple[DialogueNote, ...]
    decisions: tuple[DecisionLine, ...]
    history: tuple[HistoryLine, ...]
    scores: Scores
    causes: tuple[Cause, ...]
    """Those in use, in the tree's reading order."""
    event_chain: tuple[EventStep, ...]
    analysis: str
    analysed_on: date | None
    can_manage: bool
    can_score: bool
    can_count: bool
    """The reader may read incidents, so that figures can be computed anew."""


@dataclass(frozen=True, slots=True)
class RankedProblem:
    """A problem in the list of priorities."""

    summary: ProblemSummary
    scores: ScoreSummary | None
    place: int | None
    """None for a problem that nobody has scored."""
    first_place: int | None
    """The first and last place that it could have: within them the order says nothing."""
    last_place: int | None
    disagreements: tuple[str, ...]
    """Criteria that the functions judge differently."""
    is_old_criteria: bool

    @property
    def is_uncertain(self) -> bool:
        """It could change places with another."""
        return self.first_place != self.last_place
