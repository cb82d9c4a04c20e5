"""What § 4 of the law on municipal crime prevention demands of a situation picture, and what this one has."""

from dataclasses import dataclass

from lagesbild.document.tree import Callout
from lagesbild.picture.assessment import AssessedPart
from lagesbild.picture.context import Context, is_feed
from lagesbild.picture.wording import listed

LAW = "lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete"


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that § 4 demands, and whether the picture has it."""

    id: str
    what: str
    is_met: bool
    why_not: str = ""


def demands(context: Context, *, has_surveys: bool) -> tuple[Demand, ...]:
    """Return the four things that § 4 demands, in the order of the law."""
    counted = [table for table in context.tables if any(row.now is not None for row in table.rows)]
    only_feed = bool(counted) and all(is_feed(table.source) for table in counted)
    why_extent = "händelseflödet är nyheter, inte anmälda brott" if only_feed else "underlaget har inga antal"
    if context.inputs.place.is_whole:
        only_feed, why_extent = True, "ingen kommun är vald: lagen gäller kommunens geografiska område"
    return (
        Demand("extent", "brottslighetens omfattning", bool(counted) and not only_feed, why_extent),
        Demand(
            "consequences",
            "brottslighetens konsekvenser",
            _written(context, "consequences"),
            "ingen har beskrivit dem",
        ),
        Demand(
            "other_information",
            "annan information av betydelse",
            has_surveys or _written(context, "other_information"),
            "varken undersökningar eller egna iakttagelser är med",
        ),
        Demand(
            "analysis",
            "en analys av kartläggningen och informationen",
            _written(context, "analysis"),
            "ingen har skrivit den",
        ),
    )


def law_callout(found: tuple[Demand, ...]) -> Callout:
    """Return the box that says whether the picture fulfils § 4, and if not, why."""
    missing = [demand for demand in found if not demand.is_met]
    if not missing:
        return Callout(
            "note",
            "Lägesbilden har de delar som 4 § kräver",
            f"Omfattning, konsekvenser, annan information och analys finns med, som {LAW} kräver. "
            "Om innehållet räcker avgör kommunen när den beslutar lägesbilden.",
        )
    reasons = listed([f"{demand.what} ({demand.why_not})" for demand in missing])
    return Callout(
        "missing",
        "Lägesbilden uppfyller ännu inte 4 §",
        f"Enligt {LAW} fattas: {reasons}. Lägesbilden bör inte beslutas förrän delarna finns.",
    )


def _written(context: Context, which: AssessedPart) -> bool:
    assessment = context.options.assessment
    return assessment is not None and bool(assessment.text_of(which).strip())
