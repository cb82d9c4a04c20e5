"""Somebody with only the rights to read follows every figure and every answer down to its rows."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from tests.web import builders
from tests.web.pages import Pages
from tests.web.town_builders import Town, a_town

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role


@pytest.fixture
def town(municipality: Organisation, tmp_path: Path) -> Town:
    """A municipality with a whole chain."""
    return a_town(municipality, tmp_path)


def test_no_link_that_an_auditor_meets_is_refused(town: Town, pages: Pages) -> None:
    browser = pages.log_in(builders.a_person(town.home, Role.AUDITOR))
    starts = [
        reverse("duties:list"),
        reverse("duties:questions"),
        reverse("follow_up:report", args=[town.report]),
        reverse("follow_up:indicator", args=[town.indicator]),
        reverse("trail:gaps"),
        reverse("trail:vacancies"),
        reverse("trail:thing", args=["problem", town.problem]),
    ]
    met: dict[str, str] = {}
    for start in starts:
        for link in browser.get(start).links:
            if not urlsplit(link).netloc and urlsplit(link).path:
                met.setdefault(link.partition("#")[0], start)
    assert len(met) > 40
    answers = {link: browser.client.get(link).status_code for link in met if "logga-ut" not in link}
    refused = {link: (status, met[link]) for link, status in answers.items() if status != 200}
    assert not refused


def test_the_figures_of_the_report_lead_to_their_rows(town: Town, pages: Pages) -> None:
    browser = pages.log_in(builders.a_person(town.home, Role.AUDITOR))
    report = browser.get(reverse("follow_up:report", args=[town.report]))
    rows = [link for link in report.links if link.startswith(reverse("incidents:list") + "?")]
    assert len(rows) == 1
    assert "händelse" in browser.get(rows[0]).text
    assert reverse("plans:costs", args=[town.measure.plan_id]) in report.links
    assert reverse("follow_up:measure", args=[town.measure.id]) in report.links
