"""Make a plan, take it through review and decision, and open the next version."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import is_choosable
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.plans.contracts import MeasureState, PlanSummary, VersionState
from lagesbild_web.plans.document_keeping import kept_documents
from lagesbild_web.plans.drafts import PlanDraft
from lagesbild_web.plans.freezing import freeze, sha256_of
from lagesbild_web.plans.models import Plan, PlanVersion
from lagesbild_web.plans.obstacles import obstacles_to_decision
from lagesbild_web.plans.queries import plan_for
from lagesbild_web.plans.queries.plans import plan_row
from lagesbild_web.plans.versioning import demand, demand_writable, note_change


@action("plan.create")
def create_plan(actor: Actor, draft: PlanDraft, *, municipality_id: UUID) -> PlanSummary:
    """Begin a plan, as a draft."""
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    _check(draft, municipality_id)
    row = Plan.objects.create(
        municipality_id=municipality_id,
        organisation_id=municipality_id,
        circle=draft.circle.value,
        title=draft.title.strip(),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        picture_id=draft.picture_id,
        background=draft.background.strip(),
        other_statutes=draft.other_statutes.strip(),
        function_id=draft.function_id,
    )
    PlanVersion.objects.create(plan=row, number=1, opened_on=timezone.localdate())
    note_change(actor, row, step=_("Lade upp planen"), is_new=True)
    record(actor, "plan.created", row.id, municipality_id=municipality_id, title=row.title)
    return plan_for(actor, row.id)


@action("plan.change")
def change_plan(actor: Actor, plan_id: UUID, draft: PlanDraft, *, revision: int | None = None) -> PlanSummary:
    """Change what stands first in a plan."""
    row = _locked(actor, plan_id)
    demand(row, revision)
    demand_writable(row)
    _check(draft, row.municipality_id, before=row.function_id)
    row.circle, row.title = draft.circle.value, draft.title.strip()
    row.starts_on, row.ends_on, row.picture_id = draft.starts_on, draft.ends_on, draft.picture_id
    row.background, row.other_statutes = draft.background.strip(), draft.other_statutes.strip()
    row.function_id = draft.function_id
    row.save(
        update_fields=[
            "circle", "title", "starts_on", "ends_on", "picture_id", "background", "other_statutes",
            "function",
        ]
    )  # fmt: skip
    note_change(actor, row, step=_("Ändrade planen"))
    record(actor, "plan.changed", row.id, municipality_id=row.municipality_id, title=row.title)
    return plan_for(actor, row.id)


@action("plan.send")
def send_for_review(actor: Actor, plan_id: UUID, *, sent_on: date | None = None) -> PlanSummary:
    """Send the draft for review; its wording is closed until it is taken back or decided."""
    row, version = _at(actor, plan_id, VersionState.DRAFT, _("Planen är inte ett utkast."))
    version.state, version.sent_on = VersionState.REVIEW.value, sent_on or timezone.localdate()
    version.save(update_fields=["state", "sent_on"])
    return _stepped(actor, row, version, _("skickad för granskning"))


@action("plan.take_back")
def take_back(actor: Actor, plan_id: UUID, *, why: str = "") -> PlanSummary:
    """Take a plan back from review, to change it."""
    row, version = _at(actor, plan_id, VersionState.REVIEW, _("Planen är inte skickad för granskning."))
    screen(why=why)
    version.state = VersionState.DRAFT.value
    version.save(update_fields=["state"])
    return _stepped(actor, row, version, _("tillbaka som utkast"), why)


@action("plan.decide")
def decide_plan(
    actor: Actor, plan_id: UUID, *, body: str, decided_on: date, section: str = "", record_number: str = ""
) -> PlanSummary:
    """Register the decision: the version is frozen, and planned measures become decided.

    Raises
    ------
    Invalid
        If something is missing that the law or the house's own rules demand; everything at once.
    """
    row, version = _at(actor, plan_id, None, "")
    _check_decision(version, body, decided_on, section, record_number)
    obstacles = obstacles_to_decision(actor, row)
    if obstacles:
        raise Invalid(plan=" ".join(obstacles))
    _replace_earlier(row, decided_on)
    planned = row.measures.filter(state=MeasureState.PLANNED.value, retired_at__isnull=True)
    for measure in planned.prefetch_related("goals", "partners", "areas", "milestones", "costs"):
        measure.state, measure.state_since = MeasureState.DECIDED.value, decided_on
        measure.save(update_fields=["state", "state_since"])
        note_change(actor, measure, step=_("Beslutad med planen"))
    version.state, version.body, version.section = VersionState.DECIDED.value, body.strip(), section.strip()
    version.record_number, version.decided_on = record_number.strip(), decided_on
    version.frozen = freeze(row)
    version.frozen_sha256 = sha256_of(version.frozen)
    version.save()
    version.documents = kept_documents(actor, row.id)
    version.save(update_fields=["documents"])
    note_change(actor, row, step=_("Beslut: version %(number)d") % {"number": version.number})
    record(
        actor,
        "plan.decided",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        number=version.number,
        body=version.body,
        decided_on=decided_on,
    )
    return plan_for(actor, row.id)


@action("plan.follow_up")
def follow_up_plan(actor: Actor, plan_id: UUID, *, followed_up_on: date, reported_as: str) -> PlanSummary:
    """Register that the plan has been followed up (§ 6), and where that was reported."""
    row, version = _at(
        actor, plan_id, VersionState.DECIDED, _("Bara en beslutad plan kan följas upp. Besluta den först.")
    )
    faults = {}
    if not reported_as.strip():
        faults["reported_as"] = _("Skriv var uppföljningen redovisades, till exempel Kommunstyrelsen § 45.")
    if version.decided_on is not None and followed_up_on < version.decided_on:
        faults["followed_up_on"] = _("Uppföljningen kan inte komma före beslutet.")
    if faults:
        raise Invalid(**faults)
    screen(reported_as=reported_as)
    version.state, version.followed_up_on = VersionState.FOLLOWED_UP.value, followed_up_on
    version.followed_up_as = reported_as.strip()
    version.save(update_fields=["state", "followed_up_on", "followed_up_as"])
    return _stepped(actor, row, version, _("uppföljd"))


@action("plan.open_version")
def open_version(actor: Actor, plan_id: UUID, *, why: str) -> PlanSummary:
    """Open the next version for changes; what is decided goes on until the new version is decided."""
    row, version = _at(actor, plan_id, None, "")
    if version.decided_on is None:
        raise Invalid(why=_("Det finns redan en version som inte är beslutad. Ändra i den."))
    if not why.strip():
        raise Invalid(why=_("Skriv varför planen ska ändras. Skälet står i planens historik."))
    screen(why=why)
    new = PlanVersion.objects.create(
        plan=row, number=version.number + 1, opened_on=timezone.localdate(), why=why.strip()
    )
    return _stepped(actor, row, new, _("öppnad för ändringar"), why)


@action("plan.retire")
def retire_plan(actor: Actor, plan_id: UUID, *, reason: str) -> PlanSummary:
    """Take a plan out of use; it can be taken up again."""
    row = _locked(actor, plan_id)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför planen avslutas. Skälet sparas i loggen."))
    screen(reason=reason)
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    note_change(actor, row, step=_("Avslutade planen"), reason=reason.strip())
    record(
        actor,
        "plan.retired",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        reason=reason.strip(),
    )
    return plan_for(actor, row.id)


@action("plan.restore")
def restore_plan(actor: Actor, plan_id: UUID) -> PlanSummary:
    """Take a plan up again."""
    row = _locked(actor, plan_id)
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    note_change(actor, row, step=_("Återupptog planen"))
    record(actor, "plan.restored", row.id, municipality_id=row.municipality_id, title=row.title)
    return plan_for(actor, row.id)


def _locked(actor: Actor, plan_id: UUID) -> Plan:
    plan_row(actor, plan_id, right=Right.MANAGE_PLAN)
    return Plan.objects.select_for_update().get(pk=plan_id)


def _at(actor: Actor, plan_id: UUID, state: VersionState | None, otherwise: str) -> tuple[Plan, PlanVersion]:
    """Return the locked plan with its latest version, which must be in the state."""
    row = _locked(actor, plan_id)
    version = row.versions.order_by("-number")[0]
    if row.retired_at is not None:
        raise Invalid(plan=_("Planen är avslutad. Återuppta den först."))
    if state is not None and version.state != state.value:
        raise Invalid(plan=otherwise)
    return row, version


def _stepped(actor: Actor, row: Plan, version: PlanVersion, step: str, reason: str = "") -> PlanSummary:
    told = _("Version %(number)d %(step)s") % {"number": version.number, "step": step}
    note_change(actor, row, step=told, reason=reason.strip())
    record(
        actor,
        "plan.stepped",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        number=version.number,
        state=version.state,
    )
    return plan_for(actor, row.id)


def _replace_earlier(row: Plan, on: date) -> None:
    earlier = row.versions.filter(decided_on__isnull=False).exclude(state=VersionState.REPLACED.value)
    earlier.update(state=VersionState.REPLACED.value, replaced_on=on)


def _check_decision(
    version: PlanVersion, body: str, decided_on: date, section: str, record_number: str
) -> None:
    faults = {}
    if version.decided_on is not None:
        faults["plan"] = _("Den här versionen är redan beslutad. Öppna en ny version för att ändra.")
    if not body.strip():
        faults["body"] = _("Skriv vem som beslutade, till exempel Kommunstyrelsen.")
    if decided_on > timezone.localdate():
        faults["decided_on"] = _("Beslutets dag har inte varit än. Registrera beslutet när det är fattat.")
    if faults:
        raise Invalid(**faults)
    screen(body=body, section=section, record_number=record_number)


def _check(draft: PlanDraft, municipality_id: UUID, *, before: UUID | None = None) -> None:
    faults = {}
    if not draft.title.strip():
        faults["title"] = _("Skriv vad planen heter.")
    if draft.ends_on <= draft.starts_on:
        faults["ends_on"] = _("Den sista dagen måste komma efter den första.")
    if draft.function_id not in (None, before) and not is_choosable(draft.function_id, municipality_id):
        faults["function"] = _("Funktionen finns inte längre. Välj en annan i listan.")
    if draft.circle.value == "public":
        faults["circle"] = _("En plan lämnas ut som dokument. Välj egna organisationen eller parterna.")
    if faults:
        raise Invalid(**faults)
    screen(title=draft.title, background=draft.background, other_statutes=draft.other_statutes)
