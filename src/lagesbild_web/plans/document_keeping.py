"""Keep the documents of a version as they were when it was decided."""

from typing import Final
from uuid import UUID

from django.utils import timezone

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.document_files import as_document_file
from lagesbild_web.base.stored_files import store
from lagesbild_web.plans.documents.plan import plan_document
from lagesbild_web.plans.material import parts_of
from lagesbild_web.plans.queries import plan_for

KEPT: Final = ("pdf", "docx", "html")
"""The one that is archived, the one that is worked on, and the one that needs no program of its own."""


def kept_documents(actor: Actor, plan_id: UUID) -> dict[str, str]:
    """Store the documents of the plan as it stands; returns the hash of each kind of file."""
    today = timezone.localdate()
    parts = parts_of(actor, plan_for(actor, plan_id), today=today, is_kept=True)
    document = plan_document(parts, made_on=today)
    return {kind: store(as_document_file(document, "plan", kind).content).sha256 for kind in KEPT}
