"""Logging in through the municipality's own log-in, against a real OIDC provider and signed SAML answers."""

import base64
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.core.cache import cache
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Saml
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from pytest_django.fixtures import Settings
from tests.web import builders
from tests.web.builders import SYSTEM
from tests.web.pages import Pages

from lagesbild_web.access import actions
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Holding, User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.log_in_providers import WrongProviderError, for_allauth, read_providers

# The provider that the tests run has libraries of its own, which tell of what they will drop.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

OIDC = """
[[oidc]]
id = "kommunen"
name = "kommunens konto"
issuer = "{issuer}"
client_id = "lagesbild"
client_secret = "hemligt"
domains = ["kommunen.example"]
"""
SAML = """
[[saml]]
id = "adfs"
name = "ADFS"
entity_id = "https://idp.kommunen.example/"
sso_url = "https://idp.kommunen.example/sso"
certificate = "idp.pem"
domains = ["kommunen.example"]
groups = "grupper"
"""


def _use(settings: Settings, folder: Path, text: str) -> None:
    (folder / "inloggning.toml").write_text(text, encoding="utf-8")
    settings.LOG_IN_PROVIDERS = read_providers(folder)
    settings.SOCIALACCOUNT_PROVIDERS = for_allauth(settings.LOG_IN_PROVIDERS)
    cache.clear()


# --- OIDC ------------------------------------------------------------------------------------------


@pytest.fixture
def issuer(settings: Settings, tmp_path: Path) -> Iterator[str]:
    """A provider that runs on this computer and signs what it tells."""
    from oidc_provider_mock import run_server_in_thread

    with run_server_in_thread() as server:
        address = f"http://localhost:{server.server_port}"
        _use(settings, tmp_path, OIDC.format(issuer=address))
        yield address


def _oidc_log_in(pages: Pages, issuer: str, subject: str, claims: dict[str, Any]) -> Any:
    """Go the whole way round, as a browser does; returns the answer to the last step."""
    with httpx.Client() as elsewhere:
        elsewhere.put(f"{issuer}/users/{subject}", json=claims).raise_for_status()
        start = pages.client.post("/logga-in/oidc/kommunen/?process=login&next=/konto/")
        assert start.status_code == 302
        assert start["Location"].startswith(issuer)
        back = elsewhere.post(start["Location"], data={"sub": subject})
    parts = urlsplit(back.headers["Location"])
    assert parts.path == "/logga-in/oidc/kommunen/svar/"
    return pages.client.get(f"{parts.path}?{parts.query}")


def _claims(email: str = "anna@kommunen.example", *groups: str) -> dict[str, Any]:
    return {"email": email, "email_verified": True, "name": "Anna Katalog", "groups": list(groups)}


def test_somebody_with_an_account_comes_in_without_a_password(
    issuer: str, municipality: Organisation, pages: Pages
) -> None:
    person = builders.a_person(municipality, Role.COORDINATOR)
    User.objects.filter(pk=person.pk).update(email="anna@kommunen.example")
    actions.demand_second_factor(SYSTEM, municipality.id, roles=["coordinator"])
    answer = _oidc_log_in(pages, issuer, "anna", _claims())
    assert answer["Location"] == "/konto/"
    assert "Samordnare" in pages.get("/konto/").text  # the second step is that log-in's own affair
    pages.get("/lagesbilder/")
    assert SocialAccount.objects.get().extra_data == {}  # what it told of the person is not kept
    assert list(Record.objects.values_list("event", flat=True))[:2] == [
        "access.logged_in",
        "access.came_from_elsewhere",
    ]


def test_groups_give_functions_and_take_them_back_but_leave_the_administrators_alone(
    issuer: str, municipality: Organisation, pages: Pages
) -> None:
    for group, role in (("BRA", Role.COORDINATOR), ("Revision", Role.AUDITOR)):
        function = builders.a_function(municipality, role)
        actions.add_group_rule(SYSTEM, provider_id="kommunen", group=group, function_id=function.id)
    _oidc_log_in(pages, issuer, "anna", _claims("anna@kommunen.example", "BRA", "Kaffe"))
    anna = User.objects.get(email="anna@kommunen.example")
    assert anna.full_name == "Anna Katalog"
    assert [m.role for m in actor_for(anna.id, "").memberships] == ["coordinator"]
    steering = builders.a_function(municipality, Role.STEERING)
    Holding.objects.create(function=steering, user=anna, starts_on=datetime.now(UTC).date())
    _oidc_log_in(Pages(), issuer, "anna", _claims("anna@kommunen.example", "Revision"))
    assert {m.role for m in actor_for(anna.id, "").memberships} == {"auditor", "steering"}


