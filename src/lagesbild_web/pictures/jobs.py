"""Make pictures and their documents, which takes longer than a page may; each may be done again."""

import logging
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from lagesbild.picture.options import PictureError
from lagesbild.sources.base import Progress as ToldProgress
from lagesbild_web.access.queries import actor_for
from lagesbild_web.base import progress
from lagesbild_web.base.actor import Actor, the_system
from lagesbild_web.base.progress import Progress
from lagesbild_web.base.stored_files import StoredFile
from lagesbild_web.pictures import actions
from lagesbild_web.pictures.making import added_to, decision_of, make_files
from lagesbild_web.pictures.material import AREAS, INCIDENTS, freeze
from lagesbild_web.pictures.models import Composition, SituationPicture
from lagesbild_web.pictures.ordering import Order

_log = logging.getLogger(__name__)
State = Composition.State


@task()
def make_picture(order_id: str) -> None:
    """Make a picture that somebody has ordered, from what that person may read now."""
    row = Composition.objects.filter(pk=UUID(order_id), state=State.MAKING).first()
    if row is None:
        return
    system = the_system(uuid4().hex)
    progress.tell(row.id, Progress(_("Läser händelserna")))
    try:
        if row.public_of is None:
            _make_new(system, row)
        else:
            _make_public(system, row, row.public_of)
    except PictureError as error:
        actions.fail_order(system, row.id, why=" ".join(error.reasons))
    except Exception:
        # Whatever broke off, whoever waits must be told and the queue must go on.
        _log.exception("making picture %s failed", row.id)
        why = _("Lägesbilden kunde inte göras. Försök igen, eller fråga den som driver tjänsten.")
        actions.fail_order(system, row.id, why=why)
    finally:
        progress.over(row.id)


@task()
def make_documents(picture_id: str) -> None:
    """Make the final documents of a picture, with everything that people have added."""
    row = SituationPicture.objects.filter(pk=UUID(picture_id)).first()
    if row is None or row.documents != SituationPicture.Documents.MAKING:
        return
    system = the_system(uuid4().hex)
    progress.tell(row.id, Progress(_("Gör dokumenten")))
    try:
        files = make_files(
            Order.from_json(row.order),
            material_of(row),
            municipality_id=row.municipality_id,
            as_of=row.as_of,
            added=added_to(row),
            decision=decision_of(row),
            status=_status_of(row),
            tell=_teller(row.id),
        )
        actions.finish_documents(system, row.id, files)
    except Exception:
        _log.exception("making documents of %s failed", row.id)
        why = _("Dokumenten kunde inte göras. Försök igen, eller fråga den som driver tjänsten.")
        actions.fail_documents(system, row.id, why=why)
    finally:
        progress.over(row.id)


def resume_interrupted() -> None:
    """Queue again what a stopped server left half-way; nothing was kept of it, so nothing is done twice."""
    for row in Composition.objects.filter(state=State.MAKING):
        make_picture.enqueue(str(row.id))
    for picture in SituationPicture.objects.filter(documents=SituationPicture.Documents.MAKING):
        make_documents.enqueue(str(picture.id))


def material_of(row: SituationPicture) -> dict[str, str]:
    """Return the hashes of the frozen files that a picture was made of, by name."""
    return dict(row.files.filter(name__in=[INCIDENTS, AREAS]).values_list("name", "sha256"))


def _make_new(system: Actor, row: Composition) -> None:
    order = Order.from_json(row.order)
    home = row.municipality_id
    reader = actor_for(row.asked_by_id, "", works_in=home) if row.asked_by_id else system
    material = freeze(reader, row.municipality_id, order)
    files = make_files(
        order,
        {name: file.sha256 for name, file in material.items()},
        municipality_id=row.municipality_id,
        as_of=order.day(timezone.localdate()),
        tell=_teller(row.id),
    )
    actions.finish_order(system, row.id, files, material)


def _make_public(system: Actor, row: Composition, of: SituationPicture) -> None:
    """The public version is made of the very rows that the picture was made of."""
    material = {f.name: StoredFile(f.sha256, f.size) for f in of.files.filter(name__in=[INCIDENTS, AREAS])}
    files = make_files(
        Order.from_json(of.order),
        {name: file.sha256 for name, file in material.items()},
        municipality_id=of.municipality_id,
        as_of=of.as_of,
        added=added_to(of, for_everybody=True),
        decision=decision_of(of),
        status=_status_of(of),
        public=True,
        tell=_teller(row.id),
    )
    actions.finish_order(system, row.id, files, material)


def _status_of(row: SituationPicture) -> str:
    if row.published_at is None:
        return ""
    return _("Publicerad %(day)s utan särskilt beslut") % {
        "day": timezone.localtime(row.published_at).date().isoformat()
    }


def _teller(work_id: UUID) -> ToldProgress:
    """Tell the waiting page what the library says that it does."""

    def tell(done: int, total: int | None, words: str) -> None:
        progress.tell(work_id, Progress(words, done, total))

    return tell
