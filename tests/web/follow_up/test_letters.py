"""Letters tell of everything at once, on Mondays, to those who want them, and never twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.web import builders
from tests.web import follow_up_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.follow_up.actions import choose_reminders
from lagesbild_web.follow_up.reminding import send_reminders

_today = timezone.localdate()
MONDAY = _today - timedelta(days=_today.weekday())


@pytest.fixture
def owner(municipality: Organisation, tmp_path: Path) -> builders.User:
    """Somebody who answers for a measure whose status is asked for."""
    person = builders.a_person(municipality, Role.MEASURE_OWNER)
    function = builders.a_function(municipality, Role.MEASURE_OWNER)
    make.a_followed_measure(municipality, tmp_path, function=function)
    mail.outbox.clear()
    return person


def test_a_letter_comes_on_monday_and_only_once(
    owner: builders.User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert send_reminders(MONDAY + timedelta(days=1)) is None
        assert send_reminders(MONDAY) == "Skickade 1 påminnelse."
        assert send_reminders(MONDAY) == "Skickade 0 påminnelser."
    mine = [letter for letter in mail.outbox if letter.to == [owner.email]]
    assert len(mine) == 1
    assert "Berätta hur det går: Trygghetsvandring vid stationen" in str(mine[0].body)


def test_somebody_who_wants_no_letters_gets_none(
    owner: builders.User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    choose_reminders(actor_for(owner.id, ""), how="never")
    with django_capture_on_commit_callbacks(execute=True):
        send_reminders(MONDAY)
    assert not [letter for letter in mail.outbox if letter.to == [owner.email]]
