"""What a link in a letter is for."""

from lagesbild_web.access.links import working_link
from lagesbild_web.base.refusals import NotFound


def purpose_of_link(code: str) -> str:
    """Return what a link opens.

    Raises
    ------
    NotFound
        If it does not work: used, too old, or never sent.
    """
    link = working_link(code)
    if link is None:
        raise NotFound
    return link.purpose
