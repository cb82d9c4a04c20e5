"""A use case: one function, one transaction, never without an access check and a record in the log."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from django.db import transaction

from lagesbild_web.base.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")

ACTIONS: Final[dict[str, Callable[..., object]]] = {}
"""Every use case by its name, for the tests that go through them all."""


class ForgottenCheckError(RuntimeError):
    """A use case ended without asking whether the actor may; nothing was changed."""


class ForgottenRecordError(RuntimeError):
    """A use case ended without writing in the log; nothing was changed."""


@dataclass(slots=True)
class _UseCase:
    is_checked: bool = False
    is_recorded: bool = False


_running: ContextVar[_UseCase | None] = ContextVar("running_use_case", default=None)


def action(
    name: str,
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Declare a use case, named ``thing.verb``.

    Everything that it does happens in one transaction. It must have called ``access.rights.require``
    (or said that nobody needs a right) and ``audit.log.record`` before it returns; otherwise
    the transaction is rolled back and :class:`ForgottenCheckError` or :class:`ForgottenRecordError` raised.
    A use case inside another answers for itself.
    """

    def declare(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        if name in ACTIONS:
            raise RuntimeError(f"two actions are named {name}")

        @wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            use_case = _UseCase()
            token = _running.set(use_case)
            try:
                with transaction.atomic():
                    result = function(actor, *args, **kwargs)
                    if not use_case.is_checked:
                        raise ForgottenCheckError(name)
                    if not use_case.is_recorded:
                        raise ForgottenRecordError(name)
                    return result
            finally:
                _running.reset(token)

        ACTIONS[name] = run
        return run

    return declare


def note_check() -> None:
    """Tell the running use case, if any, that access was asked for."""
    use_case = _running.get()
    if use_case is not None:
        use_case.is_checked = True


def note_record() -> None:
    """Tell the running use case that it was recorded.

    Raises
    ------
    RuntimeError
        If no use case is running: only actions write in the log.
    """
    use_case = _running.get()
    if use_case is None:
        raise RuntimeError(
            "the log is written inside an action, so that the record and the change go together"
        )
    use_case.is_recorded = True
