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
    """A feature's first page: its address, what the menu says, the right that opens it, and its group."""

    address: str
    label: Promise
    right: Right
    group: str


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the menu as it is shown."""

    url: str
    label: str
    is_here: bool
    """The page that is shown is this one or below it."""


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Lines of the menu that belong together, with their heading."""

    name: str
    label: str
    items: tuple[MenuItem, ...]

    @property
    def is_here(self) -> bool:
        """The page that is shown is in this group, which then lies open."""
        return any(item.is_here for item in self.items)


GROUPS: Final = {
    "picture": _("Se och förstå"),
    "work": _("Planera och samverka"),
    "follow": _("Följa upp"),
    "keeping": _("Sköta"),
}
"""The parts of the menu, in order: what happens, what is done, what came of it, and what all stand on."""

ENTRANCES: Final = (
    Entrance("start", _("Läget nu"), Right.READ_PICTURE, "picture"),
    Entrance("reporting:start", _("Rapportera"), Right.REPORT_INCIDENT, "picture"),
    Entrance("review:queue", _("Granska"), Right.REVIEW_INCIDENT, "picture"),
    Entrance("incidents:list", _("Händelser"), Right.READ_INCIDENT, "picture"),
    Entrance("explore:map", _("Karta och utforska"), Right.READ_INCIDENT, "picture"),
    Entrance("imports:list", _("Importera"), Right.IMPORT_INCIDENT, "picture"),
    Entrance("pictures:list", _("Lägesbilder"), Right.READ_PICTURE, "picture"),
    Entrance("problems:list", _("Problem"), Right.READ_PLAN, "work"),
    Entrance("plans:list", _("Åtgärdsplan"), Right.READ_PLAN, "work"),
    Entrance("agreements:list", _("Överenskommelser"), Right.READ_AGREEMENT, "work"),
    Entrance("meetings:start", _("Möten"), Right.READ_MEETING, "work"),
    Entrance("walks:list", _("Trygghetsvandringar"), Right.JOIN_WALK, "work"),
    Entrance("steering:list", _("Styrdokument"), Right.READ_PLAN, "work"),
    Entrance("follow_up:overview", _("Uppföljning"), Right.READ_PLAN, "follow"),
    Entrance("indicators:list", _("Indikatorer"), Right.READ_PLAN, "follow"),
    Entrance("duties:list", _("Lagkoll"), Right.READ_DUTIES, "follow"),
    Entrance("trail:overview", _("Kedjan"), Right.READ_PLAN, "follow"),
    Entrance("areas:list", _("Områden"), Right.MANAGE_AREAS, "keeping"),
    Entrance("audit:log", _("Logg"), Right.READ_LOG, "keeping"),
    Entrance("administration:start", _("Administration"), Right.MANAGE_ACCESS, "keeping"),
)

SCRIPTS: Final = ("reporting/log_out.js", "walks/log_out.js")
"""Modules of features that every page with a log-out button loads."""


def navigation(request: HttpRequest) -> dict[str, Callable[[], object]]:
    """Give templates ``menu``, ``actor`` and ``scripts``; asked for only by pages that show them."""
    return {
        "menu": lambda: _menu(request),
        "actor": lambda: _person(request),
        "scripts": lambda: SCRIPTS if _person(request) else (),
    }


def _menu(request: HttpRequest) -> list[MenuGroup]:
    actor = actor_of(request)
    shown = [entrance for entrance in ENTRANCES if has_somewhere(actor, entrance.right)]
    groups = []
    for name, label in GROUPS.items():
        urls = [(reverse(e.address), str(e.label)) for e in shown if e.group == name]
        if urls:
            items = tuple(MenuItem(url, text, _is_here(request.path, url)) for url, text in urls)
            groups.append(MenuGroup(name, str(label), items))
    return groups


def _is_here(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _person(request: HttpRequest) -> Actor | None:
    actor = actor_of(request)
    return actor if actor.kind == "person" else None
