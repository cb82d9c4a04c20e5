"""The pages that show steering documents, targets, definitions and the committees' duties."""

from itertools import groupby
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page
from lagesbild_web.steering import actions
from lagesbild_web.steering.contracts import LEVEL_LABELS
from lagesbild_web.steering.forms import CommitteeForm, RequirementForm
from lagesbild_web.steering.queries import (
    document_for,
    documents_of,
    home_of,
    keeps,
    matrix_of,
    may_change,
    struck_targets,
    targets_of,
)

LONGEST_WORDS: Final = 100


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """List the steering documents by level."""
    actor = actor_of(request)
    shows_all = request.GET.get("alla") == "1"
    words = request.GET.get("sok", "").strip()[:LONGEST_WORDS]
    every = documents_of(actor, home_of(actor), with_retired=shows_all)
    found = [d for d in every if _holds(words, d.draft.title, d.kind_label, d.draft.body, d.draft.text)]
    order = list(LEVEL_LABELS)
    found.sort(key=lambda d: (order.index(d.draft.level), d.kind_label, d.draft.title))
    levels = [(label, list(group)) for label, group in groupby(found, key=lambda d: d.level_label)]
    return page(
        request,
        "steering/list.html",
        title=_("Styrdokument"),
        levels=levels,
        count=len(found),
        are_any=bool(every),
        words=words,
        shows_all=shows_all,
        can_write=keeps(actor),
        today=timezone.localdate(),
    )


@require_safe
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Show a document."""
    actor = actor_of(request)
    found = document_for(actor, document_id)
    return page(
        request,
        "steering/document.html",
        title=found.draft.title,
        document=found,
        draft=found.draft,
        targets=[t for t in targets_of(actor, found.municipality_id) if t.document_id == document_id],
        can_write=may_change(actor, document_id),
    )


@require_safe
def download_file(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Hand out the file of a document."""
    return as_attachment(actions.download_file(actor_of(request), document_id))


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Show the tree of political targets."""
    actor = actor_of(request)
    return page(
        request,
        "steering/targets.html",
        title=_("Politiska mål"),
        targets=targets_of(actor, home_of(actor)),
        struck=struck_targets(actor, home_of(actor)),
        can_write=keeps(actor),
    )


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show which documents each committee must have, and has."""
    actor = actor_of(request)
    return page(
        request,
        "steering/matrix.html",
        title=_("Nämndernas rutiner och planer"),
        matrix=matrix_of(actor, home_of(actor)),
        can_write=keeps(actor),
        committee_form=CommitteeForm(auto_id="namnd_%s"),
        requirement_form=RequirementForm(auto_id="krav_%s"),
    )


@require_safe
def download(request: HttpRequest, what: str, filetype: str) -> HttpResponse:
    """Hand out the register or the matrix."""
    return as_attachment(actions.export_steering(actor_of(request), what=what, filetype=filetype))


def _holds(words: str, *texts: str) -> bool:
    """Return whether every one of the words stands in some of the texts."""
    searched = " ".join(texts).casefold()
    return all(word in searched for word in words.casefold().split())
