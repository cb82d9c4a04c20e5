"""Keys to the API: the administrator's register of them, and what a key opens."""

from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.contracts import EnteredKey, KeyEntry, KeyState
from lagesbild_web.access.keys import SOON, digest_of, letter_before
from lagesbild_web.access.models import ApiKey, Function
from lagesbild_web.access.queries.actor import membership_of
from lagesbild_web.access.queries.register import managed_municipality
from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import ROLE_LABELS, Right, Role
from lagesbild_web.access.scopes import SCOPE_LABELS, Scope, scopes_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.middleware import current_request_id
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotFound

PAGE_SIZE: Final = 50


class KeyRefused(Exception):  # noqa: N818  # an answer, read where it is raised
    """A key that does not work; the sentence says why to whoever holds it."""


def keys_for(actor: Actor, *, number: int) -> Page[KeyEntry]:
    """Return one page of the municipality's keys: those that work first, the one that ends soonest on top."""
    home = managed_municipality(actor)
    rows = _keys_in(home).order_by(F("revoked_at").asc(nulls_first=True), "expires_on", "name", "id")
    return page_of(rows, number, size=PAGE_SIZE, to=_entry)


def keys_ending_soon(actor: Actor) -> list[KeyEntry]:
    """Return the working keys to renew now, the most urgent first; none for who manages none."""
    if not any(m.organisation_id == m.municipality_id for m in those_with(actor, Right.MANAGE_ACCESS)):
        return []
    today = timezone.localdate()
    rows = _keys_in(managed_municipality(actor)).filter(
        revoked_at__isnull=True, expires_on__gt=today, expires_on__lte=today + SOON
    )
    return [entry for entry in map(_entry, rows.order_by("expires_on", "name")) if entry.works]


def key_for(actor: Actor, key_id: UUID) -> KeyEntry:
    """Return a key to somebody who manages it.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but does not manage it.
    """
    return _entry(key_row_for(actor, key_id))


def key_row_for(actor: Actor, key_id: UUID) -> ApiKey:
    """Return the row, for this feature's own actions; refuses like :func:`key_for`."""
    row = ApiKey.objects.select_related("function__organisation__municipality").filter(pk=key_id).first()
    if row is None:
        raise NotFound
    home = row.function.organisation.municipality_id or row.function.organisation_id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    return row


def scope_choices(role: str) -> list[tuple[str, str]]:
    """Return what a key to a function with the role can be used for, for forms."""
    return [(scope.value, str(SCOPE_LABELS[scope])) for scope in scopes_of(Role(role))]


def entered_key(secret: str) -> EnteredKey:
    """Return the actor that a key stands for: its function, with the function's role and nothing more.

    Raises
    ------
    KeyRefused
        If there is no such key, or it has ended, or its function or organisation has.
    """
    digest, today = digest_of(secret), timezone.localdate()
    rows = ApiKey.objects.select_related("function__organisation__municipality")
    row = rows.filter(Q(secret_hash=digest) | Q(old_hash=digest, old_until__gt=today)).first()
    if row is None:
        raise KeyRefused(_("Nyckeln finns inte. Kontrollera att hela nyckeln kom med, från lb_ till slutet."))
    state = _state(row, today)
    if state is not KeyState.WORKS:
        raise KeyRefused(_refusal(row, state))
    actor = Actor("key", current_request_id(), None, row.name, (membership_of(row.function),), key_id=row.id)
    known = {scope.value for scope in scopes_of(Role(row.function.role))}
    scopes = frozenset(known & set(row.scopes))
    return EnteredKey(row.id, row.name, scopes, actor, row.expires_on, row.last_used_on != today)


def keys_to_tell_of(today: date) -> list[UUID]:
    """Return the working keys, in every municipality, about whose end there is a letter to send today."""
    rows = ApiKey.objects.select_related("function__organisation").filter(
        revoked_at__isnull=True, expires_on__gt=today, expires_on__lte=today + SOON
    )
    found = []
    for row in rows.order_by("expires_on", "id"):
        before = letter_before(row.expires_on - today)
        is_new = before is not None and (row.told_days is None or before.days < row.told_days)
        if is_new and _state(row, today) is KeyState.WORKS:
            found.append(row.id)
    return found


def key_names(ids: set[UUID]) -> dict[UUID, str]:
    """Return what keys are called, for the log."""
    return dict(ApiKey.objects.filter(pk__in=ids).values_list("pk", "name"))


def _refusal(row: ApiKey, state: KeyState) -> str:
    match state:
        case KeyState.EXPIRED:
            text = _("Nyckeln gick ut %(day)s. Be kommunens administratör om en ny.")
            return text % {"day": row.expires_on.isoformat()}
        case KeyState.REVOKED:
            return _("Nyckeln är avslutad. Be kommunens administratör om en ny.")
        case _:
            return _("Nyckelns funktion eller organisation gäller inte. Fråga kommunens administratör.")


def _keys_in(municipality_id: UUID) -> QuerySet[ApiKey]:
    here = Q(function__organisation_id=municipality_id) | Q(
        function__organisation__municipality_id=municipality_id
    )
    return ApiKey.objects.filter(here).select_related("function__organisation")


def _state(row: ApiKey, today: date) -> KeyState:
    if row.revoked_at is not None:
        return KeyState.REVOKED
    if row.expires_on <= today:
        return KeyState.EXPIRED
    return KeyState.WORKS if _is_in_force(row.function, today) else KeyState.WITHOUT_FUNCTION


def _is_in_force(function: Function, today: date) -> bool:
    ends = (function.ends_on, function.organisation.ends_on)
    return function.starts_on <= today and all(end is None or end > today for end in ends)


def _entry(row: ApiKey) -> KeyEntry:
    today = timezone.localdate()
    state = _state(row, today)
    return KeyEntry(
        id=row.id,
        name=row.name,
        purpose=row.purpose,
        hint=row.hint,
        function=row.function.name,
        organisation=row.function.organisation.name,
        role_label=str(ROLE_LABELS[Role(row.function.role)]),
        scope_labels=tuple(str(SCOPE_LABELS[scope]) for scope in Scope if scope.value in row.scopes),
        created_on=row.created_on,
        expires_on=row.expires_on,
        last_used_on=row.last_used_on,
        old_until=row.old_until if row.old_until and row.old_until > today else None,
        state=state,
        ends_soon=state is KeyState.WORKS and row.expires_on <= today + SOON,
    )
