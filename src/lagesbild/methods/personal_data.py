"""`personal-data`: is there anything in the text that points at a person?"""

import difflib
from collections import Counter

import polars as pl

from lagesbild.methods.answer import MethodAnswer, Row, Value
from lagesbild.methods.description import ROW, Method, Option, OptionError, Options
from lagesbild.privacy.personal_data import find_personal_data


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Search the chosen column, or every column, row by row."""
    columns = _columns(frame, options.text_or_none("column"))
    numbered = frame if ROW in frame.columns else frame.with_row_index(ROW, offset=2)
    rows: list[Row] = []
    for number, *texts in numbered.select(ROW, *columns).iter_rows():
        for column, text in zip(columns, texts, strict=True):
            rows.extend(_found(int(number), column, text or ""))
    kinds = Counter(str(row["kind"]) for row in rows)
    summary: dict[str, Value] = {
        "found": len(rows),
        "rows_with_findings": len({row["row"] for row in rows}),
        "kinds": dict(sorted(kinds.items())),
    }
    warnings = ["Namn mitt i en mening hittas inte. Läs texten innan den sparas eller publiceras."]
    return METHOD.answer(options, n=frame.height, summary=summary, rows=rows, warnings=warnings)


def _found(number: int, column: str, text: str) -> list[Row]:
    return [
        {
            "row": number,
            "column": column,
            "kind": data.kind,
            "start": data.start,
            "end": data.end,
            "why": data.why,
        }
        for data in find_personal_data(text)
    ]


def _columns(frame: pl.DataFrame, wanted: str | None) -> list[str]:
    columns = [name for name in frame.columns if name != ROW]
    if wanted is None:
        return columns
    exact = [name for name in columns if name.strip().lower() == wanted.strip().lower()]
    if not exact:
        near = difflib.get_close_matches(wanted, columns, n=1)
        hint = f"Menade du {near[0]}?" if near else f"Filen har {', '.join(columns)}."
        raise OptionError(f"--column '{wanted}' finns inte i filen. {hint}")
    return exact


METHOD = Method(
    name="personal-data",
    question="Finns det något i texten som pekar ut en person?",
    answers=(
        "Personnummer, samordningsnummer, telefonnummer, e-postadresser, registreringsnummer och namn i "
        "fritext, med rad och plats."
    ),
    source=(
        "Folkbokföringslagen (1991:481) 18 och 18 a §§; Skatteverket, SKV 704; "
        "dataskyddsförordningen (EU) 2016/679 art. 5.1 c"
    ),
    columns=(),
    options=(Option("column", "text", "kolumn att söka i; utan val söks alla"),),
    fields=("row", "column", "kind", "start", "end", "why"),
    run=run,
    keeps_other_columns=True,
)
