"""The file holds what the list shows, and nothing that a spreadsheet would run."""

import csv
import io
import json

import openpyxl
import pytest
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.queries import incidents_for


def rows_of(content: bytes) -> list[dict[str, str]]:
    """A CSV file as rows by heading."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_holds_exactly_the_rows_of_the_list(school: Actor, reviewer: Actor) -> None:
    make.an_approved(school, reviewer, make.a_draft(), make.a_draft(category="brak"))
    make.a_report(school)
    for wanted in (IncidentFilter(), IncidentFilter(categories=("brak",))):
        file = actions.export_incidents(reviewer, wanted, format="csv")
        listed = incidents_for(reviewer, wanted, number=1).rows
        assert {row["id"] for row in rows_of(file.content)} == {str(row.id) for row in listed}
    logged = Record.objects.filter(event="incident.exported").order_by("-sequence").first()
    assert logged is not None
    assert logged.facts == {"rows": 1, "format": "csv", "selection": "kategori=brak"}


def test_a_row_says_what_when_where_and_who(school: Actor, reviewer: Actor) -> None:
    draft = make.a_draft()
    make.an_approved(school, reviewer, draft)
    (row,) = rows_of(actions.export_incidents(reviewer, IncidentFilter(), format="csv").content)
    assert row["kategori"] == "Klotter"
    assert row["från"] == f"{draft.starts_at:%Y-%m-%d} 21:00"
    assert row["område"] == "Västra"
    assert row["longitud"] == "18,51"
    assert row["platsen är mitten av en ruta, meter"] == ""
    assert row["organisation"] == "Björkskolan"
    assert row["läge"] == "Godkänd"
    assert row["text"] == "Klotter på en vägg vid tunneln."


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(school: Actor, reviewer: Actor, start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    make.an_approved(school, reviewer, make.a_draft(text=f"x{text}", place_name=text))
    (row,) = rows_of(actions.export_incidents(reviewer, IncidentFilter(), format="csv").content)
    assert row["plats"].startswith("'") or not row["plats"].startswith(start)
    xlsx = actions.export_incidents(reviewer, IncidentFilter(), format="xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).active
    assert sheet is not None
    assert {cell.data_type for cells in sheet.iter_rows() for cell in cells} <= {"s", "n", "d"}


def test_a_geojson_file_has_points_in_degrees(school: Actor, reviewer: Actor) -> None:
    make.an_approved(school, reviewer)
    file = actions.export_incidents(reviewer, IncidentFilter(), format="geojson")
    (feature,) = json.loads(file.content)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [18.51, 61.81]}
    assert feature["properties"]["område"] == "Västra"


def test_what_one_searched_for_is_not_logged(school: Actor, reviewer: Actor) -> None:
    make.an_approved(school, reviewer)
    actions.export_incidents(reviewer, IncidentFilter(text="tunneln"), format="csv")
    assert "tunneln" not in str(Record.objects.get(event="incident.exported").facts)


def test_an_empty_file_and_an_unknown_format_are_refused(school: Actor, reviewer: Actor) -> None:
    with pytest.raises(Invalid, match="inga händelser"):
        actions.export_incidents(reviewer, IncidentFilter(), format="csv")
    with pytest.raises(NotFound):
        actions.export_incidents(reviewer, IncidentFilter(), format="pdf")


def test_reading_is_not_taking_along(home: Organisation, school: Actor, reviewer: Actor) -> None:
    make.an_approved(school, reviewer)
    for role in (Role.REPORTER, Role.MEASURE_OWNER, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            actions.export_incidents(builders.an_actor(home, role), IncidentFilter(), format="csv")
