"""A municipality with somebody of each role, and one of each thing that an address can be about.

What the tables in access_matrix.py name is made here: the columns are the readers, the third word of a row
the thing. A new kind of thing is one more line in ``_things``; the access matrix and the look at every page
in a browser (tests/e2e/test_accessibility.py) both find it there.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.utils import timezone
from tests.web import agreement_builders as agreements
from tests.web import builders, plan_builders, steering_builders
from tests.web import incident_builders as make
from tests.web import meeting_builders as meetings
from tests.web import walk_builders as walks
from tests.web.api_client import a_key
from tests.web.follow_up_builders import followed_things
from tests.web.import_builders import an_upload
from tests.web.indicator_builders import indicator_things
from tests.web.photo_builders import a_photo
from tests.web.picture_builders import picture_things
from tests.web.problem_builders import problem_things
from tests.web.source_builders import a_feed, a_run
from tests.web.written_builders import a_text

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import GroupRule, User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.areas.queries import categories_of, generations_of
from lagesbild_web.audit.actions import register_disclosure
from lagesbild_web.base.actor import Actor
from lagesbild_web.duties.actions import add_entry
from lagesbild_web.explore.actions import save_filter
from lagesbild_web.incidents.actions import approve, return_with_question

PICTURES: Final = {"draft": None, "own": Circle.OWN, "partners": Circle.PARTNERS, "public": Circle.PUBLIC}


@dataclass(frozen=True, slots=True)
class World:
    """Who and what there is."""

    readers: dict[str, User | None]
    """By the names in ``access_matrix.READERS``; None is somebody who is not logged in."""
    things: dict[str, UUID]
    """By the names in the third word of a row."""


def a_world(folder: Path) -> World:
    """Make everybody and everything; files are written in ``folder``."""
    home = builders.a_municipality()
    readers = _readers(home)
    return World(readers, _things(home, readers, folder))


def _readers(home: Organisation) -> dict[str, User | None]:
    """Somebody of each kind in the table."""
    today = timezone.localdate()
    people: dict[str, User | None] = {
        role.value: builders.a_person(home, role) for role in Role if role is not Role.PUBLIC
    }
    people["nobody"] = None
    people["partner"] = builders.a_person(builders.a_partner(home), Role.COORDINATOR)
    people["stranger"] = builders.a_person(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    people["ended"] = builders.a_person(
        home, Role.COORDINATOR, starts_on=today - timedelta(days=30), ends_on=today
    )
    return people


def _things(home: Organisation, readers: dict[str, User | None], folder: Path) -> dict[str, UUID]:
    """A picture in each state, and what else there is."""
    pictures = {
        name: builders.a_picture(home, folder, circle=circle, title=f"Lägesbild {name}").id
        for name, circle in PICTURES.items()
    }
    coordinator, reporter = _acting(readers["coordinator"]), _acting(readers["reporter"])
    make.areas_and_categories(home)
    drafts = (make.a_draft(), make.a_draft(), make.a_draft())
    sent, asked, counted = make.a_report(reporter, *drafts)
    approve(builders.SYSTEM, counted.id, version=counted.version)
    feed = a_feed(home.id)
    return_with_question(builders.SYSTEM, asked.id, version=asked.version, question="Vilken port?")
    return (
        pictures
        | _register(home)
        | indicator_things(coordinator)
        | problem_things(coordinator)
        | _picture_things(home, coordinator, readers, folder)
        | {"seat": add_entry(coordinator, "radet", {"organisation": "Polisen", "seat": "Chef"}).id}
        | {
            "place": make.a_place(home).id,
            **plan_builders.things_of_a_plan(home),
            **steering_builders.things_of_steering(home),
            **_meeting(coordinator, home),
            **_walk(coordinator, home),
            "agreed": agreements.a_shared_draft(coordinator, home),
            "promised": agreements.a_public_promise(coordinator, home),
            "category": next(c.id for c in categories_of(home.id) if c.code == "klotter"),
            "sent": sent.id,
            "counted": counted.id,
            "generation": generations_of(home.id)[0].id,
            "photo": a_photo(home, reporter),
            "asked": asked.id,
            "file": an_upload(coordinator).id,
            "fetched": a_run(feed).id,
            "text": a_text(coordinator),
            **followed_things(home, coordinator, folder),
            "saved": save_filter(coordinator, name="Klotter", query="", is_shared=False).id,
        }
    )


def _meeting(coordinator: Actor, home: Organisation) -> dict[str, UUID]:
    """A group with a meeting and a decision that the measure owner answers for."""
    group = meetings.a_group(coordinator, home)
    meeting = meetings.a_meeting(coordinator, group)
    decided = meetings.a_decision(coordinator, meeting, home)
    return {"group_that_meets": group, "met": meeting, "decided": decided}


def _walk(coordinator: Actor, home: Organisation) -> dict[str, UUID]:
    """A walk with something seen on it."""
    walk = walks.a_walk(coordinator, home)
    return {"walked": walk, "found": walks.a_finding(coordinator, walk)}


def _acting(user: User | None) -> Actor:
    assert user is not None
    return actor_for(user.id, user.full_name)


def _picture_things(
    home: Organisation, coordinator: Actor, readers: dict[str, User | None], folder: Path
) -> dict[str, UUID]:
    reviewers = [user for name in ("reporter", "partner") if (user := readers[name]) is not None]
    return picture_things(home, coordinator, reviewers, folder)


def _register(home: Organisation) -> dict[str, UUID]:
    """A partner with a function that somebody holds."""
    partner = builders.a_partner(home, name="Björkskolan", kind="school")
    person = builders.a_person(partner, Role.REPORTER)
    holding = person.holdings.get()
    return {
        "organisation": partner.id,
        "function": holding.function_id,
        "holding": holding.id,
        "person": person.id,
        "key": a_key(partner, Role.REPORTER).id,
        "group": GroupRule.objects.create(
            municipality_id=home.id, provider="kommunen", group="BRA", function=holding.function
        ).id,
        "disclosed": register_disclosure(
            builders.an_actor(home, Role.COORDINATOR),
            disclosed_on=date(2025, 3, 9),
            what="Lägesbilden 2025-T1",
            receiver="Polisen",
            ground="request",
        ),
    }
