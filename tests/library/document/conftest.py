"""A rich invented document, the same for every format."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
import shapely

from lagesbild.document.charts import (
    ChangeRow,
    SurveyPoint,
    bar_with_intervals,
    horizontal_bars,
    hour_weekday,
    lorenz,
    series_with_band,
    survey_bars,
)
from lagesbild.document.charts.clock import WEEKDAYS
from lagesbild.document.maps import Area, DensityGrid, NumberedPlace, choropleth, density_map
from lagesbild.document.tree import (
    Bullets,
    Callout,
    Column,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Statement,
    Statements,
    Subsection,
    Table,
)

CHANGES = (
    ChangeRow("Stöld ur och från motorfordon", 153, 241, 1.575, 1.28, 1.94, "increase"),
    ChangeRow(
        "Skadegörelse, inklusive klotter på kommunens fastigheter", 1300, 1280, 0.985, 0.91, 1.06, "unclear"
    ),
    ChangeRow("Bostadsinbrott", 90, 41, 0.456, 0.31, 0.66, "decrease"),
    ChangeRow("Personrån", 0, 7, float("inf"), 1.4, float("inf"), "increase"),
    ChangeRow("Hatbrott", 2, 1, 0.5, 0.01, 9.6, "too_few"),
    ChangeRow("Misshandel utomhus", 120, 120, 1.0, 0.78, 1.29, "stable"),
)
AREAS = ("Centrum", "Norra Åsen", "Lövängen & Ön", "Hamnen", "Kvarnen", "Österäng", "Sörby")
NASTY = "Kafé & Bar <Ö> #1 $5 *_ringar_* `kod` @torget [x] \\ 100 % ~ = - 'citat'"
"""What a person may write: signs that mean something in HTML, in the PDF's language or in a spreadsheet."""


def change_table() -> Table:
    columns = (
        Column("category", "Brottstyp", description="Brottstyp enligt kommunens indelning."),
        Column("before", "Jan–sep 2024", "count", description="Antal anmälda brott i jämförelseperioden."),
        Column("after", "Jan–sep 2025", "count", description="Antal anmälda brott i perioden."),
        Column("ratio", "Förändring", "change"),
        Column("rate", "Per 1 000 invånare", "number", decimals=2),
        Column("share", "Andel uppklarade", "percent"),
        Column("verdict", "Bedömning", "verdict"),
    )
    rows = [
        (
            row.label,
            int(row.before),
            int(row.after),
            row.ratio,
            row.after / 24.817,
            0.1275 if i else None,
            row.verdict,
        )
        for i, row in enumerate(CHANGES)
    ]
    rows.append(("Samtliga", 1665, 1690, 1.015, 1690 / 24.817, 0.0031, "unclear"))
    return Table(
        "forandring",
        "Anmälda brott i Nyköping–Exempelby, januari–september 2024 och 2025",
        columns,
        rows,
        note="Ett streck betyder att uppgiften saknas. Källa: kommunens inrapporterade händelser.",
        total_rows=frozenset({len(rows) - 1}),
    )


def long_table() -> Table:
    rng = np.random.default_rng(3)
    rows = [
        (
            f"Plats {i + 1}" if i else NASTY,
            int(rng.integers(0, 4000)),
            float(rng.uniform(0, 30)),
            date(2025, 1, 1) + timedelta(days=4 * i),
            datetime(2025, 1, 1, 12, 5) + timedelta(days=4 * i),  # noqa: DTZ001  # local clock time as printed
        )
        for i in range(60)
    ]
    rows[1] = ("=SUMMA(A1:A9)", 12, None, date(2025, 3, 9), None)
    rows[2] = ("-åtta", 1234567, 0.05, None, None)
    columns = (
        Column("place", "Plats"),
        Column("count", "Antal", "count"),
        Column("share", "Tal", "number"),
        Column("first", "Första", "date"),
        Column("last", "Senast anmäld", "datetime"),
    )
    return Table("platser", "De sextio mest drabbade platserna", columns, rows)


def wide_table() -> Table:
    months = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    columns = (Column("area", "Område"), *(Column(m, m, "count") for m in months))
    names = ("Centrum", "Brottsförebyggandesamordningsområdet Norra", "Sörby", "Övriga kommunen & skärgården")
    return Table(
        "manader",
        "Händelser per område och månad",
        columns,
        [(name, *(17 * (i + 1) * (m + 3) % 213 for m in range(12))) for i, name in enumerate(names)],
    )


