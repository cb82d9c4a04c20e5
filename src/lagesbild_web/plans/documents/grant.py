"""The application for a grant, and the account of it, with what is missing marked (förordning 2023:442)."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.document.tree import Block, Callout, Column, Document, Paragraph, Section, Table
from lagesbild_web.plans.contracts import CostEntry, MeasureCard, PlanSummary
from lagesbild_web.plans.documents.plan import cost_in_words
from lagesbild_web.plans.grants import Grant


def application_document(
    grant: Grant, plan: PlanSummary, cards: Sequence[MeasureCard], *, municipality: str, made_on: date
) -> Document:
    """Return the application in the order of § 7."""
    draft = grant.draft
    amount = ""
    if draft.amount is not None:
        amount = _("Beräknad kostnad: %(kr)s kronor.") % {"kr": swedish.count(draft.amount)}
    partners = sorted({partner for card in cards for partner in card.partners})
    new = _("Projektet är inte befintlig kommunal verksamhet.") if draft.is_new_activity else ""
    sections = [
        Section("ovrigt", _("Läget för ansökan"), _missing(grant.missing_in_application)),
        _part(
            "7-1", _("1. Användning, plan, tidsram och kostnad"), [draft.purpose, draft.time_frame, amount]
        ),
        _part("7-2", _("2. Aktörer som vi ska samverka med"), [", ".join(partners)]),
        _part("7-3", _("3. Andra sökta eller beviljade statliga bidrag"), [draft.other_grants]),
        _part("7-4", _("4. Så ska resultatet utvärderas"), [draft.evaluation]),
        _part("6", _("Ny verksamhet (6 §)"), [new]),
        Section("atgarder", _("Åtgärderna i planen"), [_measures(cards)]),
    ]
    return _document(
        _("Ansökan om statsbidrag: %(title)s") % {"title": draft.title},
        grant,
        plan,
        sections,
        municipality=municipality,
        made_on=made_on,
    )


def account_document(
    grant: Grant, plan: PlanSummary, cards: Sequence[MeasureCard], *, municipality: str, made_on: date
) -> Document:
    """Return the account that § 14 asks for."""
    draft = grant.draft
    spent = _spent(cards, draft.year)
    paid = [cost.reported for card in cards for cost in card.costs if _is_paid_by_grant(cost, draft.year)]
    untold = [_("Vad bidraget har betalat (14 §)")] if not paid or None in paid else []
    missing = [*untold, *grant.missing_in_account]
    sections = [
        Section("sammanfattning", _("Läget för redovisningen"), _missing(missing)),
        Section("ekonomi", _("Ekonomisk redovisning (14 §)"), [spent]),
        _part("anvandning", _("Vad medlen har använts till"), [draft.used_for]),
        _part("resultat", _("Resultat"), [draft.results]),
        _part("andamal", _("Resultaten mot ändamålet"), [draft.results_against_purpose]),
        Section("atgarder", _("Åtgärderna"), [_measures(cards)]),
    ]
    return _document(
        _("Redovisning av statsbidrag: %(title)s") % {"title": draft.title},
        grant,
        plan,
        sections,
        municipality=municipality,
        made_on=made_on,
    )


def _document(
    title: str,
    grant: Grant,
    plan: PlanSummary,
    sections: Sequence[Section],
    *,
    municipality: str,
    made_on: date,
) -> Document:
    draft = grant.draft
    facts = [
        (_("Bidragsår"), str(draft.year)),
        (_("Åtgärdsplan"), f"{plan.title}, version {plan.number}"),
        (_("Planens beslut"), plan.decision or _("inte beslutad")),
        (_("Diarienummer"), draft.record_number or "–"),
    ]
    if draft.granted is not None:
        facts.append((_("Beviljat"), _("%(kr)s kronor") % {"kr": swedish.count(draft.granted)}))
    return Document(
        title=title,
        subtitle=_("Förordning (2023:442) om statsbidrag till kommuner för brottsförebyggande åtgärder"),
        organisation=municipality,
        made_on=made_on,
        facts=facts,
        sections=sections,
        layout="sheet",
    )


def _part(key: str, heading: str, texts: Sequence[str]) -> Section:
    written = [block for text in texts for block in _texts(text)]
    if written:
        return Section(f"del-{key}", heading, written)
    return Section(
        f"del-{key}",
        heading,
        [Callout("missing", _("Inte skriven än"), _("Skriv delen på bidragets sida innan den skickas."))],
    )


def _missing(items: Sequence[str]) -> list[Block]:
    if not items:
        return [Callout("note", _("Komplett"), _("Allt som förordningen frågar efter är ifyllt."))]
    return [Callout("missing", _("Det här saknas"), "; ".join(items) + ".")]


def _texts(text: str) -> list[Block]:
    return [Paragraph(part.strip()) for part in text.split("\n") if part.strip()]


def _measures(cards: Sequence[MeasureCard]) -> Block:
    if not cards:
        return Callout("missing", _("Inga åtgärder är valda"), _("Välj vilka åtgärder i planen det gäller."))
    columns = [
        Column("measure", _("Åtgärd")),
        Column("function", _("Ansvarig")),
        Column("starts_on", _("Börjar"), "date"),
        Column("ends_on", _("Klar senast"), "date"),
        Column("cost", _("Kostnad")),
        Column("state", _("Läge")),
    ]
    rows = [
        [
            card.summary.title,
            card.summary.function or _("ingen vald"),
            card.summary.starts_on,
            card.summary.ends_on,
            cost_in_words(card),
            card.summary.state_label,
        ]
        for card in cards
    ]
    return Table("atgarder-tabell", _("Åtgärder som bidraget gäller"), columns, rows)


def _is_paid_by_grant(cost: CostEntry, year: int) -> bool:
    return cost.funding == "grant" and cost.year == year


def _spent(cards: Sequence[MeasureCard], year: int) -> Block:
    rows = [
        [card.summary.title, cost.funder or cost.funding_label, cost.planned, cost.reported]
        for card in cards
        for cost in card.costs
        if _is_paid_by_grant(cost, year)
    ]
    if not rows:
        text = _(
            "Ingen åtgärd har en kostnad som betalas av statsbidrag det året. Skriv kostnaderna på "
            "åtgärderna."
        )
        return Callout("missing", _("Ingen ekonomisk redovisning"), text)
    columns = [
        Column("measure", _("Åtgärd")),
        Column("funder", _("Bidrag")),
        Column("planned", _("Planerat, kr"), "count"),
        Column("reported", _("Utfall, kr"), "count"),
    ]
    known = [row for row in rows if row[2] is not None]
    reported = [row for row in rows if row[3] is not None]
    total = [
        _("Summa"), "",
        sum(int(row[2] or 0) for row in known) if known else None,
        sum(int(row[3] or 0) for row in reported) if reported else None,
    ]  # fmt: skip
    note = _("Ett streck betyder att inget belopp är angivet.")
    table_rows = [*rows, total]
    return Table(
        "ekonomi-tabell",
        _("Bidraget %(year)s") % {"year": year},
        columns,
        table_rows,
        note,
        frozenset({len(rows)}),
    )
