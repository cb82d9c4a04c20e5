"""Numbers in pages as a Swedish reader expects them: 12 345."""

from django import template

from lagesbild.document import swedish

register = template.Library()


@register.filter
def antal(value: int | None) -> str:
    """Return a count with its thousands apart."""
    return swedish.count(value)
