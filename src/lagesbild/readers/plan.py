"""How one file is read: the mapping tied to its columns, and what had to be decided from the contents."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from lagesbild.readers.log import FaultLog
from lagesbild.readers.mapping import DateOrder, Decimal, Mapping
from lagesbild.readers.moments import OrderEvidence, order_evidence
from lagesbild.readers.numbers import DecimalEvidence, decimal_evidence
from lagesbild.readers.roles import INCIDENT_ROLES, PAIRS, ROLE_LABELS, folded
from lagesbild.readers.sheet import Sheet

DATE_ROLES = ("start", "end", "reported_at")
NUMBER_ROLES = ("lat", "lon", "e", "n", "count")
_KNOWN = frozenset(role.id for role in INCIDENT_ROLES)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the cells tell about the order of dates and the decimal sign, role by role."""

    orders: dict[str, OrderEvidence]
    decimals: dict[str, DecimalEvidence]

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(
            {role: found + other.orders[role] for role, found in self.orders.items()},
            {role: found + other.decimals[role] for role, found in self.decimals.items()},
        )

    @property
    def is_decided(self) -> bool:
        """False when a column has cells that can be read in two ways, and nothing tells which."""
        orders = all(found.order or not found.either for found in self.orders.values())
        return orders and all(found.sign or not found.either for found in self.decimals.values())


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping tied to the columns of a file."""

    mapping: Mapping
    columns: dict[str, str]
    """Role to heading, as the heading is written in this file."""
    orders: dict[str, DateOrder]
    decimals: dict[str, Decimal]
    assumed_order: tuple[str, ...] = ()
    """Columns whose dates can be read in two ways; the day is taken to stand first."""

    def heading(self, role: str) -> str:
        """Return the heading of a role's column, empty when it has none."""
        return self.columns.get(role, "")


def tie_columns(mapping: Mapping, sheet: Sheet, log: FaultLog) -> dict[str, str]:
    """Return role to heading for a file, and log every column of the mapping that it does not have.

    A heading fits when it is the same but for case, spaces and signs.
    """
    by_fold: dict[str, str] = {}
    for column in sheet.columns:
        by_fold.setdefault(folded(column) or column, column)
    tied: dict[str, str] = {}
    for role, heading in mapping.columns.items():
        if role not in _KNOWN:
            continue
        found = heading if heading in sheet.columns else by_fold.get(folded(heading) or heading)
        if found is None:
            log.add(
                column=heading,
                what=f"Kolumnen '{heading}' finns inte i filen",
                advice=f"Filen har {_listed(sheet.columns)}. Ändra kolumnkartan eller rubriken",
            )
        else:
            tied[role] = found
    for pair in PAIRS:
        for one, other in (pair, pair[::-1]):
            if one in mapping.columns and other not in mapping.columns:
                log.add(
                    column=mapping.columns[one],
                    what=f"Kolumnkartan pekar ut {ROLE_LABELS[one]} men inte {ROLE_LABELS[other]}",
                    advice=f'Lägg till {other} = "rubrik", eller ta bort {one}',
                )
    if not {"start", "end"} & {*mapping.columns, *mapping.constants}:
        log.add(
            what=f"Ingen kolumn säger {ROLE_LABELS['start']}",
            advice=f'Filen har {_listed(sheet.columns)}. Peka ut datumet i kolumnkartan: start = "rubrik"',
        )
    return tied


def evidence_in(sheet: Sheet, columns: dict[str, str]) -> Evidence:
    """Look for what decides the order of dates and the decimal sign; real dates and numbers need none."""
    return Evidence(
        {role: order_evidence(sheet.frame[columns[role]]) for role in DATE_ROLES if role in columns},
        {role: decimal_evidence(_texts(sheet, columns[role])) for role in NUMBER_ROLES if role in columns},
    )


def make_plan(mapping: Mapping, columns: dict[str, str], evidence: Evidence) -> Plan:
    """Decide how each column is read: as the mapping says, else as the cells tell, else the Swedish way.

    A column in which nothing decides the order follows the other dates of the file.
    """
    orders = {role: mapping.date_order or found.order for role, found in evidence.orders.items()}
    common = sum(evidence.orders.values(), OrderEvidence()).order
    orders = {role: order or common for role, order in orders.items()}
    unsure = [columns[role] for role, order in orders.items() if not order and evidence.orders[role].either]
    decimals: dict[str, Decimal] = {
        role: mapping.decimal or found.sign for role, found in evidence.decimals.items()
    }
    return Plan(mapping, columns, orders, decimals, tuple(unsure))


def _texts(sheet: Sheet, column: str) -> pl.Series:
    cells = sheet.frame[column]
    if column not in sheet.numbers.columns:
        return cells
    return cells.filter(sheet.numbers[column].is_null())


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f"'{column}'" for column in columns)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file, asked for by role."""

    sheet: Sheet
    plan: Plan

    @property
    def rows(self) -> pl.Series:
        """Row numbers, shape (n,)."""
        return self.sheet.rows

    def sample(self, most: int) -> "Batch":
        """Return at most about ``most`` rows, evenly spread."""
        step = max(1, len(self.sheet) // most)
        if step == 1:
            return self
        sheet = self.sheet
        frame, numbers, moments = (
            part.gather_every(step) for part in (sheet.frame, sheet.numbers, sheet.moments)
        )
        return Batch(sheet.with_rows(frame, sheet.rows.gather_every(step), numbers, moments), self.plan)

    def has(self, role: str) -> bool:
        """Tell whether the role has a column or a constant."""
        return role in self.plan.columns or role in self.plan.mapping.constants

    def text(self, role: str) -> pl.Series:
        """Return the cells of a role as text, its constant, or nulls."""
        if role in self.plan.columns:
            return self.sheet.frame[self.plan.columns[role]]
        constant = self.plan.mapping.constants.get(role)
        return pl.Series(role, [constant], dtype=pl.String).new_from_index(0, len(self.sheet))

    def numbers(self, role: str) -> pl.Series | None:
        """Return the cells that the workbook stores as numbers."""
        return _column(self.sheet.numbers, self.plan.heading(role))

    def moments(self, role: str) -> pl.Series | None:
        """Return the cells that the workbook stores as dates."""
        return _column(self.sheet.moments, self.plan.heading(role))


def _column(frame: pl.DataFrame, name: str) -> pl.Series | None:
    return frame[name] if name and name in frame.columns else None
