"""Read how it goes; whoever may read a plan may read how it goes."""

from lagesbild_web.follow_up.queries.effects import effects_of, latest_effects, lessons_of
from lagesbild_web.follow_up.queries.reports import content_of, report_for, reports_of
from lagesbild_web.follow_up.queries.statuses import measure_line_for, measure_lines, statuses_of
from lagesbild_web.follow_up.queries.values import (
    indicator_line_for,
    indicator_lines,
    values_of,
)

__all__ = [
    "content_of",
    "effects_of",
    "indicator_line_for",
    "indicator_lines",
    "latest_effects",
    "lessons_of",
    "measure_line_for",
    "measure_lines",
    "report_for",
    "reports_of",
    "statuses_of",
    "values_of",
]
