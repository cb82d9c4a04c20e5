"""Which of a municipality's categories are no problems: what is good, and what is about its surroundings."""

from uuid import UUID

from lagesbild.picture.not_problems import is_problem
from lagesbild.tables.categories import Taxonomy
from lagesbild_web.areas.models import Category


def categories_set_apart(municipality_id: UUID) -> set[UUID]:
    """Return the categories that the pictures set apart too, and all that is below them.

    They stand for one of the library's categories that is no problem (``picture.not_problems``): safe places,
    news, events and reports that nothing has happened.
    """
    taxonomy = Taxonomy.load()
    above: dict[UUID, UUID | None] = {}
    found: set[UUID] = set()
    rows = Category.objects.filter(municipality_id=municipality_id)
    for category, parent, code in rows.values_list("id", "parent_id", "library_code"):
        above[category] = parent
        if not is_problem(code, taxonomy):
            found.add(category)
    while below := {category for category, parent in above.items() if parent in found} - found:
        found |= below
    return found
