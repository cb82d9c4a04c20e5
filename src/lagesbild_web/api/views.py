"""The page about the API, its document, and the answer where there is no address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from lagesbild_web.api.describing import document, groups
from lagesbild_web.api.problems import KINDS, NOT_FOUND, Refused, refused
from lagesbild_web.base.page import page

_FIVE_MINUTES = cache_control(public=True, max_age=300)


@require_safe
@login_not_required
@_FIVE_MINUTES
def about(request: HttpRequest) -> HttpResponse:
    """Describe the API in words, for whoever connects a system; it says nothing about anybody."""
    origin = f"{request.scheme}://{request.get_host()}"
    return page(request, "api/docs.html", title=_("API för andra system"), groups=groups(origin), kinds=KINDS)


@require_safe
@login_not_required
def root(_request: HttpRequest) -> HttpResponse:
    """Lead whoever opens the API's own address to the page about it."""
    return redirect("api:docs")


@require_safe
@login_not_required
@_FIVE_MINUTES
def openapi(_request: HttpRequest) -> HttpResponse:
    """Hand out the OpenAPI document."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@login_not_required
@csrf_exempt
def unknown(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """Say that the API has no such address, as the API says things."""
    del rest
    response = refused(Refused(NOT_FOUND))
    response["Cache-Control"] = "no-store"
    return response
