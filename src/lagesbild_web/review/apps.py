"""Tell Django about reviewing."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The reviewer's pages; no tables."""

    name = "lagesbild_web.review"
    label = "review"
    verbose_name = "Granskning"
