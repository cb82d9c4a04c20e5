"""What others have published about the invented municipality: a Compstat table and a safety survey."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from lagesbild.demo.reported_crimes import FIRST_YEAR, LAST_YEAR
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.municipalities import EXAMPLE

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
COMPSTAT_TABLES: dict[str, dict[str, tuple[str, ...]]] = {
    "Hushåll": {
        "Bilstöld": ("bilstold",),
        "Cykelstöld": ("cykelstold",),
        "Inbrott i bostad": ("bostadsinbrott",),
        "Stöld ur fordon": ("stold_ur_fordon",),
    },
    "Person": {
        "Bedrägeri (urval)": ("annonsbedrageri", "identitetsbedrageri"),
        "Fickstöld": ("fickstold",),
        "Fridskränkning": ("grov_fridskrankning",),
        "Hot": ("olaga_hot", "olaga_hot_barn"),
        "Misshandel utomhus (0–14 år)": ("misshandel_utomhus_0_14",),
        "Misshandel utomhus (15– år)": ("misshandel_utomhus_15",),
        "Mord/dråp": ("dodligt_vald",),
        "Mord/dråp, försök": ("dodligt_vald_forsok",),
        "Rån": ("personran", "butiksran", "ran_ovrigt"),
        "Sexuellt ofredande": ("sexuellt_ofredande",),
    },
}
"""Each phenomenon of the police's table with the categories that are counted in it here."""

SURVEY_NAME = "Polisens trygghetsmätning"
SURVEY_AREAS = {
    EXAMPLE.name: 1180,
    "Exempelköpings tätort": 520,
    "Mellbro": 270,
    "Vretsta": 190,
    "Landsbygden": 200,
}
"""Number of answers in the latest wave; the first is the whole municipality."""
WAVES = (2023, 2025)
RESPONSE_PERCENT = {2023: 58, 2025: 55}
_AREA_SHIFT = dict(zip(SURVEY_AREAS, (0.0, 0.14, 0.02, -0.10, -0.35), strict=True))


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the survey: the share (0-1) or index (0-6) in the first wave, and what it became."""

    text: str
    before: float
    after: float


SHARES = (
    Question("Otrygg ute ensam sena kvällar", 0.27, 0.31),
    Question("Avstått från aktivitet på grund av oro", 0.12, 0.13),
    Question("Oro för att bli överfallen i bostadsområdet", 0.29, 0.30),
    Question("Oro för bostadsinbrott", 0.33, 0.29),
    Question("Mörka områden och dålig belysning är ett problem", 0.44, 0.53),
    Question("Klotter är ett problem", 0.31, 0.30),
    Question("Nedskräpning är ett problem", 0.52, 0.50),
    Question("Skadegörelse är ett problem", 0.38, 0.37),
    Question("Ungdomar som stör ordningen är ett problem", 0.36, 0.38),
    Question("Moped på gång- och cykelväg är ett problem", 0.49, 0.47),
    Question("Utsatt för stöld det senaste året", 0.11, 0.14),
    Question("Utsatt för hot det senaste året", 0.05, 0.05),
    Question("Anmälde brottet till polisen", 0.38, 0.37),
)
INDEXES = (
    Question("Nedskräpning", 2.2, 2.1),
    Question("Skadegörelse", 1.8, 1.8),
    Question("Klotter", 1.5, 1.5),
    Question("Mörka områden och dålig belysning", 2.1, 2.5),
    Question("Berusade personer utomhus", 1.4, 1.4),
    Question("Narkotikapåverkade personer utomhus", 1.6, 1.7),
    Question("Bilar som kör för fort", 2.9, 2.8),
    Question("Buskörning med moped", 2.7, 2.6),
    Question("Ungdomar som stör ordningen", 1.7, 1.8),
    Question("Samlat problemindex", 1.9, 1.9),
)


def compstat_csv(crimes: pl.DataFrame) -> str:
    """Return the table as the police send it: accumulated counts by year, sums and changes."""
    counts = _counts(crimes)
    before, after = YEARS[-2], YEARS[-1]
    change = f"Utv {before % 100}-{after % 100}"
    head = ["Period: 1 jan – 31 dec", *map(str, YEARS), change, change]
    lines: list[str] = []
    for table, phenomena in COMPSTAT_TABLES.items():
        rows = {
            name: [sum(counts.get((category, year), 0) for category in categories) for year in YEARS]
            for name, categories in phenomena.items()
        }
        rows["Summa"] = [sum(row[i] for row in rows.values()) for i in range(len(YEARS))]
        lines += [table, ";".join(head)]
        lines += [";".join([name, *map(str, row), *_change(row[-2], row[-1])]) for name, row in rows.items()]
        lines.append("")
    return "\n".join(lines)


def survey_csv(rng: np.random.Generator) -> str:
    """Return the survey's shares: one row for each question, area and wave, with the number of answers."""
    head = "Undersökning;År;Område;Fråga;Andel, procent;Antal svar;Svarsfrekvens, procent"
    rows = [
        f"{SURVEY_NAME};{wave};{area};{question.text};{_share(rng, question, wave, area, answers)};"
        f"{answers};{RESPONSE_PERCENT[wave]}"
        for question, wave, area, answers in _asked(SHARES)
    ]
    return "\n".join([head, *rows]) + "\n"


def index_csv(rng: np.random.Generator) -> str:
    """Return the survey's problem index, 0 (no problem) to 6, for each area and wave."""
    rows = []
    for question, wave, area, answers in _asked(INDEXES):
        true = (question.after if wave == WAVES[-1] else question.before) + 1.5 * _AREA_SHIFT[area]
        value = np.clip(true + rng.normal(0, 1.5 / answers**0.5), 0, 6)
        rows.append(f"{SURVEY_NAME};{wave};{area};{question.text};{value:.2f};{answers}".replace(".", ","))
    return "\n".join(["Undersökning;År;Område;Mätområde;Index;Antal svar", *rows]) + "\n"


def _counts(crimes: pl.DataFrame) -> dict[tuple[str, int], int]:
    categories = Taxonomy.load().resolve_many(crimes["code"], scheme="brottskod")
    counted = crimes.select(categories.alias("category"), pl.col("day").dt.year().alias("year"))
    return {
        (str(row[0]), int(row[1])): int(row[2])
        for row in counted.group_by("category", "year").len().iter_rows()
    }


def _change(before: int, after: int) -> tuple[str, str]:
    if before == 0:
        return str(after - before), ""
    return str(after - before), f"{100 * (after - before) / before:.1f}%".replace(".", ",")


def _asked(questions: Sequence[Question]) -> Iterator[tuple[Question, int, str, int]]:
    for question in questions:
        for wave in WAVES:
            for area, answers in SURVEY_AREAS.items():
                yield question, wave, area, answers if wave == WAVES[-1] else round(answers * 1.06)


def _share(rng: np.random.Generator, question: Question, wave: int, area: str, answers: int) -> int:
    odds = (question.after if wave == WAVES[-1] else question.before) * (1 + _AREA_SHIFT[area])
    return round(100 * rng.binomial(answers, min(odds, 0.95)) / answers)
