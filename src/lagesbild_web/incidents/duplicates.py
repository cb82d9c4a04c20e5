"""Which incidents may be the same as one that waits: near in place, near in time, alike in words.

The score weighs four things: distance (35 %), time (30 %), category (20 %) and words (15 %). Distance and
time count fully at nothing and about a third at 150 metres and two hours; a time that is only a day counts
by half. Nothing farther away than 500 metres or 12 hours is compared, and incidents of different kinds only
when their words are alike. The weights are a judgement, made to put the likeliest first; a person decides.
docs/sv/handbok/granskare.md says the same.
"""

import math
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lagesbild.tables.labels import label_key
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.contracts import DuplicateHint, State
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.reading import row_contract, visible, with_relations

NEAR_M: Final = 500
NEAR_IN_TIME: Final = timedelta(hours=12)
"""What lies farther apart, in place or in time, is never the same however alike the words are."""
MOST: Final = 5
"""Hints for one incident; more would not be read."""
LIKELY, POSSIBLE = 0.75, 0.6
ALIKE_WORDS: Final = 0.3
_FAR_M, _FAR_HOURS = 150.0, 2.0
_SHORT_WORDS: Final = frozenset(
    {
        "och",
        "att",
        "som",
        "det",
        "den",
        "var",
        "vid",
        "med",
        "för",
        "till",
        "från",
        "har",
        "hade",
        "inte",
        "när",
    }
)


def duplicate_hints(actor: Actor, rows: Sequence[Incident]) -> dict[UUID, tuple[DuplicateHint, ...]]:
    """Return for each row the incidents that may be the same, the likeliest first; one question for all."""
    if not rows:
        return {}
    near = Q()
    for row in rows:
        near |= _near(row)
    alive = [State.WAITING, State.RETURNED, State.APPROVED]
    candidates = list(
        with_relations(visible(actor).filter(near, state__in=alive)).select_related(
            "category__parent", "organisation", "area", "place"
        )[:5000]
    )
    return {row.id: _hints(row, candidates) for row in rows}


def _near(row: Incident) -> Q:
    """What can be compared with a row: in the same days, and near it or without a point."""
    when = Q(
        municipality_id=row.municipality_id,
        starts_at__gte=row.starts_at - NEAR_IN_TIME,
        starts_at__lte=row.ends_at + NEAR_IN_TIME,
    )
    if row.e is None or row.n is None:
        where = Q(area_id=row.area_id) if row.area_id else Q()
        return when & where
    return when & (
        Q(e__gte=row.e - NEAR_M, e__lte=row.e + NEAR_M, n__gte=row.n - NEAR_M, n__lte=row.n + NEAR_M)
        | Q(e__isnull=True)
    )


def _hints(row: Incident, candidates: Sequence[Incident]) -> tuple[DuplicateHint, ...]:
    hints = [
        hint
        for other in candidates
        if other.id != row.id
        and (other.report_id is None or other.report_id != row.report_id)
        and (hint := compared(row, other)).score >= POSSIBLE
    ]
    return tuple(sorted(hints, key=lambda hint: (-hint.score, hint.apart_minutes, str(hint.row.id)))[:MOST])


def compared(row: Incident, other: Incident) -> DuplicateHint:
    """Compare two incidents."""
    distance = _distance_m(row, other)
    apart = apart_in_time(row.starts_at, row.ends_at, other.starts_at, other.ends_at)
    mine, theirs = words_in(row.text), words_in(other.text)
    alike = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
    kind = _category_likeness(row, other)
    is_day = "day" in (row.time_precision, other.time_precision)
    soon = math.exp(-apart.total_seconds() / 3600 / _FAR_HOURS) * (0.5 if is_day else 1.0)
    score = 0.35 * _nearness(row, other, distance) + 0.30 * soon + 0.20 * kind + 0.15 * alike
    is_too_far = apart > NEAR_IN_TIME or (distance is not None and distance > NEAR_M)
    if is_too_far or (not kind and alike < ALIKE_WORDS):
        score = 0.0
    common, together = len(mine & theirs), len(mine | theirs)
    return DuplicateHint(
        row=row_contract(other, is_exact=bool(getattr(other, "is_exact", True))),
        score=round(score, 3),
        strength=_("Troligen samma") if score >= LIKELY else _("Kan vara samma"),
        distance_m=None if distance is None else round(distance),
        apart_minutes=round(apart.total_seconds() / 60),
        common_words=common,
        words=together,
        reasons=_reasons(row, other, distance, apart, common, together),
    )


def apart_in_time(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> timedelta:
    """Return the time between two spans, nothing when they overlap or touch."""
    return max(other_start - end, start - other_end, timedelta())


def words_in(text: str) -> frozenset[str]:
    """Return the words that say something, without endings that depend on the sentence.

    Examples
    --------
    >>> sorted(words_in("Klotter på väggen, klottret är nytt"))
    ['klott', 'nytt', 'vägg']
    """
    return frozenset(
        re.sub(r"(arna|erna|orna|ret|ren|en|et|er|ar|or|na|t|n)$", "", word) if len(word) > 4 else word
        for word in label_key(text).split()
        if len(word) > 2 and word not in _SHORT_WORDS
    )


def _distance_m(row: Incident, other: Incident) -> float | None:
    both_are_points = row.location_precision == other.location_precision == "point"
    if row.place_id is not None and row.place_id == other.place_id and not both_are_points:
        return 0.0
    if row.e is None or row.n is None or other.e is None or other.n is None:
        return None
    return math.hypot(row.e - other.e, row.n - other.n)


def _nearness(row: Incident, other: Incident, distance: float | None) -> float:
    if distance is not None:
        return math.exp(-distance / _FAR_M)
    same_name = bool(row.place_name) and label_key(row.place_name) == label_key(other.place_name)
    return 1.0 if same_name else 0.3 if row.area_id is not None and row.area_id == other.area_id else 0.0


def _category_likeness(row: Incident, other: Incident) -> float:
    if row.category_id == other.category_id:
        return 1.0
    return 0.5 if _group(row) == _group(other) else 0.0


def _group(row: Incident) -> UUID:
    return row.category.parent_id or row.category_id


def _reasons(
    row: Incident, other: Incident, distance: float | None, apart: timedelta, common: int, together: int
) -> tuple[str, ...]:
    found = []
    if distance is not None:
        found.append(
            _("%(metres)s m ifrån") % {"metres": round(distance)} if distance >= 1 else _("samma plats")
        )
    elif row.area_id is not None and row.area_id == other.area_id:
        found.append(_("samma område"))
    is_day = "day" in (row.time_precision, other.time_precision)
    found.append(_("samma dag") if is_day and not apart else _apart_in_words(apart))
    if row.category_id == other.category_id:
        found.append(_("samma kategori"))
    elif _group(row) == _group(other):
        found.append(_("liknande kategori"))
    else:
        found.append(_("annan kategori"))
    if common:
        found.append(
            _("%(common)s av %(together)s ord gemensamma") % {"common": common, "together": together}
        )
    return tuple(found)


def _apart_in_words(apart: timedelta) -> str:
    minutes = round(apart.total_seconds() / 60)
    if minutes == 0:
        return _("samma tid")
    if minutes < 90:
        return _("%(minutes)s minuter emellan") % {"minutes": minutes}
    return _("%(hours)s timmar emellan") % {"hours": round(minutes / 60)}
