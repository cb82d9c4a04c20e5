"""Make the files of a picture with the library, from frozen material and what people have added."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from django.utils import timezone

from lagesbild.picture.assessment import Assessment
from lagesbild.picture.options import Decision, PictureOptions
from lagesbild.picture.people import People, SectionNote
from lagesbild.picture.picture import make_picture
from lagesbild.picture.write import write_picture
from lagesbild.sources.base import Progress
from lagesbild_web.access.queries import function_labels
from lagesbild_web.pictures.folder import read_folder
from lagesbild_web.pictures.law import WRITTEN
from lagesbild_web.pictures.material import municipality_of, thaw
from lagesbild_web.pictures.models import SituationPicture, Statement
from lagesbild_web.pictures.ordering import Order, chosen_sections

_FROM_PEOPLE: Final = "bedömningar i Lägesbild"


@dataclass(frozen=True, slots=True)
class Added:
    """What people have added to a picture, as the library takes it."""

    people: People
    assessment: Assessment | None


NOTHING_ADDED: Final = Added(People(), None)


def make_files(
    order: Order,
    material: Mapping[str, str],
    *,
    municipality_id: UUID,
    as_of: date,
    added: Added = NOTHING_ADDED,
    decision: Decision | None = None,
    status: str = "",
    public: bool = False,
    tell: Progress | None = None,
) -> dict[str, bytes]:
    """Return every file of the picture by its name in the folder.

    ``material`` is the hashes of the frozen files by name. Nothing here reads the clock or the database's
    incidents, so the same call gives the same ``picture.json`` at any time.

    Raises
    ------
    PictureError
        If the picture cannot be made; each reason is a Swedish sentence.
    """
    municipality = municipality_of(municipality_id)
    thawed = thaw(material, municipality)
    period, compare = order.periods()
    picture = make_picture(
        thawed.tables,
        PictureOptions(
            municipality=municipality,
            period=period,
            compare=compare,
            as_of=as_of,
            areas=thawed.areas,
            population=thawed.population,
            assessment=added.assessment,
            public=public,
            decision=decision,
            status=status,
            kind=order.kind,
            sections=chosen_sections(order),
            area=thawed.area_code,
            category=order.category,
            people=added.people,
        ),
        progress=tell,
    )
    with tempfile.TemporaryDirectory() as folder:
        write_picture(picture, Path(folder), progress=tell)
        return read_folder(Path(folder))


def added_to(row: SituationPicture, *, for_everybody: bool = False) -> Added:
    """Return what people have added to a picture, signed by function and day.

    With ``for_everybody`` only what its writer lets everybody read; a section that is hidden stays so.
    """
    statements = list(row.statements.filter(retired_at__isnull=True))
    if for_everybody:
        statements = [each for each in statements if each.is_for_everybody]
    labels = function_labels(s.function_id for s in statements if s.function_id)
    written = {
        name: "\n\n".join(
            f"{each.text.strip()}\n\n{_by(each, labels)}" for each in statements if each.section == name
        )
        for name in WRITTEN
    }
    notes = tuple(
        SectionNote(each.section, each.text, _by(each, labels), each.about)
        for each in statements
        if each.section not in WRITTEN
    )
    problems = () if for_everybody else _problems(row)
    hidden = tuple((section, str(kept["motive"])) for section, kept in sorted(row.hidden_sections.items()))
    assessment = Assessment(**written, file=_FROM_PEOPLE) if any(written.values()) else None
    return Added(People(notes, hidden, problems), assessment)


def decision_of(row: SituationPicture) -> Decision | None:
    """Return the decision as the title page tells it, None when there is none."""
    if row.decided_on is None:
        return None
    return Decision(row.decision_body, row.decided_on, row.decision_paragraph)


def _problems(row: SituationPicture) -> tuple[str, ...]:
    tips = row.problem_tips.filter(retired_at__isnull=True)
    return tuple(f"{tip.what}. {tip.why}".strip() if tip.why else tip.what for tip in tips)


def _by(statement: Statement, labels: Mapping[UUID, str]) -> str:
    """Who wrote it, as a function, and when."""
    who = labels.get(statement.function_id, "") if statement.function_id else ""
    day = timezone.localtime(statement.written_at).date().isoformat()
    return f"Bedömning av {who}, {day}." if who else f"Bedömning {day}."
