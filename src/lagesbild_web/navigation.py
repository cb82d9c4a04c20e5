"""The main menu: every feature's entrance, shown to those who may go in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Entrance:
    """A feature's first page: the name of its address, what the menu says, and the right that opens it."""

    address: str
    label: Promise
    right: Right


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the menu as it is shown."""

    url: str
    label: str
    is_here: bool
    """The page that is shown is this one or below it."""


ENTRANCES: Final = (
    Entrance("start", _("Läget nu"), Right.READ_PICTURE),
    Entrance("reporting:start", _("Rapportera"), Right.REPORT_INCIDENT),
    Entrance("review:queue", _("Granska"), Right.REVIEW_INCIDENT),
    Entrance("incidents:list", _("Händelser"), Right.READ_INCIDENT),
    Entrance("explore:map", _("Karta och utforska"), Right.READ_INCIDENT),
    Entrance("imports:list", _("Importera"), Right.IMPORT_INCIDENT),
    Entrance("pictures:list", _("Lägesbilder"), Right.READ_PICTURE),
    Entrance("areas:list", _("Områden"), Right.MANAGE_AREAS),
    Entrance("audit:log", _("Logg"), Right.READ_LOG),
    Entrance("administration:start", _("Administration"), Right.MANAGE_ACCESS),
)

SCRIPTS: Final = ("reporting/log_out.js",)
"""Modules of features that every page with a log-out button loads."""


def navigation(request: HttpRequest) -> dict[str, Callable[[], object]]:
    """Give templates ``menu``, ``actor`` and ``scripts``; asked for only by pages that show them."""
    return {
        "menu": lambda: _menu(request),
        "actor": lambda: _person(request),
        "scripts": lambda: SCRIPTS if _person(request) else (),
    }


def _menu(request: HttpRequest) -> list[MenuItem]:
    actor = actor_of(request)
    urls = [(reverse(e.address), str(e.label)) for e in ENTRANCES if has_somewhere(actor, e.right)]
    return [MenuItem(url, label, _is_here(request.path, url)) for url, label in urls]


def _is_here(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _person(request: HttpRequest) -> Actor | None:
    actor = actor_of(request)
    return actor if actor.kind == "person" else None
