"""What stops a plan from being decided: what the law asks for, and what the house demands."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.pictures.queries import picture_for
from lagesbild_web.plans.models import Measure, Plan
from lagesbild_web.plans.standing import STANDS


def obstacles_to_decision(actor: Actor, plan: Plan) -> list[str]:
    """Return one sentence for each thing that must be mended before the plan can be decided."""
    measures = list(plan.measures.filter(retired_at__isnull=True).select_related("balancing_test"))
    found = [_about_picture(actor, plan.picture_id)]
    if not measures:
        found.append(_("Planen har inga åtgärder. Lägg till minst en (5 § lagen 2023:196)."))
    loose = [row for row in measures if not row.problem_ids and not row.no_problem_motive.strip()]
    found.append(_about_loose(loose))
    found += [_about_camera(row) for row in measures if row.is_camera and not is_tested(row)]
    return [sentence for sentence in found if sentence]


def is_tested(row: Measure) -> bool:
    """Return whether a camera measure has a balancing test that came out in its favour."""
    test = getattr(row, "balancing_test", None)
    return test is not None and test.outcome == "go"


def _about_picture(actor: Actor, picture_id: UUID | None) -> str:
    if picture_id is None:
        return _(
            "Planen säger inte vilken lägesbild den bygger på (5 § lagen 2023:196). Välj en när du ändrar "
            "planen."
        )
    try:
        picture = picture_for(actor, picture_id)
    except (NotFound, NotAllowed):
        return _(
            "Lägesbilden som planen bygger på går inte att läsa längre. Välj en annan när du ändrar planen."
        )
    if picture.summary.status not in (*STANDS, "replaced"):  # what was decided once stays decided
        return _("Lägesbilden ”%(title)s” är inte beslutad än. Besluta den först, eller välj en annan.") % {
            "title": picture.summary.heading
        }
    return ""


def _about_loose(rows: list[Measure]) -> str:
    if not rows:
        return ""
    titles = ", ".join(f"”{row.title}”" for row in rows)
    sentence = ngettext(
        "En åtgärd svarar inte på något problem: %(titles)s. Koppla den till ett problem eller skriv "
        "varför den "
        "ändå ska vara med.",
        "%(number)d åtgärder svarar inte på något problem: %(titles)s. Koppla dem till ett problem eller "
        "skriv "
        "varför de ändå ska vara med.",
        len(rows),
    )
    return sentence % {"number": len(rows), "titles": titles}


def _about_camera(row: Measure) -> str:
    return _(
        "Kameraåtgärden ”%(title)s” saknar en intresseavvägning som talar för den. Gör den på åtgärdens sida."
    ) % {"title": row.title}
