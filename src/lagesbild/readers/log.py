"""Where faults are gathered while a file is read: all of them, each with its row, column and value."""

from dataclasses import dataclass, field

import polars as pl

from lagesbild.readers.faults import Fault

MAX_FAULTS = 100_000
"""More than anybody corrects by hand; the rest are counted in one last sentence."""
_SHOWN = 60  # signs of a value that are quoted


@dataclass(slots=True)
class FaultLog:
    """The faults of one file, in the order they are found."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    unlisted: int = 0

    def add(self, *, what: str, advice: str, row: int = 0, column: str = "", value: str = "") -> None:
        """Add one fault; ``row`` 0 means the whole file."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(self.file, row, column, what, advice, value))
        else:
            self.unlisted += 1

    def add_cells(
        self, where: pl.Series, rows: pl.Series, *, column: str, values: pl.Series, what: str, advice: str
    ) -> None:
        """Add a fault for every row where ``where`` is true; ``{value}`` in ``what`` is the cell."""
        chosen = where.fill_null(False)
        if not chosen.any():
            return
        for row, value in zip(rows.filter(chosen), values.filter(chosen), strict=True):
            text = "" if value is None else str(value)
            self.add(
                what=what.replace("{value}", shown(text)), advice=advice, row=row, column=column, value=text
            )

    def all(self) -> tuple[Fault, ...]:
        """Return the faults in file order, with a last one for those that were only counted."""
        found = sorted(self.faults)
        if self.unlisted:
            what = f"Filen har {self.unlisted} fel till"
            found.append(Fault(self.file, 0, "", what, "Rätta felen ovan och läs in filen igen"))
        return tuple(found)


def shown(value: str) -> str:
    """Return a cell as it is quoted in a sentence: on one line, and not too long."""
    text = " ".join(value.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
