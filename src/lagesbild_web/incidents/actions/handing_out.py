"""Hand incidents out as files, and decide whose reports count at once."""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.queries import organisations_of
from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.base.screening import screen
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.files import MOST_ROWS, is_known_format, list_file
from lagesbild_web.incidents.filters import as_query
from lagesbild_web.incidents.models import TrustedOrganisation
from lagesbild_web.incidents.queries import incidents_for, incidents_table, texts_of


@action("incident.export")
def export_incidents(actor: Actor, wanted: IncidentFilter, *, format: str) -> OutgoingFile:
    """Hand out exactly what the list shows as a file, and remember who got it.

    Raises
    ------
    NotFound
        If there is no such format.
    Invalid
        If there is nothing to hand out, or more than a file should hold.
    """
    if not is_known_format(format):
        raise NotFound
    holder = next(iter(those_with(actor, Right.EXPORT_INCIDENT)), None)
    if holder is None:
        raise NotAllowed
    home = holder.municipality_id
    require(actor, Right.EXPORT_INCIDENT, Domain(home, holder.organisation_id))
    total = incidents_for(actor, wanted, number=1, municipality_id=home).total
    if total > MOST_ROWS:
        raise Invalid(rows=_("Det är fler än 200 000 händelser. Välj en kortare period."))
    if not total:
        raise Invalid(rows=_("Det finns inga händelser att hämta."))
    selection = incidents_table(actor, wanted, municipality_id=home)
    names = {area.code: area.name for area in areas_of(home, with_retired=True)}
    file = list_file(selection, texts_of(actor, wanted, municipality_id=home), names, format=format)
    searched = _(" (och ett sökord)") if wanted.text else ""
    record(
        actor,
        "incident.exported",
        municipality_id=home,
        rows=total,
        format=format,
        selection=(as_query(replace(wanted, text="")) or "-") + searched,
    )
    return file


@action("incident.trust")
def trust_organisation(
    actor: Actor, organisation_id: UUID, *, municipality_id: UUID, is_trusted: bool, reason: str
) -> None:
    """Decide whether what an organisation reports counts at once, or is reviewed first."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    name = next((o.name for o in organisations_of(municipality_id) if o.id == organisation_id), None)
    if name is None:
        raise NotFound
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför. Skälet sparas i loggen."))
    screen(reason=reason)
    trusted = TrustedOrganisation.objects.filter(pk=organisation_id)
    if is_trusted:
        TrustedOrganisation.objects.update_or_create(
            pk=organisation_id, defaults={"reason": reason.strip()[:500]}
        )
    else:
        trusted.delete()
    event = "incident.organisation_trusted" if is_trusted else "incident.organisation_distrusted"
    record(
        actor,
        event,
        organisation_id,
        municipality_id=municipality_id,
        organisation=name,
        reason=reason.strip()[:500],
    )
