"""Logging in with two steps, in a browser with a passkey of its own."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from tests.e2e.conftest import Visitor
from tests.web import builders
from tests.web.builders import PASSWORD, SYSTEM

from lagesbild_web.access import actions
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role


def _remarks(visitor: Visitor) -> list[str]:
    found = Axe().run(visitor.page).response["violations"]
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found]


def test_a_passkey_is_added_and_then_opens_the_second_step(
    visitor: Visitor, municipality: Organisation
) -> None:
    actions.demand_second_factor(SYSTEM, municipality.id, roles=["coordinator"])
    person = builders.a_person(municipality, Role.COORDINATOR)
    key = visitor.page.context.new_cdp_session(visitor.page)
    key.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    known = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    key.send("WebAuthn.addVirtualAuthenticator", {"options": options | known})

    page = visitor.log_in(person.email, PASSWORD)
    page.get_by_role("heading", name="Tvåstegsinloggning").wait_for()
    assert _remarks(visitor) == []
    page.get_by_role("link", name="Lägg till en nyckel").click()
    page.locator("body[data-ready]").wait_for()
    assert _remarks(visitor) == []
    page.get_by_label("Vad vill du kalla nyckeln?").fill("Jobbtelefonen")
    page.get_by_role("button", name="Lägg till nyckeln").click()
    page.get_by_role("heading", name="Reservkoder").wait_for()
    page.get_by_role("button", name="Visa nya reservkoder").click()
    page.get_by_text("Jag har sparat koderna").wait_for()
    assert _remarks(visitor) == []
    page.get_by_role("link", name="Jag har sparat koderna").click()
    page.get_by_text("Nyckel: Jobbtelefonen").wait_for()
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_text("Du är utloggad.").wait_for()

    visitor.log_in(person.email, PASSWORD)
    page.get_by_role("heading", name="Bekräfta att det är du").wait_for()
    page.locator("body[data-ready]").wait_for()
    assert _remarks(visitor) == []
    page.get_by_role("button", name="Använd nyckeln").click()
    page.get_by_role("button", name="Logga ut").wait_for()
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None


def test_an_app_is_connected_by_its_square_or_its_text(visitor: Visitor, municipality: Organisation) -> None:
    person = builders.a_person(municipality, Role.REPORTER)
    page = visitor.log_in(person.email, PASSWORD)
    page.get_by_role("button", name="Logga ut").wait_for()
    page = visitor.go("/konto/tvasteg/app/")
    assert page.get_by_role("img", name="Ruta att läsa med appen").is_visible()
    assert page.locator(".qr svg path").evaluate("e => e.getBoundingClientRect().width") > 100
    assert _remarks(visitor) == []
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Koden som appen visar").fill(
        format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    )
    page.get_by_role("button", name="Koppla appen").click()
    page.get_by_role("heading", name="Reservkoder").wait_for()


def test_what_was_written_comes_back_after_the_log_in_ended(
    visitor: Visitor, municipality: Organisation
) -> None:
    from django.contrib.sessions.models import Session

    from lagesbild_web.base.sessions import UNTIL

    person = builders.a_person(municipality, Role.ADMINISTRATOR)
    page = visitor.log_in(person.email, PASSWORD)
    page.get_by_role("button", name="Logga ut").wait_for()
    visitor.go("/administration/organisationer/ny/")
    page.get_by_label("Namn").fill("Åkskolan ”norr”")
    page.get_by_label("Sorts organisation").select_option("school")
    for row in Session.objects.all():
        session = row.get_decoded() | {UNTIL: 0}
        row.session_data = Session.objects.encode(session)
        row.save()
    page.get_by_role("button", name="Lägg till").click()
    page.get_by_label("E-postadress").fill(person.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("Det du skrev finns kvar här.").wait_for()
    assert page.get_by_label("Namn").input_value() == "Åkskolan ”norr”"
    assert page.get_by_label("Sorts organisation").input_value() == "school"
    page.get_by_role("button", name="Lägg till").click()
    page.get_by_text("Organisationen är tillagd.").wait_for()
