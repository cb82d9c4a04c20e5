"""The open page of what the municipality and the police have promised, and whether it was kept."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lagesbild_web.agreements.queries import promises_for
from lagesbild_web.base.actor import the_public
from lagesbild_web.base.page import page


@require_safe
@login_not_required
@cache_control(public=True, max_age=300)
def promises(request: HttpRequest) -> HttpResponse:
    """Show every published promise with what came of it; everybody sees the same."""
    return page(
        request, "public/promises.html", title=_("Löften till invånarna"), promises=promises_for(the_public())
    )
