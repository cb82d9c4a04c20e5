"""The contract of the command line, by method: a small table, what goes in, what comes out, the defaults."""

from dataclasses import dataclass, field
from datetime import date, timedelta

Option = float | int | str | bool | list[float] | None


@dataclass(frozen=True, slots=True)
class Contract:
    """What `lagesbild stats METHOD FILE` promises for one method."""

    method: str
    table: str
    """A small CSV with the columns of the contract."""
    rows: str
    """Fields of every row out, separated by blanks."""
    defaults: dict[str, Option] = field(default_factory=dict)
    """Options that need not be written, and what they are then."""
    given: dict[str, str] = field(default_factory=dict)
    """Options that must be written."""
    summary: str = ""
    """Fields of the summary, separated by blanks."""
    optional: str = ""
    """Columns of the contract that the small table does without."""
    second: dict[str, str] = field(default_factory=dict)
    """Options that name a second file, and what is in it."""


def csv(heading: str, *rows: object) -> str:
    """Return a table as text."""
    return "\n".join(
        [heading, *(",".join(map(str, row)) if isinstance(row, tuple) else str(row) for row in rows)]
    )


def _weeks(number: int) -> list[str]:
    return [
        f"{date(2019, 1, 7) + timedelta(weeks=week)},{5 + week * 7 % 5 + week % 52 // 9}"
        for week in range(number)
    ]


def _months(number: int, level: int = 20) -> list[str]:
    return [
        f"{2015 + month // 12}-{month % 12 + 1:02d}-01,{level + month % 12 + month * 7 % 5}"
        for month in range(number)
    ]


def _registered(number: int) -> list[str]:
    first = date(2024, 1, 1)
    return [
        f"{first + timedelta(days=day)},{first + timedelta(days=day + (day * 7 + n * 5) % 9)}"
        for day in range(number)
        for n in range(3)
    ]


GRID = [
    (f"p{e}{n}", 100 * e, 100 * n, 9 + e * n % 5 + 20 * (e > 3 and n > 3)) for e in range(6) for n in range(6)
]
PLACES = csv("id,e,n,value", *GRID)
SCANNED = csv("id,e,n,cases,population", *((*row, 500) for row in GRID))
EVENTS = csv(
    "e,n,date", *(f"{i * 37 % 900},{i * 91 % 900},2024-{i % 12 + 1:02d}-{i % 27 + 1:02d}" for i in range(60))
)
PANEL = csv(
    "unit,date,count,treated",
    *(
        f"O{unit},{month.split(',')[0]},{int(month.split(',')[1]) + unit * 5 % 7},{int(unit < 4)}"
        for unit in range(12)
        for month in _months(24)
    ),
)
SQUARE = '{"type": "Polygon", "coordinates": [[[0, 0], [600, 0], [600, 600], [0, 600], [0, 0]]]}'

