"""Verdicts and intervals as they are read on an agenda."""

from django import template

from lagesbild.document import swedish
from lagesbild_web.meetings.figures import Line

register = template.Library()


@register.filter
def verdict(code: str) -> str:
    """Return a verdict with its sign: ▲ säker ökning."""
    return str(swedish.verdict(code))


@register.filter
def interval(line: Line) -> str:
    """Return the limits of the change since the period before; empty when there is nothing to compare."""
    if line.low is None or line.high is None or line.verdict == "too_few":
        return ""
    return swedish.change_interval(line.low, line.high)
