"""The files behind the taxonomy: the base in the package, and a municipality's own changes to it."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal, cast, get_args

from lagesbild.tables.faults import Fault, FaultyFileError
from lagesbild.tables.labels import label_key

Root = Literal["handelse", "plats", "omvarld"]
"""Something that happened, a place that is or feels unsafe (or safe), or something in the surroundings."""
Denominator = Literal["", "invanare", "bostader", "fordon", "foretag"]
"""What a rate is best counted against; empty when a rate says nothing."""
Scheme = Literal["own", "est", "compstat", "bra", "polisen", "name", "brottskod"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)

COLUMNS = (
    "code", "parent", "name", "root", "seriousness", "is_crime", "sensitive", "denominator", "note", "labels",
)  # fmt: skip
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_YES = {"ja": True, "nej": False}


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of incident, place or surrounding.

    ``seriousness`` is 1-5, a judgement to be edited (see data/README.md for its scale).
    ``sensitive`` categories (sexual crimes, violence in close relations and the like) are never
    shown for a part of a municipality in anything public.
    """

    code: str
    parent: str | None
    name: str
    root: Root
    seriousness: int
    is_crime: bool
    sensitive: bool
    denominator: Denominator
    note: str = ""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A source's label, the category it stands for, and why it is not counted, if it is not."""

    label: str
    category: str
    excluded: Literal["summary", "information"] | None = None
    name: str = ""


@cache
def base_categories() -> Mapping[str, Category]:
    """Return the categories of the package, by code, in order."""
    found: dict[str, Category] = {}
    for row in _package_rows("categories.csv"):
        found[row["code"]] = Category(
            code=row["code"],
            parent=row["parent"] or None,
            name=row["name"],
            root=row["root"],  # type: ignore[arg-type]  # the package's own file, tested
            seriousness=int(row["seriousness"]),
            is_crime=_YES[row["is_crime"]],
            sensitive=_YES[row["sensitive"]],
            denominator=row["denominator"],  # type: ignore[arg-type]  # the package's own file, tested
            note=row["note"],
        )
    return found


def mapping_rows(scheme: Scheme) -> tuple[LabelRow, ...]:
    """Return the package's mapping for one scheme."""
    return tuple(
        LabelRow(
            row["label"],
            row["category"],
            row.get("excluded") or None,  # type: ignore[arg-type]  # the package's own file, tested
            row.get("name", ""),
        )
        for row in _package_rows(f"mapping_{scheme}.csv")
    )


def own_categories(
    path: Path, base: Mapping[str, Category]
) -> tuple[Mapping[str, Category], Mapping[str, LabelRow]]:
    """Read a municipality's own file and return the changed categories and its own labels.

    Raises
    ------
    FaultyFileError
        With every fault in the file.
    """
    faults: list[Fault] = []
    rows = _own_rows(path, faults)
    categories: dict[str, Category] = dict(base)
    labels: dict[str, LabelRow] = {}
    seen: set[str] = set()
    for number, row in rows:
        found = _row_faults(path.name, number, row, is_new=row["code"] not in base)
        if row["code"] in seen:
            found.append(
                _fault(path.name, number, "code", row["code"], "står på flera rader", "Behåll en av dem")
            )
        seen.add(row["code"])
        faults += found
        if not found:
            categories[row["code"]] = _changed(row, categories)
        for label in filter(None, (part.strip() for part in row["labels"].split("|"))):
            if (other := labels.get(label_key(label))) is not None and other.category != row["code"]:
                what = f"hör redan till {other.category}"
                faults.append(
                    _fault(path.name, number, "labels", label, what, "Låt ordet stå på en enda rad")
                )
            labels[label_key(label)] = LabelRow(label, row["code"])
    faults += _parent_faults(path.name, rows, categories)
    if faults:
        raise FaultyFileError(faults)
    return categories, labels


