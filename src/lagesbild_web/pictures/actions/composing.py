"""Order a picture made from the municipality's own incidents, and keep what came out."""

import hashlib
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import municipality_managed_by
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.stored_files import StoredFile, store
from lagesbild_web.pictures.actions.loading import keep, new_row
from lagesbild_web.pictures.content import read_content
from lagesbild_web.pictures.contracts import Ordered, PictureSummary
from lagesbild_web.pictures.models import Composition, SituationPicture
from lagesbild_web.pictures.ordering import Order, faults_in, label_of
from lagesbild_web.pictures.presenting import ordered, summary_of
from lagesbild_web.pictures.reading import fault_without_rows, function_of, order_row, row_for

State = Composition.State
_LONGEST_FAILURE = 500


@action("picture.order")
def order_picture(actor: Actor, order: Order, *, municipality_id: UUID | None = None) -> Ordered:
    """Order a picture of the actor's municipality; a job makes it.

    Raises
    ------
    Invalid
        With one sentence for each field that must change.
    """
    home = municipality_id or municipality_managed_by(actor, Right.IMPORT_PICTURE)
    require(actor, Right.IMPORT_PICTURE, Domain(home, home))
    if faults := faults_in(order, timezone.localdate()):
        raise Invalid(**faults)
    row = Composition.objects.create(
        municipality_id=home,
        organisation_id=home,
        asked_by_id=actor.user_id,
        function_id=function_of(actor),
        order=order.as_json(),
    )
    record(actor, "picture.ordered", row.id, municipality_id=home, what=label_of(order))
    return ordered(row)


@action("picture.order_public")
def order_public_version(actor: Actor, picture_id: UUID) -> Ordered:
    """Order the version for everybody of a picture that is decided or published.

    Raises
    ------
    Invalid
        If the picture can still be changed, or was loaded from files.
    """
    row = row_for(actor, picture_id, right=Right.IMPORT_PICTURE)
    if not row.is_composed or row.public_of_id is not None:
        raise Invalid(picture=_("Bara en lägesbild som är gjord här kan få en publik version här."))
    if row.frozen_at is None:
        raise Invalid(
            picture=_(
                "Besluta eller publicera lägesbilden först. Den publika versionen visar det som gäller."
            )
        )
    if fault := fault_without_rows(row):
        raise Invalid(picture=fault)
    made = Composition.objects.create(
        municipality_id=row.municipality_id,
        organisation_id=row.organisation_id,
        asked_by_id=actor.user_id,
        function_id=function_of(actor),
        order=row.order,
        public_of=row,
    )
    record(
        actor,
        "picture.ordered",
        made.id,
        municipality_id=row.municipality_id,
        what=_("publik version av %(title)s") % {"title": row.title},
    )
    return ordered(made)


@action("picture.order_again")
def order_again(actor: Actor, order_id: UUID) -> Ordered:
    """Try an order again that could not be made.

    Raises
    ------
    Invalid
        If it did not fail.
    """
    row = order_row(actor, order_id, is_locked=True)
    if row.state != State.FAILED:
        raise Invalid(order=_("Lägesbilden är redan gjord, eller på väg."))
    row.state, row.failure = State.MAKING, ""
    row.save(update_fields=["state", "failure"])
    what = label_of(Order.from_json(row.order))
    record(actor, "picture.ordered", row.id, municipality_id=row.municipality_id, what=what)
    return ordered(row)


@action("picture.finish_order")
def finish_order(
    actor: Actor, order_id: UUID, files: dict[str, bytes], material: dict[str, StoredFile]
) -> PictureSummary:
    """Keep a picture that a job has made, as a draft. A second time leads to the same picture."""
    order = order_row(actor, order_id, is_locked=True)
    row = order.picture or _kept(order, files, material)
    order.picture, order.state, order.failure = row, State.DONE, ""
    order.save(update_fields=["picture", "state", "failure"])
    record(
        actor,
        "picture.made",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        version=row.version,
        snapshot=row.snapshot_sha256,
    )
    return summary_of(row)


@action("picture.fail_order")
def fail_order(actor: Actor, order_id: UUID, *, why: str) -> Ordered:
    """Say why an order could not be made; it can be changed or tried again."""
    row = order_row(actor, order_id, is_locked=True)
    row.state, row.failure = State.FAILED, why[:_LONGEST_FAILURE]
    row.save(update_fields=["state", "failure"])
    what = label_of(Order.from_json(row.order))
    record(actor, "picture.failed", row.id, municipality_id=row.municipality_id, what=what)
    return ordered(row)


def _kept(order: Composition, files: dict[str, bytes], material: dict[str, StoredFile]) -> SituationPicture:
    content = read_content(files["picture.json"])
    of = order.public_of
    decision = (
        {
            "decided_on": of.decided_on,
            "decision_body": of.decision_body,
            "decision_paragraph": of.decision_paragraph,
            "decision_diary_number": of.decision_diary_number,
        }
        if of
        else {}
    )
    row = new_row(
        content,
        hashlib.sha256(files["picture.json"]).hexdigest(),
        municipality_id=order.municipality_id,
        is_public=of is not None,
        kind=order.order["kind"],
        is_composed=True,
        order=order.order,
        made_by_id=order.function_id,
        public_of=of,
        **decision,
    )
    keep({name: store(data) for name, data in files.items()} | material, row)
    return row
