"""Tell Django about accounts and organisations."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest


class AccessConfig(AppConfig):
    """Accounts, organisations and memberships."""

    name = "lagesbild_web.access"
    label = "access"
    verbose_name = "Konton och behörigheter"

    def ready(self) -> None:
        """Let every log-in end in time, however it was made."""
        user_logged_in.connect(_begin, sender=None)
        from lagesbild_web.access import ending_keys, retention

        retention.declare_all()
        ending_keys.declare_all()


def _begin(request: HttpRequest, **_kwargs: Any) -> None:
    from lagesbild_web.base.sessions import begin

    begin(request)
