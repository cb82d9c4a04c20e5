"""What the API answers with about figures and pictures; every figure says how it was made."""

import math
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from lagesbild import __version__
from lagesbild.tables.periods import Period
from lagesbild_web.api.counting import Counted
from lagesbild_web.now.contracts import Deviations, Finding
from lagesbild_web.now.judging import ALPHA, CERTAIN
from lagesbild_web.pictures.contracts import PictureSummary


class CountOut(Schema):
    """Antalet i en grupp och en period."""

    category: str | None = Field(description="Kategorins kod; null när antalet inte är delat på kategori.")
    category_name: str | None
    area_code: str | None = Field(
        description="Null utanför alla distrikt, eller när antalet inte är delat på område."
    )
    area: str | None
    period: str = Field(
        description="Till exempel 2026-W47, 2026-11, 2026-T3, 2026-Q4, 2026 eller 2026-11-21."
    )
    first_day: date
    last_day: date
    count: int


class CountsOut(Schema):
    """Antal efter kategori, område och period."""

    method: str
    version: str = Field(description="Programmets version.")
    made_at: datetime
    selection: str = Field(description="Urvalet, så som det skrivs i en adress.")
    n: int = Field(description="Händelser i urvalet, en rad var.")
    total: int = Field(description="Vad raderna står för tillsammans.")
    without_period: int = Field(
        description="Så många har en för vagt känd tid för perioden och finns inte i counts."
    )
    counts: list[CountOut]


class IntervalOut(Schema):
    """Där antalet väntades ligga."""

    low: float
    high: float | None = Field(description="Sällan fler än så.")
    level: float = Field(description="Hur ofta antalet håller sig inom intervallet när inget särskilt sker.")


class FindingOut(Schema):
    """Något som stack ut."""

    rank: int
    category: str
    category_name: str
    area_id: UUID | None = Field(description="Null: hela kommunen.")
    area: str
    count: int
    expected: float | None = Field(description="Det antal som historiken får en att vänta sig.")
    interval: IntervalOut
    p_value: float | None
    q_value: float | None = Field(
        description="Andelen falska fynd att räkna med bland dem som sticker ut minst så mycket."
    )
    verdict: str = Field(
        description="certain: står sig fast många serier prövades. may_be_chance: kan vara slump."
    )
    sentence: str


class DeviationsOut(Schema):
    """Vad som stack ut den senaste hela veckan."""

    method: str
    version: str
    week: str
    first_day: date
    last_day: date
    n: int = Field(description="Så många serier (kategori och område) kunde bedömas.")
    alarms_by_chance: float = Field(description="Så många larm ger slumpen ensam bland dem, i medeltal.")
    certain_below: float = Field(description="Gränsen på q_value för certain.")
    findings: list[FindingOut]


class PictureOut(Schema):
    """En publicerad lägesbild."""

    id: UUID
    title: str
    period: str
    as_of: date = Field(description="Dagen som bilden visar läget.")
    version: int
    municipality: str
    organisation: str
    circle: str = Field(description="Vem den visas för: own, partners eller public.")
    is_open: bool = Field(description="Den är gjord för allmänheten, med små antal dolda.")
    published_at: datetime | None


class PicturesOut(Schema):
    """Publicerade lägesbilder, den senaste först."""

    pictures: list[PictureOut]
    next: str | None = Field(description="Adressen till nästa sida; null när det här var den sista.")


def counts_out(counts: Counted, *, selection: str) -> CountsOut:
    """Return counts with how they were made."""
    lines = [
        CountOut(
            category=line.category,
            category_name=line.category_name,
            area_code=line.area_code,
            area=line.area,
            period=str(line.period),
            first_day=line.period.start,
            last_day=line.period.last_day,
            count=line.count,
        )
        for line in counts.lines
    ]
    return CountsOut(
        method=counts.method,
        version=__version__,
        made_at=timezone.localtime(),
        selection=selection,
        n=counts.rows,
        total=counts.total,
        without_period=counts.without_period,
        counts=lines,
    )


def deviations_out(found: Deviations) -> DeviationsOut:
    """Return the deviations of a week with how they were judged."""
    return DeviationsOut(
        method=found.method,
        version=__version__,
        week=str(Period.of_days(found.monday, found.monday + timedelta(weeks=1))),
        first_day=found.monday,
        last_day=found.monday + timedelta(days=6),
        n=found.judged,
        alarms_by_chance=found.by_chance,
        certain_below=CERTAIN,
        findings=[_finding(finding) for finding in found.findings],
    )


def picture_out(picture: PictureSummary) -> PictureOut:
    """Return a picture as a line in the list."""
    return PictureOut(
        id=picture.id,
        title=picture.title,
        period=picture.period,
        as_of=picture.as_of,
        version=picture.version,
        municipality=picture.municipality,
        organisation=picture.organisation,
        circle=picture.circle,
        is_open=picture.is_open,
        published_at=timezone.localtime(picture.published_at) if picture.published_at else None,
    )


def _finding(finding: Finding) -> FindingOut:
    chance = "" if finding.is_certain else " " + _("Det kan vara en slump.")
    return FindingOut(
        rank=finding.rank,
        category=finding.category_code,
        category_name=finding.category,
        area_id=finding.area_id,
        area=finding.area,
        count=finding.observed,
        expected=_number(finding.expected),
        interval=IntervalOut(low=0, high=_number(finding.limit), level=1 - ALPHA),
        p_value=_number(finding.p_value),
        q_value=_number(finding.q_value),
        verdict="certain" if finding.is_certain else "may_be_chance",
        sentence=finding.sentence + chance,
    )


def _number(value: float) -> float | None:
    """JSON knows no infinity and no not-a-number."""
    return value if math.isfinite(value) else None
