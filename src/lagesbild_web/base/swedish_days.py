"""Days that change what happens in a Swedish town: holidays, their eves, paydays. Computed, never fetched."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PAYDAY: Final = 25
"""Most wages in Sweden are paid on the 25th, or the bank day before."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day, or days in a row, with their name."""

    first_day: date
    last_day: date
    name: str

    @property
    def is_one_day(self) -> bool:
        """Whether it is a single day."""
        return self.first_day == self.last_day


_FIXED: Final[tuple[tuple[int, int, Promise], ...]] = (
    (1, 1, gettext_lazy("Nyårsdagen")),
    (1, 5, gettext_lazy("Trettondagsafton")),
    (1, 6, gettext_lazy("Trettondedag jul")),
    (4, 30, gettext_lazy("Valborgsmässoafton")),
    (5, 1, gettext_lazy("Första maj")),
    (6, 6, gettext_lazy("Nationaldagen")),
    (12, 13, gettext_lazy("Lucia")),
    (12, 24, gettext_lazy("Julafton")),
    (12, 25, gettext_lazy("Juldagen")),
    (12, 26, gettext_lazy("Annandag jul")),
    (12, 31, gettext_lazy("Nyårsafton")),
)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar.

    Notes
    -----
    The anonymous algorithm of Meeus, Jones and Butcher (Meeus 1991, Astronomical Algorithms, ch. 8).

    Examples
    --------
    >>> easter(2024), easter(2025), easter(2038)
    (datetime.date(2024, 3, 31), datetime.date(2025, 4, 20), datetime.date(2038, 4, 25))
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holidays_of(year: int) -> list[SpecialDay]:
    """Return a year's holidays and the eves that are kept as such, in order (lag 1989:253)."""
    sunday = easter(year)
    midsummer_eve = _first(date(year, 6, 19), weekday=4)
    all_saints = _first(date(year, 10, 31), weekday=5)
    moving = [
        (sunday - timedelta(days=3), _("Skärtorsdagen")),
        (sunday - timedelta(days=2), _("Långfredagen")),
        (sunday - timedelta(days=1), _("Påskafton")),
        (sunday, _("Påskdagen")),
        (sunday + timedelta(days=1), _("Annandag påsk")),
        (sunday + timedelta(days=39), _("Kristi himmelsfärdsdag")),
        (sunday + timedelta(days=48), _("Pingstafton")),
        (sunday + timedelta(days=49), _("Pingstdagen")),
        (midsummer_eve, _("Midsommarafton")),
        (midsummer_eve + timedelta(days=1), _("Midsommardagen")),
        (all_saints - timedelta(days=1), _("Allhelgonaafton")),
        (all_saints, _("Alla helgons dag")),
    ]
    fixed = [(date(year, month, day), str(name)) for month, day, name in _FIXED]
    return [SpecialDay(day, day, name) for day, name in sorted([*moving, *fixed])]


def payday_weekends(year: int) -> list[SpecialDay]:
    """Return the weekends when most have just been paid: Friday to Sunday after, or with, payday.

    A payday on Saturday or Sunday is moved to the Friday before.

    Examples
    --------
    >>> [str(w.first_day) for w in payday_weekends(2025)[:2]]
    ['2025-01-24', '2025-02-28']
    """
    weekends = []
    for month in range(1, 13):
        payday = date(year, month, PAYDAY)
        if payday.weekday() >= 5:
            payday -= timedelta(days=payday.weekday() - 4)
        friday = _first(payday, weekday=4)
        weekends.append(SpecialDay(friday, friday + timedelta(days=2), _("Lönehelg")))
    return weekends


def special_days(first: date, last: date) -> list[SpecialDay]:
    """Return holidays, eves and payday weekends that touch a period (both days included), in order."""
    years = range(first.year - 1, last.year + 2)
    days = [day for year in years for day in (*holidays_of(year), *payday_weekends(year))]
    found = [day for day in days if day.first_day <= last and day.last_day >= first]
    return sorted(found, key=lambda day: (day.first_day, day.name))


def _first(day: date, *, weekday: int) -> date:
    """Return the first such weekday (0 is Monday) from a day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
