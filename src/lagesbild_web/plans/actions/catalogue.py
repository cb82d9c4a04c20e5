"""Change the municipality's own wording of the catalogue."""

from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.plans.catalogue import TypeCard, content_of_type, type_named
from lagesbild_web.plans.models import MeasureType
from lagesbild_web.plans.versioning import SOMEBODY_ELSE_SAVED


@action("measure_type.save")
def save_type(
    actor: Actor, card: TypeCard, *, municipality_id: UUID, revision: int | None = None
) -> TypeCard:
    """Keep the municipality's own wording of a type, or a type of its own."""
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    if not card.name.strip() or not card.what.strip():
        raise Invalid(name=_("Skriv vad typen heter och vad den är."))
    screen(name=card.name, what=card.what, pitfalls=card.pitfalls, research=card.research)
    known = type_named(municipality_id, card.code)
    if revision is not None and known is not None and known.revision != revision:
        raise Invalid(revision=str(SOMEBODY_ELSE_SAVED))
    row, is_new = MeasureType.objects.get_or_create(
        municipality_id=municipality_id, code=card.code, defaults={"content": content_of_type(card)}
    )
    if not is_new:
        row.content, row.revision, row.retired_at = content_of_type(card), row.revision + 1, None
        row.save(update_fields=["content", "revision", "retired_at"])
    record(actor, "measure_type.saved", row.id, municipality_id=municipality_id, code=card.code)
    return card
