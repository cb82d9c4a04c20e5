"""Fifty rows that each have one thing wrong with them, each thing different, and what must be said of it."""

from dataclasses import dataclass

HEADINGS = (
    "Id", "Brottsdatum", "Klockslag", "Slutdatum", "Händelse", "Kommun", "Lat", "Long", "Antal", "Anmäld",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NastyRow:
    """Cells that differ from a good row, the column the fault must name, and a part of the sentence."""

    changes: dict[str, str]
    column: str
    says: str


def good_row(number: int) -> list[str]:
    return [
        str(number), "14/3 2025", "14:05", "15/3 2025", "Skadegörelse", "Upplands-Bro", "59,5136", "17,6419",
        "1", "2025-03-16",
    ]  # fmt: skip


def _one(column: str, value: str, says: str) -> NastyRow:
    return NastyRow({column: value}, column, says)


NOT_DATES = [
    "31/2 2025", "2025-13-01", "igår", "2025-02-29", "25-03-09", "12345", "32 mars 2025", "9 mers 2025",
    "20251301", "2025-W60", "3/25/2025", "2025-03-09 25:00", "mars",
]  # fmt: skip

ROWS: list[NastyRow] = [
    *[_one("Brottsdatum", value, f"'{value}' är inte ett datum") for value in NOT_DATES],
    _one("Brottsdatum", "", "Datum saknas"),
    _one("Brottsdatum", "2099-01-01", "'2099-01-01' ligger i framtiden"),
    _one("Brottsdatum", "1900-01-01", "'1900-01-01' är före 1970"),
    *[
        _one("Klockslag", value, f"'{value}' är inte ett klockslag")
        for value in ("25:00", "14:75", "eftermiddag", "14-16", "9:5", "kl")
    ],
    _one("Slutdatum", "okej", "'okej' är inte ett datum"),
    _one("Slutdatum", "13/3 2025", "är före 'Brottsdatum'"),
    _one("Slutdatum", "31/4 2025", "'31/4 2025' är inte ett datum"),
    _one("Händelse", "", "Det står inte vad som hände"),
    _one("Kommun", "Uplands-Bro", "ingen kommun som heter 'Uplands-Bro'"),
    _one("Kommun", "Åstårp", "ingen kommun som heter 'Åstårp'"),
    *[
        _one("Lat", value, f"'{value}' är inte en koordinat")
        for value in ("femtionio", "59,5,1", "59°30'")
    ],
    _one("Lat", "", "Koordinaten saknas, men 'Long' är ifylld"),
    _one("Long", "", "Koordinaten saknas, men 'Lat' är ifylld"),
    NastyRow({"Lat": "17,6419", "Long": "59,5136"}, "Lat", "bytt plats"),
    _one("Lat", "595136", "'595136' är ingen plats på jorden"),
    _one("Long", "999", "'999' är ingen plats på jorden"),
    *[
        _one("Antal", value, f"'{value}' är inte ett antal")
        for value in ("tolv", "1,2,3", "12 st", "1e400", "5 %", "(12)", "1 2")
    ],
    _one("Antal", "2,5", "'2,5' är inte ett helt tal"),
    _one("Antal", "", "Antal saknas"),
    _one("Antal", "99999999999999999999", "för stort för att vara ett antal"),
    _one("Anmäld", "sen", "'sen' är inte ett datum"),
    _one("Anmäld", "2098-12-31", "'2098-12-31' ligger i framtiden"),
    _one("Anmäld", "1899-12-30", "'1899-12-30' är före 1970"),
    _one("Anmäld", "2025-06-31", "'2025-06-31' är inte ett datum"),
]  # fmt: skip


def cells(number: int, row: NastyRow) -> list[str]:
    """Return the cells of a good row with its fault put in."""
    made = good_row(number)
    for column, value in row.changes.items():
        made[HEADINGS.index(column)] = value
    return made
