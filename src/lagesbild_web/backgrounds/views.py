"""Hand out pictures of background maps; the browser asks nobody else."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lagesbild.sources.tile_grid import Tile
from lagesbild_web.access.queries import actor_of
from lagesbild_web.backgrounds import queries

BROWSER_KEEPS_S = 86_400


@require_safe
def tile(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponse:
    """Hand out one tile."""
    picture = queries.tile_for(actor_of(request), name, Tile(z, x, y))
    response = HttpResponse(picture.content, content_type=picture.media_type)
    # Ours must not stay when the map is back; it is told apart in the header.
    keeps = "no-store" if picture.is_missing else f"private, max-age={BROWSER_KEEPS_S}"
    response["Cache-Control"] = keeps
    if picture.is_missing:
        response["X-Lagesbild-Bakgrund"] = "saknas"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def state(request: HttpRequest, name: str) -> HttpResponse:
    """Tell whether the service behind a map answers, and what the page says when it does not."""
    is_down = queries.is_down(actor_of(request), name)
    sentence = (
        _("Bakgrundskartan går inte att hämta just nu. Gränserna och det som räknas visas ändå.")
        if is_down
        else ""
    )
    response = JsonResponse({"is_down": is_down, "sentence": sentence})
    response["Cache-Control"] = "no-store"
    return response
