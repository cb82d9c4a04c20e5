"""What may leave the feature: agreements and promises as others see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lagesbild_web.agreements.content import Content
from lagesbild_web.agreements.sections import Kind
from lagesbild_web.base.chain import Thing


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party, with the function that signs and when it did."""

    id: int
    name: str
    signatory: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """A consultation; ``is_late`` when it was held later than the agreement says it shall be."""

    held_on: date
    about_label: str
    with_whom: str
    result: str
    by_function: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """A link in the chain of extensions."""

    before: date
    after: date
    decided_on: date
    consulted_on: date
    reason: str
    by_function: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """How it went up to a day."""

    day: date
    outcome: str
    outcome_label: str
    text: str
    why: str
    by_function: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """An attached file; ``size`` in bytes."""

    id: UUID
    name: str
    size: int
    attached_at: datetime
    by_function: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that was signed."""

    number: int
    frozen_at: datetime
    by_function: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """Something that was done."""

    at: datetime
    text: str
    by_function: str


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long it holds and what that asks for, as of a day."""

    state: str
    """``draft``, ``consulted``, ``coming``, ``in_force``, ``lapsed``, ``ended`` or ``replaced``."""
    state_label: str
    starts_on: date
    ends_on: date
    consult_by: date
    """The last day for the consultation about the end."""
    is_consulted: bool
    """A consultation about the end of the present period has been held."""
    next_follow_up_on: date | None
    """When its next half-yearly note is due; None when it is not in force."""


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement or a promise as a line in a list."""

    id: UUID
    kind: Kind
    kind_label: str
    title: str
    parties: tuple[str, ...]
    lasting: Lasting
    function: str
    outcome: str
    outcome_label: str
    """The latest judgement; empty when there is none yet."""
    circle: str
    circle_label: str
    municipality: str
    municipality_id: UUID
    function_id: UUID | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """Something it stands on; ``thing`` is None when the reader may not see it or it is gone."""

    link_id: int
    kind_label: str
    label: str
    thing: Thing | None


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A part as it is read: a list, or paragraphs."""

    name: str
    label: str
    is_list: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement or a promise with everything that its page shows."""

    line: AgreementLine
    version: int
    consultation_months: int
    content: Content
    """What is written now; while it is revised this is the new text."""
    in_force: Content
    """What holds: the latest signed version, or what is written when nothing has been signed."""
    parts: tuple[WrittenPart, ...]
    """The parts of ``in_force`` that say something."""
    missing: tuple[str, ...]
    """Required parts that say nothing yet, and parties when there are too few."""
    parties: tuple[PartyLine, ...]
    is_revised: bool
    replaced_by: AgreementLine | None
    replaces: tuple[AgreementLine, ...]
    consultations: tuple[ConsultationLine, ...]
    extensions: tuple[ExtensionLine, ...]
    notes: tuple[NoteLine, ...]
    files: tuple[FileLine, ...]
    versions: tuple[VersionLine, ...]
    links: tuple[Linked, ...]
    steps: tuple[StepLine, ...]
    can_manage: bool
    can_change: bool
    """The actor may write in it as it stands."""
    can_sign: bool
    can_extend: bool
    can_revise: bool

    @property
    def is_promise(self) -> bool:
        """Whether it is a promise to the inhabitants."""
        return self.line.kind is Kind.PROMISE
