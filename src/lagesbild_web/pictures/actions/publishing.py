"""Publish pictures and withdraw them."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.pictures.contracts import PictureSummary
from lagesbild_web.pictures.law import is_by_law
from lagesbild_web.pictures.models import SituationPicture
from lagesbild_web.pictures.presenting import summary_of
from lagesbild_web.pictures.reading import fault_without_rows, row_for

Status = SituationPicture.Status
Documents = SituationPicture.Documents


@action("picture.publish")
def publish_picture(actor: Actor, picture_id: UUID, *, circle: Circle) -> PictureSummary:
    """Show a picture to the own organisation, to the partners, or to everybody.

    Earlier versions of it that were shown are marked as replaced. What people have added to one that was
    made here is frozen; its documents are then made again, and ``documents`` says so until they are there.

    Raises
    ------
    Invalid
        If it is published already, if it was not made for the public and everybody is to see it, or if it
        is the law's picture and nobody has decided it.
    """
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE, is_locked=True)
    if fault := _fault_in(row, circle):
        raise Invalid(circle=fault)
    row.status, row.circle, row.published_at = Status.PUBLISHED, circle, timezone.now()
    if row.is_composed and row.frozen_at is None:
        row.frozen_at = row.published_at
        row.documents = Documents.READY if row.public_of_id else Documents.MAKING
    row.withdrawn_on, row.withdrawn_because = None, ""
    row.save(
        update_fields=[
            "status",
            "circle",
            "published_at",
            "frozen_at",
            "documents",
            "withdrawn_on",
            "withdrawn_because",
        ]
    )
    replace_earlier(row, (Status.DECIDED, Status.PUBLISHED))
    record(
        actor,
        "picture.published",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        circle=circle,
    )
    return summary_of(row)


@action("picture.withdraw")
def withdraw_picture(actor: Actor, picture_id: UUID, *, reason: str) -> PictureSummary:
    """Take a published picture back; it can be published again."""
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE)
    if row.status not in (Status.PUBLISHED, Status.DECIDED):
        raise Invalid(reason=_("Lägesbilden är inte publicerad, så det finns inget att dra tillbaka."))
    if not reason.strip():
        raise Invalid(
            reason=_("Skriv varför lägesbilden dras tillbaka. Skälet syns på sidan och sparas i loggen.")
        )
    screen(reason=reason)
    row.status, row.circle = Status.WITHDRAWN, Circle.OWN
    row.withdrawn_on, row.withdrawn_because = timezone.localdate(), reason.strip()
    row.save(update_fields=["status", "circle", "withdrawn_on", "withdrawn_because"])
    record(
        actor,
        "picture.withdrawn",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        reason=reason.strip(),
    )
    return summary_of(row)


def replace_earlier(row: SituationPicture, states: tuple[str, ...]) -> None:
    """Mark earlier versions in some states as replaced by this one; for this feature only."""
    SituationPicture.objects.filter(
        organisation_id=row.organisation_id,
        title=row.title,
        period=row.period,
        sensitivity=row.sensitivity,
        version__lt=row.version,
        status__in=states,
    ).update(status=Status.REPLACED, replaced_by=row)


def _fault_in(row: SituationPicture, circle: Circle) -> str:
    if row.status == Status.PUBLISHED:
        return _("Lägesbilden är redan publicerad. Dra tillbaka den först om kretsen ska ändras.")
    if row.status == Status.REPLACED:
        return _("Lägesbilden är ersatt av en nyare version. Publicera den i stället.")
    if row.documents != Documents.READY:
        return _("Dokumenten är inte klara. Vänta tills de är gjorda, eller gör om dem.")
    if row.frozen_at is None and not row.public_of_id and (fault := fault_without_rows(row)):
        return fault
    if circle is Circle.PUBLIC and row.sensitivity != Sensitivity.OPEN:
        return _(
            "Den här lägesbilden är inte gjord för allmänheten: små antal kan peka ut någon. "
            "Gör en publik version och publicera den."
        )
    if row.is_composed and is_by_law(row.kind) and row.decided_on is None and circle is not Circle.OWN:
        return _(
            "Årsbilden är kommunens lägesbild enligt 4 §. Låt den beslutas innan den visas utanför "
            "den egna organisationen."
        )
    return ""
