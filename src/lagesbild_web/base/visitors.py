"""Where a visitor comes from, for counting attempts. It is kept nowhere else."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def visitor_address(request: HttpRequest) -> str:
    """Return the address that a visitor comes from: what our own proxy says, and otherwise who connects.

    Only what stands last in ``X-Forwarded-For`` was written by the proxy; the visitor may have made up the
    rest.
    """
    if settings.BEHIND_PROXY:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(told))
        except ValueError:
            pass  # a proxy that does not say: everybody comes from it
    return str(request.META.get("REMOTE_ADDR", ""))
