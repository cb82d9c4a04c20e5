"""What the phone has kept and the server does not take: the draft stays, says why, and goes when mended."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext
from tests.e2e.conftest import SIZES, Visitor
from tests.e2e.reporting_steps import Phone, kept
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Holding, User
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.actions import retire_area, retire_category
from lagesbild_web.areas.queries import areas_of, categories_of
from lagesbild_web.audit.models import Record
from lagesbild_web.incidents.models import Incident

FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...what) {
    const request = put.apply(this, what);
    if (window.isFull && this.name === "reports") this.transaction.abort();
    return request;
  };
  window.isFull = true;
}"""
"""As a browser does that has no room left: it takes what is written, and then does not keep it."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone."""
    window = browser.new_context(
        viewport=SIZES["telefon"], locale="sv-SE", timezone_id="Europe/Stockholm", has_touch=True
    )
    window.set_default_timeout(15_000)
    yield window
    window.close()


@pytest.fixture
def reporter(municipality: Organisation) -> User:
    """Somebody at a school, in a municipality with a place."""
    make.areas_and_categories(municipality)
    make.a_place(municipality)
    return builders.a_person(
        builders.a_partner(municipality, name="Björkskolan", kind="school"), Role.REPORTER
    )


@pytest.fixture
def phone(visitor: Visitor, reporter: User) -> Phone:
    """The reporter's phone, with a report that waits for the network."""
    held = Phone(visitor).log_in(reporter)
    held.context.set_offline(True)
    held.report("Klotter", text="På gaveln.")
    held.says("Väntar på nät")
    return held


def a_retired_category(home: Organisation, _reporter: User) -> None:
    """The category is taken out of use."""
    graffiti = next(c for c in categories_of(home.id) if c.code == "klotter")
    retire_category(builders.SYSTEM, graffiti.id, reason="Slås ihop.")


def a_function_that_has_ended(_home: Organisation, reporter: User) -> None:
    """The reporter holds no function any more."""
    Holding.objects.filter(user=reporter).update(ends_on=timezone.localdate())


def a_closed_account(_home: Organisation, reporter: User) -> None:
    """The reporter's account is closed."""
    User.objects.filter(pk=reporter.pk).update(is_active=False)


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        (a_retired_category, "Måste rättas: "),
        (a_function_that_has_ended, "Be kommunens administratör om rollen rapportör."),
        (a_closed_account, "Väntar: du är utloggad. Logga in så skickas den"),
    ],
)
def test_a_report_that_is_refused_stays_and_says_why(
    phone: Phone,
    reporter: User,
    municipality: Organisation,
    meanwhile: Callable[[Organisation, User], None],
    told: str,
) -> None:
    meanwhile(municipality, reporter)
    phone.context.set_offline(False)
    phone.says(told)
    assert kept() == {"reports": 0, "incidents": []}
    if meanwhile is a_retired_category:
        phone.page.reload()
        phone.says(told)
        phone.tap("Ändra: ", exact=False)
        phone.page.get_by_role("alert").wait_for()
        assert phone.page.get_by_label("Berätta kort").input_value() == "På gaveln."


def test_a_report_goes_as_it_is_when_the_function_is_back(phone: Phone, reporter: User) -> None:
    Holding.objects.filter(user=reporter).update(ends_on=timezone.localdate())
    phone.context.set_offline(False)
    phone.says("Du har inte längre behörighet att rapportera.")
    Holding.objects.filter(user=reporter).update(ends_on=None)
    phone.tap("Skicka igen: Klotter")
    phone.says("Skickad")
    assert kept() == {"reports": 1, "incidents": ["klotter"]}


def test_a_report_about_a_place_that_was_taken_out_of_use_meanwhile_goes(
    phone: Phone, municipality: Organisation
) -> None:
    square = next(area for area in areas_of(municipality.id) if area.name == "Stationstorget")
    retire_area(builders.SYSTEM, square.id, reason="Torget är bebyggt.")
    phone.context.set_offline(False)
    phone.says("Skickad")
    assert Incident.objects.get().place_name == "Stationstorget"


def test_two_tabs_that_come_back_to_the_network_at_once_send_once(phone: Phone) -> None:
    phone.context.set_offline(False)
    other = phone.context.new_page()
    phone.context.set_offline(True)
    phone.context.set_offline(False)
    other.goto(phone.page.url)
    for page in (phone.page, other):
        page.locator(".outbox .state", has_text="Skickad").first.wait_for()
    assert kept() == {"reports": 1, "incidents": ["klotter"]}
    assert not Record.objects.filter(event="incident.reported_again").exists()
    other.close()


def test_a_full_phone_says_that_nothing_was_kept_and_what_to_do(phone: Phone) -> None:
    phone.tap("Ändra: Klotter")
    phone.page.evaluate(FULL)
    phone.write("Berätta kort", "Stora bokstäver på gaveln.")
    phone.page.get_by_role("alert").get_by_text("fick inte plats i telefonen").wait_for()
    phone.page.get_by_text("Inte sparad").wait_for()
    phone.page.evaluate("() => (window.isFull = false)")
    phone.write("Berätta kort", "Stora svarta bokstäver på gaveln.")
    phone.page.get_by_text("Sparad i telefonen", exact=True).wait_for()
    assert not phone.page.get_by_text("fick inte plats i telefonen").is_visible()
    phone.context.set_offline(False)
    phone.tap("Skicka")
    phone.says("Skickad")
    assert kept()["reports"] == 1
