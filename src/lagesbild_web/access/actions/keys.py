"""Make keys to the API, renew them and end them. A key belongs to a function and ends with it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.contracts import KeyState, MadeKey
from lagesbild_web.access.keys import OLD_LASTS, farthest_end, new_secret
from lagesbild_web.access.models import ApiKey, Function
from lagesbild_web.access.queries.keys import key_for, key_row_for
from lagesbild_web.access.rights import Domain, open_to_everyone, require
from lagesbild_web.access.roles import Right, Role
from lagesbild_web.access.scopes import SCOPE_LABELS, Scope, scopes_of
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import fault_in


@action("access.create_api_key")
def create_api_key(
    actor: Actor, function_id: UUID, *, name: str, purpose: str, scopes: Collection[str], expires_on: date
) -> MadeKey:
    """Make a key to the API for a function; the key itself is in the answer and nowhere else."""
    function = Function.objects.select_related("organisation").filter(pk=function_id).first()
    if function is None:
        raise NotFound
    home = function.organisation.municipality_id or function.organisation_id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    if function.ends_on is not None or function.organisation.ends_on is not None:
        raise Invalid(function=_("Funktionen är avslutad. Återuppta den först."))
    _faultless(name=name, purpose=purpose, scopes=scopes, role=function.role, expires_on=expires_on)
    made = new_secret()
    row = ApiKey(
        function=function,
        name=" ".join(name.split()),
        purpose=purpose.strip(),
        scopes=[scope.value for scope in Scope if scope.value in scopes],
        secret_hash=made.digest,
        hint=made.hint,
        created_on=timezone.localdate(),
        expires_on=expires_on,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        sentence = _("Funktionen har redan en API-nyckel som heter ”%(name)s”. Ge den här ett annat namn.")
        raise Invalid(name=sentence % {"name": row.name}) from error
    record(
        actor,
        "access.api_key_made",
        row.id,
        municipality_id=home,
        key=row.name,
        function=function.name,
        organisation=function.organisation.name,
        scopes=_in_words(row.scopes),
        expires_on=expires_on,
    )
    return MadeKey(row.id, row.name, made.secret, expires_on)


@action("access.renew_api_key")
def renew_api_key(actor: Actor, key_id: UUID, *, expires_on: date) -> MadeKey:
    """Make a new key in place of one that works or has gone out; the old one works a week more at most."""
    row = key_row_for(actor, key_id)
    state = key_for(actor, key_id).state
    if state is KeyState.REVOKED:
        raise Invalid(expires_on=_("API-nyckeln är avslutad. Skapa en ny i stället."))
    if state is KeyState.WITHOUT_FUNCTION:
        raise Invalid(expires_on=_("Funktionen är avslutad. Återuppta den först."))
    if fault := _end_fault(expires_on):
        raise Invalid(expires_on=fault)
    made, today = new_secret(), timezone.localdate()
    until = min(row.expires_on, today + OLD_LASTS)
    row.old_hash, row.old_until = (row.secret_hash, until) if until > today else (None, None)
    row.secret_hash, row.hint, row.expires_on = made.digest, made.hint, expires_on
    row.told_days = None
    row.save(update_fields=["old_hash", "old_until", "secret_hash", "hint", "expires_on", "told_days"])
    home = row.function.organisation.municipality_id or row.function.organisation_id
    record(
        actor,
        "access.api_key_renewed",
        row.id,
        municipality_id=home,
        key=row.name,
        expires_on=expires_on,
        old_until=row.old_until,
    )
    return MadeKey(row.id, row.name, made.secret, expires_on)


@action("access.revoke_api_key")
def revoke_api_key(actor: Actor, key_id: UUID, *, reason: str) -> None:
    """End a key at once, also the one from before a renewal. It cannot be undone: make another."""
    row = key_row_for(actor, key_id)
    if row.revoked_at is not None:
        raise Invalid(reason=_("API-nyckeln är redan avslutad."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför nyckeln avslutas. Skälet sparas i loggen."))
    if fault := fault_in(reason):
        raise Invalid(reason=fault)
    row.revoked_at, row.old_hash, row.old_until = timezone.now(), None, None
    row.save(update_fields=["revoked_at", "old_hash", "old_until"])
    home = row.function.organisation.municipality_id or row.function.organisation_id
    record(actor, "access.api_key_ended", row.id, municipality_id=home, key=row.name, reason=reason.strip())


@action("access.note_api_key_used")
def note_api_key_used(actor: Actor, key_id: UUID) -> None:
    """Remember that a key was used today, and write in the log that it came in; once a day."""
    open_to_everyone(actor)  # the key itself was the proof
    today = timezone.localdate()
    ApiKey.objects.filter(pk=key_id).update(last_used_on=today)
    record(actor, "access.api_key_used", key_id, key=actor.name)


def _faultless(*, name: str, purpose: str, scopes: Collection[str], role: str, expires_on: date) -> None:
    faults: dict[str, str] = {}
    for field, text, asked in (
        ("name", name, _("Skriv vilket system nyckeln är till.")),
        ("purpose", purpose, _("Skriv vad nyckeln behövs till.")),
    ):
        if fault := ("" if text.strip() else asked) or fault_in(text):
            faults[field] = fault
    possible = {scope.value for scope in scopes_of(Role(role))}
    if not scopes or not set(scopes) <= possible:
        faults["scopes"] = _("Välj minst en sak som nyckeln ska kunna, bland dem som funktionens roll får.")
    if fault := _end_fault(expires_on):
        faults["expires_on"] = fault
    if faults:
        raise Invalid(**faults)


def _end_fault(expires_on: date) -> str:
    today = timezone.localdate()
    if expires_on <= today:
        return _("Den sista dagen har redan varit. Välj i dag eller senare.")
    if expires_on > farthest_end(today):
        return _("En API-nyckel gäller i högst tretton månader. Välj en tidigare dag och förnya den sedan.")
    return ""


def _in_words(scopes: Collection[str]) -> str:
    return ", ".join(str(SCOPE_LABELS[Scope(scope)]).lower() for scope in scopes)
