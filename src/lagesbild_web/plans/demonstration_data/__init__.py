"""The invented municipality's plan: everything in it is made up, in our own words."""

from typing import Final

from lagesbild_web.plans.demonstration_data.areas import AREAS
from lagesbild_web.plans.demonstration_data.district_and_violence import DISTRICT_AND_VIOLENCE
from lagesbild_web.plans.demonstration_data.kinds import DemoArea, DemoGoal, DemoMeasure
from lagesbild_web.plans.demonstration_data.places_and_young import PLACES_AND_YOUNG

MEASURES: Final = (*DISTRICT_AND_VIOLENCE, *PLACES_AND_YOUNG)

__all__ = ["AREAS", "MEASURES", "DemoArea", "DemoGoal", "DemoMeasure"]