CONTRACTS = (
    Contract(
        "change",
        csv("id,before,after", "a,153,241", "b,40,38"),
        rows="ratio low high p_value p_mid q_value verdict",
        defaults={"confidence": 0.95},
        optional="exposure_before exposure_after",
    ),
    Contract(
        "rate",
        csv("id,cases,population", "a,3,1000.5", "b,30,1000", "c,9,999.5"),
        rows="rate low high ratio funnel_low_95 funnel_high_95 funnel_low_998 funnel_high_998 p_value flag",
        defaults={"per": 1000},
        optional="expected",
    ),
    Contract(
        "smooth",
        csv("id,cases,population", "a,3,1000.5", "b,30,1000", "c,9,999.5"),
        rows="raw eb_global eb_local",
        second={"neighbours": csv("i,j", "a,b", "b,a", "b,c", "c,b")},
    ),
    Contract(
        "proportion",
        csv("id,x,n", "a,180,500"),
        rows="p low high clopper_low clopper_high",
        defaults={"confidence": 0.95},
        optional="population design_effect",
    ),
    Contract(
        "proportion-change",
        csv("id,x1,n1,x2,n2", "a,180,500,165,500"),
        rows="diff low high p_value verdict",
    ),
    Contract(
        "alarms",
        csv("date,count", *_weeks(290)),
        rows="observed expected upper alarm p_value dispersion score",
        defaults={
            "algorithm": "farrington-flexible",
            "from": None,
            "to": None,
            "years-back": 4,
            "half-window": 3,
            "exclude-weeks": 26,
            "season-groups": 10,
            "weights-threshold": 2.58,
            "trend": "always",
            "threshold": "nb-plugin",
            "alpha": 0.01,
        },
        optional="series population",
    ),
    Contract("season", csv("date,count", *_months(60)), rows="season trend remainder"),
    Contract(
        "nowcast",
        csv("event_date,report_date", *_registered(200)),
        rows="reported estimate low high",
        defaults={"as-of": None, "max-delay": 60, "by": "day"},
    ),
    Contract(
        "forecast",
        csv("date,count", *_weeks(160)),
        rows="mean low80 high80 low95 high95",
        defaults={"horizon": 13, "by": "week"},
        optional="series",
    ),
    Contract(
        "aoristic",
        csv("id,start,end", "a,2024-06-01T22:30,2024-06-02T01:30", "b,2024-06-03T10:00,"),
        rows="weekday hour weight",
        defaults={"tz": "Europe/Stockholm"},
    ),
    Contract(
        "density",
        csv("e,n", *((row[1], row[2]) for row in GRID)),
        rows="e n density",
        given={"window": "-50,-50,600,600", "bandwidth": "120", "cell": "50"},
        defaults={"kernel": "gaussian", "edge": "none"},
        summary="bandwidth integral e0 n0 cell shape",
        optional="weight",
    ),
    Contract("hotspots", PLACES, rows="z p_value q_value class", given={"distance": "150"}),
    Contract(
        "local-moran",
        PLACES,
        rows="i z p_value p_permutation quadrant",
        given={"distance": "150"},
        defaults={"permutations": 999},
    ),
    Contract(
        "scan",
        SCANNED,
        rows="ids centre radius cases expected relative_risk llr p_value",
        defaults={"max-share": 0.5, "permutations": 999, "secondary": False},
        optional="expected controls",
    ),
    Contract(
        "near-repeat",
        EVENTS,
        rows="space time observed expected ratio p_value",
        defaults={
            "distances": [0, 100, 200, 400],
            "days": [0, 7, 14, 28],
            "metric": "euclidean",
            "permutations": 999,
            "chain-distance": None,
            "chain-days": None,
        },
    ),
    Contract(
        "concentration",
        csv("id,count", "a,10", "b,8", "c,2", "d,0"),
        rows="place_share event_share",
        summary="gini gini_corrected share_top_1 share_top_5 places_for_25 places_for_50",
    ),
    Contract(
        "accuracy",
        csv("id,area,predicted,count", "a,1,3.5,6", "b,1,2,3", "c,1,1,0"),
        rows="area_share hit_rate pai pei",
        defaults={"cuts": [0.01, 0.05, 0.1]},
    ),
    Contract(
        "effect-wdd",
        csv("case,treated_before,treated_after,control_before,control_after", "a,207,110,308,318"),
        rows="estimate se z low high local displaced wdq",
        defaults={"confidence": 0.95},
        optional="displaced_before displaced_after displaced_control_before displaced_control_after weights",
    ),
    Contract(
        "effect-its",
        csv("date,count", *_months(96)),
        rows="date count fitted counterfactual",
        given={"start": "2021-01-01"},
        defaults={"season": "harmonic:2", "model": "quasi-poisson"},
        summary="level_ratio level_low level_high level_p_value slope_ratio slope_low slope_high "
        "slope_p_value expected_without observed",
        optional="exposure",
    ),
    Contract(
        "effect-did",
        PANEL,
        rows="ratio low high p_value",
        given={"start": "2016-01-01"},
        summary="ratio low high p_value placebo_ratio placebo_low placebo_high placebo_p_value",
        optional="exposure",
    ),
    Contract(
        "suppress",
        csv("area,type,count", "a,x,2", "a,y,30", "b,x,40", "b,y,50"),
        rows="count status",
        defaults={"threshold": 5, "totals": False, "zeros": "open"},
        summary="suppressed audit",
    ),
    Contract(
        "personal-data",
        csv("text", "ring 0701234567"),
        rows="row kind start end why",
        defaults={"column": None},
    ),
    # In the contract too; its row is judged as soon as the method is there.
    Contract(
        "scan-space-time",
        EVENTS,
        rows="ids centre radius start end cases expected llr p_value recurrence_days",
        defaults={"max-share": 0.5, "max-days": 30, "prospective": False, "permutations": 999},
    ),
)
