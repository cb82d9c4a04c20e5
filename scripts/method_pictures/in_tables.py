"""Pictures of the methods for tables: changes, rates, surveys, hours, concentration, effects, privacy."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import polars as pl
from drawing import ACCENT, INK, MUTED, SIGNAL, LegendItem, Spec, chart, line, number, points, rule, words

from data import answer, rows, table
from lagesbild.document import svg
from lagesbild.document.charts import (
    ChangeRow,
    SurveyPoint,
    bar_with_intervals,
    hour_weekday,
    lorenz,
    survey_bars,
)
from lagesbild.document.lettering import text_width
from lagesbild.document.palette import ACCENT_LIGHT, FAINT, SIGNAL_LIGHT
from lagesbild.privacy.personal_data import find_personal_data


def change() -> str:
    """Upplands-Bro January to September: 2021 against 2020."""
    given = (
        _compstat()
        .select(id="crime", before="2020", after="2021")
        .filter(pl.col("before") + pl.col("after") > 0)
    )
    shown = []
    for row in rows(answer("change", given)).iter_rows(named=True):
        limits = [float(row[key]) if row[key] is not None else None for key in ("ratio", "low", "high")]
        shown.append(ChangeRow(row["id"], row["before"], row["after"], *limits, row["verdict"]))
    return bar_with_intervals(shown, axis_title="Förändring 2020–2021, januari–september, med 95 % intervall")


def _compstat() -> pl.DataFrame:
    """Return crime by year as the municipality printed them, a column for each year."""
    printed = table("../picture/compstat_upplands-bro.csv").with_columns(pl.col("antal").cast(pl.Int64))
    wide = printed.pivot("ar", index="brottsfenomen", values="antal", aggregate_function="sum")
    return wide.rename({"brottsfenomen": "crime"})


def rate() -> str:
    """Sudden infant deaths in North Carolina: the funnel."""
    given = table("funnel/input.csv").select("id", cases="observed", population="denominator")
    found = rows(answer("rate", given)).with_columns(pl.col("ratio").cast(pl.Float64))
    shown = found.filter(pl.col("expected") > 0).to_dicts()
    x = number("expected", "Förväntat antal fall efter länets storlek", type="log", domain=[0.3, 50])
    y = {name: number(name, "Kvot mot hela delstaten", domain=[0, 6]) for name in ("ratio", "funnel_high_95")}
    limits = sorted(shown, key=lambda row: cast(float, row["expected"]))
    layers = [
        line(limits, x, number(field, "Kvot mot hela delstaten", domain=[0, 6]), colour=colour, dash=dash)
        for field, colour, dash in (
            ("funnel_low_95", INK, "5 4"),
            ("funnel_high_95", INK, "5 4"),
            ("funnel_low_998", MUTED, "1 3"),
            ("funnel_high_998", MUTED, "1 3"),
        )
    ]
    far = [row for row in shown if cast(float, row["ratio"]) > cast(float, row["funnel_high_998"])]
    named = [row | {"note": row["id"]} for row in far]
    layers += [
        points(shown, x, y["ratio"], size=30),
        points(far, x, y["ratio"], fill=SIGNAL, size=70, shape="triangle-up"),
        words(named, x, y["ratio"]),
    ]
    return chart(
        layers,
        legend=[
            LegendItem("circle", "Ett län"),
            LegendItem("dashed", "95 % av slumpen (prickat: 99,8 %)"),
            LegendItem("triangle-up", "Över 99,8 %"),
        ],
    )


def smooth() -> str:
    """The same counties: raw rates, and rates drawn towards the common level."""
    given = table("funnel/input.csv").select("id", cases="observed", population="denominator")
    found = rows(answer("smooth", given)).join(given, on="id")
    shown = found.with_columns(raw=pl.col("raw") * 1000, even=pl.col("eb_global") * 1000).to_dicts()
    x = number("population", "Levande födda", type="log", domain=[250, 25_000], format=",d")
    y = {name: number(name, "Fall per 1 000 födda", domain=[0, 10]) for name in ("raw", "even")}
    return chart(
        [
            rule(shown, {"x": x, "y": y["raw"], "y2": {"field": "even"}}, colour="#c5ced1", width=1),
            points(shown, x, y["raw"], fill="#ffffff", stroke=ACCENT, size=32),
            points(shown, x, y["even"], size=32),
        ],
        legend=[LegendItem("hollow", "Som det räknades"), LegendItem("circle", "Utjämnat")],
    )


def proportion() -> str:
    """Upplands-Bro, the police's survey in 2021: 500 answers."""
    shares = _survey().filter(pl.col("ar") == 2021)
    given = shares.select(id="fraga", x=(pl.col("andel_procent") * 5).cast(pl.Int64), n=pl.lit(500))
    found = rows(answer("proportion", given)).sort("p", descending=True)
    return survey_bars(
        [
            SurveyPoint(row["id"], "2021", row["p"], row["low"], row["high"])
            for row in found.iter_rows(named=True)
        ],
        axis_title="Andel av 500 svarande, med 95 % intervall",
    )


