"""The invented municipality's indicators: two that come from outside, one that is measured at home."""

from datetime import date
from typing import Final
from uuid import UUID

import numpy as np

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.indicators.actions import keep_figures
from lagesbild_web.indicators.contracts import Direction, Figure, FigureSet, IndicatorDraft
from lagesbild_web.indicators.models import Indicator, IndicatorValue

_YEARS: Final = 8
_BATCH: Final = UUID("6b1f7c1e-0000-4000-8000-000000000001")
_INVENTED: Final = "Påhittade siffror i demonstrationen."
_VIOLENCE: Final = IndicatorDraft(
    name="Anmälda våldsbrott, antal/100 000 inv",
    unit="per_100000",
    definition=f"Antal anmälda våldsbrott per 100 000 invånare. {_INVENTED}",
    source="Kolada, nyckeltal N07403 (påhittade värden)",
    delay="Kommer en gång om året, för året före.",
    weakness="Påverkas av hur många som anmäler. Svänger av en slump i en liten kommun.",
    misuse="Inte för att se vad som händer nu, och inte för att rangordna kommuner.",
    direction=Direction.LOWER,
)
_RESIDENTS: Final = IndicatorDraft(
    name="Folkmängd",
    unit="count",
    definition=f"Antal folkbokförda i kommunen den 31 december. {_INVENTED}",
    source="SCB, tabell TAB638 (påhittade värden)",
    delay="Kommer i februari, för året före.",
)
_SURVEY: Final = IndicatorDraft(
    name="Otrygga utomhus sen kväll",
    unit="percent",
    definition=f"Andel som svarar ganska eller mycket otrygg i trygghetsmätningen. {_INVENTED}",
    source="Trygghetsmätningen (påhittade värden)",
    delay="Kommer i november, mäts i september.",
    weakness="Fyra av tio svarar inte. Unga män svarar minst.",
    misuse="Skillnader mindre än intervallet säger inget.",
    direction=Direction.LOWER,
)


@action("figure.lay_in_demo")
def lay_in_demo_indicators(actor: Actor, *, municipality_id: UUID, today: date, seed: int = 1) -> int:
    """Give the invented municipality three indicators with values; does nothing the second time.

    Returns
    -------
    int
        How many indicators there are.
    """
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    if not Indicator.objects.filter(municipality_id=municipality_id).exists():
        _lay_in(actor, municipality_id, today, np.random.default_rng([seed, 31]))
    found = Indicator.objects.filter(municipality_id=municipality_id).count()
    record(actor, "figure.demo_laid_in", municipality_id=municipality_id, indicators=found)
    return found


def _lay_in(actor: Actor, municipality_id: UUID, today: date, rng: np.random.Generator) -> None:
    years = range(today.year - _YEARS, today.year)
    residents = {year: 41_200 + 210 * i + int(rng.integers(-40, 40)) for i, year in enumerate(years)}
    violence = {year: int(rng.poisson(residents[year] * 0.0098)) for year in years}
    country = {year: 1_010 + 6.0 * i + float(rng.integers(-15, 15)) for i, year in enumerate(years)}
    sets = (
        FigureSet(
            "scb-be0101n1", _RESIDENTS, [Figure("", "", str(y), float(n)) for y, n in residents.items()]
        ),
        FigureSet(
            "kolada-n07403",
            _VIOLENCE,
            [
                Figure("", "", str(y), round(100_000 * violence[y] / residents[y], 1), n=residents[y])
                for y in years
            ]
            + [Figure("00", "Riket", str(y), country[y]) for y in years],
        ),
        FigureSet(
            "otrygga-utomhus-sen-kvall",
            _SURVEY,
            [
                Figure(
                    "",
                    "",
                    str(y),
                    round(float(rng.normal(33 - 0.6 * i, 1.2)), 1),
                    n=int(rng.integers(380, 460)),
                )
                for i, y in enumerate(years)
                if i % 2
            ],
        ),
    )
    keep_figures(actor, municipality_id, sets, source="demonstrationen", batch_id=_BATCH)
    # The survey is the municipality's own: entered by hand, not fetched.
    own = Indicator.objects.filter(municipality_id=municipality_id, code="otrygga-utomhus-sen-kvall")
    own.update(is_fetched=False)
    IndicatorValue.objects.filter(indicator__in=own).update(batch=None, function="Samordnare")
