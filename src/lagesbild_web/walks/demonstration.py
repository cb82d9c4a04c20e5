"""Lay in two walks over the same ground in the invented municipality, with findings and protocols."""

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from lagesbild_web.access.queries import choosable_functions
from lagesbild_web.agreements.demonstration import acting_as_coordinator
from lagesbild_web.areas.queries import named_places
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS
from lagesbild_web.walks import actions
from lagesbild_web.walks.contracts import FindingDraft, WalkDraft
from lagesbild_web.walks.models import Walk
from lagesbild_web.walks.queries import finding_for, walk_for

_FIRST: Final = (
    ("light", False, "Tre lampor i gångtunneln lyser inte.", "Gångtunneln, mitten", 3, "Byt lamporna"),
    (
        "sight",
        False,
        "Buskarna skymmer gångvägen vid kröken.",
        "Gångvägen norr om stationen",
        2,
        "Klipp till 80 cm",
    ),
    (
        "upkeep",
        False,
        "Klotter på väntkuren och en krossad ruta.",
        "Busshållplatsen",
        2,
        "Sanera och laga rutan",
    ),
    ("orientation", False, "Skylten till centrum pekar åt fel håll.", "Stationens utgång", 1, "Vrid skylten"),
    ("people", True, "Kiosken har öppet sent, det gör att man känner sig sedd.", "Stationstorget", None, ""),
    (
        "design",
        False,
        "Nischen vid cykelstället är mörk och går att gömma sig i.",
        "Cykelstället",
        3,
        "Sätt galler för nischen",
    ),
    ("access", True, "Rampen är bra, bred och sandad.", "Stationens ramp", None, ""),
)
_SECOND: Final = (
    ("light", False, "En lampa i gångtunneln blinkar.", "Gångtunneln, södra delen", 2, "Byt lampan", 1),
    (
        "sight",
        True,
        "Buskarna är klippta, det syns hela vägen.",
        "Gångvägen norr om stationen",
        None,
        "",
        None,
    ),
    ("design", False, "Nischen vid cykelstället är kvar.", "Cykelstället", 3, "Sätt galler för nischen", 6),
    (
        "traffic",
        False,
        "Mopeder kör på gångvägen mot skolan.",
        "Gångvägen mot Björkskolan",
        2,
        "Sätt upp bommar",
        None,
    ),
)


def lay_in_demo_walks(actor: Actor, *, municipality_id: UUID, today: date) -> int:
    """Lay in the walks the first time; returns how many were made."""
    if Walk.objects.filter(municipality_id=municipality_id).exists():
        return 0
    acting = acting_as_coordinator(actor, municipality_id)
    functions = {label.partition(",")[0]: UUID(key) for key, label in choosable_functions(municipality_id)}
    centre = _centre(municipality_id)
    first = _walk(
        acting, municipality_id, "Stationen och gångtunneln", today - timedelta(days=190), 19, centre
    )
    for at, (aspect, is_good, text, place, serious, proposal) in enumerate(_FIRST):
        draft = FindingDraft(aspect, is_good, text, place, *_spot(centre, at), serious, proposal)
        actions.note_finding(acting, first, uuid5(NAMESPACE_URL, f"demo-{first}-{at}"), draft)
    _hold(acting, first, functions, 14, "boende vid stationen, elevrådet, föreningar")
    _follow_up(acting, first, functions, today - timedelta(days=160))
    second = _walk(
        acting, municipality_id, "Stationen igen, i mörker", today - timedelta(days=20), 20, centre, first
    )
    before = {c.before.number: c.before.id for c in walk_for(acting, second, with_map=False).compared}
    for at, (aspect, is_good, text, place, serious, proposal, repeats) in enumerate(_SECOND):
        draft = FindingDraft(
            aspect, is_good, text, place, *_spot(centre, at + 2), serious, proposal, before.get(repeats or 0)
        )
        actions.note_finding(acting, second, uuid5(NAMESPACE_URL, f"demo-{second}-{at}"), draft)
    _hold(acting, second, functions, 9, "boende, nattvandrare")
    for line in walk_for(acting, second, with_map=False).findings:
        if not line.is_good and line.seriousness == 2:
            _assign(acting, line.id, functions, "Driftledare", today + timedelta(days=25))
    actions.make_protocol(acting, second)
    return 2