def _survey() -> pl.DataFrame:
    asked = table("../picture/enkat_upplands-bro.csv")
    return asked.filter(pl.col("undersokning") == "Polisens trygghetsmätning")


def proportion_change() -> str:
    """The same survey, 2020 and 2021, as if 500 answered in both years."""
    shares = _survey().pivot("ar", index="fraga", values="andel_procent").drop_nulls()
    counts = {
        f"{column}{wave}": value
        for wave, year in ((1, "2020"), (2, "2021"))
        for column, value in (("x", (pl.col(year) * 5).cast(pl.Int64)), ("n", pl.lit(500)))
    }
    found = rows(answer("proportion-change", shares.select(id="fraga", **counts))).sort("diff")
    labels = found["id"].to_list()
    values = [
        row | {"diff": row["diff"] * 100, "low": row["low"] * 100, "high": row["high"] * 100}
        for row in found.to_dicts()
    ]
    return _intervals(
        values,
        labels,
        title="Skillnad i procentenheter 2020–2021, med 95 % intervall",
        domain=(-22, 12),
        real=[row["verdict"] in ("increase", "decrease") for row in values],
        decimals=0,
    )


def _intervals(
    values: Sequence[dict[str, object]],
    labels: Sequence[str],
    *,
    title: str,
    domain: tuple[float, float],
    real: Sequence[bool],
    decimals: int,
) -> str:
    """Draw differences with their intervals, a row for each."""
    named = [
        row
        | {
            "label": label,
            "note": f"{cast(float, row['diff']):+.{decimals}f}".replace("-", "−").replace(".", ","),
        }
        for row, label in zip(values, labels, strict=True)
    ]
    y: Spec = {
        "field": "label",
        "type": "nominal",
        "sort": list(labels),
        "axis": {
            "title": None,
            "domain": False,
            "ticks": False,
            "labelFontSize": 12.5,
            "labelLimit": 0,
            "labelPadding": 8,
        },
    }
    x = number("diff", title, domain=list(domain))
    sure = [row for row, is_real in zip(named, real, strict=True) if is_real]
    unsure = [row for row, is_real in zip(named, real, strict=True) if not is_real]
    low = x | {"field": "low"}
    return chart(
        [
            rule([{"diff": 0}], {"x": x}, colour=MUTED, dash="3 3"),
            rule(named, {"x": low, "x2": {"field": "high"}, "y": y}, colour=ACCENT, width=2),
            points(sure, x, y, size=80),
            points(unsure, x, y, fill="#ffffff", stroke=ACCENT, size=80),
            words(named, x, y, dx=0, dy=-12, align="center"),
        ],
        height=34 * len(labels) + 10,
        left=max(text_width(label, 12.5) for label in labels) + 20,
        legend=[LegendItem("circle", "Säker skillnad"), LegendItem("hollow", "Kan vara slumpen")],
    )


def aoristic() -> str:
    """Burglaries in Washington by hour."""
    given = (
        table("aoristic/input_dc_burglaries.csv")
        .with_row_index("id")
        .select("id", start="StartDateTime", end="EndDateTime")
        .filter(pl.col("start").is_not_null())
    )
    weights = rows(answer("aoristic", given, {"tz": "America/New_York"}))
    square = np.zeros((7, 24))
    np.add.at(
        square, (weights["weekday"].to_numpy() - 1, weights["hour"].to_numpy()), weights["weight"].to_numpy()
    )
    return hour_weekday(square.tolist(), unit="inbrott")


def concentration() -> str:
    """Robberies in Memphis over census blocks."""
    blocks = table("memphis_robberies_by_block.csv")
    counts = np.repeat(blocks["robberies"].to_numpy(), blocks["blocks"].to_numpy())
    given = pl.DataFrame({"id": np.arange(len(counts)), "count": counts})
    answer("concentration", given)  # the curve below is the method's, the most burdened places first
    burdened = np.sort(counts)[::-1]
    at = np.unique(
        np.concatenate([np.arange(0, 1600, 10), np.arange(1600, len(counts), 400), [len(counts) - 1]])
    )
    places, events = (at + 1) / len(counts), np.cumsum(burdened)[at] / burdened.sum()
    return lorenz(
        places.tolist(), events.tolist(), marks=(0.01, 0.05, 0.1), places="kvarteren", events="rånen"
    )


def effect_wdd() -> str:
    """The worked example of Wheeler and Ratcliffe."""
    paper = table("wdd/input.csv").row(0, named=True)
    given = pl.DataFrame(
        {
            "case": ["exempel"],
            "treated_before": [paper["t0"]],
            "treated_after": [paper["t1"]],
            "control_before": [paper["ct0"]],
            "control_after": [paper["ct1"]],
            "displaced_before": [paper["d0"]],
            "displaced_after": [paper["d1"]],
            "displaced_control_before": [paper["dc0"]],
            "displaced_control_after": [paper["dc1"]],
        }
    )
    whole = answer("effect-wdd", given).rows[0]
    inside = answer("effect-wdd", given.select(pl.nth(range(5)))).rows[0]
    around = answer(
        "effect-wdd",
        given.select(
            "case",
            treated_before="displaced_before",
            treated_after="displaced_after",
            control_before="displaced_control_before",
            control_after="displaced_control_after",
        ),
    ).rows[0]
    found = [
        {"diff": row["estimate"], "low": row["low"], "high": row["high"]} for row in (inside, around, whole)
    ]
    real = [cast(float, row["high"]) < 0 or cast(float, row["low"]) > 0 for row in found]
    labels = ["Där åtgärden gjordes", "Området intill", "Tillsammans"]
    return _intervals(
        found,
        labels,
        title="Händelser färre (−) eller fler, mot jämförelseplatserna, med 95 % intervall",
        domain=(-220, 60),
        real=real,
        decimals=0,
    )


