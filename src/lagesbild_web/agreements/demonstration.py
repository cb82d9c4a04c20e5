"""Lay in the invented municipality's agreement with the police, one that ran out, and a promise."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from lagesbild_web.access.queries import choosable_functions, open_organisations, organisation_name
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.agreements import actions
from lagesbild_web.agreements.actions.writing import Written
from lagesbild_web.agreements.models import Agreement
from lagesbild_web.agreements.queries import agreement_for
from lagesbild_web.agreements.sections import Kind
from lagesbild_web.base.actor import ActiveMembership, Actor
from lagesbild_web.base.chain import KINDS
from lagesbild_web.base.months import months_after

_AGREEMENT: Final = {
    "purposes": (
        "Kommunen och polisen ser samma läge och väljer insatser tillsammans\n"
        "Färre utsätts för brott, och fler känner sig trygga ute på kvällen\n"
        "Barn och unga som är på väg fel får hjälp tidigt"
    ),
    "fields": "Trygga offentliga miljöer\nVåld\nNarkotika\nUngdomar i riskzon",
    "problem": (
        "Vi bygger på den gemensamma lägesbilden. Stationen och centrum har flest händelser på kvällar och "
        "helger. Skadegörelsen är spridd, men några få platser har en stor del av den.\n\n"
        "I trygghetsmätningen säger många att belysningen är dålig och att mopeder körs på gångvägar."
    ),
    "causes": (
        "Få vuxna är ute vid stationen på kvällen, belysningen har luckor, och det finns för lite att göra "
        "efter skolan. Vi är säkra på belysningen, mindre säkra på resten."
    ),
    "goals": (
        "Andelen som känner sig otrygga ute sent ska minska från 33 till 28 procent på två år\n"
        "Alla trasiga lampor på de tio mest använda gångvägarna ska lagas inom fem arbetsdagar"
    ),
    "commitments": (
        "Polisen är till fots vid stationen fredagar och lördagar kl. 20–24\n"
        "Polisen lämnar en sammanfattad lägesrapport varje vecka\n"
        "Kommunen kallar till områdesgruppen varje vecka och för åtgärdslistan\n"
        "Kommunen har lovverksamhet under alla skollov\n"
        "Parterna går tre trygghetsvandringar om året"
    ),
    "organisation": (
        "Styrgruppen möts varje kvartal. Brottsförebyggande rådet är strategiskt råd. Områdesgruppen möts "
        "varje vecka och beslutar om det som går att göra genast."
    ),
    "documentation": (
        "Beslut, protokoll och uppföljning finns i Lägesbild. Uppgifter om enskilda skrivs inte ned."
    ),
    "follow_up": (
        "Samordnaren och kommunpolisen går igenom varje åtagande varje kvartal. Styrgruppen och "
        "utskottet får "
        "resultatet varje halvår."
    ),
    "communication": "Kommunen och polisen berättar tillsammans, på webbplatsen och i dialoger.",
    "revision": "Ändringar skrivs i en ny version som båda parter undertecknar.",
}
_PROMISE: Final = {
    "promise": (
        "Det ska gå att gå till och från stationen på kvällen utan att vara rädd. Därför finns vuxna på "
        "plats "
        "varje fredag och lördag kl. 20–24, och trasiga lampor lagas inom fem arbetsdagar."
    ),
    "dialogue": (
        "I medborgardialogen i våras nämndes stationen oftast som otrygg plats. Lägesbilden visar samma sak."
    ),
    "police": "Går till fots vid stationen fredag och lördag kväll\nÄr med på områdesgruppens möten",
    "municipality": (
        "Har fältsekreterare vid stationen samma kvällar\nLagar trasiga lampor inom fem arbetsdagar\n"
        "Klipper buskarna längs gångvägen före midsommar"
    ),
    "times": "Hela året, fredagar och lördagar kl. 20–24.",
    "follow_up": (
        "Vi räknar kvällar med vuxna på plats, dagar till lagad lampa, och händelser vid stationen "
        "jämfört med "
        "samma tid i fjol."
    ),
    "communication": "Resultatet läggs på den öppna sidan varje halvår.",
}


def lay_in_demo_agreements(actor: Actor, *, municipality_id: UUID, today: date) -> int:
    """Lay in the agreements the first time; returns how many were made."""
    if Agreement.objects.filter(municipality_id=municipality_id).exists():
        return 0
    acting = acting_as_coordinator(actor, municipality_id)
    _in_force(acting, municipality_id, today)
    _lapsed(acting, municipality_id, today)
    _promise(acting, municipality_id, today)
    return 3


def acting_as_coordinator(actor: Actor, municipality_id: UUID) -> Actor:
    """Return the system in the coordinator's function, so that what is laid in says who did it."""
    name = organisation_name(municipality_id)
    labels = {label.partition(",")[0]: UUID(key) for key, label in choosable_functions(municipality_id)}
    function = "Trygghetssamordnare" if "Trygghetssamordnare" in labels else "Samordnare"
    home = ActiveMembership(
        municipality_id,
        name,
        municipality_id,
        name,
        Role.COORDINATOR.value,
        function_id=labels.get(function),
        function=function,
    )
    return replace(actor, memberships=(home,))


