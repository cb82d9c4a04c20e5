"""What the features below know, gathered once for a page: everything is asked for on behalf of the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lagesbild_web.access.queries import functions_with_role, vacant_functions
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right, Role
from lagesbild_web.agreements.contracts import AgreementLine
from lagesbild_web.agreements.queries import lines_in
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Gap, Thing, in_use
from lagesbild_web.duties.contracts import EntryContract
from lagesbild_web.duties.reading import entries_by_register
from lagesbild_web.duties.work import Work, work_of
from lagesbild_web.follow_up.contracts import ReportState, ReportSummary
from lagesbild_web.follow_up.queries import reports_of
from lagesbild_web.pictures.contracts import ContactPoint, DecidedPicture, PictureSummary
from lagesbild_web.pictures.queries import (
    contact_point_of,
    decided_pictures,
    public_pictures,
    undecided_published,
)
from lagesbild_web.plans.contracts import PlanSummary
from lagesbild_web.plans.queries import plans_of


@dataclass(frozen=True, slots=True)
class Known:
    """All that the judgements and the answers are made of."""

    municipality_id: UUID
    today: date
    decided: Sequence[DecidedPicture]
    undecided: Sequence[PictureSummary]
    public: Sequence[PictureSummary]
    contact: ContactPoint
    plans: Sequence[PlanSummary]
    reports: Sequence[ReportSummary]
    """Given to a board, from the follow-up."""
    agreements: Sequence[AgreementLine]
    coordinators: Sequence[str]
    vacant: int
    """How many of the coordinating functions that nobody holds."""
    entries: Mapping[str, Sequence[EntryContract]]
    """Lines of the registers that still hold, by register."""
    things: Mapping[str, Sequence[Thing]]
    """Things of the chain in use, by kind; a kind that no feature has declared is not there."""
    gaps: Sequence[Gap]
    work: Work | None
    """None for those who may not read plans."""

    def count(self, kind: str) -> int | None:
        """Return how many things of a kind there are, None when no feature keeps them."""
        return len(self.things[kind]) if kind in self.things else None


def gather(actor: Actor, municipality_id: UUID, today: date) -> Known:
    """Ask every feature what it knows; the number of questions does not grow with the number of rows."""
    coordinators = functions_with_role(municipality_id, Role.COORDINATOR)
    reads_plans = has_somewhere(actor, Right.READ_PLAN)
    plans = plans_of(actor, municipality_id=municipality_id) if reads_plans else []
    return Known(
        municipality_id=municipality_id,
        today=today,
        decided=decided_pictures(actor, municipality_id),
        undecided=undecided_published(actor, municipality_id),
        public=public_pictures(municipality_id),
        contact=contact_point_of(municipality_id),
        plans=plans,
        reports=reports_of(actor, municipality_id=municipality_id, state=ReportState.GIVEN)
        if reads_plans
        else (),
        agreements=lines_in(actor, municipality_id),
        coordinators=[each.name for each in coordinators],
        vacant=len(vacant_functions(each.id for each in coordinators)),
        entries=entries_by_register(municipality_id),
        things={name: in_use(kind.things(actor, municipality_id)) for name, kind in KINDS.items()},
        gaps=gaps_of(actor, municipality_id),
        work=work_of(actor, municipality_id, plans, today) if reads_plans else None,
    )


def gaps_of(actor: Actor, municipality_id: UUID) -> list[Gap]:
    """Return where the chain is broken, by what is missing."""
    found = [gap for kind in KINDS.values() if kind.gaps for gap in kind.gaps(actor, municipality_id)]
    return sorted(found, key=lambda gap: (gap.label, gap.thing.label))
