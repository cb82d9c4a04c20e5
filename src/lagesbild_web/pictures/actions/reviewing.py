"""Send a picture for review to chosen functions, take their remarks and answer them."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.picture.context import HEADINGS
from lagesbild_web.access.queries import addresses_of_holders, is_choosable
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.letters import send_letter
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.pictures.contracts import PictureSummary
from lagesbild_web.pictures.models import ReviewRemark, ReviewRequest, SituationPicture
from lagesbild_web.pictures.presenting import summary_of
from lagesbild_web.pictures.reading import asked_row, function_of, remark_row, row_for

Status = SituationPicture.Status
LONGEST_TEXT: Final = 5000


@action("picture.send_for_review")
def send_for_review(
    actor: Actor, picture_id: UUID, *, functions: Sequence[UUID], answer_by: date
) -> PictureSummary:
    """Ask functions in the municipality or at its partners for their view; who is asked already stays so.

    Raises
    ------
    Invalid
        If the picture is decided, nobody is chosen, or the day has passed.
    """
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE, is_locked=True)
    if row.status not in (Status.DRAFT, Status.REVIEW):
        raise Invalid(
            functions=_("Lägesbilden är inte ett utkast längre, och kan inte skickas på granskning.")
        )
    if not functions:
        raise Invalid(functions=_("Välj minst en funktion som ska läsa lägesbilden."))
    if answer_by < timezone.localdate():
        raise Invalid(answer_by=_("Dagen har passerat. Välj en dag framåt."))
    if not all(is_choosable(function, row.municipality_id) for function in functions):
        raise Invalid(functions=_("En av funktionerna finns inte längre. Välj i listan igen."))
    known = set(row.reviews.values_list("function_id", flat=True))
    new = [function for function in functions if function not in known]
    ReviewRequest.objects.bulk_create(
        ReviewRequest(picture=row, function_id=f, asked_by_id=function_of(actor), answer_by=answer_by)
        for f in new
    )
    row.reviews.filter(answered_at__isnull=True).update(answer_by=answer_by)
    row.status = Status.REVIEW
    row.save(update_fields=["status"])
    _tell(row, new, answer_by)
    record(
        actor,
        "picture.sent_for_review",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        functions=len(functions),
        answer_by=answer_by,
    )
    return summary_of(row)


@action("picture.take_back_review")
def take_back_review(actor: Actor, picture_id: UUID) -> PictureSummary:
    """Make a picture on review a draft again; what has been said is kept."""
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE, is_locked=True)
    if row.status != Status.REVIEW:
        raise Invalid(functions=_("Lägesbilden är inte på granskning."))
    row.status = Status.DRAFT
    row.save(update_fields=["status"])
    record(actor, "picture.review_taken_back", row.id, municipality_id=row.municipality_id, title=row.title)
    return summary_of(row)


@action("picture.write_remark")
def write_remark(actor: Actor, picture_id: UUID, *, text: str, section: str = "") -> None:
    """Say what one's function thinks of a picture that it has been asked about.

    Raises
    ------
    Invalid
        If the text is empty or too long, or holds personal data.
    """
    review = asked_row(actor, picture_id)
    screen(text=text)
    if not text.strip():
        raise Invalid(text=_("Skriv din synpunkt."))
    if len(text) > LONGEST_TEXT:
        raise Invalid(text=_("Synpunkten är längre än 5 000 tecken. Korta den, eller dela upp den."))
    if section and section not in HEADINGS:
        raise Invalid(section=_("Välj avsnitt i listan."))
    ReviewRemark.objects.create(review=review, section=section, text=text.strip(), at=timezone.now())
    _record(actor, "picture.remarked", review.picture)


@action("picture.finish_review")
def finish_review(actor: Actor, picture_id: UUID) -> None:
    """Say that one's function has read the picture and has nothing more to say."""
    review = asked_row(actor, picture_id)
    review.answered_at = timezone.now()
    review.save(update_fields=["answered_at"])
    _record(actor, "picture.reviewed", review.picture)


@action("picture.answer_remark")
def answer_remark(actor: Actor, remark_id: UUID, *, answer: str) -> None:
    """Answer a remark: what was changed, or why nothing was.

    Raises
    ------
    Invalid
        If the answer is empty or holds personal data.
    """
    row = remark_row(actor, remark_id)
    screen(answer=answer)
    if not answer.strip():
        raise Invalid(answer=_("Skriv vad som ändrades, eller varför inget gjorde det."))
    row.answer, row.answered_at = answer.strip()[:LONGEST_TEXT], timezone.now()
    row.answered_by_id = function_of(actor)
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    _record(actor, "picture.remark_answered", row.review.picture)


def _record(actor: Actor, event: str, row: SituationPicture) -> None:
    record(actor, event, row.id, municipality_id=row.municipality_id, title=row.title)


def _tell(row: SituationPicture, functions: Sequence[UUID], answer_by: date) -> None:
    addresses = {a for found in addresses_of_holders(functions).values() for a in found}
    for address in sorted(addresses):
        send_letter(
            address,
            subject=_("Läs lägesbilden och säg vad du tycker"),
            template="pictures/letters/review.letter",
            title=row.title,
            period=row.period,
            answer_by=answer_by,
            picture_id=row.id,
        )
