"""Work with files that takes longer than a page may; each step can be done again without harm."""

import logging
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django_tasks import task

from lagesbild_web.access.queries import actor_for
from lagesbild_web.base import progress, stored_files
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.progress import Progress
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.imports import actions
from lagesbild_web.imports.contracts import UploadState
from lagesbild_web.imports.models import Upload
from lagesbild_web.imports.queries import remembered_mapping
from lagesbild_web.imports.understanding import under_its_name, understand

_log = logging.getLogger(__name__)


@task()
def read_upload(upload_id: str) -> None:
    """Read a file that has been uploaded, or whose columns have been pointed out anew."""
    row = Upload.objects.filter(pk=UUID(upload_id), state=UploadState.READING).first()
    if row is None:
        return
    actor = the_system(uuid4().hex)
    progress.tell(row.id, Progress(_("Läser filen")))
    try:
        with under_its_name(stored_files.path_of(row.sha256), row.filename) as path:
            understood = understand(
                path,
                source=row.source,
                mapping=row.mapping,
                remembered=lambda columns: remembered_mapping(row.organisation_id, columns),
                tell=lambda done, total, words: progress.tell(row.id, Progress(words, done, total)),
            )
        actions.finish_reading(actor, row.id, understood)
    except Exception:
        # Whatever a strange file makes happen, its owner must be told and the queue must go on.
        _log.exception("reading upload %s failed", row.id)
        actions.fail(
            actor,
            row.id,
            why=_("Filen gick inte att läsa. Spara den som CSV eller XLSX och ladda upp den igen."),
        )
    finally:
        progress.over(row.id)


@task()
def load_upload(upload_id: str, user_id: str) -> None:
    """Load the incidents of a file on behalf of the person who asked for it."""
    row_id = UUID(upload_id)
    progress.tell(row_id, Progress(_("Förbereder händelserna")))
    try:
        actions.load(
            actor_for(UUID(user_id), "") if user_id else the_system(uuid4().hex),
            row_id,
            tell=lambda done, total: progress.tell(row_id, Progress(_("Skriver händelserna"), done, total)),
        )
    except Invalid as error:
        actions.fail(the_system(uuid4().hex), row_id, why=" ".join(error.faults.values()))
    except Exception:
        # Whatever broke off, the transaction has undone it; whoever waits must be told and the queue go on.
        _log.exception("loading upload %s failed", row_id)
        actions.fail(
            the_system(uuid4().hex),
            row_id,
            why=_("Inläsningen avbröts. Inget lästes in. Försök igen, eller fråga den som driver tjänsten."),
        )
    finally:
        progress.over(row_id)


def resume_interrupted() -> None:
    """Queue again what a stopped server left half-way; nothing was kept of it, so nothing is done twice."""
    for row in Upload.objects.filter(state__in=[UploadState.READING, UploadState.LOADING]):
        if row.state == UploadState.READING:
            read_upload.enqueue(str(row.id))
        else:
            load_upload.enqueue(str(row.id), str(row.uploaded_by_id or ""))
