"""The role table is read the same way by the single check, by the lists and by the manual."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web import builders

from lagesbild_web.access.rights import Domain, allows, has_somewhere, require, within
from lagesbild_web.access.roles import (
    CIRCLE_LABELS,
    RIGHT_LABELS,
    ROLE_LABELS,
    SENSITIVITY_LABELS,
    TABLE,
    Circle,
    Right,
    Role,
    Sensitivity,
)
from lagesbild_web.base.actor import ActiveMembership, Actor, the_public, the_system
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.pictures.models import SituationPicture

ROOT = Path(__file__).parents[3]
HOME, POLICE, OTHER, OTHER_POLICE = (UUID(int=n) for n in (1, 2, 3, 4))
PLACES = {HOME: HOME, POLICE: HOME, OTHER: OTHER, OTHER_POLICE: OTHER}
ROLES = [role for role in Role if role is not Role.PUBLIC]


def somebody(role: Role, organisation: UUID) -> Actor:
    """A person with one role in one organisation."""
    membership = ActiveMembership(organisation, "", PLACES[organisation], "", role)
    return Actor("person", "test", UUID(int=99), "", (membership,))


def a_thing(circle: Circle, sensitivity: Sensitivity, organisation: UUID = HOME) -> Domain:
    """Something that belongs to an organisation."""
    return Domain(PLACES[organisation], organisation, circle, sensitivity)


def test_the_public_reads_only_what_is_open_to_everybody() -> None:
    for circle in Circle:
        for sensitivity in Sensitivity:
            expected = circle is Circle.PUBLIC and sensitivity is Sensitivity.OPEN
            assert allows(the_public(), Right.READ_PICTURE, a_thing(circle, sensitivity)) is expected


def test_a_partner_reads_what_is_shared_but_publishes_nothing() -> None:
    police = somebody(Role.COORDINATOR, POLICE)
    shared = a_thing(Circle.PARTNERS, Sensitivity.LIMITED)
    assert allows(police, Right.READ_PICTURE, shared)
    with pytest.raises(NotAllowed):
        require(police, Right.PUBLISH_PICTURE, shared)
    with pytest.raises(NotFound):
        require(police, Right.READ_PICTURE, a_thing(Circle.OWN, Sensitivity.LIMITED))


def test_a_coordinator_elsewhere_may_not_know_that_it_exists() -> None:
    with pytest.raises(NotFound):
        require(
            somebody(Role.COORDINATOR, OTHER), Right.READ_PICTURE, a_thing(Circle.PARTNERS, Sensitivity.OPEN)
        )


def test_a_reporter_is_kept_from_what_is_protected() -> None:
    protected = a_thing(Circle.PARTNERS, Sensitivity.PROTECTED)
    assert not allows(somebody(Role.REPORTER, HOME), Right.READ_PICTURE, protected)
    assert allows(somebody(Role.COORDINATOR, HOME), Right.READ_PICTURE, protected)


def test_menus_show_what_some_role_gives() -> None:
    assert has_somewhere(somebody(Role.AUDITOR, HOME), Right.READ_LOG)
    assert not has_somewhere(somebody(Role.COORDINATOR, HOME), Right.READ_LOG)
    assert not has_somewhere(the_public(), Right.READ_PICTURE)
    assert has_somewhere(the_system("test"), Right.MANAGE_ACCESS)


@given(role=st.sampled_from(ROLES), organisation=st.sampled_from(list(PLACES)), right=st.sampled_from(Right))
def test_a_wider_circle_never_hides_a_thing_and_more_sensitivity_never_shows_it(
    role: Role, organisation: UUID, right: Right
) -> None:
    actor = somebody(role, organisation)
    seen = {(c, s): allows(actor, right, a_thing(c, s)) for c in Circle for s in Sensitivity}
    for s in Sensitivity:
        assert seen[Circle.OWN, s] <= seen[Circle.PARTNERS, s] <= seen[Circle.PUBLIC, s]
    for c in Circle:
        assert seen[c, Sensitivity.PROTECTED] <= seen[c, Sensitivity.LIMITED] <= seen[c, Sensitivity.OPEN]


@pytest.mark.django_db
def test_lists_keep_exactly_the_rows_that_the_single_check_lets_through() -> None:
    home, other = builders.a_municipality(), builders.a_municipality("Annanstad")
    organisations = [home, builders.a_partner(home), other]
    for number, (organisation, circle, sensitivity) in enumerate(
        (o, c, s) for o in organisations for c in Circle for s in Sensitivity
    ):
        if circle is Circle.PUBLIC and sensitivity is not Sensitivity.OPEN:
            continue  # the database refuses it
        SituationPicture.objects.create(
            municipality_id=organisation.municipality_id,
            organisation_id=organisation.id,
            circle=circle,
            sensitivity=sensitivity,
            status="published",
            title=str(number),
            period="2025",
            as_of="2025-05-05",
            version=1,
            content_sha256=str(number),
        )
    rows = list(SituationPicture.objects.all())
    assert len(rows) == 21
    actors = [builders.an_actor(o, role) for o in organisations for role in ROLES]
    for actor in [*actors, the_public(), the_system("test")]:
        for right in Right:
            one_by_one = {row.pk for row in rows if allows(actor, right, row)}
            assert (
                set(SituationPicture.objects.filter(within(actor, right)).values_list("pk", flat=True))
                == one_by_one
            )


def test_every_code_has_a_name_on_screen() -> None:
    assert set(ROLE_LABELS) == set(Role) == set(TABLE)
    assert set(RIGHT_LABELS) == set(Right)
    assert set(CIRCLE_LABELS) == set(Circle)
    assert set(SENSITIVITY_LABELS) == set(Sensitivity)
    assert {right for rights in TABLE.values() for right in rights} == set(Right)


def test_the_manual_holds_the_role_table_as_it_is() -> None:
    page = (ROOT / "docs" / "sv" / "roller.md").read_text(encoding="utf-8")
    for role, rights in TABLE.items():
        for right, grant in rights.items():
            line = (
                f"| {ROLE_LABELS[role]} | {RIGHT_LABELS[right]} | {CIRCLE_LABELS[grant.reach]} "
                f"| {SENSITIVITY_LABELS[grant.up_to]} |"
            )
            assert line in page
    assert page.count("\n| ") == sum(map(len, TABLE.values())) + 2 + len(
        Role
    )  # both tables and their headings
