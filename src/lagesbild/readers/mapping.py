"""A mapping: which column means what in one kind of file, kept as TOML and used again next month."""

import collections.abc
import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.roles import ROLE_LABELS

DateOrder = Literal["", "ymd", "dmy", "mdy"]
Decimal = Literal["", ",", "."]

DATE_ORDERS: tuple[DateOrder, ...] = ("", "ymd", "dmy", "mdy")
DECIMALS: tuple[Decimal, ...] = ("", ",", ".")

_TOP = ("source", "sheet", "header_row")
_OPTIONS = ("date_order", "decimal", "timezone", "scheme")
_TABLES = ("columns", "options", "constants", "categories")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one kind of file is read: the sheet, the heading and what each column means.

    ``columns`` maps a role (see ``readers.roles``) to a heading as it is written in the file. Empty
    options are decided from the file's contents. ``constants`` give a role the same value in every
    row, ``categories`` translate the file's own words to codes of the taxonomy.
    """

    source: str = "incidents"
    columns: collections.abc.Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    header_row: int = 0
    """Row that the (last line of the) heading stands in, 1-based; 0 when it is to be found."""
    date_order: DateOrder = ""
    decimal: Decimal = ""
    timezone: str = "Europe/Stockholm"
    scheme: str = ""
    """Which list of categories the file's words or codes come from; empty for any."""
    constants: collections.abc.Mapping[str, str] = field(default_factory=dict)
    categories: collections.abc.Mapping[str, str] = field(default_factory=dict)

    def to_toml(self) -> str:
        """Return the mapping as TOML with a Swedish explanation of each role."""
        lines = [
            "# Kolumnkarta för Lägesbild: vilken kolumn i filen som betyder vad.",
            f"source = {_quoted(self.source)}",
        ]
        if self.sheet:
            lines.append(f"sheet = {_quoted(self.sheet)}")
        if self.header_row:
            lines.append(f"header_row = {self.header_row}")
        lines += ["", "[columns]"]
        lines += [
            f"{_key(role)} = {_quoted(heading)}  # {ROLE_LABELS.get(role, role)}"
            for role, heading in self.columns.items()
        ]
        options = {
            "date_order": self.date_order,
            "decimal": self.decimal,
            "timezone": self.timezone,
            "scheme": self.scheme,
        }
        lines += ["", "[options]"]
        lines += [f"{name} = {_quoted(value)}" for name, value in options.items() if value]
        for name, table in (("constants", self.constants), ("categories", self.categories)):
            if table:
                lines += ["", f"[{name}]"]
                lines += [f"{_key(key)} = {_quoted(value)}" for key, value in table.items()]
        return "\n".join(lines) + "\n"

    @classmethod
    def from_toml(cls, text: str, *, file: str = "kolumnkarta") -> "Mapping":
        """Read a mapping; ``file`` is the name used in faults.

        Raises
        ------
        FaultyFileError
            With every unknown key, unknown role and wrong value.
        """
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise FaultyFileError([_syntax_fault(error, file)]) from error
        faults = list(_faults_in(data, file))
        if faults:
            raise FaultyFileError(faults)
        options = data.get("options", {})
        return cls(
            source=data.get("source", "incidents"),
            columns=dict(data.get("columns", {})),
            sheet=data.get("sheet", ""),
            header_row=data.get("header_row", 0),
            date_order=options.get("date_order", ""),
            decimal=options.get("decimal", ""),
            timezone=options.get("timezone", "Europe/Stockholm"),
            scheme=options.get("scheme", ""),
            constants=dict(data.get("constants", {})),
            categories=dict(data.get("categories", {})),
        )


def load_mapping(path: Path) -> Mapping:
    """Read a mapping from a TOML file.

    Raises
    ------
    FaultyFileError
        With every fault in the file.
    OSError
        If the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Fault(path.name, 0, "", "Kolumnkartan är inte sparad som UTF-8", "Spara om den som UTF-8")
        raise FaultyFileError([fault]) from error
    return Mapping.from_toml(text, file=path.name)


def save_mapping(mapping: Mapping, path: Path) -> None:
    """Write a mapping as a TOML file in UTF-8."""
    path.write_text(mapping.to_toml(), encoding="utf-8")


def _key(text: str) -> str:
    return text if _BARE_KEY.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, save that TOML also forbids a raw DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _syntax_fault(error: tomllib.TOMLDecodeError, file: str) -> Fault:
    place = re.search(r"at line (\d+)", str(error))
    row = int(place[1]) if place else 0
    return Fault(
        file,
        row,
        "",
        "Kolumnkartan följer inte TOML-formatet",
        'Skriv varje rad som namn = "värde", med raka citattecken',
    )


def _faults_in(data: dict[str, Any], file: str) -> collections.abc.Iterator[Fault]:
    for key in sorted(set(data) - {*_TOP, *_TABLES}):
        known = ", ".join((*_TOP, *(f"[{table}]" for table in _TABLES)))
        yield Fault(file, 0, key, f"'{key}' finns inte i en kolumnkarta", f"Ta bort det eller använd {known}")
    yield from _wrong_types(data, file)
    for table in ("columns", "constants"):
        if isinstance(data.get(table), dict):
            yield from _unknown_roles(data[table], table, file)
    if isinstance(options := data.get("options"), dict):
        yield from _wrong_options(options, file)


def _wrong_types(data: dict[str, Any], file: str) -> collections.abc.Iterator[Fault]:
    for key in ("source", "sheet"):
        if not isinstance(data.get(key, ""), str):
            yield Fault(file, 0, key, f"'{key}' ska vara text", f'Skriv {key} = "namn"', str(data[key]))
    row = data.get("header_row", 0)
    if not isinstance(row, int) or isinstance(row, bool) or row < 0:
        yield Fault(
            file, 0, "header_row", "'header_row' ska vara ett radnummer", "Skriv header_row = 1", str(row)
        )
    for table in _TABLES:
        content = data.get(table, {})
        if not isinstance(content, dict):
            yield Fault(file, 0, table, f"'{table}' ska vara ett avsnitt", f"Skriv [{table}] på en egen rad")
            continue
        for key, value in content.items():
            if not isinstance(value, str):
                what = f"'{key}' under [{table}] ska vara text"
                yield Fault(file, 0, key, what, f'Skriv {_key(key)} = "{value}"', str(value))


def _unknown_roles(table: dict[str, Any], name: str, file: str) -> collections.abc.Iterator[Fault]:
    for role in table:
        if role not in ROLE_LABELS:
            what = f"Rollen '{role}' under [{name}] finns inte"
            yield Fault(file, 0, role, what, f"Välj bland {', '.join(sorted(ROLE_LABELS))}", role)


def _wrong_options(options: dict[str, Any], file: str) -> collections.abc.Iterator[Fault]:
    for key in sorted(set(options) - set(_OPTIONS)):
        advice = f"Ta bort det eller använd {', '.join(_OPTIONS)}"
        yield Fault(file, 0, key, f"'{key}' finns inte under [options]", advice)
    for key, allowed in (("date_order", DATE_ORDERS), ("decimal", DECIMALS)):
        value = options.get(key, "")
        if isinstance(value, str) and value not in allowed:
            advice = "Välj " + " eller ".join(f'"{choice}"' for choice in allowed if choice)
            yield Fault(file, 0, key, f"'{value}' är inget giltigt värde för {key}", advice, value)
    zone = options.get("timezone", "Europe/Stockholm")
    if isinstance(zone, str) and not _is_zone(zone):
        yield Fault(
            file, 0, "timezone", f"'{zone}' är ingen tidszon", "Skriv till exempel Europe/Stockholm", zone
        )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