def _walk(
    actor: Actor,
    municipality_id: UUID,
    title: str,
    day: date,
    hour: int,
    centre: tuple[float, float],
    previous: UUID | None = None,
) -> UUID:
    line = [_spot(centre, at) for at in range(7)]
    draft = WalkDraft(
        title=title,
        starts_at=timezone.make_aware(datetime.combine(day, time(hour))),
        gathering="Stationens huvudentré",
        purpose="Se vad som gör vägen mellan stationen och centrum trygg eller otrygg, och få det åtgärdat.",
        theme="Belysning och sikt",
        route="Stationens huvudentré\nGångtunneln\nCykelstället\nGångvägen norrut\nBusshållplatsen\nTorget",
        line=line,
        previous_id=previous,
        function_id=actor.home.function_id if actor.home else None,
    )
    return actions.plan_walk(actor, municipality_id=municipality_id, draft=draft)


def _hold(actor: Actor, walk: UUID, functions: dict[str, UUID], participants: int, note: str) -> None:
    names = ("Kommunpolis", "Driftledare", "Fastighetsvärd", "Insatsledare", "Fältsekreterare")
    invited = [functions[name] for name in names if name in functions]
    if invited:
        actions.invite_functions(actor, walk, function_ids=invited)
    actions.keep_attendance(actor, walk, function_ids=invited[:4], participants=participants, note=note)


def _follow_up(actor: Actor, walk: UUID, functions: dict[str, UUID], due: date) -> None:
    """Most of it is done, one thing is not, with why, and one is late."""
    told = {
        1: ("done", "Lamporna är bytta."),
        2: ("done", "Klippt i juni."),
        3: ("done", "Sanerat och lagat."),
        4: ("not_done", "Skylten ägs av regionen. Den är felanmäld dit."),
    }
    found = {line.number: line for line in walk_for(actor, walk, with_map=False).findings}
    for number, line in found.items():
        if line.is_good:
            continue
        owner = "Fastighetsvärd" if number == 6 else "Driftledare"
        _assign(actor, line.id, functions, owner, due)
        if number in told:
            state, why = told[number]
            actions.report_on_finding(actor, line.id, version=line.version + 1, state=state, why=why)
    problems = list(KINDS["problem"].things(actor, next(iter(found.values())).municipality_id))
    problems.sort(key=lambda thing: "tation" not in thing.label)
    if problems and 6 in found:
        actions.link_finding(actor, found[6].id, ref=problems[0].ref)
    actions.make_protocol(actor, walk)


def _assign(actor: Actor, finding_id: UUID, functions: dict[str, UUID], owner: str, due: date) -> None:
    line = finding_for(actor, finding_id).line
    function_id = functions.get(owner) or (actor.home.function_id if actor.home else None)
    if function_id is not None:
        actions.assign_finding(
            actor,
            finding_id,
            version=line.version,
            function_id=function_id,
            due_on=due,
            proposal=line.proposal,
        )


def _centre(municipality_id: UUID) -> tuple[float, float]:
    """Return the station, or the first place with a point."""
    places = [p for p in named_places(municipality_id) if p.lon is not None and p.lat is not None]
    station = next((p for p in places if "station" in p.name.casefold()), places[0] if places else None)
    if station is None or station.lon is None or station.lat is None:
        return 18.0, 60.0
    return station.lon, station.lat


def _spot(centre: tuple[float, float], at: int) -> tuple[float, float]:
    """Return a place along an invented way from the station: some 70 metres further for each number."""
    lon, lat = centre
    return round(lon + 0.0009 * at - 0.0003 * (at % 2), 6), round(lat + 0.0004 * at, 6)
