"""Tell Django about the administrator's pages."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """The administrator's pages; the tables are those of access and audit."""

    name = "lagesbild_web.administration"
    label = "administration"
    verbose_name = "Administration"