def _in_force(actor: Actor, home: UUID, today: date) -> None:
    start = date(today.year - (1 if today.month < 7 else 0), 1, 1)
    made = actions.draft_agreement(
        actor,
        municipality_id=home,
        kind=Kind.AGREEMENT,
        written=Written(
            title=f"Samverkan mot brott och för trygghet {start.year}–{start.year + 1}",
            starts_on=start,
            ends_on=months_after(start, 24) - timedelta(days=1),
            texts=_AGREEMENT,
        ),
    )
    _parties(actor, home, made)
    actions.register_consultation(
        actor,
        made,
        held_on=start - timedelta(days=60),
        with_whom="Kommunstyrelsens ordförande, lokalpolisområdeschefen, styrgruppen",
        result="Parterna är överens om områden och mål. Narkotika lades till som eget område.",
    )
    for kind in ("problem", "goal"):
        for thing in list(KINDS[kind].things(actor, home))[:2] if kind in KINDS else []:
            actions.link_thing(actor, made, ref=thing.ref)
    _sign(actor, made, start - timedelta(days=14))
    actions.share_agreement(actor, made, circle=Circle.PARTNERS)
    actions.note_how_it_goes(
        actor,
        made,
        day=min(months_after(start, 6), today),
        outcome="partly",
        text="Områdesgruppen har mötts 22 av 26 veckor. Två av tre vandringar är gjorda.",
        why="Den tredje vandringen flyttades till hösten för att gå i mörker.",
    )


def _lapsed(actor: Actor, home: UUID, today: date) -> None:
    start = date(today.year - 4, 1, 1)
    made = actions.draft_agreement(
        actor,
        municipality_id=home,
        kind=Kind.AGREEMENT,
        written=Written(
            title=f"Samverkan kommun och polis {start.year}–{start.year + 1}",
            starts_on=start,
            ends_on=months_after(start, 24) - timedelta(days=1),
            texts={name: _AGREEMENT[name] for name in ("purposes", "fields", "follow_up")},
        ),
    )
    _parties(actor, home, made)
    # An agreement that has run out takes no more: it is signed while it is still a draft.
    row = Agreement.objects.get(pk=made)
    row.ends_on = months_after(today, 12)
    row.save(update_fields=["ends_on"])
    _sign(actor, made, start - timedelta(days=10))
    row.ends_on = months_after(start, 24) - timedelta(days=1)
    row.save(update_fields=["ends_on"])
    actions.share_agreement(actor, made, circle=Circle.PARTNERS)


def _promise(actor: Actor, home: UUID, today: date) -> None:
    start = date(today.year, 1, 1) if today.month > 2 else date(today.year - 1, 1, 1)
    made = actions.draft_agreement(
        actor,
        municipality_id=home,
        kind=Kind.PROMISE,
        written=Written(
            title=f"Tryggt till och från stationen {start.year}",
            starts_on=start,
            ends_on=date(start.year, 12, 31),
            texts=_PROMISE,
        ),
    )
    _parties(actor, home, made)
    _sign(actor, made, start)
    problems = KINDS["problem"].things(actor, home) if "problem" in KINDS else ()
    for thing in sorted(problems, key=lambda thing: "tation" not in thing.label)[:1]:
        actions.link_thing(actor, made, ref=thing.ref)
    actions.note_how_it_goes(
        actor,
        made,
        day=min(months_after(start, 6), today),
        outcome="partly",
        text=(
            "Vuxna var på plats 47 av 52 kvällar. Lampor lagades på i genomsnitt fyra arbetsdagar, men två "
            "tog mer än tre veckor."
        ),
        why="Två stolpar var påkörda och fick beställas. Fem kvällar ställdes in på grund av sjukdom.",
    )
    actions.share_agreement(actor, made, circle=Circle.PUBLIC)


def _parties(actor: Actor, home: UUID, made: UUID) -> None:
    police = next((o for o in open_organisations(home) if o.kind == "police"), None)
    actions.add_party(actor, made, organisation_id=home, name="", signatory="Kommunstyrelsens ordförande")
    actions.add_party(
        actor,
        made,
        organisation_id=police.id if police else None,
        name="" if police else "Polisen",
        signatory="Lokalpolisområdeschef",
    )


def _sign(actor: Actor, made: UUID, day: date) -> None:
    for party in agreement_for(actor, made).parties:
        actions.sign_for_party(actor, made, party_id=party.id, signed_on=day)
