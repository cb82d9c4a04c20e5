"""Charts say the same without colour, are well-formed and put up with odd numbers."""

import math
import re
from datetime import date, timedelta
from functools import cache
from importlib import resources
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from lagesbild.document.charts import (
    ChangeRow,
    PeriodPoint,
    SurveyPoint,
    bar_with_intervals,
    figure_by_period,
    horizontal_bars,
    hour_weekday,
    index_bars,
    lorenz,
    png_of,
    series_with_band,
    survey_bars,
)
from lagesbild.document.lettering import text_width, wrapped
from lagesbild.document.svg import size_of, with_ids_apart

NASTY = 'Kafé & <Bar> "å" \\ #1 $'


def words_of(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own picture
    return ["".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]


def weeks(n: int) -> list[date]:
    return [date(2024, 1, 1) + timedelta(weeks=i) for i in range(n)]


def test_changes_are_sorted_with_their_numbers_in_words() -> None:
    rows = (
        ChangeRow("Minskat", 90, 41, 0.456, 0.31, 0.66, "decrease"),
        ChangeRow("Få", 2, 9, 4.5, 0.9, 40, "too_few"),
        ChangeRow("Ökat", 153, 241, 1.575, 1.28, 1.94, "increase"),
    )
    words = words_of(bar_with_intervals(rows))
    order = [word for word in words if word in ("Minskat", "Få", "Ökat")]
    assert order == ["Ökat", "Minskat", "Få"]  # too few to judge come last, however large
    assert "+58\u00a0%  (153 → 241)" in words
    assert {"Säker ökning", "Säker minskning", "För få för att bedöma"} <= set(words)


def test_verdicts_have_different_shapes() -> None:
    def marks(verdict: str) -> set[str]:
        svg = bar_with_intervals([ChangeRow("x", 5, 5, 1.0, 0.9, 1.1, verdict)])
        return set(re.findall(r' d="([^"]+)"', svg))

    assert marks("increase") != marks("decrease")
    assert marks("unclear") != marks("increase")
    assert marks("too_few") != marks("unclear")


def test_change_from_nothing_is_drawn_at_the_edge_and_said_in_words() -> None:
    svg = bar_with_intervals([ChangeRow(NASTY, 0, 7, math.inf, 1.4, math.inf, "increase")])
    assert any(word.startswith("kan inte räknas") for word in words_of(svg))
    assert NASTY in " ".join(words_of(svg))
    assert "NaN" not in svg
    assert "Infinity" not in svg


def test_series_shows_alarms_and_the_preliminary_tail() -> None:
    svg = series_with_band(
        weeks(10),
        [5, 4, 6, None, 5, 30, 4, 5, 3, 1],
        expected=[5.0] * 10,
        low=[1.0] * 10,
        high=[9.0] * 10,
        alarms=[i == 5 for i in range(10)],
        preliminary=[i == 9 for i in range(10)],
    )
    words = words_of(svg)
    assert {"Sticker ut", "Normalt spann", "Väntat", "Preliminärt, fler anmälningar väntas"} <= set(words)
    assert "30" in words
    assert "NaN" not in svg


def test_series_without_band_has_no_legend_for_it() -> None:
    words = words_of(series_with_band(weeks(3), [0, 0, 0]))
    assert "Normalt spann" not in words
    assert "Väntat" not in words


@pytest.mark.parametrize("n", [1, 2, 53, 260])
def test_series_of_any_length_can_be_drawn(n: int) -> None:
    assert size_of(series_with_band(weeks(n), [float(i % 7) for i in range(n)]))[0] == 640


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="low has 2 values for 3 periods"):
        series_with_band(weeks(3), [1, 2, 3], low=[1, 2], high=[3, 4])
    with pytest.raises(ValueError, match="at least one"):
        series_with_band([], [])
    with pytest.raises(ValueError, match="at least one row"):
        bar_with_intervals([])
    with pytest.raises(ValueError, match="one label and one value"):
        horizontal_bars(["a"], [1, 2])


def test_hours_print_every_number_and_refuse_another_shape() -> None:
    weights = [[0.0] * 24 for _ in range(7)]
    weights[4][22] = 317.0
    words = words_of(hour_weekday(weights))
    assert words.count("317") == 1
    assert {"måndag", "söndag", "00", "23"} <= set(words)
    assert words_of(hour_weekday([[0.0] * 24] * 7)).count("·") == 7 * 24
    with pytest.raises(ValueError, match="7 rows"):
        hour_weekday([[0.0] * 24] * 6)
    with pytest.raises(ValueError, match="0 or more"):
        hour_weekday([[math.nan] * 24] * 7)


def test_bars_show_the_value_and_the_one_before() -> None:
    words = words_of(horizontal_bars(["Stöld", "Våld"], [1234, None], previous=[5, 7]))
    assert "1\u00a0234  (5)" in words
    assert "–  (7)" in words


def test_index_is_drawn_on_the_whole_scale() -> None:
    words = words_of(index_bars(["Centrum"], [0.5]))
    assert "6" in words
    assert "0,50" in words


def test_all_zero_bars_can_be_drawn() -> None:
    assert "NaN" not in horizontal_bars(["a", "b"], [0, 0])


def test_lorenz_reads_the_curve_at_the_marks() -> None:
    words = words_of(lorenz([0.5, 1.0], [0.9, 1.0], marks=(0.25,)))
    assert "25\u00a0% av platserna: 45\u00a0% av händelserna" in words


def test_survey_says_when_too_few_answered() -> None:
    points = [SurveyPoint("Otrygg", "2023", None, None, None), SurveyPoint("Otrygg", "2025", 0.3, 0.27, 0.33)]
    words = words_of(survey_bars(points))
    assert "för få svar" in words
    assert "30\u00a0%  (27–33\u00a0%)" in words


def test_picture_for_word_is_opaque_png_of_twice_the_size() -> None:
    png = png_of(horizontal_bars(["a"], [1]))
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 1280


def test_the_same_numbers_give_the_same_picture() -> None:
    assert lorenz([0.5, 1.0], [0.9, 1.0]) == lorenz([0.5, 1.0], [0.9, 1.0])


def test_ids_of_two_pictures_on_a_page_do_not_collide() -> None:
    svg = '<svg viewBox="0 0 1 1"><clipPath id="c"/><g clip-path="url(#c)"/></svg>'
    assert with_ids_apart(svg, "a") == (
        '<svg viewBox="0 0 1 1"><clipPath id="a-c"/><g clip-path="url(#a-c)"/></svg>'
    )


@settings(max_examples=30)
@given(st.text(max_size=60), st.floats(20, 300))
def test_wrapping_keeps_every_word_and_the_width_where_words_allow(text: str, width: float) -> None:
    lines = wrapped(text, 12, width=width)
    assert " ".join(lines).split() == text.split()
    assert all(text_width(line, 12) <= width or " " not in line for line in lines)


@settings(max_examples=60)
@given(
    st.text(
        alphabet="abcdefghijklmnopqrstuvwxyzåäöéABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789 ,.-–−+%()",
        max_size=40,
    )
)
def test_widths_of_words_are_never_smaller_than_the_font_that_is_shipped(text: str) -> None:
    for name, semibold in (("Regular", False), ("SemiBold", True)):
        width = font(name).getlength(text) / 1000 * 12
        assert width - 0.01 <= text_width(text, 12, semibold=semibold) <= width * 1.06 + 1.5


@cache
def font(name: str) -> ImageFont.FreeTypeFont:
    file = resources.files("lagesbild.document") / "fonts" / f"SourceSans3-{name}.ttf"
    return ImageFont.truetype(str(file), 1000, layout_engine=ImageFont.Layout.BASIC)


def test_a_figure_by_period_keeps_its_order_prints_its_values_and_says_what_is_uncertain() -> None:
    points = [
        PeriodPoint("2023", 12.3, 10.0, 15.1, other=11.0),
        PeriodPoint("2024", None, other=11.5),
        PeriodPoint("2025", 14.0, is_preliminary=True),
    ]
    words = words_of(figure_by_period(points, unit=NASTY, label="Här", other_label="Riket", decimals=1))
    assert [word for word in words if word in ("2023", "2024", "2025")] == ["2023", "2024", "2025"]
    assert {"12,3", "14,0", "95 % intervall", "Preliminärt", "Riket", NASTY} <= set(words)
    plain = words_of(figure_by_period([PeriodPoint("2025", 0.0)], unit="Antal", label="Här"))
    assert not {"95 % intervall", "Preliminärt"} & set(plain)
    with pytest.raises(ValueError, match="at least one period"):
        figure_by_period([], unit="", label="")
    odd = [PeriodPoint(str(year), math.nan if year % 2 else math.inf) for year in range(1990, 2026)]
    assert "nan" not in figure_by_period(odd, unit="Antal", label="Här").casefold()
