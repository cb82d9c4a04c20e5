"""Tell those who reported what came of it."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require, within
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.models import Feedback, Incident
from lagesbild_web.incidents.selecting import ground_of, matching_ids

MOST_AT_ONCE: Final = 2000
"""An answer to more incidents than this is news, and news are published."""


@action("incident.tell_reporters")
def tell_reporters(
    actor: Actor,
    wanted: IncidentFilter,
    *,
    municipality_id: UUID,
    text: str,
    decision_id: UUID | None = None,
) -> int:
    """Attach an answer to the reported incidents that match; returns how many. Each gets it once.

    Those who sent them read it among their reports. Incidents from files have nobody to tell.

    Raises
    ------
    Invalid
        If the text is empty or holds personal data, or nothing or too much matches.
    """
    domain = Domain(municipality_id, municipality_id, Circle.PARTNERS, Sensitivity.OPEN)
    require(actor, Right.REVIEW_INCIDENT, domain)
    if not text.strip():
        raise Invalid(text=_("Skriv vad som kom ut av det som rapporterades."))
    screen(text=text)
    ids = matching_ids(actor, municipality_id, wanted, ground_of(municipality_id, wanted))
    if len(ids) > MOST_AT_ONCE:
        raise Invalid(text=_("Urvalet är för stort. Välj en kortare tid, en kategori eller ett område."))
    reported = Incident.objects.filter(
        within(actor, Right.REVIEW_INCIDENT), pk__in=ids, report__isnull=False
    ).exclude(feedback__text=text.strip())
    home = f"{actor.home.function}, {actor.home.organisation}"[:240] if actor.home else ""
    answers = [
        Feedback(incident=row, text=text.strip(), by_function=home, decision_id=decision_id)
        for row in reported
    ]
    if not answers:
        raise Invalid(
            text=_("Inget som någon har rapporterat stämmer med urvalet, eller så är det redan besvarat.")
        )
    Feedback.objects.bulk_create(answers)
    record(
        actor, "incident.reporters_told", decision_id, municipality_id=municipality_id, incidents=len(answers)
    )
    return len(answers)
