"""Pictures of the methods for series: alarms, season, nowcast, forecast and effects."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import cast

import polars as pl
from drawing import (
    ACCENT,
    INK,
    MUTED,
    SIGNAL,
    LegendItem,
    band,
    chart,
    day,
    line,
    number,
    points,
    rule,
    words,
)

from data import answer, rows, table
from lagesbild.document.charts import series_with_band

_MONDAY = date(1990, 1, 1)  # the published series begins with 1990 and has numbered weeks


def alarms() -> str:
    """Salmonella Agona, the last two years."""
    counts = table("farrington/input_agona.csv")["observed"].cast(pl.Int64)
    weeks = [_MONDAY + timedelta(weeks=week) for week in range(len(counts))]
    asked = {"from": str(weeks[-104]), "threshold": "nb-plugin"}
    found = rows(answer("alarms", pl.DataFrame({"date": weeks, "count": counts}), asked))
    return series_with_band(
        [date.fromisoformat(day) for day in found["date"]],
        found["observed"].to_list(),
        expected=found["expected"].to_list(),
        low=[0.0 if upper is not None else None for upper in found["upper"]],
        high=found["upper"].to_list(),
        alarms=[bool(alarm) for alarm in found["alarm"]],
        unit="Fall per vecka",
        band_label="Upp till gränsen för larm",
    )


def season() -> str:
    """Car thefts in New York by week: the slow change and the season."""
    counts = table("nyc_vehicle_thefts_by_week.csv").slice(1, 207)  # the first and last weeks are cut off
    parts = rows(answer("season", counts))
    found = parts.with_columns(counts.select("count").to_series(), level=pl.col("trend") + pl.col("season"))
    values = found.select(pl.col("date").cast(pl.String), "count", "trend", "level").to_dicts()
    y = {name: number(name, "Bilstölder per vecka", domain=[60, 250]) for name in ("count", "trend", "level")}
    return chart(
        [
            points(values, day(), y["count"], fill="#9db8bd", size=16),
            line(values, day(), y["level"], colour=ACCENT, width=2),
            line(values, day(), y["trend"], colour=INK, width=1.4, dash="5 4"),
        ],
        legend=[
            LegendItem("line", "Säsong och trend"),
            LegendItem("dashed", "Trend"),
            LegendItem("circle", "En vecka"),
        ],
    )


def nowcast() -> str:
    """Car thefts in New York as known on 31 May 2017, and what became known later."""
    delays = table("nyc_vehicle_thefts_delays.csv").filter(pl.col("delay") >= 0)
    each = delays.select(
        event_date=pl.col("event").repeat_by("count").explode(),
        delay=pl.col("delay").repeat_by("count").explode(),
    ).with_columns(report_date=pl.col("event_date") + pl.duration(days=pl.col("delay")))
    as_of = date(2017, 5, 31)
    known = each.filter(pl.col("report_date") <= as_of).select("event_date", "report_date")
    found = rows(answer("nowcast", known, {"as-of": str(as_of), "max-delay": "30"}))
    found = found.with_columns(pl.col("date").cast(pl.String).str.to_date())
    later = each.filter(pl.col("delay") <= 30).group_by(pl.col("event_date").alias("date")).len("became")
    found = (
        found.join(later, on="date", how="left")
        .sort("date")
        .tail(31)
        .with_columns(pl.col("date").cast(pl.String))
    )
    values = found.to_dicts()
    y = {
        name: number(name, "Stölder per dag", domain=[0, 42])
        for name in ("reported", "estimate", "low", "became")
    }
    return chart(
        [
            band(values, day(form="%-d %b"), y["low"], "high"),
            line(values, day(form="%-d %b"), y["estimate"], colour=INK, dash="5 4"),
            line(values, day(form="%-d %b"), y["reported"], colour=ACCENT, width=2),
            points(values, day(form="%-d %b"), y["became"], fill=SIGNAL, size=45, shape="triangle-up"),
        ],
        legend=[
            LegendItem("line", "Känt den 31 maj"),
            LegendItem("dashed", "Skattning"),
            LegendItem("band", "95 %"),
            LegendItem("triangle-up", "Känt en månad senare"),
        ],
    )


def forecast() -> str:
    """Car thefts in New York: a quarter ahead, and what came."""
    counts = table("nyc_vehicle_thefts_by_week.csv").slice(1, 207)
    before, after = counts.head(194), counts.tail(13)
    found = rows(answer("forecast", before, {"horizon": "13", "by": "week"}))
    values = found.with_columns(pl.col("date").cast(pl.String)).to_dicts()
    past = before.tail(78).with_columns(pl.col("date").cast(pl.String)).to_dicts()
    came = after.with_columns(pl.col("date").cast(pl.String)).to_dicts()
    y = {
        name: number(name, "Bilstölder per vecka", domain=[60, 250])
        for name in ("count", "mean", "low95", "low80")
    }
    return chart(
        [
            band(values, day(), y["low95"], "high95", colour="#dcebec"),
            band(values, day(), y["low80"], "high80"),
            line(past, day(), y["count"], colour=ACCENT),
            line(values, day(), y["mean"], colour=INK, dash="5 4"),
            points(came, day(), y["count"], fill=SIGNAL, size=45, shape="triangle-up"),
        ],
        legend=[
            LegendItem("line", "Antal"),
            LegendItem("dashed", "Prognos"),
            LegendItem("band", "80 % (mörkare) och 95 %"),
            LegendItem("triangle-up", "Vad det blev"),
        ],
    )


def _seatbelts() -> pl.DataFrame:
    return table("its/input_seatbelts.csv").with_columns(date=pl.date(pl.col("year"), pl.col("month"), 1))


def effect_its() -> str:
    """Drivers killed before and after the seat-belt law."""
    frame = _seatbelts().select("date", count=pl.col("DriversKilled").cast(pl.Int64))
    found = answer("effect-its", frame, {"start": "1983-02-01", "season": "month"})
    shown = rows(found).tail(96)
    note = _ratio(found.summary)
    values = shown.with_columns(pl.col("date").cast(pl.String)).to_dicts()
    y = {
        name: number(name, "Döda förare per månad", domain=[40, 200])
        for name in ("count", "fitted", "counterfactual")
    }
    after = [value for value in values if str(value["date"]) >= "1983-02-01"]
    start = [{"date": "1983-02-01", "count": 192, "note": f"Lagen börjar. {note}"}]
    return chart(
        [
            rule(start, {"x": day()}, colour=MUTED, dash="2 3"),
            points(values, day(), y["count"], fill="#9db8bd", size=22),
            line(values, day(), y["fitted"], colour=ACCENT, width=2),
            line(after, day(), y["counterfactual"], colour=INK, dash="5 4"),
            words(start, day(), y["count"], dx=-8, align="right"),
        ],
        legend=[
            LegendItem("circle", "En månad"),
            LegendItem("line", "Modell"),
            LegendItem("dashed", "Utan lagen, enligt säsong och trend"),
        ],
    )


def _ratio(summary: Mapping[str, object]) -> str:
    told = [float(cast(float, summary[f"level_{name}"])) for name in ("ratio", "low", "high")]
    return "Nivån × {:.2f} ({:.2f}–{:.2f})".format(*told).replace(".", ",")


def effect_did() -> str:
    """Seat-belt law: front seats, which it covered, beside rear seats, which it did not."""
    frame = _seatbelts().filter(pl.col("year") >= 1979)
    both = frame.select("date", "front", "rear").with_columns(pl.col("front", "rear").cast(pl.Float64))
    usual = both.filter(pl.col("date") < date(1983, 2, 1)).select(pl.col("front", "rear").mean()).row(0)
    smooth = both.select(
        pl.col("date").cast(pl.String),
        front=(pl.col("front") / usual[0]).rolling_mean(3, center=True),
        rear=(pl.col("rear") / usual[1]).rolling_mean(3, center=True),
    ).drop_nulls()
    values = smooth.to_dicts()
    y = {
        name: number(name, "Mot medel före lagen (1 = lika)", domain=[0.4, 1.4]) for name in ("front", "rear")
    }
    start = [{"date": "1983-02-01", "front": 1.35, "note": f"Lagen börjar. {_covered(frame)}"}]
    return chart(
        [
            rule(start, {"x": day()}, colour=MUTED, dash="2 3"),
            line(values, day(), y["rear"], colour=INK, dash="5 4"),
            line(values, day(), y["front"], colour=ACCENT, width=2.2),
            words(start, day(), y["front"], dx=8),
        ],
        legend=[LegendItem("line", "Fram (omfattas)"), LegendItem("dashed", "Bak (omfattas inte)")],
    )


def _covered(frame: pl.DataFrame) -> str:
    """Return how much better it went in front than behind, as the method says."""
    long = frame.unpivot(["front", "rear"], index="date", variable_name="unit", value_name="count")
    given = long.with_columns(
        pl.col("count").cast(pl.Int64),
        treated=pl.when(pl.col("unit") == "front").then(pl.lit("ja")).otherwise(pl.lit("nej")),
    )
    told = answer("effect-did", given, {"start": "1983-02-01"})
    ratio = told.summary.get("ratio")
    return (
        ""
        if ratio is None
        else f"Kvot {cast(float, ratio):.2f}; två serier räcker inte till intervall".replace(".", ",")
    )
