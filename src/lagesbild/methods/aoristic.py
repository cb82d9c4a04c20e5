"""`aoristic`: when in the week may it have happened, when only a first and a last time are known?"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import ROW, Column, Method, Option, Options
from lagesbild.series.aoristic import hour_weights, weekday_hour_table

_NAMED_ROWS = 10
_WEEK = np.timedelta64(7, "D")
_MANY = 0.5  # share of starts at midnight sharp above which the clock times are doubted
_FEW = 20  # events below which that share says nothing


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Share each event out over the hours that it may have happened in."""
    if not frame.height:
        return METHOD.answer(options, n=0, warnings=["Tabellen har inga rader."])
    tz = options.text("tz")
    starts, ends = _utc(frame["start"]), _utc(frame["end"])
    found = hour_weights(starts, ends, tz=tz)
    ids = frame["id"].to_list()
    rows = rows_of(
        {
            "id": [ids[index] for index in found.event.tolist()],
            "weekday": found.weekday,
            "hour": found.hour,
            "weight": found.weight,
        }
    )
    summary = {
        "events": frame.height,
        "without_end": int(np.isnat(ends).sum()),
        "end_before_start": int((ends < starts).sum()),
        "longer_than_a_week": int((ends - starts > _WEEK).sum()),
        "table": weekday_hour_table(starts, ends, tz=tz).tolist(),
    }
    return METHOD.answer(
        options, n=frame.height, summary=summary, rows=rows, warnings=_warnings(frame, starts, ends)
    )


def _utc(column: pl.Series) -> NDArray[np.datetime64]:
    moments = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return moments.to_numpy().astype("datetime64[us]")


def _warnings(frame: pl.DataFrame, starts: NDArray[np.datetime64], ends: NDArray[np.datetime64]) -> list[str]:
    warnings = []
    if (wrong := ends < starts).any():
        rows = frame[ROW].filter(pl.Series(wrong)).to_list() if ROW in frame.columns else []
        which = ", ".join(map(str, rows[:_NAMED_ROWS])) + (" med flera" if len(rows) > _NAMED_ROWS else "")
        warnings.append(
            f"Sluttiden är före starttiden i {wrong.sum()} rader (rad {which}). Hela händelsen läggs på "
            "starttidens timme. Rätta tiderna."
        )
    if missing := int(np.isnat(ends).sum()):
        warnings.append(f"{missing} händelser saknar sluttid. De läggs på starttidens timme.")
    if long := int((ends - starts > _WEEK).sum()):
        warnings.append(
            f"{long} händelser kan ha skett under mer än en vecka. De säger nästan inget om timmen."
        )
    midnight = frame["start"].dt.time().cast(pl.Int64) == 0
    if frame.height >= _FEW and midnight.sum() > _MANY * frame.height:
        warnings.append(
            f"{midnight.sum()} av {frame.height} händelser börjar exakt kl. 00.00. Klockslaget saknas kanske "
            "i uppgifterna; då blir midnatt för stor."
        )
    return warnings


METHOD = Method(
    name="aoristic",
    question="Vilka timmar i veckan händer det, när man bara vet mellan vilka tider?",
    answers=(
        "För varje händelse den andel av tidsspannet som ligger i varje timme i veckan. Andelarna för en "
        "händelse blir 1 tillsammans."
    ),
    source="Ratcliffe 2002, Journal of Quantitative Criminology 18, 23-43",
    columns=(
        Column("id", "text", "händelsens nummer"),
        Column("start", "datetime", "första möjliga tid"),
        Column("end", "datetime", "sista möjliga tid; tom när tiden är känd", may_be_empty=True),
    ),
    options=(Option("tz", "text", "tidszon för klockslagen", "Europe/Stockholm"),),
    fields=("id", "weekday", "hour", "weight"),
    run=run,
)
