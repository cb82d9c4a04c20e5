"""Which categories stand first when somebody reports, and the icon of each."""

from collections.abc import Mapping, Sequence
from typing import Final

from lagesbild_web.areas.contracts import Category

TILES: Final = (
    "skadegorelse",
    "klotter",
    "nedskrapning",
    "storande_folksamling",
    "narkotika_misstanke",
    "brak",
    "hot",
    "stold",
    "inbrott",
    "buskorning",
    "bristande_belysning",
    "upplevd_otrygghet",
)
"""The commonest in what EST reporters send, by the library's codes. The rest are found by searching."""

FEWEST: Final = 6
"""A municipality whose own categories are others sees its first ones instead."""

FALLBACK_ICON: Final = "circle-alert"

ICONS: Final[Mapping[str, str]] = {
    "vald": "swords",
    "brak": "hand-fist",
    "ran": "hand-coins",
    "hot": "message-circle-warning",
    "incident_anstalld": "badge-alert",
    "sexualbrott": "heart-crack",
    "stold": "shopping-bag",
    "cykelstold": "bike",
    "inbrott": "door-open",
    "bostadsinbrott": "house",
    "skadegorelse": "hammer",
    "klotter": "spray-can",
    "brand": "flame",
    "fyrverkerier": "rocket",
    "vapen": "shield-alert",
    "narkotika": "pill",
    "narkotika_misstanke": "pill",
    "berusning": "beer",
    "storande_folksamling": "users",
    "upplevd_otrygghet": "frown",
    "nedskrapning": "trash-2",
    "fortkorning": "gauge",
    "buskorning": "motorbike",
    "bristande_belysning": "lightbulb-off",
    "skymmande_vegetation": "trees",
    "odslig_plats": "moon",
    "otrygg_plats": "triangle-alert",
    "skalskydd": "lock-open",
    "tillhall": "warehouse",
    "trygg_plats": "smile",
    "arrangemang": "calendar-days",
    "ovrigt": "circle-ellipsis",
}
"""The library's code → the name of the icon; icons never stand without the words."""


def icon_of(category: Category) -> str:
    """Return the icon's name."""
    return ICONS.get(category.library_code, FALLBACK_ICON)


def first_categories(categories: Sequence[Category]) -> tuple[str, ...]:
    """Return the codes of the categories that are shown as tiles, in their order."""
    by_library: dict[str, str] = {}
    for category in categories:
        by_library.setdefault(category.library_code, category.code)
    known = tuple(by_library[code] for code in TILES if code in by_library)
    if len(known) >= FEWEST:
        return known
    others = (category.code for category in categories if category.code not in known)
    return (*known, *others)[: len(TILES)]
