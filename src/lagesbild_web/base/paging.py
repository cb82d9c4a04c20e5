"""One page of a long list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from lagesbild_web.base.refusals import NotFound

Row = TypeVar("Row")
M = TypeVar("M", bound=Model)

LAST_PAGE = 100_000
"""Nobody turns this many pages; larger numbers are mistakes and would only tire the database."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page and where it stands among the others; ``number`` counts from 1."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        """The number of the page before, or None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, or None on the last."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def first_row(self) -> int:
        """The place of the page's first row in the whole list, counted from 1; 0 when it is empty."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        """The place of the page's last row in the whole list."""
        return (self.number - 1) * self.size + len(self.rows)


def page_of(rows: QuerySet[M], number: int, *, size: int, to: Callable[[M], Row]) -> Page[Row]:
    """Return one page of a sorted query as contracts.

    Raises
    ------
    NotFound
        If there is no such page. The first page always exists, also when it is empty.
    """
    total = rows.count()
    start = (number - 1) * size
    if number > 1 and start >= total:
        raise NotFound
    return Page([to(row) for row in rows[start : start + size]], number, size, total)


def page_number(request: HttpRequest) -> int:
    """Return the page that the address asks for with ``?sida=``; 1 when it does not say.

    Raises
    ------
    NotFound
        If it is not a whole number from 1 and up.
    """
    written = request.GET.get("sida", "1")
    if not (written.isascii() and written.isdigit() and 1 <= int(written[:9]) <= LAST_PAGE):
        raise NotFound
    return int(written)
