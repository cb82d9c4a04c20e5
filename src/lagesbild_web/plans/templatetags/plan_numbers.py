"""Print values of indicators, which may be counts, per cent or something else."""

from django import template

from lagesbild.document import swedish

register = template.Library()


@register.filter
def tal(value: float | None) -> str:
    """Return a number with decimal comma, without a decimal that says nothing: ``33``, ``12,5``."""
    if value is None:
        return swedish.DASH
    return swedish.count(value) if float(value).is_integer() or abs(value) >= 100 else swedish.number(value)
