"""Sweden's 290 municipalities and 21 counties: found by name or code, as people write them."""

import csv
import difflib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import polars as pl

_AFTER = re.compile(r"\s+(kommun|kommuns|stad|stads|lokalpolisområde)$")
_BEFORE = re.compile(r"^(region|kommunen)\s+")


class UnknownPlaceError(ValueError):
    """There is no municipality or county of that name or code; the message suggests the nearest ones."""

    def __init__(self, text: str, suggestions: tuple[str, ...], kind: str) -> None:
        self.text = text
        self.suggestions = suggestions
        advice = f"Menade du {' eller '.join(suggestions)}?" if suggestions else _ADVICE[kind]
        none = {"kommun": "ingen kommun", "län": "inget län"}[kind]
        super().__init__(f"Det finns {none} som heter '{text}'. {advice}")


_ADVICE = {
    "kommun": "Skriv kommunens namn eller kod, till exempel Upplands-Bro eller 0139.",
    "län": "Skriv länets namn eller kod, till exempel Uppsala län eller 03.",
}


@dataclass(frozen=True, slots=True)
class County:
    """A county (län): two-digit code and name, such as ``03`` and ``Uppsala län``."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (kommun).

    ``code`` has four digits and begins with the county's two; ``name`` is the short name
    ("Upplands-Bro"), ``full_name`` the one in running text ("Upplands-Bro kommun").
    One that is not among the 290 (an invented one for a demonstration, a joint body) may be made
    by hand and passed wherever a municipality is asked for.
    """

    code: str
    name: str
    full_name: str
    county: County


EXAMPLE = Municipality("9901", "Exempelköping", "Exempelköpings kommun", County("99", "Exempellän"))
"""An invented municipality, reserved for demonstration, tests and teaching as example.org is for addresses.

It is found by name and code like any other, so that its files are read in the ordinary way, but it is not
one of :func:`municipalities` and is never suggested.
"""


@cache
def counties() -> tuple[County, ...]:
    """Return the 21 counties in order of code."""
    return tuple(County(row["code"], row["name"]) for row in _rows("counties.csv"))


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Return the 290 municipalities in order of code."""
    county = {item.code: item for item in counties()}
    rows = sorted(_rows("municipalities.csv"), key=lambda row: row["code"])
    return tuple(
        Municipality(row["code"], row["name"], row["full_name"], county[row["county"]]) for row in rows
    )


def find_municipality(text: str) -> Municipality:
    """Return the municipality that ``text`` names.

    Takes the code, the short or full name, in any case: ``0139``, ``139``, ``Upplands-bro``,
    ``upplands bro kommun``, ``Åstorps kommun``, ``Malmö stad``, ``Region Gotland``.

    Raises
    ------
    UnknownPlaceError
        If there is none, with the names that are nearest in spelling.

    Examples
    --------
    >>> find_municipality("åstorps kommun").code
    '1277'
    """
    if (found := _municipality_index().get(_key(text))) is not None:
        return found
    nearest = difflib.get_close_matches(_key(text), _municipality_index(), n=6, cutoff=0.7)
    names = dict.fromkeys(_municipality_index()[key].name for key in nearest)
    names.pop(EXAMPLE.name, None)
    raise UnknownPlaceError(text, tuple(names)[:3], "kommun")


def find_county(text: str) -> County:
    """Return the county that ``text`` names: ``03``, ``Uppsala län`` or ``uppsala``.

    Raises
    ------
    UnknownPlaceError
        If there is none, with the names that are nearest in spelling.
    """
    if (found := _county_index().get(_county_key(text))) is not None:
        return found
    nearest = difflib.get_close_matches(_county_key(text), _county_index(), n=2, cutoff=0.7)
    names = dict.fromkeys(_county_index()[key].name for key in nearest)
    names.pop(EXAMPLE.county.name, None)
    raise UnknownPlaceError(text, tuple(names), "län")


def is_municipality(text: str) -> bool:
    """Tell whether ``text`` is the name or code of a municipality."""
    return _key(text) in _municipality_index()


def is_county(text: str) -> bool:
    """Tell whether ``text`` is the name (with "län") or the code of a county.

    "Uppsala" alone is the municipality; "Uppsala län" is the county.
    """
    return not is_municipality(text) and _county_key(text) in _county_index()


def municipality_codes(names: pl.Series) -> pl.Series:
    """Return the code of each municipality name or code, null where there is no such municipality.

    Parameters
    ----------
    names
        Strings, shape (n,), nulls allowed; each different one is looked up once.
    """
    index = _municipality_index()
    return _mapped(names, {name: _code(index.get(_key(name))) for name in names.unique().drop_nulls()})


def county_codes(names: pl.Series) -> pl.Series:
    """Return the two-digit county code of each name: a county's own, or that of the municipality.

    Parameters
    ----------
    names
        Strings, shape (n,), nulls allowed.
    """
    found: dict[str, str | None] = {}
    for name in names.unique().drop_nulls():
        municipality = _municipality_index().get(_key(name))
        found[name] = (
            municipality.county.code if municipality else _code(_county_index().get(_county_key(name)))
        )
    return _mapped(names, found)


def _mapped(names: pl.Series, found: dict[str, str | None]) -> pl.Series:
    return names.cast(pl.String).replace_strict(
        list(found), pl.Series(list(found.values()), dtype=pl.String), default=None, return_dtype=pl.String
    )


def _code(place: Municipality | County | None) -> str | None:
    return place.code if place else None


@cache
def _municipality_index() -> dict[str, Municipality]:
    index: dict[str, Municipality] = {}
    for item in municipalities():
        for text in (item.name, item.full_name, item.code, item.code.lstrip("0")):
            index[_key(text)] = item
    for item in municipalities():  # a genitive must never hide another municipality's own name
        for text in (f"{item.name}s", f"{item.name}s kommun"):
            index.setdefault(_key(text), item)
    for text in (EXAMPLE.name, EXAMPLE.full_name, EXAMPLE.code):
        index[_key(text)] = EXAMPLE
    return index


@cache
def _county_index() -> dict[str, County]:
    index: dict[str, County] = {}
    for item in counties():
        short = _county_key(item.name)
        for text in (item.code, item.code.lstrip("0"), short, short.removesuffix("s")):
            index.setdefault(text, item)
    for text in (EXAMPLE.county.code, _county_key(EXAMPLE.county.name)):
        index[text] = EXAMPLE.county
    return index


def _key(text: str) -> str:
    plain = " ".join(text.casefold().replace("-", " ").replace("–", " ").split())
    return _BEFORE.sub("", _AFTER.sub("", plain)).replace(" ", "")


def _county_key(text: str) -> str:
    return " ".join(text.casefold().split()).removesuffix(" län")


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("lagesbild.tables").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
