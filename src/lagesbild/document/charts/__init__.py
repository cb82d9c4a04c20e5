"""Charts as SVG: functions that take plain numbers and Swedish labels.

Every chart says with shape and words what it says with colour, prints its numbers where there is room,
and is meant to stand beside the table that holds them.
"""

from lagesbild.document.charts.bars import horizontal_bars, index_bars
from lagesbild.document.charts.change import ChangeRow, bar_with_intervals
from lagesbild.document.charts.clock import hour_weekday
from lagesbild.document.charts.concentration import lorenz
from lagesbild.document.charts.frame import png_of
from lagesbild.document.charts.periods import PeriodPoint, figure_by_period
from lagesbild.document.charts.series import series_with_band
from lagesbild.document.charts.survey import SurveyPoint, survey_bars

__all__ = [
    "ChangeRow",
    "PeriodPoint",
    "SurveyPoint",
    "bar_with_intervals",
    "figure_by_period",
    "horizontal_bars",
    "hour_weekday",
    "index_bars",
    "lorenz",
    "png_of",
    "series_with_band",
    "survey_bars",
]
