"""Options as written on a command line or in a call, read into their types."""

import difflib
from collections.abc import Mapping
from concurrent.futures import Executor
from datetime import date
from pathlib import Path

import polars as pl

from lagesbild.methods.answer import Value
from lagesbild.methods.description import Method, Option, OptionError, Options, OptionValue
from lagesbild.methods.table import read_table

Given = OptionValue | Path


def read_options(
    method: Method, given: Mapping[str, Given], *, seed: int = 1, executor: Executor | None = None
) -> Options:
    """Return the options of a run: what was given, read by kind, and the defaults of the rest.

    Parameters
    ----------
    method
        The method whose options they are.
    given
        Option name (without dashes in front) to its text as written, or to a value of the right type. A
        table option takes a path or a frame. None means not given.

    Raises
    ------
    OptionError
        If an option is unknown or its value cannot be read.
    FaultyFileError
        If a table option's file has faults.
    """
    known = {option.name: option for option in method.options}
    for name in given:
        if name not in known:
            raise OptionError(_unknown(method, name, list(known)))
    values: dict[str, OptionValue] = {}
    shown: dict[str, Value] = {}
    for option in method.options:
        written = given.get(option.name)
        value = option.default if written is None else _read(option, written)
        values[option.name] = value
        shown[option.name] = _shown(value, written)
    return Options(values, seed, executor, shown)


def _unknown(method: Method, name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = (
        f"Menade du --{near[0]}?"
        if near
        else "Den har " + (", ".join(f"--{k}" for k in known) or "inga val") + "."
    )
    return f"Metoden {method.name} har inget val --{name}. {hint}"


def _shown(value: OptionValue, written: Given) -> Value:
    if isinstance(value, pl.DataFrame):
        return Path(written).name if isinstance(written, (str, Path)) else f"{value.height} rader"
    if isinstance(value, date):
        return value.isoformat()
    return value


def _read(option: Option, written: Given) -> OptionValue:
    if option.kind == "table":
        return _table(option, written)
    if isinstance(written, (Path, pl.DataFrame)):
        raise OptionError(f"--{option.name} tar inte en fil.")
    value = _from_text(option, written.strip()) if isinstance(written, str) else written
    _check_range(option, value)
    return value


def _table(option: Option, written: Given) -> pl.DataFrame:
    if isinstance(written, pl.DataFrame):
        return written
    if not isinstance(written, (str, Path)):
        raise OptionError(f"--{option.name} ska vara en fil med kolumnerna {_names(option)}.")
    path = Path(written)
    if not path.is_file():
        raise OptionError(
            f"--{option.name}: filen {path} finns inte. Ange en fil med kolumnerna {_names(option)}."
        )
    return read_table(path, option.columns).frame


def _names(option: Option) -> str:
    return ", ".join(column.name for column in option.columns)


def _from_text(option: Option, text: str) -> OptionValue:
    match option.kind:
        case "number":
            return _number(option, text)
        case "integer":
            number = _number(option, text)
            if number != int(number):
                raise OptionError(f"--{option.name} '{text}' är inte ett heltal. Skriv till exempel 4.")
            return int(number)
        case "numbers":
            return tuple(_number(option, part) for part in text.replace(";", ",").split(","))
        case "date":
            return _date(option, text)
        case "choice":
            if text not in option.choices:
                raise OptionError(
                    f"--{option.name} '{text}' finns inte. Välj {' eller '.join(option.choices)}."
                )
            return text
        case "flag":
            return _flag(option, text)
        case _:
            return text


def _number(option: Option, text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise OptionError(f"--{option.name} '{text}' är inte ett tal. Skriv det som 12 eller 0.95.") from None
    if not abs(number) < float("inf"):
        raise OptionError(f"--{option.name} '{text}' är inte ett ändligt tal. Skriv det som 12 eller 0.95.")
    return number


def _date(option: Option, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise OptionError(f"--{option.name} '{text}' är inte ett datum. Skriv det som 2024-02-28.") from None


def _flag(option: Option, text: str) -> bool:
    if text.lower() in {"true", "ja", "1"}:
        return True
    if text.lower() in {"false", "nej", "0"}:
        return False
    raise OptionError(f"--{option.name} är ett ja eller nej, inte '{text}'.")


def _check_range(option: Option, value: OptionValue) -> None:
    numbers = value if isinstance(value, tuple) else (value,)
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            continue
        if option.least is not None and number < option.least:
            raise OptionError(
                f"--{option.name} {number:g} är för litet. Det ska vara minst {option.least:g}."
            )
        if option.most is not None and number > option.most:
            raise OptionError(f"--{option.name} {number:g} är för stort. Det ska vara högst {option.most:g}.")
