"""Hand out problems, analyses and priorities as files, and remember who got them."""

from uuid import UUID

from django.utils import timezone
from django.utils.text import slugify

from lagesbild_web.access.queries import organisation_name
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.document_files import as_document_file
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.table_files import TABLE_FILES, as_table
from lagesbild_web.problems.contracts import ProblemFilter
from lagesbild_web.problems.documents import analysis_document, priorities_document
from lagesbild_web.problems.queries.problems import problem_for, problems_of
from lagesbild_web.problems.queries.scores import criteria_of, decisions_in, ranking_of
from lagesbild_web.problems.tables import LIST_COLUMNS, list_rows

_PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")


@action("problem.export_list")
def export_list(actor: Actor, chosen: ProblemFilter, *, filetype: str) -> OutgoingFile:
    """Hand out the problems of a list as CSV or XLSX.

    Raises
    ------
    NotFound
        If there is no such kind of file.
    """
    home = _home(actor)
    if filetype not in TABLE_FILES:
        raise NotFound
    rows = list_rows(problems_of(actor, chosen=chosen))
    file = as_table(
        f"problem-{timezone.localdate().isoformat()}",
        list(LIST_COLUMNS),
        rows,
        filetype=filetype,
        guide=list(LIST_COLUMNS.values()),
    )
    record(actor, "problem.exported", municipality_id=home, format=filetype, what="lista")
    return file


@action("problem.export_analysis")
def export_analysis(actor: Actor, problem_id: UUID, *, format: str) -> OutgoingFile:
    """Hand out a problem with the analysis of its causes as a document.

    Raises
    ------
    NotFound
        If there is no such problem for the actor, or no such kind of file.
    """
    found = problem_for(actor, problem_id)
    municipality_id = found.summary.municipality_id
    document = analysis_document(
        found, organisation=organisation_name(municipality_id), today=timezone.localdate()
    )
    name = slugify(f"orsaksanalys {found.summary.title} v{found.summary.version}".translate(_PLAIN))[:80]
    file = as_document_file(document, name, format)
    record(
        actor,
        "problem.exported",
        problem_id,
        municipality_id=municipality_id,
        format=format,
        what="orsaksanalys",
    )
    return file


@action("problem.export_priorities")
def export_priorities(actor: Actor, *, format: str) -> OutgoingFile:
    """Hand out the list of priorities as a document for the steering group.

    Raises
    ------
    NotFound
        If there is no such kind of file.
    """
    home = _home(actor)
    document = priorities_document(
        ranking_of(problems_of(actor), home),
        criteria_of(home),
        decisions_in(actor, home),
        organisation=organisation_name(home),
        today=timezone.localdate(),
    )
    file = as_document_file(document, f"prioritering-{timezone.localdate().isoformat()}", format)
    record(actor, "problem.exported", municipality_id=home, format=format, what="prioritering")
    return file


def _home(actor: Actor) -> UUID:
    """Return the municipality that the actor works in, when the actor may read its problems."""
    if actor.municipality_id is None:
        raise NotAllowed
    require(
        actor,
        Right.READ_PLAN,
        Domain(actor.municipality_id, actor.municipality_id, Circle.PARTNERS, Sensitivity.LIMITED),
    )
    return actor.municipality_id
