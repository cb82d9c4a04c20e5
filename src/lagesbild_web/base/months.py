"""Count in months, as agreements and half-years do."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the same day of the month so many months later (or earlier); the last day when there is none.

    Examples
    --------
    >>> months_after(date(2024, 1, 31), 1), months_after(date(2024, 8, 31), -6)
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
