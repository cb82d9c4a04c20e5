"""Write assessments beside what a picture says, hide sections with a motive, recommend problems."""

from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.picture.context import HEADINGS
from lagesbild.picture.kinds import ALWAYS
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.base.stored_files import read
from lagesbild_web.pictures.content import ContentFinding, read_content
from lagesbild_web.pictures.contracts import ProblemTip, Statement
from lagesbild_web.pictures.models import ProblemTip as TipRow
from lagesbild_web.pictures.models import SituationPicture, StatementVersion
from lagesbild_web.pictures.models import Statement as StatementRow
from lagesbild_web.pictures.presenting import statement_contract, tip_contracts
from lagesbild_web.pictures.reading import function_of, row_to_work_on, statement_row, tip_row

LONGEST_TEXT: Final = 20_000
LONGEST_LINE: Final = 200


@action("picture.write_statement")
def write_statement(
    actor: Actor,
    picture_id: UUID,
    *,
    section: str,
    text: str,
    finding: str = "",
    is_for_everybody: bool = False,
) -> Statement:
    """Write what the actor's function judges about a section, or about one finding in it.

    Raises
    ------
    Invalid
        If the picture cannot be changed, the section or finding is not in it, the text is empty or too long,
        or it holds personal data.
    """
    row = row_to_work_on(actor, picture_id)
    content = read_content(read(row.content_sha256))
    if content.section(section) is None or section == "summary":
        raise Invalid(section=_("Avsnittet finns inte i lägesbilden. Välj ett annat."))
    about = _finding(content.findings, finding)
    made = StatementRow.objects.create(
        picture=row,
        section=section,
        finding=finding,
        about=about.sentence if about else "",
        text=_checked(text),
        is_for_everybody=is_for_everybody,
        function_id=function_of(actor),
        written_at=timezone.now(),
    )
    _count_up(row)
    _note(actor, "picture.assessed", row, section)
    return statement_contract(made)


@action("picture.change_statement")
def change_statement(
    actor: Actor, statement_id: UUID, *, text: str, is_for_everybody: bool, version: int
) -> Statement:
    """Change a statement; what it said before is kept.

    Raises
    ------
    Invalid
        If somebody else has changed it since it was looked at, or the text cannot be kept.
    """
    row = statement_row(actor, statement_id)
    if row.version != version:
        raise Invalid(
            text=_(
                "Någon annan har ändrat bedömningen. Läs den nya texten nedan, för samman dem och spara igen."
            )
        )
    changed = _checked(text)
    StatementVersion.objects.create(
        statement=row,
        version=row.version,
        text=row.text,
        function_id=row.function_id,
        written_at=row.written_at,
    )
    row.text, row.is_for_everybody = changed, is_for_everybody
    row.version, row.function_id, row.written_at = row.version + 1, function_of(actor), timezone.now()
    row.save()
    _count_up(row.picture)
    _note(actor, "picture.assessed", row.picture, row.section)
    return statement_contract(row)


@action("picture.retire_statement")
def retire_statement(actor: Actor, statement_id: UUID, *, reason: str = "") -> Statement:
    """Take a statement out of the picture; it is kept, with why."""
    row = statement_row(actor, statement_id)
    screen(reason=reason)
    row.retired_at, row.retired_because = timezone.now(), reason.strip()[:300]
    row.save(update_fields=["retired_at", "retired_because"])
    _count_up(row.picture)
    _note(actor, "picture.assessment_removed", row.picture, row.section)
    return statement_contract(row)


@action("picture.restore_statement")
def restore_statement(actor: Actor, statement_id: UUID) -> Statement:
    """Undo that a statement was taken out."""
    row = StatementRow.objects.filter(pk=statement_id).first()
    picture = row_to_work_on(actor, row.picture_id if row else statement_id)
    if row is None or row.retired_at is None:
        raise Invalid(text=_("Bedömningen är inte borttagen."))
    row.retired_at, row.retired_because = None, ""
    row.save(update_fields=["retired_at", "retired_because"])
    _count_up(picture)
    _note(actor, "picture.assessed", picture, row.section)
    return statement_contract(row)


