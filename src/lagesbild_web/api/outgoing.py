"""What the API answers with about reports and incidents: the shapes, and how contracts become them."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from lagesbild_web.access.contracts import EnteredKey
from lagesbild_web.areas.contracts import AreaShape, Category
from lagesbild_web.incidents.contracts import IncidentRow, Place, ReportLine, ReportReceipt
from lagesbild_web.incidents.filters import STATE_WORDS


class KeyOut(Schema):
    """Nyckeln som anropet kom med."""

    name: str
    municipality: str
    organisation: str
    function: str
    role: str = Field(description="Rollens kod: reporter, reviewer, coordinator …")
    scopes: list[str] = Field(description="Vad nyckeln får: report, incidents, figures, pictures.")
    expires_on: date = Field(description="Första dagen när nyckeln inte längre fungerar.")
    calls_per_minute: int


class LineOut(Schema):
    """En händelse i en rapport och var den står i granskningen."""

    id: UUID
    category: str = Field(description="Kategorins namn.")
    starts_at: datetime
    place: str
    state: str = Field(description="vantar, fraga, godkand, ihopslagen eller tillbakadragen.")
    question: str = Field(
        description="Granskarens fråga. Den besvaras under Mina rapporter av den som har funktionen."
    )


class ReceiptOut(Schema):
    """Kvittot på en rapport."""

    client_id: UUID
    reference: str = Field(description="Kort nummer att hänvisa till i telefon.")
    received_at: datetime
    organisation: str
    incidents: list[LineOut] = Field(description="Tom för en nollrapport.")
    first_day: date | None = Field(description="Nollrapportens första dag, annars null.")
    last_day: date | None
    is_repeated: bool = Field(description="Rapporten var redan mottagen. Inget sparades igen.")


class PlaceOut(Schema):
    """Var det var, så noga som nyckeln får veta."""

    lon: float | None = Field(description="WGS 84.")
    lat: float | None
    e: float | None = Field(description="SWEREF 99 TM, meter.")
    n: float | None
    cell_m: int | None = Field(
        description="Sidan i meter på den ruta vars mitt punkten är; null när punkten är den exakta."
    )
    uncertainty_m: int | None = Field(
        description="Hur långt från punkten det kan ha varit; null när platsen är grov."
    )
    name: str
    place_id: UUID | None
    area_id: UUID | None = Field(description="Distriktet som det låg i då.")
    area: str
    area_generation: str
    precision: str = Field(description="point, place, area, municipality eller unknown.")


class IncidentOut(Schema):
    """En händelse."""

    id: UUID
    version: int = Field(description="Räknas upp vid varje ändring.")
    category: str = Field(description="Kategorins kod.")
    category_name: str
    starts_at: datetime
    ends_at: datetime = Field(
        description="Den senaste möjliga tiden; samma som starts_at när klockslaget är känt."
    )
    time_precision: str = Field(description="minute, span, day, week, month, year eller unknown.")
    place: PlaceOut
    seriousness: int
    organisation: str = Field(description="Den som såg det och svarar för uppgiften.")
    source: str
    state: str
    text: str
    registered_at: datetime


class IncidentsOut(Schema):
    """En del av listan, den senaste händelsen först."""

    incidents: list[IncidentOut]
    next: str | None = Field(description="Adressen till nästa del; null när det här var den sista.")


class CategoryOut(Schema):
    """En kategori."""

    code: str
    parent: str | None = Field(description="Gruppens kod.")
    name: str
    help: str
    seriousness: int = Field(description="Det allvar som gäller när en rapport inte säger något annat.")
    is_sensitive: bool = Field(description="Händelserna är skyddade.")
    is_reportable: bool
    is_retired: bool = Field(description="Används inte längre; finns på äldre händelser.")
    corresponds_to: str = Field(description="Kategorin i Lägesbilds gemensamma lista.")


class CategoriesOut(Schema):
    """Kommunens kategorier."""

    categories: list[CategoryOut]


class AreaProperties(Schema):
    """Vad ett område heter och när det gäller."""

    code: str
    name: str
    kind: str = Field(description="district, police_area, own eller place.")
    generation: str
    valid_from: date
    valid_to: date | None = Field(description="Första dagen när gränsen inte längre gäller.")


class AreaOut(Schema):
    """Ett område eller en plats, som GeoJSON."""

    type: str
    id: UUID
    geometry: dict[str, Any]
    properties: AreaProperties


class AreasOut(Schema):
    """Områden och platser som gäller i dag, som GeoJSON i WGS 84."""

    type: str
    features: list[AreaOut]


def key_out(key: EnteredKey, *, calls_per_minute: int) -> KeyOut:
    """Return a key as its holder sees it."""
    membership = key.actor.memberships[0]
    return KeyOut(
        name=key.name,
        municipality=membership.municipality,
        organisation=membership.organisation,
        function=membership.function,
        role=membership.role,
        scopes=sorted(key.scopes),
        expires_on=key.expires_on,
        calls_per_minute=calls_per_minute,
    )


def receipt_out(receipt: ReportReceipt, *, is_repeated: bool) -> ReceiptOut:
    """Return a receipt."""
    return ReceiptOut(
        client_id=receipt.client_id,
        reference=receipt.reference,
        received_at=timezone.localtime(receipt.received_at),
        organisation=receipt.organisation,
        incidents=[_line(line) for line in receipt.lines],
        first_day=receipt.zero_from,
        last_day=receipt.zero_to,
        is_repeated=is_repeated,
    )


def incident_out(row: IncidentRow) -> IncidentOut:
    """Return an incident as a line in the list."""
    return IncidentOut(
        id=row.id,
        version=row.version,
        category=row.category_code,
        category_name=row.category,
        starts_at=timezone.localtime(row.starts_at),
        ends_at=timezone.localtime(row.ends_at),
        time_precision=row.time_precision,
        place=_place(row.place),
        seriousness=row.seriousness,
        organisation=row.organisation,
        source=row.source,
        state=STATE_WORDS[row.state],
        text=row.text,
        registered_at=timezone.localtime(row.registered_at),
    )


def category_out(category: Category) -> CategoryOut:
    """Return a category."""
    return CategoryOut(
        code=category.code,
        parent=category.parent,
        name=category.name,
        help=category.help,
        seriousness=category.seriousness,
        is_sensitive=category.is_sensitive,
        is_reportable=category.is_reportable,
        is_retired=category.is_retired,
        corresponds_to=category.library_code,
    )


def area_out(shape: AreaShape) -> AreaOut:
    """Return an area as a GeoJSON feature."""
    area = shape.area
    kept = AreaProperties(
        code=area.code,
        name=area.name,
        kind=area.kind,
        generation=area.generation,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
    )
    return AreaOut(type="Feature", id=area.id, geometry=shape.geometry, properties=kept)


_PLACE: Final = (
    "lon", "lat", "e", "n", "cell_m", "uncertainty_m", "name", "place_id", "area_id", "area",
    "area_generation", "precision",
)  # fmt: skip


def _place(place: Place) -> PlaceOut:
    return PlaceOut(**{name: getattr(place, name) for name in _PLACE})


def _line(line: ReportLine) -> LineOut:
    return LineOut(
        id=line.id,
        category=line.category,
        starts_at=timezone.localtime(line.starts_at),
        place=line.place,
        state=STATE_WORDS[line.state],
        question=line.question,
    )
