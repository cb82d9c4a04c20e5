"""Tell Django about photographs, and the house when they go."""

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    """Photographs in reports."""

    name = "lagesbild_web.photos"
    label = "photos"
    verbose_name = "Bilder i rapporter"

    def ready(self) -> None:
        """Say when photographs are removed."""
        from lagesbild_web.photos.retention import declare_all

        declare_all()
