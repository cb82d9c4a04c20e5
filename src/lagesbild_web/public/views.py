"""The open pages. They ask as the public even when the reader is logged in: everybody sees the same."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lagesbild_web.base.actor import the_public
from lagesbild_web.base.file_response import as_attachment, as_sealed_page
from lagesbild_web.base.page import page
from lagesbild_web.base.paging import page_number
from lagesbild_web.pictures.queries import (
    contact_point_for_picture,
    contact_points,
    picture_file,
    picture_for,
    pictures_for,
)

_FIVE_MINUTES = cache_control(public=True, max_age=300)
"""A withdrawn picture must be gone soon."""


@require_safe
@login_not_required
@_FIVE_MINUTES
def open_pictures(request: HttpRequest) -> HttpResponse:
    """List what has been published for everybody."""
    pictures = pictures_for(the_public(), number=page_number(request))
    return page(
        request,
        "public/list.html",
        title=_("Öppna lägesbilder"),
        pictures=pictures,
        contacts=contact_points(),
    )


@require_safe
@login_not_required
@_FIVE_MINUTES
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the service is, what is lacking, and whom to tell."""
    return page(
        request,
        "public/accessibility.html",
        title=_("Tillgänglighet för Lägesbild"),
        contact=settings.ACCESSIBILITY_CONTACT,
    )


@require_safe
@login_not_required
@_FIVE_MINUTES
def open_picture(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Show one published picture."""
    found = picture_for(the_public(), picture_id)
    return page(
        request,
        "public/picture.html",
        title=found.summary.heading,
        picture=found,
        contact=contact_point_for_picture(picture_id),
    )


@require_safe
@login_not_required
@_FIVE_MINUTES
def open_document(_request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Show the whole document of a published picture."""
    return as_sealed_page(picture_file(the_public(), picture_id, "html"))


@require_safe
@login_not_required
@_FIVE_MINUTES
def open_download(_request: HttpRequest, picture_id: UUID, format: str) -> HttpResponse:
    """Hand out a published picture as a file; who takes it is nobody's business, so it is not logged."""
    return as_attachment(picture_file(the_public(), picture_id, format))