def test_a_stranger_without_account_or_group_is_told_whom_to_ask(
    issuer: str, municipality: Organisation, pages: Pages
) -> None:
    assert _oidc_log_in(pages, issuer, "anna", _claims())["Location"] == "/logga-in/"
    assert "Be kommunens administratör om ett." in pages.get("/logga-in/").text
    assert not User.objects.filter(email="anna@kommunen.example").exists()


def test_a_log_in_cannot_vouch_for_addresses_outside_its_domains(
    issuer: str, municipality: Organisation, pages: Pages
) -> None:
    """Otherwise whoever can write their own address there could come in as anybody here."""
    person = builders.a_person(municipality, Role.ADMINISTRATOR)
    assert _oidc_log_in(pages, issuer, "mallory", _claims(person.email))["Location"] == "/logga-in/"
    assert f"svarar inte för adressen {person.email}" in pages.get("/logga-in/").text
    assert pages.client.get("/konto/").status_code == 302


def test_an_answer_that_was_not_asked_for_is_refused(
    issuer: str, municipality: Organisation, pages: Pages
) -> None:
    answer = pages.client.get("/logga-in/oidc/kommunen/svar/?code=x&state=y")
    assert answer["Location"] == "/logga-in/"
    assert "lyckades inte" in pages.get("/logga-in/").text


def test_the_log_in_page_has_a_button_for_it(issuer: str, municipality: Organisation, pages: Pages) -> None:
    page = pages.get("/logga-in/?next=/lagesbilder/")
    assert "Logga in med kommunens konto" in page.text
    assert 'action="/logga-in/oidc/kommunen/?process=login&amp;next=/lagesbilder/"' in page.html


# --- SAML ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Idp:
    """A log-in that signs with its own key."""

    key: str
    certificate: str

    def answer(self, request_id: str, **changes: str) -> str:
        """A signed answer, as it is posted."""
        told = {
            "email": "anna@kommunen.example",
            "audience": "http://testserver/logga-in/saml/adfs/metadata/",
            "until": _time(minutes=5),
        } | changes
        acs = "http://testserver/logga-in/saml/adfs/svar/"
        assertion = (
            f'<saml:Assertion xmlns:saml="{Saml.NS_SAML}" ID="_a1" Version="2.0" IssueInstant="{_time()}">'
            "<saml:Issuer>https://idp.kommunen.example/</saml:Issuer><saml:Subject>"
            f'<saml:NameID Format="{Saml.NAMEID_PERSISTENT}">anna-1</saml:NameID>'
            f'<saml:SubjectConfirmation Method="{Saml.CM_BEARER}"><saml:SubjectConfirmationData '
            f'NotOnOrAfter="{told["until"]}" Recipient="{acs}" InResponseTo="{request_id}"/>'
            "</saml:SubjectConfirmation></saml:Subject>"
            f'<saml:Conditions NotBefore="{_time(minutes=-5)}" NotOnOrAfter="{told["until"]}">'
            f"<saml:AudienceRestriction><saml:Audience>{told['audience']}</saml:Audience>"
            "</saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{_time()}" SessionIndex="_s1"><saml:AuthnContext>'
            "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password"
            "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
            "<saml:AttributeStatement>"
            + _attribute("urn:oid:0.9.2342.19200300.100.1.3", told["email"])
            + _attribute("urn:oid:2.16.840.1.113730.3.1.241", "Anna Katalog")
            + _attribute("grupper", "BRA")
            + "</saml:AttributeStatement></saml:Assertion>"
        )
        signed = OneLogin_Saml2_Utils.add_sign(assertion, self.key, self.certificate).decode()
        signed = signed.removeprefix('<?xml version="1.0"?>').strip()
        if "forged" in changes:
            signed = signed.replace("anna@kommunen.example", changes["forged"])
        response = (
            f'<samlp:Response xmlns:samlp="{Saml.NS_SAMLP}" xmlns:saml="{Saml.NS_SAML}" ID="_r1" '
            f'Version="2.0" '
            f'IssueInstant="{_time()}" Destination="{acs}" InResponseTo="{request_id}">'
            "<saml:Issuer>https://idp.kommunen.example/</saml:Issuer><samlp:Status><samlp:StatusCode "
            f'Value="{Saml.STATUS_SUCCESS}"/></samlp:Status>{signed}</samlp:Response>'
        )
        return base64.b64encode(response.encode()).decode()


def _attribute(name: str, value: str) -> str:
    return (
        f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
    )


