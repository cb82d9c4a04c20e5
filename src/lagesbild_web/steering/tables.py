"""What the pages of steering show, as tables: documents, targets, words and the committees' matrix."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.table_files import Cell
from lagesbild_web.steering.queries import definitions_of, documents_of, matrix_of, targets_of


@dataclass(frozen=True, slots=True)
class SteeringTable:
    """A table with what each of its columns says."""

    headings: Sequence[str]
    guide: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def documents_table(actor: Actor, home: UUID) -> SteeringTable:
    """Return every document, also those that have been taken out of use."""
    columns = {
        _("Dokument"): _("Vad dokumentet heter."),
        _("Slag"): _("Program, policy, handlingsplan, riktlinje, rutin eller annat."),
        _("Nivå"): _(
            "Vem dokumentet styr eller är beslutat av: fullmäktige, styrelse, nämnd, förvaltning, bolag."
        ),
        _("Beslut"): _("Vem som beslutade, dag, paragraf och diarienummer."),
        _("Läge"): _("Om dokumentet gäller, är ersatt eller avslutat."),
        _("Gäller från"): _("Första dagen som dokumentet gäller. Tomt om det inte är skrivet."),
        _("Gäller till"): _("Sista dagen som dokumentet gäller. Tomt om det gäller tills vidare."),
        _("Ses över senast"): _("Dagen då dokumentet ska ha setts över."),
        _("Ansvarig"): _("Funktionen som svarar för dokumentet."),
        _("Ersatt av"): _("Dokumentet som har tagit dess plats."),
    }
    rows = [
        [
            d.draft.title, d.kind_label, d.level_label, d.decision, d.state_label, _iso(d.draft.valid_from),
            _iso(d.draft.valid_to), _iso(d.draft.review_on), d.function, d.replaced_by,
        ]
        for d in documents_of(actor, home, with_retired=True)
    ]  # fmt: skip
    return SteeringTable(list(columns), list(columns.values()), rows)


def targets_table(actor: Actor, home: UUID) -> SteeringTable:
    """Return the political targets as the tree is read."""
    columns = {
        _("Mål"): _("Målet, som det är beslutat."),
        _("Nivå"): _("1 är överst. 2 ligger under närmaste mål med nivå 1 ovanför, och så vidare."),
        _("Ligger under"): _("Målet ovanför. Tomt för mål överst."),
        _("Beskrivning"): _("Vad målet betyder."),
        _("Står i"): _("Styrdokumentet som målet står i."),
    }
    found = targets_of(actor, home)
    titles = {target.id: target.title for target in found}
    rows: list[list[Cell]] = [
        [
            target.title,
            target.depth + 1,
            titles.get(target.parent_id, "") if target.parent_id else "",
            target.description,
            target.document,
        ]
        for target in found
    ]
    return SteeringTable(list(columns), list(columns.values()), rows)


def definitions_table(actor: Actor, home: UUID) -> SteeringTable:
    """Return every wording of every word."""
    columns = {
        _("Ord"): _("Ordet eller uttrycket."),
        _("Betyder"): _("Vad kommunen menar med ordet."),
        _("Gäller från"): _("Första dagen som betydelsen gäller."),
        _("Gäller till"): _("Dagen då en ny betydelse tog vid. Tomt för den som gäller."),
        _("Gäller nu"): _("Ja för den betydelse som gäller dagen då filen hämtades."),
        _("Källa"): _("Varifrån betydelsen är hämtad."),
    }
    today = timezone.localdate()
    rows = [
        [
            d.term,
            d.text,
            _iso(d.valid_from),
            _iso(d.valid_to),
            _("Ja") if d.valid_from <= today and (d.valid_to is None or today < d.valid_to) else _("Nej"),
            d.source,
        ]
        for d in definitions_of(actor, home)
    ]
    return SteeringTable(list(columns), list(columns.values()), rows)


def matrix_table(actor: Actor, home: UUID) -> SteeringTable:
    """Return which documents each committee must have, and has."""
    matrix = matrix_of(actor, home)
    words = {"missing": _("Saknas"), "not_needed": _("Behövs inte")}
    names = [committee.name for committee in matrix.committees]
    told = _("Dokumentet som nämnden har, ”Saknas”, eller ”Behövs inte” med skälet.")
    rows = [
        [row.title, row.law, *(_in_cell(words, cell.state, cell.document, cell.motive) for cell in row.cells)]
        for row in matrix.requirements
    ]
    return SteeringTable(
        [_("Dokument"), _("Lag"), *names],
        [
            _("Dokumentet som ska finnas."),
            _("Lagen som kräver det, när det är en lag."),
            *(told for _n in names),
        ],
        rows,
    )


TABLES: Final[Mapping[str, Callable[[Actor, UUID], SteeringTable]]] = {
    "dokument": documents_table,
    "mal": targets_table,
    "ord": definitions_table,
    "namnder": matrix_table,
}
"""The word in the address → the table."""


def _in_cell(words: Mapping[str, str], state: str, document: str, motive: str) -> str:
    told = words.get(state) or document
    return f"{told}: {motive}" if state == "not_needed" and motive else told


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
