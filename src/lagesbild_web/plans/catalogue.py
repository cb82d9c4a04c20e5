"""Types of measures: the project's own list, and a municipality's own wording of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.plans.models import MeasureType

GRADE_LABELS: Final[Mapping[str, Promise]] = {
    "good": _("Systematisk översikt med tydligt resultat"),
    "some": _("Enstaka studier, eller en översikt med svagt underlag"),
    "unknown": _("Okänt: vi har inte hittat forskning att stödja oss på"),
}


@dataclass(frozen=True, slots=True)
class TypeCard:
    """A type of measure: what it is and acts on, what research says, what to measure and look out for."""

    code: str
    name: str
    what: str
    nature: str
    level: str
    causes: str
    research: str
    grade: str
    measure: str
    pitfalls: str
    is_own: bool = False
    """The municipality has changed it."""
    revision: int = 0

    @property
    def grade_label(self) -> str:
        """How much research there is, in words."""
        return str(GRADE_LABELS[self.grade])


@lru_cache(maxsize=1)
def shipped_types() -> tuple[TypeCard, ...]:
    """Return the types that come with the program, in their order."""
    text = files("lagesbild_web.plans").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return tuple(TypeCard(**item) for item in tomllib.loads(text)["type"])


def types_of(municipality_id: UUID) -> list[TypeCard]:
    """Return the types as the municipality words them, its own last."""
    rows = MeasureType.objects.filter(municipality_id=municipality_id)
    own = {row.code: row for row in rows}
    listed = [_own(own.pop(card.code)) if card.code in own else card for card in shipped_types()]
    return [*listed, *(_own(row) for row in own.values() if row.retired_at is None)]


def type_named(municipality_id: UUID, code: str) -> TypeCard | None:
    """Return a type, None when there is none with the code."""
    return next((card for card in types_of(municipality_id) if card.code == code), None)


def content_of_type(card: TypeCard) -> dict[str, Any]:
    """Return what is kept of a municipality's own wording."""
    return {key: value for key, value in asdict(card).items() if key not in {"is_own", "revision"}}


def _own(row: MeasureType) -> TypeCard:
    return TypeCard(**row.content, is_own=True, revision=row.revision)
