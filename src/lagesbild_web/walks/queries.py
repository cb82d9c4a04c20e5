"""Read walks and findings; the only place that decides which ones an actor gets."""

from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import allows, has_somewhere, those_with, within
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import polygons_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Ref
from lagesbild_web.base.chain_links import label_of, things_of
from lagesbild_web.base.daylight import daylight_at, is_dark
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.stored_files import read
from lagesbild_web.walks.contracts import (
    Compared,
    Finding,
    FindingLine,
    FindingStepLine,
    Invited,
    LinkedThing,
    ProtocolLine,
    Walk,
    WalkLine,
)
from lagesbild_web.walks.drawing import WalkMap, map_of, tap_map_of, way_of
from lagesbild_web.walks.kinds import FINDING_LABELS, Aspect, FindingState, WalkState
from lagesbild_web.walks.models import Checklist
from lagesbild_web.walks.models import Finding as FindingModel
from lagesbild_web.walks.models import Protocol as ProtocolRow
from lagesbild_web.walks.models import Walk as WalkRow
from lagesbild_web.walks.reading import aspects_of, finding_lines, finding_row, walk_line, walk_row

PAGE_SIZE: Final = 25
MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_SHOWN: Final = Q(findings__retired_at__isnull=True)
_OPEN: Final = _SHOWN & Q(findings__state=FindingState.OPEN, findings__is_good=False)


def walks_for(actor: Actor, *, number: int) -> Page[WalkLine]:
    """Return one page of the walks that the actor may see, the latest first.

    Raises
    ------
    NotAllowed
        If no role lets the actor take part in walks.
    """
    _check_reader(actor)
    rows = _counted(
        WalkRow.objects.filter(within(actor, Right.JOIN_WALK), municipality_id=actor.municipality_id)
    )
    return page_of(rows.order_by("-starts_at", "id"), number, size=PAGE_SIZE, to=_counted_line)


def walk_for(actor: Actor, walk_id: UUID, *, with_map: bool = True) -> Walk:
    """Return a walk with its findings, and what the walk before found."""
    row = walk_row(actor, walk_id, right=Right.JOIN_WALK)
    today = timezone.localdate()
    findings = tuple(finding_lines(_findings(row), today))
    before = row.previous if row.previous and allows(actor, Right.JOIN_WALK, row.previous) else None
    earlier = tuple(finding_lines(_findings(before), today)) if before else ()
    again = {line.repeats_id: line for line in findings if line.repeats_id}
    invited = dict(row.invitations.values_list("function_id", "was_there"))
    ids = [*invited, *([row.function_id] if row.function_id else [])]
    labels = function_labels(ids)
    route = tuple((float(lon), float(lat)) for lon, lat in row.line)
    manages = allows(actor, Right.MANAGE_WALK, row)
    return Walk(
        line=walk_line(row, len(findings), sum(1 for f in findings if f.state == "open" and not f.is_good)),
        municipality_id=row.municipality_id,
        municipality=row.municipality.name,
        version=row.version,
        area_id=row.area_id,
        gathering=row.gathering,
        purpose=row.purpose,
        theme=row.theme,
        places=tuple(line.strip() for line in row.route.splitlines() if line.strip()),
        route=route,
        way=way_of(route),
        checklist=aspects_of(row.checklist),
        checklist_number=row.checklist.number if row.checklist else 0,
        previous=_counted_line(_counted(WalkRow.objects.filter(pk=before.pk)).get()) if before else None,
        function_id=row.function_id,
        function=labels.get(row.function_id, "") if row.function_id else "",
        participants=row.participants,
        participants_note=row.participants_note,
        invited=tuple(
            sorted(
                (Invited(key, labels.get(key, ""), was_there) for key, was_there in invited.items()),
                key=lambda item: item.function,
            )
        ),
        findings=findings,
        compared=tuple(Compared(line, again.get(line.id)) for line in earlier),
        protocols=tuple(
            ProtocolLine(p.number, p.made_at, p.by_function, tuple(p.content))
            for p in row.protocols.order_by("-number")
        ),
        darkness=_darkness(row),
        can_manage=manages,
        can_note=row.state in (WalkState.PLANNED, WalkState.HELD),
        map_svg=map_of(row.municipality_id, route, findings) if with_map else "",
    )


