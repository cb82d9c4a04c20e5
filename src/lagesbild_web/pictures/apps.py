"""Tell Django about situation pictures."""

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    """Situation pictures."""

    name = "lagesbild_web.pictures"
    label = "pictures"
    verbose_name = "Lägesbilder"

    def ready(self) -> None:
        """Declare what has a day, what is removed when, and the place of pictures in the chain."""
        from lagesbild_web.pictures.chain import declare_chain
        from lagesbild_web.pictures.dues import declare_dues
        from lagesbild_web.pictures.retention import declare_all

        declare_chain()
        declare_dues()
        declare_all()
