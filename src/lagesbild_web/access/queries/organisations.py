"""Find organisations by name or id."""

from uuid import UUID

from django.db.models import Q

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.base.refusals import Invalid, NotFound


def municipality_named(name: str) -> Organisation:
    """Return the municipality with this name.

    Raises
    ------
    Invalid
        If there is none; the sentence lists those that exist.
    """
    known = list(OrganisationRow.objects.filter(municipality__isnull=True).order_by("name"))
    for row in known:
        if row.name.casefold() == name.strip().casefold():
            return to_contract(row)
    names = ", ".join(row.name for row in known) or "inga ännu"
    raise Invalid(
        municipality=f"Det finns ingen kommun som heter ”{name}”. Upplagda kommuner: {names}. "
        "Lägg upp den med: lagesbild manage skapa_organisation NAMN --kind municipality."
    )


def all_municipalities() -> list[Organisation]:
    """Return every municipality of the installation, by name; for commands, never for pages."""
    rows = OrganisationRow.objects.filter(municipality__isnull=True).order_by("name")
    return [to_contract(row) for row in rows]


def has_organisations() -> bool:
    """Return whether anybody has laid anything up; an installation without organisations is empty."""
    return OrganisationRow.objects.exists()


def organisation_name(organisation_id: UUID) -> str:
    """Return what an organisation is called.

    Raises
    ------
    NotFound
        If there is none with this id.
    """
    return organisation_row(organisation_id).name


def organisation_row(organisation_id: UUID) -> OrganisationRow:
    """Return the row, for this feature's own actions.

    Raises
    ------
    NotFound
        If there is none with this id.
    """
    row = OrganisationRow.objects.select_related("municipality").filter(pk=organisation_id).first()
    if row is None:
        raise NotFound
    return row


def organisation_named(name: str, municipality_name: str) -> Organisation:
    """Return the municipality itself or one of its partners, by name.

    Raises
    ------
    Invalid
        If there is none; the sentence lists those that exist.
    """
    municipality = municipality_named(municipality_name)
    rows = OrganisationRow.objects.filter(Q(pk=municipality.id) | Q(municipality_id=municipality.id))
    known = list(rows.select_related("municipality").order_by("name"))
    for row in known:
        if row.name.casefold() == name.strip().casefold():
            return to_contract(row)
    names = ", ".join(row.name for row in known)
    raise Invalid(
        organisation=f"Det finns ingen organisation som heter ”{name}” i kommunen. Upplagda: {names}."
    )


def open_organisations(municipality_id: UUID) -> list[Organisation]:
    """Return the municipality and the partners that take part, the municipality first, then by name."""
    rows = OrganisationRow.objects.filter(Q(pk=municipality_id) | Q(municipality_id=municipality_id))
    found = rows.filter(ends_on__isnull=True).select_related("municipality").order_by("name")
    return sorted(map(to_contract, found), key=lambda organisation: organisation.id != municipality_id)


def organisations_of(municipality_id: UUID) -> list[Organisation]:
    """Return the municipality and its partners, the municipality first, then by name."""
    rows = OrganisationRow.objects.filter(Q(pk=municipality_id) | Q(municipality_id=municipality_id))
    found = [to_contract(row) for row in rows.select_related("municipality").order_by("name")]
    return sorted(found, key=lambda organisation: organisation.id != municipality_id)


def to_contract(row: OrganisationRow) -> Organisation:
    """Return an organisation as others may know it."""
    municipality = row.municipality or row
    return Organisation(row.id, row.name, row.kind, municipality.id, municipality.name, row.is_demo)
