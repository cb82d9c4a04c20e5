"""Tell Django about photographs, and the house when they go."""

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    """Photographs in reports."""

    name = "lagesbild_web.photos"
    label = "photos"
    verbose_name = "Bilder i rapporter"

    def ready(self) -> None:
        """Say when photographs are removed, and let their files go with them."""
        from lagesbild_web.photos.erasing import let_files_follow
        from lagesbild_web.photos.retention import declare_all

        let_files_follow()
        declare_all()
