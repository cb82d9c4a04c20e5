"""Hand out the lists of gaps and vacancies, and remember who got them."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.table_files import TABLE_FILES, as_table
from lagesbild_web.trail.queries import gaps_for, vacancies_for


@action("trail.export_gaps")
def export_gaps(
    actor: Actor, *, name: str = "", with_motive: bool | None = None, filetype: str
) -> OutgoingFile:
    """Hand out the gaps that the page shows as CSV or XLSX.

    Raises
    ------
    NotFound
        If there is no such kind of file.
    """
    municipality_id = _reads_plans(actor, filetype)
    columns = {
        _("Lucka"): _("Vad som fattas i kedjan."),
        _("Slag"): _("Vad det gäller: ett problem, ett mål, en åtgärd eller något annat i kedjan."),
        _("Gäller"): _("Vilket det är."),
        _("Läge"): _("Hur långt det har kommit."),
        _("Gör så här"): _("Vad som stänger luckan."),
        _("Motiv"): _("Varför luckan får vara kvar, om någon har skrivit det."),
    }
    lines = gaps_for(actor, name=name, with_motive=with_motive)
    rows = [
        (
            line.gap.label,
            line.kind_label,
            line.gap.thing.label,
            line.gap.thing.state,
            line.gap.mend_label,
            line.gap.motive,
        )
        for line in lines
    ]
    file = as_table(
        f"luckor-{timezone.localdate().isoformat()}",
        list(columns),
        rows,
        filetype=filetype,
        guide=list(columns.values()),
    )
    record(actor, "trail.gaps_exported", municipality_id=municipality_id, rows=len(rows), format=filetype)
    return file


@action("trail.export_vacancies")
def export_vacancies(actor: Actor, *, filetype: str) -> OutgoingFile:
    """Hand out what vacant functions answer for as CSV or XLSX; refuses like :func:`export_gaps`."""
    municipality_id = _reads_plans(actor, filetype)
    columns = {
        _("Funktion"): _("Funktionen som ingen har i dag."),
        _("Vakant sedan"): _("Dagen då den senaste slutade. Tomt när ingen har haft den."),
        _("Slag"): _("Vad funktionen svarar för."),
        _("Gäller"): _("Vilket det är."),
        _("Senast"): _("Dagen då något ska vara gjort, när det finns en."),
    }
    rows = []
    for vacancy in vacancies_for(actor):
        since = vacancy.since.isoformat() if vacancy.since else ""
        rows += [(vacancy.function, since, item.kind_label, item.label, "") for item in vacancy.work]
        rows += [
            (vacancy.function, since, _("Väntar med en dag"), due.text, due.due_on.isoformat())
            for due in vacancy.waiting
        ]
    file = as_table(
        f"vakanser-{timezone.localdate().isoformat()}",
        list(columns),
        rows,
        filetype=filetype,
        guide=list(columns.values()),
    )
    record(
        actor, "trail.vacancies_exported", municipality_id=municipality_id, rows=len(rows), format=filetype
    )
    return file


def _reads_plans(actor: Actor, filetype: str) -> UUID:
    """Return the municipality whose chain the actor may read, when there is such a kind of file."""
    home = actor.home
    if home is None:
        raise NotAllowed
    require(
        actor,
        Right.READ_PLAN,
        Domain(home.municipality_id, home.organisation_id, Circle.OWN, Sensitivity.OPEN),
    )
    if filetype not in TABLE_FILES:
        raise NotFound
    return home.municipality_id
