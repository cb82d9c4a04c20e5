"""What can be done with the log and the registers beside it. Records are only ever added."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.privacy.personal_data import find_personal_data
from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.contracts import LogFilter
from lagesbild_web.audit.log import record
from lagesbild_web.audit.models import ChainCheck, Disclosure, RetentionCount, RetentionRule, WhoDidIt
from lagesbild_web.audit.queries import EXPORTED_AT_MOST, log_file, readable_municipalities
from lagesbild_web.audit.retention import RETAINABLE, day_before_months, kept_months
from lagesbild_web.audit.rules import decided_months
from lagesbild_web.audit.verify import Verdict, verify
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.base.screening import screen, screen_numbers

SHORTEST_MONTHS = 1
LONGEST_MONTHS = 600


@action("audit.erase_person")
def erase_person(actor: Actor, user_id: UUID, *, municipality_id: UUID, reason: str) -> int:
    """Erase which records a person stands behind, in one municipality's log; returns how many.

    What happened stays, and the log can still be checked. It cannot be undone.
    """
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    if not reason.strip():
        raise Invalid(reason="Skriv varför personen raderas ur loggen.")
    screen(reason=reason)
    erased, _rows = WhoDidIt.objects.filter(user_id=user_id, record__municipality_id=municipality_id).delete()
    record(
        actor, "audit.person_erased", municipality_id=municipality_id, records=erased, reason=reason.strip()
    )
    return erased


@action("audit.check")
def check(actor: Actor) -> Verdict:
    """Go through the whole log, and remember when and what was found."""
    _require_log(actor)
    verdict = verify()
    ChainCheck.objects.create(
        at=timezone.now(),
        records=verdict.records,
        erased=verdict.erased,
        faults=list(verdict.faults),
        # Of a log that is not whole nothing is known: another check must not be held to it.
        last_hash="" if verdict.faults else verdict.last_hash,
    )
    record(actor, "audit.checked", records=verdict.records, faults=len(verdict.faults))
    return verdict


@action("audit.export_log")
def export_log(actor: Actor, chosen: LogFilter, *, filetype: str) -> OutgoingFile:
    """Hand out a part of the log as a table."""
    _require_log(actor)
    file, rows = log_file(actor, chosen, filetype=filetype)
    record(actor, "audit.log_exported", rows=min(rows, EXPORTED_AT_MOST), format=filetype)
    return file


@action("audit.decide_retention")
def decide_retention(
    actor: Actor, municipality_id: UUID, record_type: str, *, keep_months: int, basis: str
) -> None:
    """Decide how long a kind of record is kept, and on which ground."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    if record_type not in RETAINABLE:
        raise NotFound
    if not SHORTEST_MONTHS <= keep_months <= LONGEST_MONTHS:
        raise Invalid(
            keep_months=_("Skriv ett antal månader från %(low)d till %(high)d.")
            % {"low": SHORTEST_MONTHS, "high": LONGEST_MONTHS}
        )
    _demand_not_longer(municipality_id, record_type, keep_months)
    if not basis.strip():
        raise Invalid(basis=_("Skriv vilket beslut eller vilken lag som gäller."))
    screen(basis=basis)
    RetentionRule.objects.update_or_create(
        municipality_id=municipality_id,
        record_type=record_type,
        defaults={"keep_months": keep_months, "basis": basis.strip()},
    )
    record(
        actor,
        "audit.retention_decided",
        municipality_id,
        municipality_id=municipality_id,
        record_type=record_type,
        months=keep_months,
        basis=basis.strip(),
    )


