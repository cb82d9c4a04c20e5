"""What the tests of reviewing share."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lagesbild_web.access.contracts import Organisation
    from lagesbild_web.base.actor import Actor


@pytest.fixture
def home(municipality: "Organisation") -> "Organisation":
    """A municipality with two districts and the library's categories."""
    from tests.web import incident_builders as make

    make.areas_and_categories(municipality)
    return municipality


@pytest.fixture
def school(home: "Organisation") -> "Actor":
    """Somebody who reports for a partner."""
    from tests.web import incident_builders as make

    return make.a_reporter(home)


@pytest.fixture
def reviewer(home: "Organisation") -> "Actor":
    """Somebody who reviews for the municipality."""
    from tests.web import builders

    from lagesbild_web.access.roles import Role

    return builders.an_actor(home, Role.REVIEWER)
