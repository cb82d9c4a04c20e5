"""The letters that accounts get."""

from datetime import date

from django.utils.translation import gettext as _

from lagesbild_web.access.models import ApiKey, Function, User
from lagesbild_web.base.letters import home_address, send_letter


def send_invitation(user: User, address: str) -> None:
    """Tell a new person how to begin."""
    send_letter(
        user.email,
        subject=_("Du har fått ett konto i Lägesbild"),
        template="access/letters/invitation.letter",
        address=address,
        name=user.full_name,
    )


def send_news_of_function(user: User, function: Function) -> None:
    """Tell somebody who can already log in that there is one thing more to do."""
    send_letter(
        user.email,
        subject=_("Du har fått en ny funktion i Lägesbild"),
        template="access/letters/new_function.letter",
        name=user.full_name,
        function=function.name,
        organisation=function.organisation.name,
    )


def send_log_in_link(user: User, address: str) -> None:
    """Send the link that logs in."""
    send_letter(
        user.email,
        subject=_("Din länk för att logga in i Lägesbild"),
        template="access/letters/log_in.letter",
        address=address,
    )


def send_password_link(user: User, address: str) -> None:
    """Send the link that lets one choose a new password."""
    send_letter(
        user.email,
        subject=_("Välj ett nytt lösenord i Lägesbild"),
        template="access/letters/password.letter",
        address=address,
    )


def send_news_of_second_factor(user: User, *, is_added: bool) -> None:
    """Tell the person that the way to log in has changed, in case somebody else did it."""
    send_letter(
        user.email,
        subject=_("Tvåstegsinloggningen till Lägesbild har ändrats"),
        template="access/letters/second_factor.letter",
        is_added=is_added,
    )


def send_news_of_ending_key(to: str, key: ApiKey, *, last_day: date, url: str) -> None:
    """Tell that a key to the API soon stops working; ``url`` is the page where it is renewed."""
    send_letter(
        to,
        subject=_("API-nyckeln %(name)s slutar fungera %(day)s")
        % {"name": key.name, "day": last_day.isoformat()},
        template="access/letters/key_ends.letter",
        key=key.name,
        purpose=key.purpose,
        function=key.function.name,
        organisation=key.function.organisation.name,
        last_day=last_day.isoformat(),
        home=home_address(),
        url=url,
    )