@action("audit.remove_old")
def remove_old(actor: Actor, municipality_id: UUID, record_type: str) -> int:
    """Remove what is due of one kind of record in one municipality; returns how many. It cannot be undone.

    What remains is what the feature declares, and a count.
    """
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    declared = RETAINABLE.get(record_type)
    if declared is None:
        raise NotFound
    before = day_before_months(kept_months(record_type, decided_months(municipality_id)))
    removed = declared.remove(municipality_id, before)
    if removed:
        RetentionCount.objects.create(
            municipality_id=municipality_id,
            record_type=record_type,
            at=timezone.now(),
            before=before,
            removed=removed,
        )
    record(
        actor,
        "audit.old_removed",
        municipality_id,
        municipality_id=municipality_id,
        record_type=record_type,
        removed=removed,
        before=before,
    )
    return removed


@action("audit.register_disclosure")
def register_disclosure(
    actor: Actor,
    *,
    disclosed_on: date,
    what: str,
    receiver: str,
    ground: str,
    ground_text: str = "",
    diary_number: str = "",
    corrects: UUID | None = None,
) -> UUID:
    """Register that something was handed out, by the function that one acts in; returns the entry's id.

    A mistake is put right by a new entry that ``corrects`` the old one, which stays.
    """
    home = actor.home
    if home is None or not those_with(actor, Right.REGISTER_DISCLOSURE):
        raise NotAllowed
    require(actor, Right.REGISTER_DISCLOSURE, Domain(home.municipality_id, home.organisation_id))
    screen_numbers(diary_number=diary_number)
    _faultless(
        disclosed_on=disclosed_on, what=what, receiver=receiver, ground=ground, ground_text=ground_text
    )
    if corrects is not None:
        old = Disclosure.objects.filter(pk=corrects, municipality_id=home.municipality_id).first()
        if old is None:
            raise NotFound
        if Disclosure.objects.filter(corrects=old).exists():
            raise Invalid(what=_("Posten är redan rättad. Rätta den nya i stället."))
    row = Disclosure.objects.create(
        municipality_id=home.municipality_id,
        organisation_id=home.organisation_id,
        disclosed_on=disclosed_on,
        what=what.strip(),
        receiver=receiver.strip(),
        ground=ground,
        ground_text=ground_text.strip(),
        diary_number=diary_number.strip(),
        function=home.function,
        function_id=home.function_id,
        registered_at=timezone.now(),
        corrects_id=corrects,
    )
    record(
        actor,
        "audit.disclosure_corrected" if corrects else "audit.disclosure_registered",
        row.id,
        receiver=row.receiver,
        ground=ground,
        disclosed_on=disclosed_on,
    )
    return row.id


def _demand_not_longer(municipality_id: UUID, record_type: str, months: int) -> None:
    whole = RETAINABLE[record_type].goes_with
    if not whole:
        return
    most = kept_months(whole, decided_months(municipality_id))
    if months > most:
        sentence = _("Sparas aldrig längre än det hör till (%(what)s). Skriv högst %(most)d månader.")
        facts = {"what": str(RETAINABLE[whole].label).lower(), "most": most}
        raise Invalid(keep_months=sentence % facts)


def _faultless(*, disclosed_on: date, what: str, receiver: str, ground: str, ground_text: str) -> None:
    faults = {}
    if disclosed_on > timezone.localdate():
        faults["disclosed_on"] = _("Skriv dagen då det lämnades ut. Den kan inte ligga framåt i tiden.")
    if ground not in Disclosure.Ground.values:
        faults["ground"] = _("Välj en grund.")
    if ground == Disclosure.Ground.OTHER and not ground_text.strip():
        faults["ground_text"] = _("Skriv vilken grund.")
    for name, text in (("what", what), ("receiver", receiver), ("ground_text", ground_text)):
        if name != "ground_text" and not text.strip():
            faults[name] = _("Fyll i fältet.")
        found = find_personal_data(text)
        if found:
            faults[name] = _("Skriv inga personuppgifter här: %(why)s") % {"why": found[0].why}
    if faults:
        raise Invalid(**faults)


def _require_log(actor: Actor) -> None:
    """Let through those who may read a log."""
    if actor.kind == "system":
        require(actor, Right.READ_LOG, Domain(UUID(int=0), UUID(int=0)))
    elif not readable_municipalities(actor):
        raise NotAllowed
