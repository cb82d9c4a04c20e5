"""Tell Django about accounts and organisations."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Accounts, organisations and memberships."""

    name = "lagesbild_web.access"
    label = "access"
    verbose_name = "Konton och behörigheter"
