"""The invented municipality Exempelköping in the web: organisations, a person for each role, pictures."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from lagesbild_web.access import actions, queries
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.agreements.demonstration import lay_in_demo_agreements
from lagesbild_web.areas.demonstration import lay_in_demo_ground
from lagesbild_web.base.actor import Actor, the_system
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.duties.demonstration import lay_in_demo_duties
from lagesbild_web.follow_up.demonstration import lay_in_demo_follow_up
from lagesbild_web.incidents.demonstration import DemoSender, has_incidents, lay_in_demo_incidents
from lagesbild_web.indicators.demonstration import lay_in_demo_indicators
from lagesbild_web.meetings.demonstration import lay_in_demo_meetings
from lagesbild_web.pictures.actions import import_picture, publish_picture
from lagesbild_web.pictures.demonstration import lay_in_demo_pictures
from lagesbild_web.plans.demonstration import lay_in_demo_plan
from lagesbild_web.plans.queries import measures_of
from lagesbild_web.problems.demonstration import lay_in_demo_problems
from lagesbild_web.sources.demonstration import lay_in_demo_feeds
from lagesbild_web.steering.demonstration import lay_in_demo_steering
from lagesbild_web.walks.demonstration import lay_in_demo_walks

MUNICIPALITY: Final = "Exempelköping"
PASSWORD_FILE: Final = "demo-losenord"  # noqa: S105  # a file name
_DOMAIN: Final = "exempelkoping.example"
_VACANT: Final = 2
"""Functions of the plan that nobody holds, so that the page shows what that looks like."""


@dataclass(frozen=True, slots=True)
class _Person:
    """A demo user: invented, named after the function."""

    mailbox: str
    name: str
    organisation: str
    function: str
    role: Role
    does: str


_PARTNERS: Final = (
    ("Polisen i Exempelköping", "police"),
    ("Björkskolan", "school"),
    ("Exempelbostäder", "housing_company"),
    ("Exempelvakten", "guard_firm"),
    ("Gata och park", "other"),
    ("Fältgruppen", "other"),
    ("Ungdomens hus Navet", "association"),
    ("Biblioteket", "other"),
    ("Räddningstjänsten i Exempelköping", "rescue_service"),
    ("Grannsamverkan i Exempelköping", "association"),
)
_REPORTERS: Final = {
    "Björkskolan": ("Björkskolan", "Rektor"),
    "Exempelbostäder": ("Exempelbostäder", "Fastighetsvärd"),
    "Exempelvakten": ("Exempelvakten", "Väktare"),
    "Gata och park": ("Gata och park", "Driftledare"),
    "Fältgruppen": ("Fältgruppen", "Fältsekreterare"),
    "Ungdomens hus Navet": ("Ungdomens hus Navet", "Fritidsledare"),
    "Biblioteket": ("Biblioteket", "Bibliotekarie"),
    "Räddningstjänsten": ("Räddningstjänsten i Exempelköping", "Insatsledare"),
    "Grannsamverkan": ("Grannsamverkan i Exempelköping", "Samordnare för grannsamverkan"),
}
"""The reporter in the library's demonstration → the organisation here, and the function that reports."""
_TRUSTED: Final = "Exempelvakten"
_PEOPLE: Final = (
    _Person(
        "samordnare",
        "Demo Samordnare",
        MUNICIPALITY,
        "Samordnare",
        Role.COORDINATOR,
        "gör lägesbilder, åtgärdsplan och rapporter",
    ),
    _Person(
        "granskare",
        "Demo Granskare",
        MUNICIPALITY,
        "Granskare",
        Role.REVIEWER,
        "granskar det som rapporteras",
    ),
    _Person(
        "styrgrupp",
        "Demo Styrgrupp",
        MUNICIPALITY,
        "Ordförande i styrgruppen",
        Role.STEERING,
        "läser lägesbilder, plan och rapporter",
    ),
    _Person(
        "atgardsansvarig",
        "Demo Åtgärdsansvarig",
        MUNICIPALITY,
        "Åtgärdsansvarig",
        Role.MEASURE_OWNER,
        "berättar hur det går med sina åtgärder",
    ),
    _Person(
        "revisor",
        "Demo Revisor",
        MUNICIPALITY,
        "Revisor",
        Role.AUDITOR,
        "läser lagkollen, revisorns frågor och loggen",
    ),
    _Person(
        "administrator",
        "Demo Administratör",
        MUNICIPALITY,
        "Administratör",
        Role.ADMINISTRATOR,
        "sköter konton, områden och kategorier",
    ),
    _Person(
        "polis",
        "Demo Kommunpolis",
        "Polisen i Exempelköping",
        "Kommunpolis",
        Role.REPORTER,
        "rapporterar för polisen, läser det som delas",
    ),
    _Person("skola", "Demo Skola", "Björkskolan", "Rektor", Role.REPORTER, "rapporterar för skolan"),
)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A demo user: what to log in with and what the user may do."""

    email: str
    password: str
    does: str


def load(picture_folders: Sequence[Path], *, with_life: bool = True) -> None:
    """Lay up what is missing of the municipality, and load the pictures.

    ``with_life`` also makes pictures of the incidents, which takes a while, and what stands on them.
    """
    actor = the_system(uuid4().hex)
    with transaction.atomic():
        municipality = _municipality(actor)
        _people(actor, municipality)
        lay_in_demo_ground(actor, municipality_id=municipality.id)
        lay_in_demo_indicators(actor, municipality_id=municipality.id, today=timezone.localdate())
        lay_in_demo_feeds(actor, municipality_id=municipality.id, now=timezone.now())
        _incidents(actor, municipality)
    for folder in picture_folders:
        _picture(actor, folder, municipality.id)
    if with_life:
        _made_here(actor, municipality.id)


def logins() -> list[DemoLogin]:
    """Return every demo user, with the password of this installation."""
    password = _password()
    return [DemoLogin(f"{p.mailbox}@{_DOMAIN}", password, p.does) for p in _PEOPLE]


def welcome(port: int) -> str:
    """Return what to print when the demonstration is ready."""
    users = logins()
    width = max(len(user.email) for user in users)
    lines = [
        "",
        f"Exempelköping är en påhittad kommun. Öppna http://127.0.0.1:{port}/ i webbläsaren.",
        f"Öppna sidan, utan inloggning: http://127.0.0.1:{port}/oppet/",
        "",
        f"Logga in som någon av dem här. Lösenordet är {users[0].password} för alla:",
        *(f"  {user.email:<{width}}  {user.does}" for user in users),
        "",
    ]
    return "\n".join(lines)


def _municipality(actor: Actor) -> Organisation:
    try:
        return queries.municipality_named(MUNICIPALITY)
    except Invalid:
        made = actions.create_organisation(actor, name=MUNICIPALITY, kind="municipality", is_demo=True)
    for name, kind in _PARTNERS:
        actions.create_organisation(actor, name=name, kind=kind, municipality_id=made.id, is_demo=True)
    return made


def _people(actor: Actor, municipality: Organisation) -> None:
    for person, login in zip(_PEOPLE, logins(), strict=True):
        if queries.has_account(login.email):
            continue
        account = actions.create_account(
            actor,
            email=login.email,
            full_name=person.name,
            password=login.password,
            municipality_id=municipality.id,
        )
        organisation = queries.organisation_named(person.organisation, MUNICIPALITY)
        today = timezone.localdate()
        function = actions.create_function(
            actor, organisation.id, name=person.function, role=person.role, starts_on=today
        )
        actions.give_function(actor, function.id, account.id, starts_on=today)


def _incidents(actor: Actor, municipality: Organisation) -> None:
    """Fill the municipality with incidents, the first time."""
    if has_incidents(municipality.id):
        return
    accounts = get_user_model().objects.filter(email=f"granskare@{_DOMAIN}")
    lay_in_demo_incidents(
        actor,
        municipality_id=municipality.id,
        senders={name: _sender(actor, *where) for name, where in _REPORTERS.items()},
        reviewer_id=accounts.values_list("pk", flat=True).first(),
        today=timezone.localdate(),
    )


def _sender(actor: Actor, organisation: str, function: str) -> DemoSender:
    """Return the function that reports for an organisation; made if nobody holds it."""
    where = queries.organisation_named(organisation, MUNICIPALITY)
    known = queries.open_function_named(where.id, function)
    if known is None:
        known = actions.create_function(
            actor, where.id, name=function, role=Role.REPORTER, starts_on=timezone.localdate()
        )
    return DemoSender(where.id, known.id, is_trusted=organisation == _TRUSTED)


def _made_here(actor: Actor, municipality_id: UUID) -> None:
    """Pictures with a life, and the registers of the law; what they stand on must be there before."""
    today = timezone.localdate()
    coordinator = queries.open_function_named(municipality_id, "Samordnare")
    function_id = coordinator.id if coordinator else None
    lay_in_demo_pictures(actor, municipality_id=municipality_id, today=today, function_id=function_id)
    lay_in_demo_problems(actor, municipality_id=municipality_id, today=today)
    lay_in_demo_steering(actor, municipality_id=municipality_id, today=today)
    lay_in_demo_plan(actor, municipality_id=municipality_id, today=today)
    _hold_functions(actor, municipality_id)
    lay_in_demo_agreements(actor, municipality_id=municipality_id, today=today)
    lay_in_demo_follow_up(actor, municipality_id=municipality_id, today=today)
    lay_in_demo_meetings(actor, municipality_id=municipality_id, today=today)
    lay_in_demo_walks(actor, municipality_id=municipality_id, today=today)
    lay_in_demo_duties(actor, municipality_id=municipality_id, today=today)


def _hold_functions(actor: Actor, municipality_id: UUID) -> None:
    """Let somebody hold the functions that answer for measures; two are left vacant, as in real life."""
    measures = measures_of(actor, municipality_id=municipality_id)
    functions = {m.function_id: m.function for m in measures if m.function_id is not None and m.is_vacant}
    users = dict(get_user_model().objects.values_list("email", "pk"))
    holders = {"Polisen i Exempelköping": "polis", "Björkskolan": "skola"}
    today = timezone.localdate()
    for function_id, label in sorted(functions.items(), key=lambda item: item[1])[:-_VACANT]:
        mailbox = holders.get(label.rpartition(", ")[2], "atgardsansvarig")
        actions.give_function(actor, function_id, users[f"{mailbox}@{_DOMAIN}"], starts_on=today)


def _picture(actor: Actor, folder: Path, municipality_id: UUID) -> None:
    """Load a picture; publish it to everybody when it was made for them, otherwise to the partners."""
    picture = import_picture(actor, folder, municipality_id=municipality_id)
    if picture.status == "draft":
        publish_picture(actor, picture.id, circle=Circle.PUBLIC if picture.is_open else Circle.PARTNERS)


def _password() -> str:
    """Return the demo users' password: random for each installation, kept in the data directory."""
    path = Path(settings.DATA_DIR) / PASSWORD_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(json.dumps({"password": f"demo-{secrets.token_hex(5)}"}), encoding="utf-8")
    return str(json.loads(path.read_text(encoding="utf-8"))["password"])
