"""What an administrator can do with the work that comes back by itself."""

from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.queries import managed_municipality
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.administration.queries import is_shared
from lagesbild_web.audit.log import record
from lagesbild_web.base import schedule
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound

_NONE = UUID(int=0)
"""The municipality of whoever runs the server, who belongs to none."""


@action("schedule.ask")
def ask_for_job(actor: Actor, name: str) -> None:
    """Let a job be run as soon as a worker sees it, also if it is paused."""
    _require(actor, name)
    schedule.ask_for(name)
    record(actor, "schedule.asked", job=name)


@action("schedule.pause")
def pause_job(actor: Actor, name: str) -> None:
    """Let a job not be started by itself; it can be resumed."""
    _require(actor, name)
    schedule.pause(name)
    record(actor, "schedule.paused", job=name)


@action("schedule.resume")
def resume_job(actor: Actor, name: str) -> None:
    """Let a job be started by itself again."""
    _require(actor, name)
    schedule.resume(name)
    record(actor, "schedule.resumed", job=name)


def _require(actor: Actor, name: str) -> None:
    """Let through whoever runs the server, and the administrator of an installation of one's own."""
    if actor.kind == "system":
        require(actor, Right.MANAGE_ACCESS, Domain(_NONE, _NONE))
    else:
        managed_municipality(actor)
    if name not in schedule.RECURRING:
        raise NotFound
    if actor.kind != "system" and is_shared():
        raise Invalid(
            name=_(
                "Flera kommuner delar tjänsten. Be den som driver den att köra: lagesbild manage schemalagt."
            )
        )
