"""The invented municipality's pictures with a life: a lägesbild decided twice, and a picture for each week.

Everything is made through the same actions as in real use. Bodies, paragraphs and texts are invented.
"""

from datetime import date
from typing import Final
from uuid import UUID

from lagesbild.picture.kinds import latest_periods
from lagesbild_web.access.roles import Circle
from lagesbild_web.base.actor import Actor
from lagesbild_web.pictures import actions
from lagesbild_web.pictures.contracts import PictureSummary
from lagesbild_web.pictures.jobs import make_documents, make_picture
from lagesbild_web.pictures.law import STATUTORY
from lagesbild_web.pictures.models import ContactPoint, SituationPicture
from lagesbild_web.pictures.ordering import Order
from lagesbild_web.pictures.presenting import summary_of
from lagesbild_web.pictures.queries import order_for

_WEEKS: Final = 2
_TEXTS: Final = {
    "consequences": (
        "Skadegörelsen kostar: bolaget och skolan lagar rutor och klotter varje vecka, och pengarna "
        "tas från underhållet.\n\nDe boende i Björkbacken undviker gångtunneln när det är mörkt. "
        "Butikerna i centrum stänger tidigare på fredagar.",
        True,
    ),
    "other_information": (
        "Trygghetsmätningen visar att fler är oroliga på väg hem än för två år sedan. Fältgruppen ser samma "
        "sak.\n\n- Byggstarten vid stationen flyttar gångstråk under hösten.\n"
        "- Fritidsgården har fått kortare öppettider på söndagar.",
        True,
    ),
    "analysis": (
        "Händelserna hänger ihop med platser utan insyn och med tider utan vuxna. Att anmälningarna "
        "ökar kan delvis bero på att fler rapporterar.\n\nViktigast är kvällarna vid skolan. Det räcker "
        "inte för att säga något om brott i hemmen.",
        True,
    ),
    "places": (
        "Gångtunneln och skolgården återkommer. Räkna inte platserna mot varandra: de rapporteras olika.",
        False,
    ),
}


def lay_in_demo_pictures(
    actor: Actor, *, municipality_id: UUID, today: date, function_id: UUID | None = None
) -> None:
    """Make the pictures of the demonstration, the first time.

    Parameters
    ----------
    actor
        The system.
    municipality_id
        The invented municipality, with its incidents.
    today
        The day that the demonstration is about.
    function_id
        The coordinator's function, which has written what people have added.
    """
    if SituationPicture.objects.filter(municipality_id=municipality_id, is_composed=True).exists():
        return
    year = today.year - 1
    before = _year(actor, municipality_id, year, as_of=date(today.year, 1, 20), function_id=function_id)
    _decide(actor, before, date(today.year, 2, 11), "18")
    latest = _year(actor, municipality_id, year, as_of=date(today.year, 3, 16), function_id=function_id)
    actions.recommend_problem(
        actor,
        latest.id,
        what="Skadegörelse och klotter vid Björkskolan på kvällar",
        why="Flest händelser, och oron är störst där. En del kan vara rapporterat flera gånger.",
    )
    _decide(actor, latest, date(today.year, 4, 8), "57")
    actions.publish_picture(actor, latest.id, circle=Circle.PARTNERS)
    public = actions.order_public_version(actor, latest.id)
    make_picture.call(str(public.id))
    made = SituationPicture.objects.get(public_of_id=latest.id)
    actions.publish_picture(actor, made.id, circle=Circle.PUBLIC)
    for period in latest_periods("week", today, number=_WEEKS):
        week = _made(actor, municipality_id, Order("week", str(period)))
        actions.write_statement(
            actor, week.id, section="deviations", text="Stäms av med kommunpolisen på måndag."
        )
        actions.publish_picture(actor, week.id, circle=Circle.PARTNERS)
        make_documents.call(str(week.id))
    _contact_point(actor, municipality_id)


def _year(
    actor: Actor, municipality_id: UUID, year: int, *, as_of: date, function_id: UUID | None
) -> PictureSummary:
    picture = _made(actor, municipality_id, Order("year", str(year), as_of=as_of.isoformat()))
    is_later = as_of.month > 1
    for section, (text, is_for_everybody) in _TEXTS.items():
        if not is_later and section not in STATUTORY:
            continue  # the later version has more to say
        actions.write_statement(
            actor, picture.id, section=section, text=text, is_for_everybody=is_for_everybody
        )
    SituationPicture.objects.get(pk=picture.id).statements.update(function_id=function_id)
    return picture


def _made(actor: Actor, municipality_id: UUID, order: Order) -> PictureSummary:
    """Make a picture here and now, as the worker would."""
    ordered = actions.order_picture(actor, order, municipality_id=municipality_id)
    make_picture.call(str(ordered.id))
    made = order_for(actor, ordered.id)
    if made.picture_id is None:
        raise RuntimeError(f"a picture of the demonstration could not be made: {made.failure}")
    return summary_of(SituationPicture.objects.get(pk=made.picture_id))


def _decide(actor: Actor, picture: PictureSummary, day: date, paragraph: str) -> None:
    row = SituationPicture.objects.get(pk=picture.id)
    actions.decide_picture(
        actor,
        picture.id,
        body="Kommunstyrelsen",
        decided_on=day,
        paragraph=paragraph,
        diary_number=f"KS {day.year}/00{paragraph}",
        revision=row.revision,
    )
    make_documents.call(str(picture.id))


def _contact_point(actor: Actor, municipality_id: UUID) -> None:
    if ContactPoint.objects.filter(pk=municipality_id).exists():
        return
    actions.set_contact_point(
        actor,
        function="Trygghetssamordnare",
        address="Kommunhuset, Stationstorget 1, Exempelköping",
        phone="Kommunens växel",
        email="trygghet@exempelkoping.example",
        text="Kontakta oss om du vill samverka om trygghet, eller undrar över lägesbilden. "
        "Ring 112 vid brott som pågår och 114 14 för att anmäla.",
        version=0,
        municipality_id=municipality_id,
    )
