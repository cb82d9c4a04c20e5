"""Change areas, places, population and categories."""

from lagesbild_web.areas.actions.boundaries import import_boundaries, import_population, undo_import
from lagesbild_web.areas.actions.categories import (
    CategoryFields,
    add_category,
    change_category,
    import_default_categories,
    move_category,
    restore_category,
    retire_category,
)
from lagesbild_web.areas.actions.drawing import (
    add_place,
    draw_area,
    redraw_area,
    rename_area,
    restore_area,
    retire_area,
)

__all__ = [
    "CategoryFields",
    "add_category",
    "add_place",
    "change_category",
    "draw_area",
    "import_boundaries",
    "import_default_categories",
    "import_population",
    "move_category",
    "redraw_area",
    "rename_area",
    "restore_area",
    "restore_category",
    "retire_area",
    "retire_category",
    "undo_import",
]