def tap_map_for(actor: Actor, found: Walk) -> WalkMap | None:
    """Return the map that findings are placed on: the route, the area, or the whole municipality."""
    row = walk_row(actor, found.line.id, right=Right.JOIN_WALK)
    around: list[tuple[float, float]] = []
    if row.area is not None:
        around = [(row.area.west, row.area.south), (row.area.east, row.area.north)]
    elif not found.route:
        for polygon in polygons_of(row.municipality_id).polygons:
            west, south, east, north = polygon.bounds
            around += [(west, south), (east, north)]
    return tap_map_of(row.municipality_id, found.route, found.findings, around)


def finding_for(actor: Actor, finding_id: UUID) -> Finding:
    """Return a finding with its history and links, also one that has been taken away."""
    row = finding_row(actor, finding_id, right=Right.JOIN_WALK, with_retired=True)
    (line,) = finding_lines([row], timezone.localdate())
    refs = {link: Ref(link.kind, link.thing_id) for link in row.links.order_by("kind", "label")}
    found = things_of(actor, row.walk.municipality_id, refs.values())
    stands = row.retired_at is None
    manages = allows(actor, Right.MANAGE_WALK, row.walk)
    held = {membership.function_id for membership in actor.memberships}
    return Finding(
        line=line,
        steps=tuple(
            FindingStepLine(s.at, str(FINDING_LABELS[FindingState(s.state)]), s.text, s.by_function)
            for s in row.steps.all()
        ),
        links=tuple(
            LinkedThing(
                link.id,
                str(KINDS[link.kind].label) if link.kind in KINDS else link.kind,
                label_of(found.get(ref)),
                found.get(ref),
            )
            for link, ref in refs.items()
        ),
        can_manage=manages and stands,
        can_report=stands and (manages or (row.function_id is not None and row.function_id in held)),
        can_restore=manages and not stands,
    )


def findings_for(actor: Actor, *, state: str = "", text: str = "") -> list[FindingLine]:
    """Return the findings that the actor may see, the most urgent first."""
    _check_reader(actor)
    if actor.municipality_id is None:
        raise NotAllowed
    rows = readable_findings(actor, actor.municipality_id)
    if state == "late":
        rows = [row for row in rows if row.is_late]
    elif state == "good":
        rows = [row for row in rows if row.is_good]
    elif state:
        rows = [row for row in rows if row.state == state and not row.is_good]
    if text:
        wanted = text.casefold()
        rows = [r for r in rows if wanted in f"{r.text} {r.place} {r.function} {r.walk}".casefold()]
    return sorted(
        rows, key=lambda r: (r.is_good, r.state != "open", r.due_on is None, r.due_on or 0, r.number)
    )


def readable_findings(
    actor: Actor, municipality_id: UUID, *, with_retired: bool = False
) -> list[FindingLine]:
    """Return all that the actor may see in a municipality, in as many questions however many."""
    walks = WalkRow.objects.filter(within(actor, Right.JOIN_WALK), municipality_id=municipality_id)
    rows = FindingModel.objects.filter(walk__in=walks.values("id"))
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True)
    loaded = rows.select_related("walk__checklist", "repeats").order_by("walk__starts_at", "number")
    return finding_lines(loaded, timezone.localdate())


def coming_walks(actor: Actor, municipality_id: UUID) -> list[tuple[UUID, str, UUID]]:
    """Return id, title and function of the walks that somebody answers for and that have not been held."""
    rows = WalkRow.objects.filter(
        within(actor, Right.JOIN_WALK),
        municipality_id=municipality_id,
        state=WalkState.PLANNED,
        function__isnull=False,
    )
    return list(rows.order_by("starts_at", "id").values_list("id", "title", "function_id"))


