"""Work with files that takes longer than a page may; each step can be done again without harm."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from lagesbild_web.access.queries import actor_for
from lagesbild_web.base import progress, stored_files
from lagesbild_web.base.actor import Actor, the_system
from lagesbild_web.base.progress import Progress
from lagesbild_web.base.schedule import declare
from lagesbild_web.imports import actions
from lagesbild_web.imports.contracts import AT_WORK, UploadState
from lagesbild_web.imports.models import Upload
from lagesbild_web.imports.queries import owner_of, remembered_mapping
from lagesbild_web.imports.understanding import incidents_from, under_its_name, understand
from lagesbild_web.incidents import loading
from lagesbild_web.incidents.batches import Tell
from lagesbild_web.incidents.loading import BusyError, OutdatedError, SupersededError

_log = logging.getLogger(__name__)
_SILENT: Final = timedelta(minutes=10)
"""Work that goes on tells of itself oftener than this."""
_WAIT: Final = timedelta(seconds=5)
"""Until another file is asked for again when it switches what it replaces."""


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
    row = Upload.objects.filter(pk=UUID(upload_id), state=UploadState.LOADING).first()
    if row is None:
        return
    progress.tell(row.id, Progress(_("Förbereder händelserna")))
    try:
        home = row.municipality_id
        reader = actor_for(UUID(user_id), "", works_in=home) if user_id else the_system(uuid4().hex)
        _load(reader, row)
    except BusyError:
        load_upload.using(run_after=timezone.now() + _WAIT).enqueue(upload_id, user_id)
    except SupersededError:
        _log.info("upload %s is loaded elsewhere", row.id)
    except Exception:
        # Whatever broke off, whoever waits must be told and the queue go on.
        _log.exception("loading upload %s failed", row.id)
        if loading.is_shown(row.id):
            raise  # everything counts: what is left is done again later
        _give_up(row)
    finally:
        progress.over(row.id)


def _load(actor: Actor, row: Upload) -> None:
    if not loading.is_shown(row.id) and not _show(actor, row):
        return
    words = _("Händelserna räknas. Lägger undan dem som de ersatte")
    progress.tell(row.id, Progress(words))
    loading.settle(row.id, tell=_telling(row, words))
    actions.finish_loading(actor, row.id)


def _show(actor: Actor, row: Upload) -> bool:
    """Write the incidents and let them count; returns whether something is left to do."""
    table = incidents_from(stored_files.read(row.table_sha256))
    words = _goes_on() if loading.is_begun(row.id) else _("Skriver händelserna")
    while True:
        written = loading.write(table, batch_id=row.id, owner=owner_of(row), tell=_telling(row, words))
        try:
            return actions.load(actor, row.id, written).is_at_work
        except OutdatedError:
            continue  # another file came between: compare with what it brought


def _telling(row: Upload, words: str) -> Tell:
    return lambda done, total: progress.tell(row.id, Progress(words, done, total))


def _give_up(row: Upload) -> None:
    progress.tell(row.id, Progress(_("Städar undan det som hann skrivas")))
    try:
        loading.clear(row.id)
    except SupersededError:
        _log.info("nothing of upload %s is left to clear", row.id)
    actions.fail(
        the_system(uuid4().hex),
        row.id,
        why=_("Inläsningen avbröts. Inget lästes in. Försök igen, eller fråga den som driver tjänsten."),
    )


@task()
def undo_upload(upload_id: str) -> None:
    """Withdraw the incidents of a file that no longer count; if that breaks off it is done again later."""
    row = Upload.objects.filter(pk=UUID(upload_id), state=UploadState.UNDOING).first()
    if row is None:
        return
    try:
        _undo(the_system(uuid4().hex), row)
    except BusyError:
        undo_upload.using(run_after=timezone.now() + _WAIT).enqueue(upload_id)
    except SupersededError:
        _log.info("upload %s is taken back elsewhere", row.id)
    finally:
        progress.over(row.id)


def _undo(actor: Actor, row: Upload) -> None:
    words = _("Tar fram det som händelserna ersatte")
    while loading.is_shown(row.id) and not (leaving := actions.hide(actor, row.id)).is_gone:
        if leaving.must_wait:
            raise BusyError
        progress.tell(row.id, Progress(words))
        loading.unsettle(row.id, tell=_telling(row, words))
    words = _("Tar tillbaka händelserna")
    progress.tell(row.id, Progress(words))
    loading.withdraw(row.id, tell=_telling(row, words))
    actions.finish_undo(actor, row.id)


def _goes_on() -> str:
    return _("Tjänsten stannade mitt i. Skriver resten av händelserna")


def resume_interrupted() -> None:
    """Queue again what a stopped server left half-way; what is done already is not done twice."""
    _queue(Upload.objects.filter(state__in=AT_WORK))


def resume_silent() -> str:
    """Queue again what nobody has told anything of for some time, as when a worker of its own has stopped."""
    silent = [row for row in Upload.objects.filter(state__in=AT_WORK) if progress.is_silent(row.id, _SILENT)]
    _queue(silent)
    return _("%(count)d filer togs upp igen.") % {"count": len(silent)}


def declare_all() -> None:
    """Say what comes back; called when the feature is loaded."""
    declare(
        "imports.resume",
        gettext_lazy("Avbrutna inläsningar"),
        resume_silent,
        every=_SILENT,
        what=gettext_lazy(
            "Fortsätter med filer som blev halvfärdiga när en arbetare stannade. Pausas den fortsätter de "
            "när tjänsten startar om."
        ),
    )


def _queue(rows: Iterable[Upload]) -> None:
    for row in rows:
        if row.state == UploadState.READING:
            read_upload.enqueue(str(row.id))
        elif row.state == UploadState.LOADING:
            load_upload.enqueue(str(row.id), str(row.uploaded_by_id or ""))
        else:
            undo_upload.enqueue(str(row.id))