def week_parts() -> tuple[Figure, Table]:
    rng = np.random.default_rng(1)
    starts = [date(2024, 1, 1) + timedelta(weeks=i) for i in range(91)]
    expected = [20 + 6 * float(np.sin(i / 52 * 6.283)) for i in range(91)]
    observed = [int(v) for v in rng.poisson(expected)]
    observed[60], observed[80] = 48, 44
    svg = series_with_band(
        starts,
        observed,
        expected=expected,
        low=[e - 8 for e in expected],
        high=[e + 9 for e in expected],
        alarms=[o > 40 for o in observed],
        preliminary=[i > 87 for i in range(91)],
    )
    table = Table(
        "veckor",
        "De senaste tolv veckorna",
        (Column("week", "Vecka"), Column("n", "Antal", "count"), Column("e", "Väntat", "number")),
        [
            (f"v. {s.isocalendar().week}", o, e)
            for s, o, e in list(zip(starts, observed, expected, strict=True))[-12:]
        ],
    )
    alt = (
        "Antalet händelser per vecka ligger mellan 5 och 48. Två veckor sticker ut, med 48 och 44 händelser."
    )
    return Figure(
        "fig-veckor", "Händelser per vecka, januari 2024–september 2025", alt, "chart", svg, "veckor"
    ), table


def clock_parts() -> tuple[Figure, Table]:
    rng = np.random.default_rng(2)
    weights = rng.poisson(np.outer([3, 3, 3, 4, 9, 10, 4], [0.4] * 6 + [0.6] * 12 + [1.6] * 6)).tolist()
    parts = (("Natt 0–6", 0, 6), ("Dag 6–18", 6, 18), ("Kväll 18–24", 18, 24))
    table = Table(
        "tider",
        "Händelser per veckodag och del av dygnet",
        (Column("day", "Veckodag"), *(Column(f"p{a}", name, "count") for name, a, _ in parts)),
        [(WEEKDAYS[d], *(sum(weights[d][a:b]) for _, a, b in parts)) for d in range(7)],
    )
    alt = "Flest händelser sker på fredag och lördag kväll."
    return Figure(
        "fig-tider", "När på veckan det händer", alt, "chart", hour_weekday(weights), "tider"
    ), table


def map_parts() -> tuple[Figure, Figure, Table]:
    border = shapely.Point(606_000, 6_506_000).buffer(6000)
    middle = np.array([606_000, 6_506_000])
    seeds = np.random.default_rng(4).uniform(-5000, 5000, (len(AREAS), 2)) + middle
    cells = shapely.voronoi_polygons(shapely.MultiPoint(seeds), ordered=True, extend_to=border).geoms
    shapes = [cell.intersection(border) for cell in cells]
    rates = [8.25 * (i + 1) if i != 3 else None for i in range(len(AREAS))]
    areas = [Area(name, g, rate, name) for name, g, rate in zip(AREAS, shapes, rates, strict=True)]
    columns = (Column("area", "Område"), Column("rate", "Anmälda brott per 1 000 invånare", "number"))
    table = Table(
        "omraden", "Områden", columns, list(zip(AREAS, rates, strict=True)), note="Källa: kommunen."
    )
    centres = 600_000 + 250 * (np.arange(48) + 0.5)
    e, n = np.meshgrid(centres, centres + 5_900_000)
    hills = ((605_000, 6_505_000, 700, 5), (607_500, 6_503_000, 500, 3))
    density = sum(w * np.exp(-((e - a) ** 2 + (n - b) ** 2) / 2 / s**2) for a, b, s, w in hills)
    grid = DensityGrid(np.asarray(density), 600_000, 6_500_000, 250)
    places = [NumberedPlace(i + 1, a, b) for i, (a, b, _, _) in enumerate(hills)]
    choropleth_svg = choropleth(areas, title="Anmälda brott per 1 000 invånare", source="Gränser: SCB (CC0)")
    density_svg = density_map(grid, border, background=shapes, places=places)
    return (
        Figure("karta-omraden", "Brott per invånare", "Flest i Sörby.", "map", choropleth_svg, "omraden"),
        Figure("karta-tathet", "Var det händer", "Två platser.", "map", density_svg, "platser", 0.8),
        table,
    )


def survey_parts() -> tuple[Figure, Table]:
    points = [
        SurveyPoint(question, wave, base + step, base + step - 0.03, base + step + 0.03)
        for question, base in (
            ("Otrygg ute sent på kvällen i bostadsområdet", 0.31),
            ("Utsatt för våld", 0.06),
        )
        for wave, step in (("2021", 0.0), ("2023", 0.02), ("2025", -0.01))
    ]
    columns = (
        Column("q", "Fråga"),
        Column("wave", "Mätning"),
        Column("share", "Andel", "percent"),
        Column("low", "Från", "percent"),
        Column("high", "Till", "percent"),
    )
    table = Table(
        "enkat",
        "Trygghet enligt enkäten",
        columns,
        [(p.label, p.wave, p.share, p.low, p.high) for p in points],
    )
    alt = "Otryggheten är 30 procent 2025, mot 31 procent 2021; skillnaden är mindre än osäkerheten."
    return Figure("fig-enkat", "Trygghet i tre mätningar", alt, "chart", survey_bars(points), "enkat"), table


