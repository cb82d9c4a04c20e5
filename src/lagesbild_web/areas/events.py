"""What the log says of areas, places and categories."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event(
        "areas.imported",
        _("Lade in {areas} områden: {name}, från {valid_from}."),
        "areas",
        "name",
        "valid_from",
        "sha256",
    ),
    event("areas.import_undone", _("Ångrade indelningen {name}. Skäl: {reason}"), "name", "reason"),
    event("areas.drawn", _("Ritade området {code} {name}."), "code", "name"),
    event("areas.redrawn", _("Ritade om området {code} {name}."), "code", "name"),
    event(
        "areas.renamed",
        _("Bytte namn på området {code} från {before} till {after}."),
        "code",
        "before",
        "after",
    ),
    event("areas.retired", _("Tog området {code} {name} ur bruk. Skäl: {reason}"), "code", "name", "reason"),
    event("areas.restored", _("Tog området {code} {name} i bruk igen."), "code", "name"),
    event(
        "areas.population_imported",
        _("Lade in folkmängd för {areas} områden, åren {years}."),
        "areas",
        "years",
    ),
    event(
        "category.defaults_imported",
        _("Lade in {categories} kategorier ur programmets lista."),
        "categories",
    ),
    event("category.added", _("Lade till kategorin {code} {name}."), "code", "name"),
    event("category.changed", _("Ändrade kategorin {code} {name}: {fields}."), "code", "name", "fields"),
    event("category.moved", _("Flyttade kategorin {code} {name} i listan."), "code", "name"),
    event(
        "category.retired",
        _("Tog kategorin {code} {name} ur bruk. Skäl: {reason}"),
        "code",
        "name",
        "reason",
    ),
    event("category.restored", _("Tog kategorin {code} {name} i bruk igen."), "code", "name"),
)
