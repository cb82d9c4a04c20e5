"""What a key to the API may be used for: a choice among what the function's role may do, never more."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.roles import TABLE, Right, Role


class Scope(StrEnum):
    """Something that a key may be used for."""

    REPORT = "report"
    INCIDENTS = "incidents"
    FIGURES = "figures"
    PICTURES = "pictures"


RIGHT_OF: Final[Mapping[Scope, Right]] = {
    Scope.REPORT: Right.REPORT_INCIDENT,
    Scope.INCIDENTS: Right.READ_INCIDENT,
    Scope.FIGURES: Right.READ_INCIDENT,
    Scope.PICTURES: Right.READ_PICTURE,
}
"""The right that the function's role must give. How far it reaches is then decided as for a person."""

SCOPE_LABELS: Final[Mapping[Scope, Promise]] = {
    Scope.REPORT: _("Lämna rapporter och se vad som hände med dem"),
    Scope.INCIDENTS: _("Läsa händelser, en och en"),
    Scope.FIGURES: _("Läsa antal och avvikelser"),
    Scope.PICTURES: _("Läsa publicerade lägesbilder"),
}


def scopes_of(role: Role) -> tuple[Scope, ...]:
    """Return what a key to a function with the role can be used for.

    Examples
    --------
    >>> [scope.value for scope in scopes_of(Role.STEERING)]
    ['pictures']
    """
    return tuple(scope for scope, right in RIGHT_OF.items() if right in TABLE[role])