@action("picture.hide_section")
def hide_section(actor: Actor, picture_id: UUID, *, section: str, motive: str) -> None:
    """Let a section not be shown, and say why in its place.

    Raises
    ------
    Invalid
        If the section is always shown or is not in the picture, or the motive is missing.
    """
    row = row_to_work_on(actor, picture_id)
    screen(motive=motive)
    if section in ALWAYS or read_content(read(row.content_sha256)).section(section) is None:
        raise Invalid(motive=_("Avsnittet visas alltid, eller finns inte i lägesbilden."))
    if not motive.strip():
        raise Invalid(motive=_("Skriv varför avsnittet inte visas. Motivet står i lägesbilden."))
    day = timezone.localdate().isoformat()
    kept = {
        "motive": motive.strip()[: LONGEST_LINE * 2],
        "function": str(function_of(actor) or ""),
        "on": day,
    }
    row.hidden_sections = row.hidden_sections | {section: kept}
    row.save(update_fields=["hidden_sections"])
    _count_up(row)
    _note(actor, "picture.section_hidden", row, section, motive=motive.strip()[:LONGEST_LINE])


@action("picture.show_section")
def show_section(actor: Actor, picture_id: UUID, *, section: str) -> None:
    """Show a section again."""
    row = row_to_work_on(actor, picture_id)
    row.hidden_sections = {name: kept for name, kept in row.hidden_sections.items() if name != section}
    row.save(update_fields=["hidden_sections"])
    _count_up(row)
    _note(actor, "picture.section_shown", row, section)


@action("picture.recommend_problem")
def recommend_problem(actor: Actor, picture_id: UUID, *, what: str, why: str = "") -> ProblemTip:
    """Say that the picture shows a problem to go on with.

    Raises
    ------
    Invalid
        If it does not say what, or holds personal data.
    """
    row = row_to_work_on(actor, picture_id)
    screen(what=what, why=why)
    if not what.strip():
        raise Invalid(what=_("Skriv problemet i en mening: vad, var och när."))
    if len(what.strip()) > LONGEST_LINE:
        raise Invalid(what=_("Skriv kortare, högst 200 tecken. Resten får plats under varför."))
    made = TipRow.objects.create(
        picture=row,
        what=what.strip(),
        why=why.strip(),
        function_id=function_of(actor),
        written_at=timezone.now(),
    )
    _count_up(row)
    _note(actor, "picture.problem_recommended", row, "analysis")
    return tip_contracts([made])[0]


@action("picture.drop_problem")
def drop_problem(actor: Actor, tip_id: UUID) -> ProblemTip:
    """Take back a recommended problem."""
    row = tip_row(actor, tip_id)
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    _count_up(row.picture)
    _note(actor, "picture.problem_dropped", row.picture, "analysis")
    return tip_contracts([row])[0]


def _checked(text: str) -> str:
    """Return a text that may be kept."""
    screen(text=text)
    if not text.strip():
        raise Invalid(text=_("Skriv bedömningen. Vill du ta bort den finns en knapp för det."))
    if len(text) > LONGEST_TEXT:
        raise Invalid(
            text=_("Texten är längre än 20 000 tecken. Korta den, eller dela upp den på flera avsnitt.")
        )
    return text.strip()


def _finding(findings: tuple[ContentFinding, ...], key: str) -> ContentFinding | None:
    found = next((finding for finding in findings if finding.key == key), None)
    if key and found is None:
        raise Invalid(text=_("Fyndet finns inte i lägesbilden. Ladda om sidan och välj det igen."))
    return found


def _count_up(row: SituationPicture) -> None:
    row.revision += 1
    row.save(update_fields=["revision"])


def _note(actor: Actor, event: str, row: SituationPicture, section: str, **facts: str) -> None:
    heading = HEADINGS.get(section, section)
    record(
        actor, event, row.id, municipality_id=row.municipality_id, title=row.title, section=heading, **facts
    )
