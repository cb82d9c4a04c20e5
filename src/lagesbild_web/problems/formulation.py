"""How a problem is formulated: narrow, in answers to Brå's questions, and compared between versions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Formulation:
    """What a problem says, in words. ``months`` are 1-12; places, weekdays and hours are in the selection."""

    title: str
    what: str
    where: str
    when: str = ""
    who: str = ""
    """Who or what is exposed, as groups."""
    why: str = ""
    """Why this problem was chosen."""
    not_included: str = ""
    sources_used: str = ""
    sources_rejected: str = ""
    source_limits: str = ""
    months: tuple[int, ...] = ()
    """The season, when it has one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a formulation in two versions."""

    name: str
    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """The two are not the same."""
        return self.before != self.after


PARTS: Final[Mapping[str, Promise]] = {
    "title": _("Rubrik"),
    "what": _("Vad händer?"),
    "where": _("Var?"),
    "when": _("När?"),
    "months": _("Under vilka månader?"),
    "who": _("Vem eller vad utsätts?"),
    "why": _("Varför har det här valts?"),
    "not_included": _("Vad ingår inte?"),
    "sources_used": _("Vilka källor har använts?"),
    "sources_rejected": _("Vilka källor valdes bort, och varför?"),
    "source_limits": _("Vilka brister har källorna?"),
}
"""Every part in reading order, as the question it answers."""
NARROWING: Final = ("what", "where", "when", "who")
"""What a narrow formulation must say."""
BACKGROUND: Final = ("why", "not_included", "sources_used", "sources_rejected", "source_limits")
MONTHS: Final = (
    _("januari"), _("februari"), _("mars"), _("april"), _("maj"), _("juni"), _("juli"), _("augusti"),
    _("september"), _("oktober"), _("november"), _("december"),
)  # fmt: skip


def to_json(formulation: Formulation) -> dict[str, Any]:
    """Return the formulation as it is kept."""
    return {**asdict(formulation), "months": list(formulation.months)}


def from_json(kept: Mapping[str, Any]) -> Formulation:
    """Return a kept formulation; what an earlier program did not know of is empty."""
    known = {field.name: kept[field.name] for field in fields(Formulation) if field.name in kept}
    return Formulation(**{**known, "months": tuple(known.get("months", ()))})


def part_in_words(formulation: Formulation, name: str) -> str:
    """Return a part as it is read."""
    if name == "months":
        return ", ".join(str(MONTHS[month - 1]) for month in formulation.months)
    return str(getattr(formulation, name))


def differences(before: Formulation, after: Formulation) -> tuple[Difference, ...]:
    """Return every part that says something in either version."""
    found = [
        Difference(name, str(label), part_in_words(before, name), part_in_words(after, name))
        for name, label in PARTS.items()
    ]
    return tuple(part for part in found if part.before or part.after)


def missing(formulation: Formulation) -> tuple[str, ...]:
    """Return what a narrow formulation should say and this one does not, as the questions."""
    return tuple(str(PARTS[name]) for name in NARROWING if not getattr(formulation, name))
