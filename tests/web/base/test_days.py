"""Holidays, paydays, months and daylight, held against what is printed in almanacs."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lagesbild_web.base.daylight import daylight_at, is_dark
from lagesbild_web.base.months import months_after
from lagesbild_web.base.swedish_days import easter, holidays_of, payday_weekends, special_days

STOCKHOLM = (18.07, 59.33)
KIRUNA = (20.23, 67.86)
SWEDEN = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1961, date(1961, 4, 2)),
        (2008, date(2008, 3, 23)),
        (2025, date(2025, 4, 20)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_when_the_almanac_says(year: int, day: date) -> None:
    assert easter(year) == day


def test_the_holidays_of_a_year_are_those_of_the_almanac() -> None:
    days = {day.name: day.first_day for day in holidays_of(2025)}
    assert days["Långfredagen"] == date(2025, 4, 18)
    assert days["Kristi himmelsfärdsdag"] == date(2025, 5, 29)
    assert days["Pingstdagen"] == date(2025, 6, 8)
    assert days["Midsommarafton"] == date(2025, 6, 20)
    assert days["Alla helgons dag"] == date(2025, 11, 1)


def test_payday_on_a_weekend_comes_the_friday_before() -> None:
    assert [(w.first_day, w.last_day) for w in payday_weekends(2025)][:3] == [
        (date(2025, 1, 24), date(2025, 1, 26)),
        (date(2025, 2, 28), date(2025, 3, 2)),
        (date(2025, 3, 28), date(2025, 3, 30)),
    ]


def test_a_period_over_new_year_has_the_days_of_both_years() -> None:
    names = [day.name for day in special_days(date(2025, 12, 28), date(2026, 1, 2))]
    assert names == ["Lönehelg", "Nyårsafton", "Nyårsdagen"]


@pytest.mark.parametrize(
    ("day", "sunrise", "sunset"),
    [
        (date(2025, 6, 21), "03:31", "22:08"),
        (date(2025, 12, 21), "08:44", "14:48"),
    ],
)
def test_the_sun_over_stockholm_is_within_three_minutes_of_the_almanac(
    day: date, sunrise: str, sunset: str
) -> None:
    told = daylight_at(*STOCKHOLM, day)
    for found, printed in ((told.sunrise, sunrise), (told.sunset, sunset)):
        hour, minute = map(int, printed.split(":"))
        assert found is not None
        assert abs(found - datetime(day.year, day.month, day.day, hour, minute, tzinfo=SWEDEN)) <= timedelta(
            minutes=3
        )


def test_day_and_night_are_as_long_at_the_equinox() -> None:
    told = daylight_at(*STOCKHOLM, date(2025, 3, 20))
    assert told.sunrise is not None
    assert told.sunset is not None
    # The air bends the light, so that the day is some minutes longer than the night.
    assert timedelta(hours=12, minutes=5) < told.sunset - told.sunrise < timedelta(hours=12, minutes=20)


def test_in_kiruna_the_sun_neither_sets_in_june_nor_rises_in_december() -> None:
    assert daylight_at(*KIRUNA, date(2025, 6, 21)).sunset is None
    assert daylight_at(*KIRUNA, date(2025, 12, 21)).sunrise is None


def test_it_is_dark_when_the_twilight_has_ended() -> None:
    told = daylight_at(*STOCKHOLM, date(2025, 11, 12))
    assert told.dark_from is not None
    assert not is_dark(*STOCKHOLM, told.dark_from - timedelta(minutes=5))
    assert is_dark(*STOCKHOLM, told.dark_from + timedelta(minutes=5))


def test_months_end_where_months_end() -> None:
    assert months_after(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert months_after(date(2026, 6, 30), -6) == date(2025, 12, 30)
