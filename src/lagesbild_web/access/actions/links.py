"""Letters with links: ask for one, open it, choose a password with it."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.letters import send_log_in_link, send_password_link
from lagesbild_web.access.links import Purpose, is_asked_for_too_often, make_link, use, working_link
from lagesbild_web.access.models import User
from lagesbild_web.access.passwords import set_password
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.rights import open_to_everyone
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound

_LETTERS = {Purpose.LOG_IN: send_log_in_link, Purpose.PASSWORD: send_password_link}


@action("access.ask_for_link")
def ask_for_link(actor: Actor, *, email: str, purpose: str, address_of: Callable[[str], str]) -> None:
    """Send a link to log in or to choose a password, if the address has an open account.

    Whoever asks gets no sign of whether it has one.
    """
    open_to_everyone(actor)  # the letter only reaches whoever reads the address's post
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is not None and not is_asked_for_too_often(user, purpose):
        _LETTERS[Purpose(purpose)](user, address_of(make_link(user, purpose)))
    known = actor_for(user.id, user.full_name) if user else actor
    record(
        actor,
        "access.link_asked",
        user.id if user else None,
        municipality_id=known.municipality_id,
        purpose=purpose,
    )


@action("access.take_link")
def take_link(actor: Actor, code: str) -> UUID:
    """Use a link to log in; returns whose it is. It never works again."""
    open_to_everyone(actor)  # the code in the letter is the check
    link = working_link(code)
    if link is None or link.purpose != Purpose.LOG_IN or not use(link):
        raise NotFound
    known = actor_for(link.user_id, link.user.full_name)
    record(
        actor, "access.link_used", link.user_id, municipality_id=known.municipality_id, purpose=link.purpose
    )
    return link.user_id


@action("access.choose_password")
def choose_password(actor: Actor, code: str, *, password: str) -> UUID:
    """Choose a password with the link from a letter; returns whose it is. The link never works again."""
    open_to_everyone(actor)  # the code in the letter is the check
    link = working_link(code)
    if link is None or link.purpose == Purpose.LOG_IN:
        raise NotFound
    set_password(link.user, password)
    if not use(link):
        raise Invalid(password=_("Länken har just använts. Be om en ny."))
    known = actor_for(link.user_id, link.user.full_name)
    record(
        actor, "access.link_used", link.user_id, municipality_id=known.municipality_id, purpose=link.purpose
    )
    return link.user_id