def protocol_file(actor: Actor, walk_id: UUID, number: int, format: str) -> OutgoingFile:
    """Return a protocol as it was made; downloads go through ``actions.hand_out_protocol``."""
    row = walk_row(actor, walk_id, right=Right.JOIN_WALK)
    protocol = ProtocolRow.objects.filter(walk=row, number=number).first()
    if protocol is None or format not in MEDIA_TYPES or format not in protocol.content:
        raise NotFound
    name = f"trygghetsvandring-{timezone.localtime(row.starts_at):%Y-%m-%d}-v{number}.{format}"
    return OutgoingFile(name, MEDIA_TYPES[format], read(protocol.content[format]))


def checklist_of(municipality_id: UUID) -> tuple[Aspect, ...]:
    """Return the checklist in force; it is no secret."""
    return aspects_of(latest_checklist(municipality_id))


def latest_checklist(municipality_id: UUID) -> Checklist | None:
    """Return the latest version, None when the municipality has not written its own."""
    return Checklist.objects.filter(municipality_id=municipality_id).order_by("-number").first()


def earlier_walks(actor: Actor, municipality_id: UUID) -> list[tuple[str, str]]:
    """Return walks that a new one can be compared with: id and title with its day."""
    rows = WalkRow.objects.filter(within(actor, Right.JOIN_WALK), municipality_id=municipality_id)
    held = rows.filter(state__in=[WalkState.HELD, WalkState.REPORTED]).order_by("-starts_at")
    return [(str(r.id), f"{r.title}, {timezone.localtime(r.starts_at):%Y-%m-%d}") for r in held]


def managed_municipality(actor: Actor) -> UUID:
    """Return the municipality whose walks the actor answers for.

    Raises
    ------
    NotAllowed
        If no role in a municipality itself gives the right.
    """
    for membership in those_with(actor, Right.MANAGE_WALK):
        if membership.organisation_id == membership.municipality_id:
            return membership.municipality_id
    raise NotAllowed


def _check_reader(actor: Actor) -> None:
    if not has_somewhere(actor, Right.JOIN_WALK):
        raise NotAllowed


def _counted(rows: QuerySet[WalkRow]) -> QuerySet[WalkRow]:
    return rows.select_related("area").annotate(
        all_findings=Count("findings", filter=_SHOWN), open_findings=Count("findings", filter=_OPEN)
    )


def _counted_line(row: WalkRow) -> WalkLine:
    return walk_line(row, row.all_findings, row.open_findings)  # type: ignore[attr-defined]  # annotated above


def _findings(row: WalkRow) -> QuerySet[FindingModel]:
    return row.findings.filter(retired_at__isnull=True).select_related("walk__checklist", "repeats")


def _darkness(row: WalkRow) -> str:
    """Tell when it gets dark that day at the place of the walk."""
    if row.line:
        lon, lat = row.line[0]
    elif row.area is not None:
        lon, lat = (row.area.west + row.area.east) / 2, (row.area.south + row.area.north) / 2
    else:
        districts = polygons_of(row.municipality_id)
        if not len(districts):
            return ""
        west, south, east, north = districts.polygons[0].bounds
        lon, lat = (west + east) / 2, (south + north) / 2
    dusk = daylight_at(lon, lat, timezone.localtime(row.starts_at).date()).dark_from
    if dusk is None:
        return _("Det blir inte mörkt den dagen.")
    told = _("Det blir mörkt kl. %(time)s.") % {"time": dusk.strftime("%H.%M")}
    if is_dark(lon, lat, row.starts_at):
        return told + " " + _("Vandringen börjar i mörker.")
    return told + " " + _("Vandringen börjar i ljus.")
