"""Links in letters: each opens one account, once, for a short time."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from lagesbild_web.access.models import AccessLink, User

Purpose = AccessLink.Purpose

LASTS: Final[Mapping[str, timedelta]] = {
    Purpose.LOG_IN: timedelta(minutes=15),
    Purpose.PASSWORD: timedelta(hours=1),
    Purpose.INVITATION: timedelta(days=7),
}
ASKING_WINDOW: Final = timedelta(minutes=15)
MOST_IN_WINDOW: Final = 3
"""So many letters an address gets in the window, however often somebody asks."""
MOST_FOR_ALL: Final = 300
"""So many letters the whole service sends in the window: more is not people asking."""


def make_link(user: User, purpose: str) -> str:
    """Return the code of a new link; older links of the same kind stop working."""
    now = timezone.now()
    user.links.filter(purpose=purpose, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    code = secrets.token_urlsafe(32)
    AccessLink.objects.create(
        user=user,
        purpose=purpose,
        token_hash=_hash(code),
        created_at=now,
        expires_at=now + LASTS[purpose],
    )
    return code


def is_asked_for_too_often(user: User, purpose: str) -> bool:
    """Return whether the address, or the whole service, has sent its letters for now."""
    recent = AccessLink.objects.filter(created_at__gt=timezone.now() - ASKING_WINDOW)
    of_this_person = recent.filter(user=user, purpose=purpose).count()
    return of_this_person >= MOST_IN_WINDOW or recent.count() >= MOST_FOR_ALL


def working_link(code: str) -> AccessLink | None:
    """Return the link when it still works: not used, not too old, and the account is open."""
    return (
        AccessLink.objects.select_related("user")
        .filter(
            token_hash=_hash(code), used_at__isnull=True, expires_at__gt=timezone.now(), user__is_active=True
        )
        .first()
    )


def use(link: AccessLink) -> bool:
    """Take the link; False when somebody was quicker."""
    now = timezone.now()
    return AccessLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=now) == 1


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