def a_document(**changes: object) -> Document:
    week_figure, week_table = week_parts()
    clock_figure, clock_table = clock_parts()
    survey_figure, survey_table = survey_parts()
    area_map, density_figure, area_table = map_parts()
    change_figure = Figure(
        "fig-forandring",
        "Förändring mot samma tid året före",
        "Stöld ur och från motorfordon har ökat säkert, +58 %, och bostadsinbrotten minskat säkert, −54 %.",
        "chart",
        bar_with_intervals(CHANGES),
        "forandring",
    )
    share = np.sort(np.random.default_rng(5).pareto(1.2, 300))[::-1]
    lorenz_figure = Figure(
        "fig-koncentration",
        "Hur samlade händelserna är",
        "Fem procent av platserna står för drygt hälften av händelserna.",
        "chart",
        lorenz((np.arange(1, 301) / 300).tolist(), (share.cumsum() / share.sum()).tolist()),
        "platser",
    )
    bars_figure = Figure(
        "fig-antal",
        "Antal anmälda brott efter brottstyp",
        "Skadegörelse är vanligast, 1 280 brott.",
        "chart",
        horizontal_bars(
            [r.label for r in CHANGES],
            [r.after for r in CHANGES],
            previous=[r.before for r in CHANGES],
            previous_label="Januari–september 2024",
        ),
        "forandring",
    )
    sections = (
        Section(
            "summary",
            "Sammanfattning",
            (
                Paragraph(
                    "Brottsligheten är **i stort sett oförändrad**, men stölder ur bilar ökar i centrum.",
                    lead=True,
                ),
                KeyFigures(
                    (
                        KeyFigure("anmälda brott", 1690, "count", "1 665 samma tid året före"),
                        KeyFigure("förändring", 1.015, "change", "mellan −5 % och +9 %, kan vara slump"),
                        KeyFigure("per 1 000 invånare", 68.1, "number", "länet: 74,3"),
                        KeyFigure("otrygga ute sent", 0.30, "percent", "31 % i mätningen 2021"),
                    )
                ),
                Statements(
                    (
                        Statement(
                            "Stöld ur och från motorfordon har ökat från 153 till 241.",
                            "increase",
                            "Ökningen är säker även när hänsyn tas till att många har granskats.",
                        ),
                        Statement("Bostadsinbrotten har minskat från 90 till 41.", "decrease"),
                        Statement(
                            "Skadegörelsen är 1 280 mot 1 300 året före.",
                            "unclear",
                            "Skillnaden är inte större än vad slumpen brukar ge.",
                        ),
                        Statement("Misshandel utomhus ligger kvar på 120.", "stable"),
                        Statement("Hatbrott: 1 mot 2 året före.", "too_few"),
                        Statement("Två veckor sticker ut: v. 9 och v. 29.", "notice"),
                    )
                ),
                Callout(
                    "warning",
                    "Siffrorna för september är preliminära",
                    "Omkring **8 procent** av anmälningarna brukar komma in senare.",
                ),
            ),
        ),
        Section(
            "extent",
            "Omfattning och utveckling",
            (
                Paragraph("Här visas vad som har anmälts. Alla brott anmäls inte."),
                bars_figure,
                Subsection(
                    "Förändring",
                    (
                        change_figure,
                        change_table(),
                        Subsection(
                            "Hur förändringen har räknats",
                            (
                                Bullets(
                                    (
                                        "Antalen jämförs per dag.",
                                        f"Platsen {NASTY} är medräknad.",
                                        "Intervallet är 95 procent.",
                                    )
                                ),
                            ),
                        ),
                    ),
                ),
                Subsection("Vecka för vecka", (week_figure, week_table)),
            ),
        ),
        Section(
            "places",
            "Platser",
            (area_map, area_table, density_figure, lorenz_figure, long_table(), wide_table()),
        ),
        Section("times", "Tider", (clock_figure, clock_table)),
        Section("survey", "Trygghet", (survey_figure, survey_table)),
        Section(
            "consequences",
            "Konsekvenser",
            (
                Callout(
                    "missing",
                    "Uppgifter om konsekvenser",
                    f"Ingen har ännu beskrivit konsekvenserna. Skriv dem i filen för bedömningar. {NASTY}",
                ),
            ),
        ),
        Section(
            "methods",
            "Källor och metod",
            (
                Bullets(
                    ("Kommunens händelserapporter, hämtade 2025-10-03.", "Befolkning: SCB."), numbered=True
                ),
                Callout(
                    "note", "Så läser du ett intervall", "Det sanna värdet ligger troligen inom intervallet."
                ),
            ),
        ),
    )
    base: dict[str, object] = {
        "title": "Lägesbild av brott och trygghet",
        "subtitle": "Underlag för kommunens brottsförebyggande arbete, januari–september 2025",
        "organisation": "Exempelby kommun & samverkansområde",
        "made_on": date(2025, 10, 6),
        "facts": (
            ("Period", "1 jan–30 sep 2025"),
            ("Jämförs med", "1 jan–30 sep 2024"),
            ("Underlag", "12 384 händelser"),
        ),
        "sections": sections,
        "status": "Utkast till kommunstyrelsen",
        "keywords": ("lägesbild", "brottsförebyggande"),
    }
    return Document(**(base | changes))  # type: ignore[arg-type]  # a builder with any field changed


@pytest.fixture(scope="session")
def document() -> Document:
    return a_document()
