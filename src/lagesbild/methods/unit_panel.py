"""Rows of unit, date and count as a table of units by periods, around the date on which something began."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from lagesbild.methods.description import ROW
from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.series.effect_did import Panel
from lagesbild.series.regular import Days
from lagesbild.series.two_way_counts import BoolArray, FloatArray

_SHOWN = 3  # names in a warning


@dataclass(frozen=True, slots=True)
class UnitPanel:
    """The panel with its dates."""

    panel: Panel
    names: tuple[str, ...]
    """The units, in the panel's order."""
    starts: Days
    """First day of each period, shape (periods,)."""
    after: BoolArray
    """True from the start on, shape (periods,)."""
    warnings: tuple[str, ...]


def read_panel(frame: pl.DataFrame, start: date, *, missing: str) -> UnitPanel:
    """Return the panel of a table with ``unit``, ``date``, ``count``, ``treated`` and perhaps ``exposure``.

    Parameters
    ----------
    frame
        At least one row. Every date that occurs is a period; rows of the same unit and date are added up.
    start
        When the measure began. A period that it falls inside is neither before nor after and is left out.
    missing
        What a unit without a row on a date means: ``zero`` no events, ``leave-out`` not known, ``auto`` zero
        when no row has a count of 0 (tables counted from lists of events have no rows for nothing).

    Raises
    ------
    FaultyFileError
        If a unit's ``treated`` changes at another date than the start.
    """
    warnings: list[str] = []
    treated = _treated(frame, start)
    cells = _cells(frame, warnings)
    names, days = cells["unit"].unique().sort(), cells["date"].unique().sort()
    unit, period = _codes(cells["unit"], names), _codes(cells["date"], days)
    shape = (len(names), len(days))
    counts, observed = np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    counts[unit, period] = cells["count"].to_numpy()
    observed[unit, period] = True
    exposure = _exposure(cells, unit, period, shape)
    if lacking := int((~observed).sum()):
        is_zero = missing == "zero" or (missing == "auto" and not (cells["count"] == 0).any())
        warnings.append(_lacking(lacking, observed.size, is_zero=is_zero))
        observed |= is_zero
    starts = days.to_numpy().astype("datetime64[D]")
    whole = ~_within(starts, np.datetime64(start))
    if not whole.all():
        warnings.append(
            f"Åtgärden började {start}, mitt i en period. Den perioden räknas varken som före eller efter."
        )
    panel = Panel(counts, observed, np.array([treated[name] for name in names]), exposure).only(whole)
    _note_empty(panel, names, warnings)
    after = starts[whole] >= np.datetime64(start)
    return UnitPanel(panel, tuple(names), starts[whole], after, tuple(warnings))


def _treated(frame: pl.DataFrame, start: date) -> dict[str, bool]:
    """Return who is treated; a unit may be marked on all of its rows or from the start on."""
    marked = frame.with_columns(late=pl.col("date") >= start).group_by("unit")
    states = marked.agg(
        any=pl.col("treated").any(),
        all=pl.col("treated").all(),
        from_start=(pl.col("treated") == pl.col("late")).all(),
    )
    wrong = states.filter(pl.col("any") & ~pl.col("all") & ~pl.col("from_start"))["unit"]
    if len(wrong):
        first = frame.filter(pl.col("unit").is_in(wrong.implode())).group_by("unit").agg(pl.col(ROW).min())
        raise FaultyFileError(
            Fault(
                "",
                row,
                "treated",
                f"'{name}' har både ja och nej, och de byter inte vid starten {start}",
                "Skriv samma värde på alla rader för området, eller nej före starten och ja från och med den",
                name,
            )
            for name, row in sorted(first.iter_rows(), key=lambda pair: pair[1])
        )
    return dict(zip(states["unit"], states["any"], strict=True))


def _cells(frame: pl.DataFrame, warnings: list[str]) -> pl.DataFrame:
    columns = [pl.col("count").sum()]
    if "exposure" in frame.columns:
        columns.append(pl.col("exposure").mean())
    cells = frame.group_by("unit", "date").agg(columns)
    if doubled := frame.height - cells.height:
        warnings.append(f"Rader för samma område och datum lades ihop: {doubled}.")
    return cells


def _codes(values: pl.Series, sorted_values: pl.Series) -> np.ndarray:
    return sorted_values.search_sorted(values).to_numpy()


def _exposure(
    cells: pl.DataFrame, unit: np.ndarray, period: np.ndarray, shape: tuple[int, int]
) -> FloatArray | None:
    """Return the exposure of every cell; without a row, the unit's latest before it or first after it."""
    if "exposure" not in cells.columns:
        return None
    known = np.full(shape, np.nan)
    known[unit, period] = cells["exposure"].to_numpy()
    carried = pl.DataFrame(known.T).fill_nan(None).select(pl.all().forward_fill().backward_fill())
    return np.ascontiguousarray(carried.to_numpy().T)


def _lacking(lacking: int, cells: int, *, is_zero: bool) -> str:
    if is_zero:
        return f"Områden och datum utan rad räknas som 0 händelser: {lacking} av {cells}."
    return (
        f"Områden och datum utan rad räknas som okända: {lacking} av {cells}. Skriv --missing zero om de "
        "betyder att inget hände."
    )


def _within(starts: Days, begin: np.datetime64) -> BoolArray:
    """Tell which period the beginning falls inside, shape (periods,).

    Periods are months when every date is the first of one, else days; the shortest step is their length.
    """
    if len(starts) < 2:
        return np.zeros(len(starts), dtype=np.bool_)
    months = starts.astype("datetime64[M]")
    if (months.astype("datetime64[D]") == starts).all():
        ends = (months + np.diff(months).min()).astype("datetime64[D]")
    else:
        ends = starts + np.diff(starts).min()
    return np.asarray((starts < begin) & (begin < ends), dtype=np.bool_)


def _note_empty(panel: Panel, names: pl.Series, warnings: list[str]) -> None:
    empty = ~np.where(panel.observed, panel.counts, 0.0).any(axis=1)
    if not empty.any() or empty.all():
        return
    listed = [str(name) for name in names.filter(pl.Series(empty))]
    shown = ", ".join(listed[:_SHOWN]) + (" med flera" if len(listed) > _SHOWN else "")
    warnings.append(f"Områden utan händelser säger inget om förändringen och lämnas utanför: {shown}.")
