"""A use case never goes unnoticed: not without an access check, not without a record, never half done."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

import lagesbild_web
from lagesbild_web.access.models import Organisation
from lagesbild_web.access.rights import open_to_everyone
from lagesbild_web.audit.log import record
from lagesbild_web.audit.models import Record
from lagesbild_web.base.action import ACTIONS, ForgottenCheckError, ForgottenRecordError, action
from lagesbild_web.base.actor import Actor, the_system

ACTOR = the_system("test")
FEATURES = sorted(
    {path.parent.name for path in Path(lagesbild_web.__path__[0]).glob("*/actions.py")}
    | {path.parent.name for path in Path(lagesbild_web.__path__[0]).glob("*/actions/")}
)


@pytest.fixture(autouse=True)
def _forget_test_actions() -> Iterator[None]:
    for feature in FEATURES:  # declared once, when first imported: never inside a test that forgets them
        import_module(f"lagesbild_web.{feature}.actions")
    known = dict(ACTIONS)
    yield
    ACTIONS.clear()
    ACTIONS.update(known)


def _lay_up(name: str) -> None:
    Organisation.objects.create(kind="municipality", name=name)


@pytest.mark.django_db
def test_a_use_case_that_asks_and_records_is_done() -> None:
    @action("test.whole")
    def whole(actor: Actor) -> str:
        open_to_everyone(actor)
        _lay_up("Hel")
        record(actor, "access.logged_in")
        return "klar"

    assert whole(ACTOR) == "klar"
    assert Organisation.objects.filter(name="Hel").exists()
    assert Record.objects.count() == 1


@pytest.mark.django_db
def test_a_use_case_without_an_access_check_is_undone() -> None:
    @action("test.unchecked")
    def unchecked(actor: Actor) -> None:
        _lay_up("Okontrollerad")
        record(actor, "access.logged_in")

    with pytest.raises(ForgottenCheckError, match=r"test\.unchecked"):
        unchecked(ACTOR)
    assert not Organisation.objects.exists()
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_a_use_case_without_a_record_is_undone() -> None:
    @action("test.unrecorded")
    def unrecorded(actor: Actor) -> None:
        open_to_everyone(actor)
        _lay_up("Ologgad")

    with pytest.raises(ForgottenRecordError, match=r"test\.unrecorded"):
        unrecorded(ACTOR)
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_use_case_that_fails_leaves_neither_change_nor_record() -> None:
    @action("test.failing")
    def failing(actor: Actor) -> None:
        open_to_everyone(actor)
        _lay_up("Halv")
        record(actor, "access.logged_in")
        raise ValueError("mitt i")

    with pytest.raises(ValueError, match="mitt i"):
        failing(ACTOR)
    assert not Organisation.objects.exists()
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_a_use_case_is_not_excused_by_one_that_it_calls() -> None:
    @action("test.inner")
    def inner(actor: Actor) -> None:
        open_to_everyone(actor)
        record(actor, "access.logged_in")

    @action("test.outer")
    def outer(actor: Actor) -> None:
        inner(actor)

    with pytest.raises(ForgottenCheckError, match=r"test\.outer"):
        outer(ACTOR)
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_nothing_is_recorded_outside_a_use_case() -> None:
    with pytest.raises(RuntimeError, match="inside an action"):
        record(ACTOR, "access.logged_in")


def test_two_use_cases_cannot_share_a_name() -> None:
    @action("test.same")
    def first(actor: Actor) -> None: ...

    with pytest.raises(RuntimeError, match=r"test\.same"):
        action("test.same")(first)


@pytest.mark.parametrize("feature", FEATURES)
def test_every_function_that_a_feature_offers_for_writing_is_a_use_case(feature: str) -> None:
    module = import_module(f"lagesbild_web.{feature}.actions")
    offered = {
        name: function
        for name, function in vars(module).items()
        if isinstance(function, FunctionType)
        and f"{function.__module__}.".startswith(f"{module.__name__}.")
        and name[0] != "_"
    }
    assert offered
    declared = set(ACTIONS.values())
    assert [name for name, function in offered.items() if function not in declared] == []
    assert [n for n, f in offered.items() if next(iter(inspect.signature(f).parameters)) != "actor"] == []
