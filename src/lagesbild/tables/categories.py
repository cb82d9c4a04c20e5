"""Categories: one taxonomy of incidents, places and surroundings, and how sources' words map to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from lagesbild.tables.category_files import (
    SCHEMES,
    Category,
    Denominator,
    LabelRow,
    Root,
    Scheme,
    base_categories,
    mapping_rows,
    own_categories,
)
from lagesbild.tables.labels import crime_code_key, label_key

__all__ = [
    "SCHEMES",
    "UNKNOWN",
    "Category",
    "Denominator",
    "Root",
    "Scheme",
    "Taxonomy",
    "UnknownCategoryError",
]

UNKNOWN = "okand"
"""The category of an incident whose label nobody has mapped; the label itself stays on the row."""

Exclusion = Literal["summary", "information"]


class UnknownCategoryError(KeyError):
    """A programmer asked for a code that the taxonomy does not hold."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The categories, their order and their names in every source. Make one with :meth:`load`.

    Examples
    --------
    >>> taxonomy = Taxonomy.load()
    >>> taxonomy.resolve("Mord/dråp försök", scheme="compstat")
    'dodligt_vald_forsok'
    >>> taxonomy.ancestors("stold_ur_fordon")
    ('stold',)
    """

    categories: Mapping[str, Category]
    """By code, in the order in which they are shown."""
    labels: Mapping[Scheme, Mapping[str, LabelRow]]
    """By scheme and by the label's comparable form."""

    @classmethod
    def load(cls, extra: Path | None = None) -> "Taxonomy":
        """Return the Swedish base taxonomy, changed by a municipality's own file if there is one.

        Parameters
        ----------
        extra
            CSV with the columns ``code, parent, name, root, seriousness, is_crime, sensitive,
            denominator, note, labels``. A known code changes only the fields that are filled; a new
            code adds a category. ``labels`` holds the municipality's own words, separated by ``|``;
            they win over every other mapping.

        Raises
        ------
        FaultyFileError
            With every fault in ``extra``.
        """
        if extra is None:
            return _base()
        categories, labels = own_categories(extra, base_categories())
        return cls(categories, {**_base().labels, "name": _names(categories), "own": labels})

    def __contains__(self, code: object) -> bool:
        return code in self.categories

    def category(self, code: str) -> Category:
        """Return the category with this code.

        Raises
        ------
        UnknownCategoryError
            If there is none.
        """
        try:
            return self.categories[code]
        except KeyError:
            raise UnknownCategoryError(f"the taxonomy has no category {code!r}") from None

    def name(self, code: str) -> str:
        """Return the Swedish name of a category; a code that is not in the taxonomy names itself."""
        found = self.categories.get(code)
        return found.name if found else code

    def children(self, code: str | None) -> tuple[str, ...]:
        """Return the codes directly below ``code``, in order; with None, the groups at the top."""
        return tuple(item.code for item in self.categories.values() if item.parent == code)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes above ``code``, nearest first; empty for a group at the top."""
        found: list[str] = []
        parent = self.category(code).parent
        while parent is not None:
            found.append(parent)
            parent = self.category(parent).parent
        return tuple(found)

    def group(self, code: str) -> str:
        """Return the group at the top that ``code`` belongs to; a top group is its own."""
        return (code, *self.ancestors(code))[-1]

    def with_descendants(self, code: str) -> tuple[str, ...]:
        """Return ``code`` and every code below it, in order."""
        self.category(code)
        return tuple(other for other in self.categories if code == other or code in self.ancestors(other))

    def resolve(self, label: str, *, scheme: Scheme | None = None) -> str | None:
        """Return the category that a source's label stands for, or None when nobody has mapped it.

        Parameters
        ----------
        label
            The source's own words, or its crime code. Case, spaces and punctuation do not matter.
        scheme
            Whose words they are. Without it every scheme is tried. The municipality's own labels
            come first and the taxonomy's names and codes last, whatever the scheme.
        """
        found = self._row(label, scheme)
        return found.category if found else None

    def exclusion(self, label: str, *, scheme: Scheme) -> Exclusion | None:
        """Return why rows with this label are not counted, or None when they are.

        The police's event feed holds summaries ("Sammanfattning natt") and notices ("Information")
        beside its incidents.
        """
        found = self._row(label, scheme)
        return found.excluded if found else None

    def resolve_many(self, labels: pl.Series, *, scheme: Scheme | None = None) -> pl.Series:
        """Return the category of each label, null where there is no label or nobody has mapped it.

        Parameters
        ----------
        labels
            Shape (n,); each different label is looked up once.
        scheme
            As in :meth:`resolve`.
        """
        return _map_each(labels, lambda label: self.resolve(label, scheme=scheme))

    def exclusions_many(self, labels: pl.Series, *, scheme: Scheme) -> pl.Series:
        """Return why each label is not counted (``summary``, ``information``), null where it is."""
        return _map_each(labels, lambda label: self.exclusion(label, scheme=scheme))

    def crime_code_name(self, code: str) -> str | None:
        """Return the shortened name of a crime code, or None when it is not among the mapped ones."""
        found = self.labels["brottskod"].get(crime_code_key(code))
        return found.name if found else None

    def frame(self) -> pl.DataFrame:
        """Return the categories as a table to join with.

        Columns: code, parent, group, name, group_name, root, seriousness, is_crime, sensitive,
        denominator, order (as shown).
        """
        rows = [
            {
                "code": item.code,
                "parent": item.parent,
                "group": self.group(item.code),
                "name": item.name,
                "group_name": self.name(self.group(item.code)),
                "root": item.root,
                "seriousness": item.seriousness,
                "is_crime": item.is_crime,
                "sensitive": item.sensitive,
                "denominator": item.denominator,
                "order": order,
            }
            for order, item in enumerate(self.categories.values())
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    def _row(self, label: str, scheme: Scheme | None) -> LabelRow | None:
        wanted: Iterable[Scheme] = SCHEMES if scheme is None else ("own", scheme, "name")
        for each in wanted:
            key = crime_code_key(label) if each == "brottskod" else label_key(label)
            if (found := self.labels[each].get(key)) is not None:
                return found
        return None


def _map_each(labels: pl.Series, answer: Callable[[str], str | None]) -> pl.Series:
    text = labels.cast(pl.String)
    different = text.unique().drop_nulls()
    answers = pl.Series([answer(label) for label in different], dtype=pl.String)
    return text.replace_strict(different, answers, default=None, return_dtype=pl.String)


@cache
def _base() -> Taxonomy:
    categories = base_categories()
    labels: dict[Scheme, Mapping[str, LabelRow]] = {"own": {}, "name": _names(categories)}
    for scheme in SCHEMES:
        if scheme not in labels:
            as_key = crime_code_key if scheme == "brottskod" else label_key
            labels[scheme] = {as_key(row.label): row for row in mapping_rows(scheme)}
    return Taxonomy(categories, labels)


def _names(categories: Mapping[str, Category]) -> dict[str, LabelRow]:
    rows: dict[str, LabelRow] = {}
    for item in categories.values():
        for label in (item.name, item.code):
            rows.setdefault(label_key(label), LabelRow(label, item.code))
    return rows