def suppress() -> str:
    """Upplands-Bro January to September by crime and year, with totals."""
    years = ["2017", "2018", "2019", "2020", "2021"]
    rarest = _compstat().sort("2021").head(8)
    long = rarest.unpivot(years, index="crime").select(brott="crime", år="variable", count="value")
    found = rows(answer("suppress", long, {"threshold": "5", "totals": "ja"}))
    return _grid(found, [*dict.fromkeys(long["brott"])], years)


def _grid(found: pl.DataFrame, crimes: Sequence[str], years: Sequence[str]) -> str:
    """Draw a published table: open cells, and hidden ones with what they can be."""
    total = sorted(set(found["brott"].to_list()) - set(crimes))[0]
    down, across = [*crimes, total], [*years, total]
    left, width, height = max(text_width(name, 12.5) for name in down) + 24, 74.0, 27.0
    cells = {(row["brott"], row["år"]): row for row in found.iter_rows(named=True)}
    parts: list[str] = []
    for column, year in enumerate(across):
        word = "Summa" if year == total else year
        parts.append(
            svg.text(word, x=left + (column + 0.5) * width, y=40, size=12.5, anchor="middle", fill=MUTED)
        )
    for line_number, crime in enumerate(down):
        y = 50 + line_number * height
        parts.append(
            svg.text("Summa" if crime == total else crime, x=left - 12, y=y + 18, size=12.5, anchor="end")
        )
        for column, year in enumerate(across):
            parts += _cell(cells[(crime, year)], left + column * width, y, width - 2, height - 2)
    legend = [
        svg.element("rect", x=2, y=5, width=18, height=13, fill=SIGNAL_LIGHT, stroke=SIGNAL),
        svg.text("Dold, för att talet är litet", x=26, y=16, size=12.5),
        svg.element("rect", x=212, y=5, width=18, height=13, fill=ACCENT_LIGHT, stroke=ACCENT),
        svg.text("Dold, för att inget litet tal ska gå att räkna ut", x=236, y=16, size=12.5),
    ]
    return svg.drawing("".join([*legend, *parts]), width=640, height=60 + len(down) * height)


def _cell(row: dict[str, object], x: float, y: float, width: float, height: float) -> list[str]:
    looks = {"primary": (SIGNAL_LIGHT, SIGNAL), "secondary": (ACCENT_LIGHT, ACCENT)}
    fill, stroke = looks.get(str(row["status"]), ("#ffffff", FAINT))
    word = str(row["count"])
    if str(row["status"]) in looks:
        word = f"{cast(float, row['low']):.0f}–{cast(float, row['high']):.0f}"
    return [
        svg.element("rect", x=x, y=y, width=width, height=height, fill=fill, stroke=stroke),
        svg.text(word, x=x + width / 2, y=y + 17, size=12.5, anchor="middle"),
    ]


def personal_data() -> str:
    """An invented note from a member of staff, with what is found in it."""
    note = (
        "Kl. 21 samlades ungdomar vid Torget. En granne, 811228-9874, ringde från 070-174 06 05 "
        "och lämnade adressen granne@exempel.se. Bilen ABC123 stod kvar."
    )
    kinds = {
        "personal_number": "personnummer",
        "identity_number": "personnummer",
        "phone": "telefon",
        "email": "e-post",
        "registration_plate": "bilens nummer",
        "name": "namn",
    }
    parts: list[str] = []
    x, y = 14.0, 30.0
    for words_, kind in _pieces(note):
        wide = text_width(words_, 14)
        if x + wide > 620:
            x, y = 14.0, y + 50
        if kind:
            parts.append(
                svg.element(
                    "rect", x=x - 4, y=y - 16, width=wide + 8, height=22, fill=SIGNAL_LIGHT, stroke=SIGNAL
                )
            )
            parts.append(svg.text(kinds.get(kind, kind), x=x - 4, y=y + 20, size=11, fill=SIGNAL))
        parts.append(svg.text(words_, x=x, y=y, size=14))
        x += wide + 8
    return svg.drawing("".join(parts), width=640, height=y + 34)


def _pieces(note: str) -> list[tuple[str, str]]:
    """Return the words of a text, what is found kept together with its kind."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for each in sorted(find_personal_data(note), key=lambda found: found.start):
        pieces += [(word, "") for word in note[at : each.start].split() if word not in (",", ".")]
        pieces.append((note[each.start : each.end], str(each.kind)))
        at = each.end
    return pieces + [(word, "") for word in note[at:].split() if word not in (",", ".")]
