"""The pages of a plan, as those who plan and those who read meet them."""

from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as incidents
from tests.web import plan_builders as make
from tests.web.indicator_builders import a_value, an_indicator
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.indicators.queries import indicators_for
from lagesbild_web.plans.queries import measures_of, plan_for
from lagesbild_web.plans.sheet import area_sheet, latest_month

pytestmark = pytest.mark.django_db
S = builders.SYSTEM


@pytest.fixture
def coordinator(municipality: Organisation, pages: Pages) -> Pages:
    """Somebody who keeps the plan."""
    return pages.log_in(builders.a_person(municipality, Role.COORDINATOR))


def test_a_coordinator_makes_a_plan_with_a_goal_an_indicator_and_a_measure(coordinator: Pages) -> None:
    page = coordinator.send(
        reverse("plans:add"),
        {"title": "Plan 2026", "starts_on": "2026-01-01", "ends_on": "2027-12-31", "circle": "partners"},
    )
    assert "inga huvudområden" in page.text
    plan_url = next(link for link in page.links if link.endswith("/mal/nytt/"))
    coordinator.send(plan_url, {"title": "Trygga platser"})
    page = coordinator.get(plan_url.replace("mal/nytt/", ""))
    area_url = next(link for link in page.links if "/mal/" in link and not link.endswith("nytt/"))
    area = area_url.rstrip("/").split("/")[-1]
    coordinator.send(plan_url, {"title": "Färre klotter", "parent": area})
    goal_url = next(
        link
        for link in coordinator.get(plan_url.replace("mal/nytt/", "")).links
        if "/mal/" in link and "nytt" not in link and area not in link
    )
    page = coordinator.send(
        goal_url + "indikator/",
        {
            "name": "Klotter",
            "definition": "Anmälda klotter.",
            "source": "Polisen",
            "unit": "antal per år",
            "better": "lower",
            "how": "count",
            "per": "year",
            "baseline_value": "40",
            "baseline_first": "2025-01-01",
            "baseline_last": "2025-12-31",
            "target_value": "36",
            "target_on": "2027-12-31",
        },
    )
    assert "Målet ligger innanför slumpen" in page.text
    assert "40 händelser från 2025-01-01" in page.text.replace("\xa0", " ")
    goal = goal_url.rstrip("/").split("/")[-1]
    page = coordinator.send(
        plan_url.replace("mal/nytt/", "atgarder/ny/"),
        {
            "title": "Sanera inom ett dygn",
            "description": "Driften sanerar.",
            "nature": "situational",
            "level": "primary",
            "goals": [goal],
            "no_problem_motive": "Ordinarie drift.",
        },
    )
    assert page.title == "Sanera inom ett dygn"
    assert "Kostnaden är inte angiven" in page.text
    assert "Färre klotter" in page.text


def test_what_was_typed_stays_when_somebody_else_has_saved(
    coordinator: Pages, municipality: Organisation
) -> None:
    plan = make.a_plan(municipality)
    measure = make.a_measure(plan)
    form = {
        "title": "Mitt namn",
        "description": "Min text.",
        "nature": "social",
        "level": "primary",
        "revision": "0",
    }
    address = reverse("plans:change_measure", args=[measure.id])
    page = coordinator.post(address, form)
    assert "Någon annan har sparat" in page.text
    assert 'value="Mitt namn"' in page.html
    assert f'name="revision" value="{measure.revision}"' in page.html
    form["revision"] = str(measure.revision)
    assert coordinator.send(address, form).title == "Mitt namn"


def test_the_list_is_filtered_and_taken_along_as_it_is_seen(
    coordinator: Pages, municipality: Organisation
) -> None:
    plan = make.a_plan(municipality)
    make.a_measure(plan, title="Belysning i parken")
    make.a_measure(plan, title="Nattvandring", nature="social")
    page = coordinator.get(reverse("plans:measures", args=[plan.id]) + "?sok=belys")
    assert "Belysning i parken" in page.text
    assert "Nattvandring" not in page.text
    download = next(link for link in page.links if "hamta/csv" in link)
    content = coordinator.client.get(download).content.decode("utf-8-sig")
    assert "Belysning i parken" in content
    assert "Nattvandring" not in content
    assert "Nattvandring" in coordinator.get(reverse("plans:measures", args=[plan.id]) + "?vy=tavla").text


def test_a_measure_owner_sees_what_can_be_told_and_not_what_can_be_rewritten(
    municipality: Organisation, pages: Pages
) -> None:
    user = builders.a_person(municipality, Role.MEASURE_OWNER)
    plan = make.a_plan(municipality)
    measure = make.a_measure(plan, function_id=user.holdings.get().function_id)
    page = pages.log_in(user).get(reverse("plans:measure", args=[measure.id]))
    assert "Ändra läge" in page.text
    assert "Ändra åtgärden" not in page.text


