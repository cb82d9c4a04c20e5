"""Save a filter, share it, take it away, and hand out what a page shows."""

from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen_numbers, searched_for
from lagesbild_web.explore.contracts import Exploration, SavedFilter, View
from lagesbild_web.explore.files import export_file
from lagesbild_web.explore.models import SavedFilter as SavedRow
from lagesbild_web.explore.queries import contract_of, is_own, saved_row_for

LONGEST_NAME = 80
MOST_SAVED = 50


@action("explore.save_filter")
def save_filter(actor: Actor, *, name: str, query: str, is_shared: bool) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces what it stood for.

    Raises
    ------
    Invalid
        If the name is missing or too long, or there are too many already.
    """
    home = actor.home
    if home is None or home.function_id is None or actor.user_id is None:
        raise NotFound
    # A filter is the function's own tool; whoever may look at incidents may keep one.
    require(
        actor,
        Right.READ_INCIDENT,
        Domain(home.municipality_id, home.organisation_id, Circle.OWN, Sensitivity.OPEN),
    )
    name = " ".join(name.split())
    if not name:
        raise Invalid(name=_("Skriv ett namn, till exempel ”Klotter vid skolan”."))
    if len(name) > LONGEST_NAME:
        raise Invalid(name=_("Namnet får ha högst %(most)s tecken.") % {"most": LONGEST_NAME})
    screen_numbers(name=name)
    screen_numbers(name=searched_for(query))
    own = SavedRow.objects.filter(function_id=home.function_id)
    row = own.filter(name=name).first()
    if row is None and own.count() >= MOST_SAVED:
        raise Invalid(
            name=_("Du har redan %(most)s sparade filter. Ta bort något först.") % {"most": MOST_SAVED}
        )
    if row is None:
        row = SavedRow(
            municipality_id=home.municipality_id,
            organisation_id=home.organisation_id,
            function_id=home.function_id,
            name=name,
        )
    row.query, row.is_shared = query, is_shared
    row.save()
    record(actor, "explore.filter_saved", row.id, municipality_id=row.municipality_id, shared=is_shared)
    return contract_of(row, actor)


@action("explore.remove_filter")
def remove_filter(actor: Actor, filter_id: UUID) -> SavedFilter:
    """Take away a filter that one's function has saved; returns it, so that it can be put back."""
    row = saved_row_for(actor, filter_id)
    if not is_own(actor, row):
        raise Invalid(name=_("Bara den som har funktionen som sparade filtret kan ta bort det."))
    was = contract_of(row, actor)
    municipality_id, row_id = row.municipality_id, row.id
    row.delete()
    record(actor, "explore.filter_removed", row_id, municipality_id=municipality_id)
    return was


@action("explore.export")
def export(
    actor: Actor, municipality_id: UUID, exploration: Exploration, *, view: View, format: str
) -> OutgoingFile:
    """Hand out exactly what the page shows as a file, and remember who got it.

    Raises
    ------
    Invalid
        If the page has no such format.
    """
    home = actor.home
    if home is None:
        raise NotFound
    require(
        actor,
        Right.EXPORT_INCIDENT,
        Domain(home.municipality_id, home.organisation_id, Circle.OWN, Sensitivity.OPEN),
    )
    file, rows = export_file(actor, municipality_id, exploration, view=view, format=format)
    record(
        actor,
        "explore.exported",
        municipality_id,
        municipality_id=municipality_id,
        view=view.value,
        format=format,
        rows=rows,
        first_day=exploration.first_day.isoformat(),
        last_day=exploration.last_day.isoformat(),
    )
    return file
