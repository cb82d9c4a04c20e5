"""A report to a board is gathered from what is known, frozen when it is ready, and the same ever after."""

import io
from pathlib import Path

import pikepdf
import pytest
from tests.web import builders
from tests.web import follow_up_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.follow_up import actions
from lagesbild_web.follow_up.contracts import Progress, ReportState
from lagesbild_web.follow_up.queries import content_of, report_for, reports_of
from lagesbild_web.plans.contracts import MeasureSummary


@pytest.fixture
def measure(municipality: Organisation, tmp_path: Path) -> MeasureSummary:
    """A measure that has been told about."""
    made = make.a_followed_measure(municipality, tmp_path)
    actions.tell_status(
        builders.SYSTEM, made.id, progress=Progress.LATE, obstacle="Belysningen kom inte i tid."
    )
    return made


def test_what_is_ready_does_not_change_with_the_plan(
    municipality: Organisation, measure: MeasureSummary
) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    report = make.a_report(coordinator, measure.plan_id)
    assert content_of(coordinator, report)["counts"]["progress"] == {"late": 1}
    actions.make_report_ready(coordinator, report)
    actions.tell_status(coordinator, measure.id, progress=Progress.DONE, done="Nu är den på plats.")
    assert content_of(coordinator, report)["counts"]["progress"] == {"late": 1}
    assert report_for(coordinator, report).measure_ids == (measure.id,)
    actions.reopen_report(coordinator, report)
    assert content_of(coordinator, report)["counts"]["progress"] == {"done": 1}


def test_only_what_is_ready_can_be_given_and_what_is_given_cannot_be_opened(
    municipality: Organisation, measure: MeasureSummary
) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    report = make.a_report(coordinator, measure.plan_id)
    day = make.long_ago()
    with pytest.raises(Invalid, match="färdig först"):
        actions.give_report(coordinator, report, given_on=day)
    actions.make_report_ready(coordinator, report)
    actions.give_report(coordinator, report, given_on=day, section="§ 12")
    assert [r.section for r in reports_of(coordinator, state=ReportState.GIVEN)] == ["§ 12"]
    with pytest.raises(Invalid, match="inte är lämnad"):
        actions.reopen_report(coordinator, report)


def test_two_writers_do_not_overwrite_each_other(municipality: Organisation, measure: MeasureSummary) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    report = make.a_report(coordinator, measure.plan_id)
    summary = report_for(coordinator, report)
    draft = actions.ReportDraft("Ny rubrik", "Kommunstyrelsen", summary.first_day, summary.last_day)
    actions.change_report(coordinator, report, draft, revision=summary.revision)
    with pytest.raises(Invalid, match="Någon annan"):
        actions.change_report(coordinator, report, draft, revision=summary.revision)


def test_the_documents_are_accessible_and_say_what_the_page_says(
    municipality: Organisation, measure: MeasureSummary, pages: Pages
) -> None:
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    report = make.a_report(coordinator, measure.plan_id)
    with pikepdf.open(io.BytesIO(actions.export_report(coordinator, report, filetype="pdf").content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("sv")
    html = actions.export_report(coordinator, report, filetype="html").content.decode()
    page = pages.log_in(builders.a_person(municipality, Role.STEERING)).get(
        f"/uppfoljning/rapporter/{report}/"
    )
    for words in (measure.title, "Belysningen kom inte i tid.", "Skadegörelse", "Försenad"):
        assert words in html
        assert words in page.text
    assert actions.export_report(coordinator, report, filetype="docx").content[:2] == b"PK"


def test_the_story_of_a_report_by_its_pages(
    municipality: Organisation, measure: MeasureSummary, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    form = browser.get("/uppfoljning/rapporter/ny/")
    assert "Kommunstyrelsen" in form.html
    page = browser.send(
        "/uppfoljning/rapporter/ny/",
        {
            "plan": str(measure.plan_id),
            "title": "Halvårsrapport",
            "body": "Kommunstyrelsen",
            "first_day": "2026-01-01",
            "last_day": "2026-06-30",
        },
    )
    assert "Gör färdig och frys" in page.text
    report = reports_of(builders.SYSTEM)[0]
    page = browser.send(f"/uppfoljning/rapporter/{report.id}/fardig/")
    assert "Rapporten är färdig och fryst" in page.text
    page = browser.send(
        f"/uppfoljning/rapporter/{report.id}/lamnad/", {"given_on": "2026-09-01", "section": "§ 7"}
    )
    assert "§ 7" in page.text