def _time(*, minutes: int = 0) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="module")
def idp() -> Idp:
    """The key and certificate of a log-in elsewhere."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.kommunen.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Idp(private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode())


@pytest.fixture
def adfs(idp: Idp, settings: Settings, tmp_path: Path, municipality: Organisation) -> Idp:
    """The log-in, trusted here, whose group BRA gives a function."""
    (tmp_path / "idp.pem").write_text(idp.certificate, encoding="ascii")
    _use(settings, tmp_path, SAML)
    function = builders.a_function(municipality, Role.COORDINATOR)
    actions.add_group_rule(SYSTEM, provider_id="adfs", group="BRA", function_id=function.id)
    return idp


def _asked(pages: Pages) -> str:
    """Begin to log in; returns the request's id."""
    pages.client.defaults["HTTP_HOST"] = (
        "testserver"  # as every browser says; SAML answers are meant for a host
    )
    start = pages.client.post("/logga-in/saml/adfs/?process=login&next=/konto/")
    assert start["Location"].startswith("https://idp.kommunen.example/sso?")
    packed = parse_qs(urlsplit(start["Location"]).query)["SAMLRequest"][0]
    request = zlib.decompress(base64.b64decode(packed), -15).decode()
    return request.partition(' ID="')[2].partition('"')[0]


def _finished(pages: Pages, answer: str) -> str:
    """Post the answer as the other site's page does, and follow to the end."""
    pages.client.defaults["HTTP_HOST"] = "testserver"
    taken = pages.client.post("/logga-in/saml/adfs/svar/", {"SAMLResponse": answer})
    assert taken["Location"] == "/logga-in/saml/adfs/klart/"
    done = pages.client.get(taken["Location"])
    return str(done.get("Location", done.status_code))


def test_a_signed_answer_lets_in_and_its_group_gives_a_function(adfs: Idp, pages: Pages) -> None:
    assert _finished(pages, adfs.answer(_asked(pages))) == "/konto/"
    assert "Samordnare" in pages.get("/konto/").text
    assert User.objects.get(email="anna@kommunen.example").full_name == "Anna Katalog"


@pytest.mark.parametrize(
    "change",
    [
        {"forged": "rektor@kommunen.example"},
        {"audience": "https://annan.example/"},
        {"until": "2020-01-01T00:00:00Z"},
        {"email": "anna@annan.example"},
    ],
    ids=["changed after signing", "meant for another", "too old", "another domain"],
)
def test_an_answer_that_cannot_be_trusted_lets_nobody_in(
    adfs: Idp, pages: Pages, change: dict[str, str]
) -> None:
    assert _finished(pages, adfs.answer(_asked(pages), **change)) == "/logga-in/"
    assert pages.client.get("/konto/").status_code == 302
    assert not User.objects.exists()


def test_an_answer_nobody_asked_for_or_one_used_before_lets_nobody_in(adfs: Idp, pages: Pages) -> None:
    assert _finished(pages, adfs.answer("_never_asked")) == "403"
    answer = adfs.answer(_asked(pages))
    assert _finished(pages, answer) == "/konto/"
    assert _finished(Pages(), answer) == "403"


def test_the_other_side_can_read_what_it_needs_to_know_of_us(adfs: Idp, pages: Pages) -> None:
    answer = pages.client.get("/logga-in/saml/adfs/metadata/")
    assert b"http://testserver/logga-in/saml/adfs/svar/" in answer.content


# --- The file and the table --------------------------------------------------------------------------


def test_without_a_file_there_are_no_other_log_ins(tmp_path: Path) -> None:
    assert read_providers(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[oidc", "inte att läsa som TOML"),
        ('[[oidc]]\nid = "x"', "issuer saknas"),
        (
            OIDC.format(issuer="https://a.example").replace('domains = ["kommunen.example"]', ""),
            "saknar domains",
        ),
        (OIDC.format(issuer="https://a.example") * 2, "samma id"),
        (SAML, "certifikatet"),
    ],
)
def test_a_fault_in_the_file_is_said_in_words(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "inloggning.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongProviderError, match=fault):
        read_providers(tmp_path)


def test_the_policy_lets_the_form_lead_to_the_log_in_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "inloggning.toml").write_text(
        OIDC.format(issuer="https://a.example/tenant"), encoding="utf-8"
    )
    assert read_providers(tmp_path)[0].origins == ("https://a.example",)


def test_an_administrator_sees_and_changes_which_groups_give_what(
    settings: Settings, tmp_path: Path, municipality: Organisation, pages: Pages
) -> None:
    _use(settings, tmp_path, OIDC.format(issuer="https://a.example"))
    function = builders.a_function(municipality, Role.AUDITOR)
    admin = pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))
    form = {"provider": "kommunen", "group": "Revision", "function": function.id}
    page = admin.send("/administration/grupper/", form)
    assert "Revision kommunen Revisor, Exempelköping Revisor" in page.text
    assert "Gruppen ger redan den funktionen." in admin.post("/administration/grupper/", form).text
    path = next(link for link in page.links if link.endswith("/ta-bort/"))
    assert "förlorar den nästa gång de loggar in" in admin.get(path).text
    page = admin.send(path)
    assert "Revision kommunen" not in page.text
