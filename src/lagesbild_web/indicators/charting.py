"""The chart of an indicator, with words for those who do not see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lagesbild.document.charts import PeriodPoint, figure_by_period
from lagesbild_web.indicators.contracts import DECIMALS, EVERYBODY, WHOLE_MUNICIPALITY, Indicator, Value

COUNTRY = "00"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing (SVG) and what it shows, in words."""

    svg: str
    alt: str


def chart_of(indicator: Indicator) -> Chart | None:
    """Return the chart of the municipality's values beside the country's; None with fewer than two."""
    own = _series(indicator.values, WHOLE_MUNICIPALITY)
    if sum(value.value is not None for value in own) < 2:
        return None
    country = {value.period: value.value for value in _series(indicator.values, COUNTRY)}
    points = [
        PeriodPoint(v.period, v.value, v.low, v.high, v.is_preliminary, country.get(v.period)) for v in own
    ]
    unit = indicator.summary.unit
    svg = figure_by_period(
        points,
        unit=indicator.summary.unit_label[:1].upper() + indicator.summary.unit_label[1:],
        label=_("Kommunen"),
        other_label=_("Riket") if country else "",
        decimals=DECIMALS.get(unit, 1),
    )
    first, last = (next(v for v in ordered if v.value is not None) for ordered in (own, own[::-1]))
    alt = _("%(name)s, %(first)s: %(before)s, %(last)s: %(after)s. Alla värden står i tabellen.") % {
        "name": indicator.summary.name,
        "first": first.period,
        "before": first.text,
        "last": last.period,
        "after": last.text,
    }
    return Chart(svg, alt)


def _series(values: Sequence[Value], area: str) -> list[Value]:
    """Return the values of an area by time, of periods of the length that the latest has."""
    found = sorted((v for v in values if v.area == area and v.group == EVERYBODY), key=lambda v: v.ends_on)
    if not found:
        return []
    shape = [len(part) for part in found[-1].period.split("-")]
    return [v for v in found if [len(part) for part in v.period.split("-")] == shape]
