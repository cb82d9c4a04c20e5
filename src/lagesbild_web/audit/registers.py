"""Read what is removed when, and what was handed out."""

from typing import Any, Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.contracts import DisclosureEntry, RetentionEntry
from lagesbild_web.audit.models import Disclosure, RetentionCount, RetentionRule
from lagesbild_web.audit.retention import RETAINABLE, day_before_months, day_when_due, kept_months
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.table_files import TABLE_FILES, as_table

PAGE_SIZE: Final = 50


def retention_for(actor: Actor, municipality_id: UUID) -> list[RetentionEntry]:
    """Return every kind of record that has an end in a municipality, with what is removed next and when."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    rules = {row.record_type: row for row in RetentionRule.objects.filter(municipality_id=municipality_id)}
    counts = RetentionCount.objects.filter(municipality_id=municipality_id).values("record_type")
    told = {row["record_type"]: row for row in counts.annotate(total=Sum("removed"), last=Max("at"))}
    decided = {name: row.keep_months for name, row in rules.items()}
    entries = []
    for name, declared in sorted(RETAINABLE.items()):
        rule = rules.get(name)
        months = kept_months(name, decided)
        oldest = declared.oldest(municipality_id)
        count: dict[str, Any] = dict(told.get(name, {"total": 0, "last": None}))
        entries.append(
            RetentionEntry(
                name=name,
                label=str(declared.label),
                counted_from=str(declared.counted_from),
                remains=str(declared.remains),
                keep_months=months,
                basis=rule.basis if rule else str(declared.basis),
                is_decided=rule is not None,
                due=declared.due(municipality_id, day_before_months(months)),
                next_on=max(day_when_due(oldest, months), timezone.localdate()) if oldest else None,
                removed=count["total"],
                last_removed_at=count["last"],
                goes_with=str(RETAINABLE[declared.goes_with].label) if declared.goes_with else "",
            )
        )
    return entries


def disclosures_for(actor: Actor, *, number: int) -> Page[DisclosureEntry]:
    """Return one page of what was handed out, the latest first.

    Raises
    ------
    NotAllowed
        If the actor may neither register what is handed out nor read the log.
    """
    return page_of(_readable(actor), number, size=PAGE_SIZE, to=_to_contract)


def disclosure_for(actor: Actor, disclosure_id: UUID) -> DisclosureEntry:
    """Return one entry, for correcting it.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may read it but not correct it.
    """
    row = Disclosure.objects.select_related("corrected_by").filter(pk=disclosure_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.REGISTER_DISCLOSURE, Domain(row.municipality_id, row.organisation_id))
    return _to_contract(row)


def disclosure_file(actor: Actor, *, filetype: str) -> OutgoingFile:
    """Return the whole register as a table.

    Raises
    ------
    NotFound
        If there is no such kind of file.
    """
    if filetype not in TABLE_FILES:
        raise NotFound
    columns = {
        _("Utlämnat"): _("Dagen då uppgifterna lämnades ut."),
        _("Vad"): _("Vad som lämnades ut."),
        _("Till"): _("Vem som fick det."),
        _("Grund"): _("Varför det lämnades ut."),
        _("Om grunden"): _("Mer om varför."),
        _("Diarienummer"): _("Kommunens nummer på ärendet."),
        _("Funktion"): _("Funktionen som lämnade ut det."),
        _("Registrerat"): _("När raden skrevs in i registret."),
        _("Rättad av en senare post"): _("Ja när en senare rad gäller i stället."),
    }
    cells = [
        (
            entry.disclosed_on.isoformat(),
            entry.what,
            entry.receiver,
            entry.ground_label,
            entry.ground_text,
            entry.diary_number,
            entry.function,
            timezone.localtime(entry.registered_at).strftime("%Y-%m-%d %H:%M"),
            _("ja") if entry.is_corrected else _("nej"),
        )
        for entry in map(_to_contract, _readable(actor))
    ]
    return as_table("utlamnanden", list(columns), cells, filetype=filetype, guide=list(columns.values()))


def grounds() -> list[tuple[str, str]]:
    """Return the grounds that something can be handed out on."""
    return [(value, str(label)) for value, label in Disclosure.Ground.choices]


def _readable(actor: Actor) -> QuerySet[Disclosure]:
    readers = [m for m in those_with(actor, Right.READ_LOG) if m.organisation_id == m.municipality_id]
    writers = those_with(actor, Right.REGISTER_DISCLOSURE)
    if not readers and not writers:
        raise NotAllowed
    keep = Q(municipality_id__in=[m.municipality_id for m in readers])
    keep |= Q(organisation_id__in=[m.organisation_id for m in writers])
    return (
        Disclosure.objects.filter(keep)
        .select_related("corrected_by")
        .order_by("-disclosed_on", "-registered_at")
    )


def _to_contract(row: Disclosure) -> DisclosureEntry:
    return DisclosureEntry(
        id=row.id,
        disclosed_on=row.disclosed_on,
        what=row.what,
        receiver=row.receiver,
        ground=row.ground,
        ground_label=str(row.get_ground_display()),
        ground_text=row.ground_text,
        diary_number=row.diary_number,
        function=row.function,
        registered_at=row.registered_at,
        is_corrected=hasattr(row, "corrected_by"),
        corrects=row.corrects_id,
    )
