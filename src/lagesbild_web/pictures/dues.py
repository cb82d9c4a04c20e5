"""What waits in the pictures: reviews that somebody has been asked for, and the two years of § 6."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base import answering
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.due import Due, declare
from lagesbild_web.pictures.content import period_in_words
from lagesbild_web.pictures.models import ReviewRequest, SituationPicture
from lagesbild_web.pictures.queries import decided_pictures
from lagesbild_web.pictures.reading import visible

_YEARS: Final = 2


def declare_dues() -> None:
    """Let the start page and the reminders tell of them."""
    declare("pictures.reviews", reviews_due)
    declare("pictures.renewal", renewal_due)
    answering.declare("pictures.reviews", reviews_answered)


def reviews_due(actor: Actor, today: date) -> Iterator[Due]:
    """Tell who has been asked to look at a picture and has not finished."""
    del today  # also what is overdue
    rows = ReviewRequest.objects.filter(
        answered_at__isnull=True,
        picture__status=SituationPicture.Status.REVIEW,
        picture__in=visible(actor),
    )
    for row in rows.select_related("picture").order_by("answer_by", "id"):
        text = _("Läs och svara: %(title)s, %(period)s") % {
            "title": row.picture.title,
            "period": period_in_words(row.picture.period),
        }
        detail = _("Lägesbilden är på granskning innan den beslutas.")
        url = reverse("pictures:review", args=[row.picture_id])
        yield Due(text, url, row.answer_by, row.function_id, row.picture.municipality_id, detail)


def reviews_answered(actor: Actor, municipality_id: UUID) -> Iterator[answering.Answered]:
    """Return the reviews that have been asked for and not answered, by the function that was asked."""
    rows = ReviewRequest.objects.filter(
        answered_at__isnull=True,
        picture__status=SituationPicture.Status.REVIEW,
        picture__in=visible(actor),
        picture__municipality_id=municipality_id,
    )
    for row in rows.select_related("picture").order_by("answer_by", "id"):
        url = reverse("pictures:picture", args=[row.picture_id])
        kind = _("Granskning av en lägesbild")
        yield answering.Answered(row.function_id, kind, row.picture.title, url, url)


def renewal_due(actor: Actor, today: date) -> Iterator[Due]:
    """Tell when the lägesbild must be brought up to date: two years after it was last decided (6 §)."""
    del today
    home = actor.municipality_id
    if home is None or not any(has_somewhere(actor, r) for r in (Right.PUBLISH_PICTURE, Right.READ_DRAFT)):
        return
    if (due := renewal_of(actor, home)) is not None:
        yield due


def renewal_of(actor: Actor, municipality_id: UUID) -> Due | None:
    """Return when a municipality's lägesbild must be brought up to date, None when none is decided."""
    decided = [picture for picture in decided_pictures(actor, municipality_id) if picture.is_by_law]
    decided = decided or [p for p in decided_pictures(actor, municipality_id) if not p.kind]
    if not decided:
        return None
    latest = decided[0]
    detail = _("Den senaste beslutades %(day)s. Minst vartannat år (lag 2023:196, 6 §).") % {
        "day": latest.decided_on.isoformat()
    }
    return Due(
        _("Uppdatera lägesbilden"),
        reverse("pictures:picture", args=[latest.id]),
        two_years_after(latest.decided_on),
        None,
        municipality_id,
        detail,
    )


def two_years_after(day: date) -> date:
    """Return the same day two years later; 29 February becomes 28 February.

    Examples
    --------
    >>> two_years_after(date(2024, 2, 29))
    datetime.date(2026, 2, 28)
    """
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + _YEARS, day=28 if is_leap_day else day.day)
