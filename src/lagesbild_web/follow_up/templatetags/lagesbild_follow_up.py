"""Values as they are printed: a number with its interval, and a dash where nothing is known."""

from collections.abc import Mapping
from typing import Any

from django import template

from lagesbild.document import swedish

register = template.Library()


@register.filter
def tal(value: float | str | None) -> str:
    """Return a number, whole ones without decimals; a dash when there is none."""
    if value is None or isinstance(value, str):  # what is missing is an empty text in a template
        return "–"
    return swedish.number(value, 0 if float(value).is_integer() else 1)


@register.filter
def intervall(value: Any) -> str:
    """Return the interval of a value in brackets; empty when it is not known."""
    if value is None or value == "":
        return ""
    low, high = (value.get(k) if isinstance(value, Mapping) else getattr(value, k) for k in ("low", "high"))
    return "" if low is None or high is None else f"({swedish.number(low, 1)}–{swedish.number(high, 1)})"