def _own_rows(path: Path, faults: list[Fault]) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.append(Fault(path.name, 0, "", "Filen är inte sparad som UTF-8", "Spara den som CSV UTF-8"))
        return []
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    heading = [name.strip() for name in next(reader, [])]
    for name in heading:
        if name not in COLUMNS:
            faults.append(
                _fault(path.name, 1, name, name, "är ingen kolumn här", f"Använd {', '.join(COLUMNS)}")
            )
    if "code" not in heading:
        faults.append(Fault(path.name, 1, "code", "Kolumnen code saknas", "Skriv en kod på varje rad"))
        return []
    rows: list[tuple[int, dict[str, str]]] = []
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            filled = {name: cell.strip() for name, cell in zip(heading, cells, strict=False)}
            rows.append((number, {name: filled.get(name, "") for name in COLUMNS}))
    return rows


def _row_faults(file: str, number: int, row: Mapping[str, str], *, is_new: bool) -> list[Fault]:
    faults: list[Fault] = []

    def add(column: str, what: str, advice: str) -> None:
        faults.append(_fault(file, number, column, row[column], what, advice))

    if not _CODE.fullmatch(row["code"]):
        add(
            "code",
            "är ingen kod",
            "Skriv med a–z, siffror och understreck, som stold_ur_fordon",
        )
    if is_new and not row["name"]:
        add("name", "saknar namn", "Skriv vad kategorin ska heta")
    if is_new and not row["parent"] and not (row["root"] and row["seriousness"] and row["is_crime"]):
        add(
            "parent",
            "kan inte lämnas tom",
            "Ange en grupp, eller fyll i root, seriousness och is_crime",
        )
    for column, allowed in (
        ("root", ("", *get_args(Root))),
        ("seriousness", ("", "1", "2", "3", "4", "5")),
        ("is_crime", ("", *_YES)),
        ("sensitive", ("", *_YES)),
        ("denominator", get_args(Denominator)),
    ):
        if row[column] not in allowed:
            add(column, "går inte att använda", f"Skriv {', '.join(filter(None, allowed))} eller lämna tomt")
    return faults


def _changed(row: Mapping[str, str], categories: Mapping[str, Category]) -> Category:
    model = categories.get(row["code"]) or categories.get(row["parent"])
    if model is None:
        model = Category(row["code"], None, row["name"], "handelse", 2, False, False, "")
    is_new = model.code != row["code"]
    return replace(
        model,
        code=row["code"],
        parent=row["parent"] or (None if is_new else model.parent),
        name=row["name"] or model.name,
        root=cast(Root, row["root"]) if row["root"] else model.root,
        seriousness=int(row["seriousness"]) if row["seriousness"] else model.seriousness,
        is_crime=_YES[row["is_crime"]] if row["is_crime"] else model.is_crime,
        sensitive=_YES[row["sensitive"]] if row["sensitive"] else model.sensitive,
        denominator=cast(Denominator, row["denominator"]) if row["denominator"] else model.denominator,
        note=row["note"] or ("" if is_new else model.note),
    )


def _parent_faults(
    file: str, rows: Iterable[tuple[int, Mapping[str, str]]], categories: Mapping[str, Category]
) -> list[Fault]:
    faults: list[Fault] = []
    for number, row in rows:
        parent = row["parent"]
        if not parent:
            continue
        if parent not in categories:
            faults.append(
                _fault(file, number, "parent", parent, "finns inte", "Skriv koden för en grupp som finns")
            )
        elif _is_below_itself(row["code"], categories):
            advice = "Välj en grupp som inte själv ligger under kategorin"
            faults.append(_fault(file, number, "parent", parent, "ligger under kategorin själv", advice))
    return faults


def _is_below_itself(code: str, categories: Mapping[str, Category]) -> bool:
    seen: set[str] = set()
    at = categories.get(code)
    while at is not None and at.parent is not None and at.parent not in seen:
        if at.parent == code:
            return True
        seen.add(at.parent)
        at = categories.get(at.parent)
    return False


def _fault(file: str, number: int, column: str, value: str, what: str, advice: str) -> Fault:
    return Fault(file, number, column, f"'{value}' {what}", advice, value)


def _package_rows(name: str) -> list[dict[str, str]]:
    text = resources.files("lagesbild.tables").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))
