"""Say where outside actors and inhabitants reach the coordination (12 §)."""

from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels, organisation_name
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import municipality_managed_by
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.pictures.contracts import ContactPoint
from lagesbild_web.pictures.models import ContactPoint as ContactRow
from lagesbild_web.pictures.presenting import contact_contract
from lagesbild_web.pictures.reading import function_of

FIELDS: Final = ("function", "address", "phone", "email", "text")


@action("contact.set")
def set_contact_point(
    actor: Actor,
    *,
    function: str,
    address: str = "",
    phone: str = "",
    email: str = "",
    text: str = "",
    version: int,
    municipality_id: UUID | None = None,
) -> ContactPoint:
    """Change the contact point that the open pages show; what it said before is kept.

    Raises
    ------
    Invalid
        If it has no function or no way to reach it, or somebody else has changed it meanwhile.
    """
    home = municipality_id or municipality_managed_by(actor, Right.PUBLISH_PICTURE)
    require(actor, Right.PUBLISH_PICTURE, Domain(home, home))
    screen(function=function, text=text)
    row = ContactRow.objects.select_for_update().filter(pk=home).first()
    if (row.version if row else 0) != version:
        raise Invalid(text=_("Någon annan har ändrat kontaktpunkten. Läs den och spara igen."))
    if faults := _faults(function, address, phone, email):
        raise Invalid(**faults)
    made = row or ContactRow(municipality_id=home, version=0)
    if row:
        label = function_labels([f] if (f := function_of(actor)) else [])
        before = {name: str(getattr(row, name)) for name in FIELDS}
        before |= {"until": timezone.localdate().isoformat(), "by": next(iter(label.values()), "")}
        made.history = [before, *made.history]
    made.function, made.address, made.phone = function.strip(), address.strip(), phone.strip()
    made.email, made.text = email.strip(), text.strip()
    made.version, made.changed_at = version + 1, timezone.now()
    made.save()
    record(actor, "contact.set", home, municipality_id=home, function=made.function)
    return contact_contract(organisation_name(home), made)


def _faults(function: str, address: str, phone: str, email: str) -> dict[str, str]:
    faults = {}
    if not function.strip():
        faults["function"] = _("Skriv vad funktionen heter, till exempel Trygghetssamordnare.")
    if not any(way.strip() for way in (address, phone, email)):
        faults["phone"] = _("Skriv minst ett sätt att nå funktionen: adress, telefon eller e-post.")
    try:
        if email.strip():
            validate_email(email.strip())
    except ValidationError:
        faults["email"] = _("Det är ingen e-postadress. Skriv den som trygghet@kommunen.se.")
    return faults
