"""Every method there is, by name. A method is a module with a METHOD; add a new one to the list here."""

import difflib
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lagesbild.methods import (
    accuracy,
    alarms,
    aoristic,
    change,
    concentration,
    density,
    effect_did,
    effect_its,
    effect_wdd,
    forecast,
    hotspots,
    local_moran,
    near_repeat,
    nowcast,
    personal_data,
    proportion,
    proportion_change,
    rate,
    scan,
    scan_space_time,
    season,
    smooth,
    suppress,
)
from lagesbild.methods.answer import MethodAnswer
from lagesbild.methods.description import Method, OptionError
from lagesbild.methods.options import Given, read_options
from lagesbild.methods.table import read_table
from lagesbild.readers.faults import FaultyFileError

_METHODS: tuple[Method, ...] = (
    change.METHOD,
    rate.METHOD,
    smooth.METHOD,
    proportion.METHOD,
    proportion_change.METHOD,
    alarms.METHOD,
    season.METHOD,
    nowcast.METHOD,
    forecast.METHOD,
    aoristic.METHOD,
    concentration.METHOD,
    density.METHOD,
    hotspots.METHOD,
    local_moran.METHOD,
    scan.METHOD,
    scan_space_time.METHOD,
    near_repeat.METHOD,
    accuracy.METHOD,
    effect_wdd.METHOD,
    effect_its.METHOD,
    effect_did.METHOD,
    suppress.METHOD,
    personal_data.METHOD,
)
"""In the order in which they are listed for the user."""


class UnknownMethodError(LookupError):
    """There is no method of that name; the message is Swedish and names those that are near."""


def all_methods() -> tuple[Method, ...]:
    """Return every method, in the order in which they are listed."""
    return _METHODS


def method(name: str) -> Method:
    """Return the method called ``name``.

    Raises
    ------
    UnknownMethodError
        With the names that are most like it.
    """
    found = {m.name: m for m in _METHODS}
    if name in found:
        return found[name]
    near = difflib.get_close_matches(name, list(found), n=3, cutoff=0.5)
    hint = f"Menade du {' eller '.join(near)}?" if near else f"Det finns: {', '.join(found)}."
    raise UnknownMethodError(f"Det finns ingen metod som heter '{name}'. {hint}")


def run_on_file(
    name: str,
    path: Path,
    options: Mapping[str, Given] | None = None,
    *,
    seed: int = 1,
    executor: Executor | None = None,
) -> MethodAnswer:
    """Run one method on one file, exactly as ``lagesbild stats`` does.

    Parameters
    ----------
    name
        The method's name.
    path
        CSV, XLSX or Parquet with the method's columns.
    options
        Option name to text or value; see :func:`lagesbild.methods.options.read_options`.

    Raises
    ------
    UnknownMethodError, OptionError
        Wrong use.
    FaultyFileError
        The file has faults; all of them are in it.
    """
    chosen = method(name)
    read = read_options(chosen, options or {}, seed=seed, executor=executor)
    zone = read.values.get("tz")
    table = read_table(
        path,
        chosen.columns,
        keeps_other_columns=chosen.keeps_other_columns,
        tz=_zone(zone) if isinstance(zone, str) else "Europe/Stockholm",
    )
    try:
        answer = chosen.run(table.frame, read)
    except FaultyFileError as error:
        # A runner does not know the file's name; faults it finds in the table get it here.
        raise FaultyFileError(replace(f, file=f.file or path.name) for f in error.faults) from error
    return replace(answer, warnings=(*table.warnings, *answer.warnings))


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise OptionError(f"--tz '{name}' är ingen tidszon. Skriv till exempel Europe/Stockholm.") from None
