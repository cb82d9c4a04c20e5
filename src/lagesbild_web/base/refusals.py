"""The three ways of saying no: not yours to see, not yours to do, not possible as written."""

from django.core.exceptions import PermissionDenied
from django.http import Http404


class NotFound(Http404):  # an answer, read where it is raised
    """It does not exist, or the actor may not know that it does. The page answers 404."""


class NotAllowed(PermissionDenied):  # an answer, read where it is raised
    """The actor may know of it but not do this. The page answers 403."""


class Invalid(Exception):  # noqa: N818  # an answer, read where it is raised
    """What was asked for cannot be done as written; one Swedish sentence for each field that must change.

    Examples
    --------
    >>> Invalid(reason="Skriv varför lägesbilden dras tillbaka.").faults
    {'reason': 'Skriv varför lägesbilden dras tillbaka.'}
    """

    def __init__(self, **faults: str) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults
