"""The pages about agreements and promises: list, read, compare, hand out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.agreements import actions
from lagesbild_web.agreements.queries import (
    AgreementFilter,
    agreement_for,
    agreements_for,
    comparison_for,
    state_choices,
)
from lagesbild_web.agreements.sections import KIND_LABELS
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page
from lagesbild_web.base.paging import page_number


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """List agreements and promises."""
    actor = actor_of(request)
    wanted = _filter(request)
    return page(
        request,
        "agreements/list.html",
        title=_("Överenskommelser"),
        agreements=agreements_for(actor, wanted, number=page_number(request)),
        wanted=wanted,
        kinds=[(kind.value, label) for kind, label in KIND_LABELS.items()],
        states=state_choices(),
        can_manage=has_somewhere(actor, Right.MANAGE_AGREEMENT),
        query=request.GET.urlencode(),
    )


@require_safe
def download_list(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out the list."""
    return as_attachment(actions.export_agreements(actor_of(request), _filter(request), filetype=filetype))


@require_safe
def agreement(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Show one."""
    found = agreement_for(actor_of(request), agreement_id)
    return page(request, "agreements/agreement.html", title=found.line.title, agreement=found)


@require_safe
def compare(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Show what differs between two signed versions, or between the latest and what is written now."""
    actor = actor_of(request)
    found = agreement_for(actor, agreement_id)
    numbers = [version.number for version in found.versions]
    before = _number(request.GET.get("fran", ""), numbers[-1] if numbers else 1)
    after = _number(request.GET.get("till", ""), 0) or None
    changes = comparison_for(actor, agreement_id, before, after) if numbers else None
    return page(
        request,
        "agreements/compare.html",
        title=_("Jämför versioner"),
        agreement=found,
        changes=changes,
        before=before,
        after=after,
    )


@require_safe
def download(request: HttpRequest, agreement_id: UUID, format: str) -> HttpResponse:
    """Hand it out as a document."""
    return as_attachment(actions.export_agreement(actor_of(request), agreement_id, filetype=format))


@require_safe
def attached(request: HttpRequest, agreement_id: UUID, file_id: UUID) -> HttpResponse:
    """Hand out an attached file."""
    return as_attachment(actions.hand_out_file(actor_of(request), agreement_id, file_id=file_id))


def _filter(request: HttpRequest) -> AgreementFilter:
    return AgreementFilter(
        kind=request.GET.get("slag", ""),
        state=request.GET.get("lage", ""),
        text=request.GET.get("sok", "").strip()[:100],
    )


def _number(written: str, otherwise: int) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else otherwise
