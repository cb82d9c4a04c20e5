"""What a method is: its question, its columns, its options and the function that answers."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from lagesbild.methods.answer import MethodAnswer, Row, Value

ColumnKind = Literal["text", "count", "number", "date", "datetime", "yes_no"]
OptionKind = Literal["number", "integer", "numbers", "text", "choice", "flag", "date", "table"]
OptionValue = float | int | str | bool | date | tuple[float, ...] | pl.DataFrame | None

ROW = "_row"
"""Column that every table read from a file carries: the row as a spreadsheet shows it."""


class OptionError(ValueError):
    """An option is unknown or has a value it cannot have; the message is Swedish and says what to write."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a method reads from its table.

    ``kind`` decides the type in the frame: ``text`` String, ``count`` Int64 (0 or more), ``number`` Float64
    (finite), ``date`` Date, ``datetime`` Datetime with time zone, ``yes_no`` Boolean. A required column must
    be in the file; ``may_be_empty`` says whether a cell may be. Optional columns that the file lacks are
    not in the frame.
    """

    name: str
    kind: ColumnKind
    meaning: str
    """In Swedish, with the unit."""
    required: bool = True
    may_be_empty: bool = False
    least: float | None = None
    """Smallest value allowed, for numbers."""
    above_zero: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that a method offers, written ``--name value`` on the command line.

    ``kind`` decides the type: ``number`` float, ``integer`` int, ``numbers`` tuple of floats written
    ``0,100,200``, ``choice`` one of ``choices``, ``flag`` bool (no value on the command line), ``date``
    date, ``table`` a second file with ``columns`` (a frame). ``default`` None means not given.
    """

    name: str
    kind: OptionKind
    meaning: str
    """In Swedish, with the unit."""
    default: OptionValue = None
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one run, each with its value or default; ask by name and type."""

    values: Mapping[str, OptionValue]
    seed: int = 1
    executor: Executor | None = None
    """Where heavy work may run; None means here. Results never depend on it."""
    shown: Row = field(default_factory=dict)
    """The options as the answer repeats them (a table by its file name)."""

    def number(self, name: str) -> float:
        """Return a number that has a default."""
        value = self.values[name]
        if not isinstance(value, (int, float)):
            raise _wrong_type(name, value)
        return float(value)

    def number_or_none(self, name: str) -> float | None:
        """Return a number, or None when it was not given."""
        return None if self.values[name] is None else self.number(name)

    def integer(self, name: str) -> int:
        """Return a whole number that has a default."""
        value = self.values[name]
        if not isinstance(value, int):
            raise _wrong_type(name, value)
        return value

    def integer_or_none(self, name: str) -> int | None:
        """Return a whole number, or None when it was not given."""
        return None if self.values[name] is None else self.integer(name)

    def numbers(self, name: str) -> tuple[float, ...]:
        """Return a list of numbers."""
        value = self.values[name]
        if not isinstance(value, tuple):
            raise _wrong_type(name, value)
        return value

    def text(self, name: str) -> str:
        """Return a text or choice that has a default."""
        value = self.values[name]
        if not isinstance(value, str):
            raise _wrong_type(name, value)
        return value

    def text_or_none(self, name: str) -> str | None:
        """Return a text, or None when it was not given."""
        return None if self.values[name] is None else self.text(name)

    def flag(self, name: str) -> bool:
        """Return whether a flag was set."""
        return self.values[name] is True

    def date_or_none(self, name: str) -> date | None:
        """Return a date, or None when it was not given."""
        value = self.values[name]
        return value if isinstance(value, date) else None

    def table_or_none(self, name: str) -> pl.DataFrame | None:
        """Return the table of a second file, or None when it was not given."""
        value = self.values[name]
        return value if isinstance(value, pl.DataFrame) else None


Runner = Callable[[pl.DataFrame, Options], MethodAnswer]


@dataclass(frozen=True, slots=True)
class Method:
    """One method that ``lagesbild stats`` offers.

    ``run`` takes the table as read by ``methods.table`` and answers, also when there is nothing to say:
    None and a sentence in ``warnings``, never a wrong number and never an exception for strange data.
    """

    name: str
    """On the command line: ``change``, ``near-repeat``."""
    question: str
    """In Swedish, as a coordinator would ask it."""
    answers: str
    """What comes out, one or two Swedish sentences."""
    source: str
    """Author year, journal, pages."""
    columns: tuple[Column, ...]
    options: tuple[Option, ...]
    fields: Sequence[str]
    """Fields of each row out, in order."""
    run: Runner
    keeps_other_columns: bool = False
    """True when every further column of the file is read too, as text."""
    is_random: bool = False
    """True when ``--seed`` matters."""

    def answer(
        self,
        options: Options,
        *,
        n: int,
        summary: Mapping[str, Value] | None = None,
        rows: Sequence[Row] = (),
        warnings: Sequence[str] = (),
    ) -> MethodAnswer:
        """Build the method's answer with its name, source, options and seed filled in."""
        return MethodAnswer(
            self.name,
            self.source,
            dict(options.shown),
            options.seed if self.is_random else None,
            n,
            dict(summary or {}),
            rows,
            tuple(warnings),
        )


def _wrong_type(name: str, value: OptionValue) -> TypeError:
    return TypeError(f"option {name} holds {type(value).__name__}")