def test_deciding_on_the_page_tells_everything_that_is_missing_at_once(
    coordinator: Pages, municipality: Organisation, tmp_path: Path
) -> None:
    plan = make.a_plan(municipality)
    page = coordinator.post(
        reverse("plans:decide", args=[plan.id]), {"body": "Kommunstyrelsen", "decided_on": "2026-02-01"}
    )
    assert "vilken lägesbild den bygger på" in page.text
    assert "inga åtgärder" in page.text
    assert plan_for(S, plan.id).decided_on is None
    assert measures_of(S, plan_id=plan.id) == []


def test_a_type_in_the_catalogue_fills_in_a_card_and_can_be_worded_anew(
    coordinator: Pages, municipality: Organisation
) -> None:
    plan = make.a_plan(municipality)
    page = coordinator.get(reverse("plans:catalogue"))
    assert "Piza" in page.text  # research has its source
    link = next(link for link in page.links if "slag=kamera" in link)
    form = coordinator.get(link)
    assert 'value="Kamerabevakning"' in form.html
    assert str(plan.id) in link
    own = {
        "name": "Kameror",
        "what": "Så här gör vi.",
        "nature": "situational",
        "level": "secondary",
        "grade": "unknown",
    }
    page = coordinator.send(reverse("plans:change_type", args=["kamera"]), own)
    assert "Er egen lydelse" in page.text


def test_the_area_sheet_hides_small_counts_and_what_they_could_be_computed_from(
    coordinator: Pages, municipality: Organisation
) -> None:
    incidents.areas_and_categories(municipality)
    school = incidents.a_reporter(municipality, name="Skola")
    month = latest_month(timezone.localdate())
    when = timezone.make_aware(datetime.combine(month + timedelta(days=3), time(12)))
    incidents.an_approved(school, S, incidents.a_draft(category="klotter", starts_at=when))
    sheet = area_sheet(S, municipality.id, month=month)
    cells = [cell for row in sheet.table.rows for cell in row[1:]]
    assert "1" not in cells  # the single incident is nowhere to be read
    assert sheet.hidden >= 1
    page = coordinator.get(reverse("plans:sheet"))
    assert "döljs" in page.text


def test_a_goal_is_measured_with_one_of_the_municipalitys_indicators(
    coordinator: Pages, municipality: Organisation
) -> None:
    actor = builders.an_actor(municipality, Role.COORDINATOR)
    measured = an_indicator(actor)
    a_value(actor, measured, n=400)
    goal = make.a_goal(make.a_plan(municipality))
    chosen = coordinator.get(reverse("plans:choose_measured", args=[goal.id]) + "?sok=trygghetsmät")
    assert "Otrygga kvällstid 36,0 procent 2024 Trygghetsmätningen" in chosen.text
    none = coordinator.get(reverse("plans:choose_measured", args=[goal.id]) + "?sok=klotter")
    assert "Inget mått stämmer med sökningen" in none.text
    address = next(link for link in chosen.links if "matt=" in link)
    form = coordinator.get(address)
    assert 'value="Otrygga kvällstid"' in form.html
    assert "Otrygga kvällstid: 36,0 procent (2024)" in form.text
    code = address.partition("matt=")[2]
    sent = {
        "name": "Otrygga ute", "definition": "Andel otrygga.", "source": "Mätningen", "unit": "procent",
        "better": "lower", "how": "measured", "per": "year", "measured_id": code,
    }  # fmt: skip
    page = coordinator.send(address, sent)
    assert "Utgångsvärde 36" in page.text
    assert reverse("indicators:indicator", args=[measured]) in page.links
    wrong = coordinator.post(address, sent | {"measured_id": "finns-inte"})
    assert "Måttet finns inte bland kommunens indikatorer. Välj ett i listan." in wrong.text
    assert "Välj vilket mått värdet hämtas från" in coordinator.post(address, sent | {"measured_id": ""}).text


def test_another_municipalitys_indicator_is_no_choice(municipality: Organisation) -> None:
    other = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    an_indicator(other, name="Annans mått")
    (theirs,) = indicators_for(other)
    goal = make.a_goal(make.a_plan(municipality))
    with pytest.raises(Invalid, match="finns inte bland kommunens indikatorer"):
        make.an_indicator(goal.id, how="measured", measured_id=theirs.code)


def test_the_goals_and_the_plans_are_taken_along_with_what_each_column_says(
    coordinator: Pages, municipality: Organisation
) -> None:
    plan = make.a_plan(municipality)
    goal = make.a_goal(plan)
    make.an_indicator(goal.id, baseline_value=40.0)
    page = coordinator.get(reverse("plans:plan", args=[plan.id]))
    links = [link for link in page.links if "hamta-mal" in link]
    table = coordinator.client.get(links[1]).content.decode("utf-8-sig")
    assert "Trygga offentliga miljöer;Färre skadegörelser" in table
    assert ";40,0;" in table or ";40;" in table
    book = openpyxl.load_workbook(BytesIO(coordinator.client.get(links[0]).content))
    headings = [cell.value for cell in book["Uppgifter"][1]]
    assert [row[0].value for row in book["Kolumner"]][1:] == headings
    listed = coordinator.client.get(reverse("plans:download_list", args=["csv"])).content.decode("utf-8-sig")
    assert "Åtgärdsplan 2026–2027;Utkast;1" in listed
