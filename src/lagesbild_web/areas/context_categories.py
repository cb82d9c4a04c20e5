"""Which of a municipality's categories tell about its surroundings, such as news and events."""

from typing import Final
from uuid import UUID

from lagesbild.tables.category_files import base_categories
from lagesbild_web.areas.models import Category

SURROUNDINGS: Final = "omvarld"
"""The root of the library's categories that are context and nothing that has happened."""


def context_categories(municipality_id: UUID) -> set[UUID]:
    """Return the categories that stand for one of the library's of that root, and all that is below them."""
    rows = Category.objects.filter(municipality_id=municipality_id)
    above: dict[UUID, UUID | None] = {}
    found: set[UUID] = set()
    for category, parent, code in rows.values_list("id", "parent_id", "library_code"):
        above[category] = parent
        known = base_categories().get(code)
        if known is not None and known.root == SURROUNDINGS:
            found.add(category)
    while below := {category for category, parent in above.items() if parent in found} - found:
        found |= below
    return found
