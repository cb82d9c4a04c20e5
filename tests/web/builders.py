"""Make what a test needs, with sensible values for everything it does not care about."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from lagesbild.document.html import write_html
from lagesbild.document.tree import (
    Callout,
    Column,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Statement,
    Statements,
    Table,
)
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Function, Holding, User
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.access.queries import actor_for, to_contract
from lagesbild_web.access.roles import ROLE_LABELS, Circle, Role
from lagesbild_web.base.actor import Actor, the_system
from lagesbild_web.pictures.actions import import_picture, publish_picture
from lagesbild_web.pictures.contracts import PictureSummary

PASSWORD = "en lång väg till havet"  # noqa: S105  # for accounts that live as long as a test
SYSTEM = the_system("test")
_number = count(1)


def a_municipality(name: str = "Exempelköping") -> Organisation:
    """A municipality."""
    return to_contract(OrganisationRow.objects.create(kind="municipality", name=name))


def a_partner(
    municipality: Organisation, *, name: str = "Polisen i Exempelköping", kind: str = "police"
) -> Organisation:
    """An organisation that works with the municipality."""
    return to_contract(OrganisationRow.objects.create(kind=kind, name=name, municipality_id=municipality.id))


def a_user(*, email: str = "", full_name: str = "Test Person") -> User:
    """An account without any role."""
    return User.objects.create_user(
        email or f"person{next(_number)}@exempelkoping.example", PASSWORD, full_name=full_name
    )


def a_person(
    organisation: Organisation, role: Role, *, starts_on: date | None = None, ends_on: date | None = None
) -> User:
    """An account that holds a function with the role, since yesterday when nothing else is said."""
    user = a_user(full_name=f"Test {role.value}")
    start = starts_on or timezone.localdate() - timedelta(days=1)
    function = a_function(organisation, role)
    Holding.objects.create(function=function, user=user, starts_on=start, ends_on=ends_on)
    return user


def a_function(organisation: Organisation, role: Role, *, name: str = "") -> Function:
    """A function in the organisation since long ago, by default called what the role is called."""
    called = name or str(ROLE_LABELS[role])
    return Function.objects.get_or_create(
        organisation_id=organisation.id, name=called, role=role, defaults={"starts_on": date(2020, 1, 1)}
    )[0]


def an_actor(organisation: Organisation, role: Role) -> Actor:
    """Somebody with a role, as use cases see them."""
    user = a_person(organisation, role)
    return actor_for(user.id, user.full_name)


def a_picture_folder(
    folder: Path,
    *,
    title: str = "Lägesbild Exempelköping",
    period: str = "2025-T1",
    municipality: str = "Exempelköping",
    is_public: bool = False,
    rows: int = 1234,
    formats: Sequence[str] = ("html", "pdf", "docx", "xlsx"),
) -> Path:
    """A folder as ``lagesbild picture`` writes it; the HTML is the library's own."""
    document = a_document(title, period, rows)
    content = {
        "title": title,
        "municipality": municipality,
        "period": period,
        "compare": ["2022-T1", "2023-T1", "2024-T1"],
        "as_of": "2025-05-05",
        "version": "0.1.0",
        "snapshot": {"rows": rows, "sha256": "ab" * 32},
        "sections": [
            {
                "id": s.id,
                "heading": s.heading,
                "text": f"Det här är {s.heading.lower()}.",
                "findings": [],
                "tables": [],
                "figures": [],
            }
            for s in document.sections
        ],
        "warnings": ["Siffrorna för april är preliminära."],
    }
    (folder / "snapshot").mkdir(parents=True)
    (folder / "picture.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    manifest = {"options": {"public": "true" if is_public else "false"}}
    (folder / "snapshot" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for format in formats:
        text = write_html(document) if format == "html" else f"%PDF-1.7 {title} {period} som {format}\n"
        (folder / f"picture.{format}").write_text(text, encoding="utf-8")
    return folder


def a_document(title: str, period: str, rows: int) -> Document:
    """A document with one block of every kind that a picture has."""
    table = Table(
        "antal-tabell",
        "Anmälda händelser efter slag",
        [
            Column("category", "Slag"),
            Column("before", "Förut", "count"),
            Column("now", "Nu", "count"),
            Column("verdict", "Bedömning", "verdict"),
        ],
        [
            ["Skadegörelse", 141, 178, "increase"],
            ["Cykelstöld", 96, 71, "decrease"],
            ["Klotter", 12, 15, "unclear"],
        ],
        note="Jämfört med medelvärdet av samma tertial tre år före.",
    )
    bars = "".join(
        f'<rect x="0" y="{y}" width="{width}" height="18" fill="#0e5560"/>'
        f'<text x="{width + 8}" y="{y + 14}" font-size="14" fill="#1b2529">{width}</text>'
        for y, width in ((0, 178), (28, 71), (56, 15))
    )
    chart = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="480" height="90" viewBox="0 0 480 90">{bars}</svg>'
    )
    figure = Figure(
        "antal-figur",
        "Antal per slag",
        "Skadegörelse 178, cykelstöld 71, klotter 15.",
        "chart",
        chart,
        table.id,
    )
    return Document(
        title=title,
        subtitle=f"Brottslighet och otrygghet {period}",
        organisation="Exempelköpings kommun",
        made_on=date(2025, 5, 5),
        facts=[("Period", period)],
        sections=[
            Section(
                "summary",
                "Sammanfattning",
                [
                    Paragraph(f"Bilden bygger på **{rows} händelser**.", lead=True),
                    KeyFigures([KeyFigure("händelser", rows, "count", "mot 1 102 i medeltal förut")]),
                    Statements(
                        [
                            Statement(
                                "Skadegörelsen ökade från 141 till 178.",
                                "increase",
                                "Intervallet är +2 % till +57 %.",
                            )
                        ]
                    ),
                ],
            ),
            Section("extent", "Omfattning", [table, figure]),
            Section(
                "consequences",
                "Konsekvenser",
                [Callout("missing", "Ingen uppgift om skador", "Fyll på med vårdens siffror.")],
            ),
        ],
    )


def a_picture(
    municipality: Organisation,
    folder: Path,
    *,
    circle: Circle | None = None,
    title: str = "Lägesbild Exempelköping",
    period: str = "2025-T1",
    is_public: bool | None = None,
) -> PictureSummary:
    """A loaded picture: a draft, or published to a circle. One for the public is made for the public."""
    made_for_public = circle is Circle.PUBLIC if is_public is None else is_public
    made = a_picture_folder(
        folder / f"bild{next(_number)}",
        title=title,
        period=period,
        municipality=municipality.name,
        is_public=made_for_public,
    )
    picture = import_picture(SYSTEM, made, municipality_id=municipality.id)
    return picture if circle is None else publish_picture(SYSTEM, picture.id, circle=circle)


def some_id() -> UUID:
    """An id that belongs to nothing."""
    return UUID(int=next(_number))
