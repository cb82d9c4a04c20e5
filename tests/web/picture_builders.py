"""Pictures that are worked on, with assessments, remarks and orders, without waiting for the library."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone
from tests.web import builders

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.base.actor import Actor
from lagesbild_web.pictures import actions
from lagesbild_web.pictures.contracts import PictureSummary
from lagesbild_web.pictures.models import Composition, ReviewRemark, SituationPicture
from lagesbild_web.pictures.ordering import Order


def a_working_picture(
    home: Organisation, folder: Path, *, title: str = "Lägesbild under arbete", kind: str = "year"
) -> PictureSummary:
    """A draft that people can write in, as if it had been made here."""
    made = builders.a_picture(home, folder, title=title)
    order = Order(kind, "2025").as_json()
    SituationPicture.objects.filter(pk=made.id).update(is_composed=True, kind=kind, order=order)
    return made


def picture_things(
    home: Organisation, coordinator: Actor, reviewers: list[User], folder: Path
) -> dict[str, UUID]:
    """What the addresses of the pictures are about."""
    working = a_working_picture(home, folder)
    reviewed = a_working_picture(home, folder, title="Lägesbild på granskning")
    functions = [user.holdings.get().function_id for user in reviewers]
    soon = timezone.localdate() + timedelta(days=7)
    actions.send_for_review(coordinator, reviewed.id, functions=functions, answer_by=soon)
    first = actor_for(reviewers[0].id, reviewers[0].full_name)
    actions.write_remark(first, reviewed.id, text="Skolans bild saknas.")
    statement = actions.write_statement(
        coordinator, working.id, section="extent", text="Det ökar på riktigt."
    )
    return {
        "working": working.id,
        "reviewed": reviewed.id,
        "statement": statement.id,
        "tip": actions.recommend_problem(coordinator, working.id, what="Klotter i tunneln").id,
        "remark": ReviewRemark.objects.get(review__picture_id=reviewed.id).id,
        "order": an_order(coordinator, home).id,
    }


def an_order(coordinator: Actor, home: Organisation) -> Composition:
    """An order for a picture that could not be made."""
    made = actions.order_picture(coordinator, Order("week", "2025-W36"), municipality_id=home.id)
    actions.fail_order(builders.SYSTEM, made.id, why="Inga händelser i veckan.")
    return Composition.objects.get(pk=made.id)
