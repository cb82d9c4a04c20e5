"""A photograph's file goes with its row, whatever removes the row: somebody, old age, or its incident."""

from typing import Any

from django.db.models.signals import post_delete

from lagesbild_web.base.stored_files import forget_unused
from lagesbild_web.photos.models import Photo


def let_files_follow() -> None:
    """See to it from now on; called when the feature is loaded."""
    # A signal, since a database that removes an incident's photographs with it tells nobody else.
    post_delete.connect(_forget_file, sender=Photo, dispatch_uid="photos.file_follows")


def _forget_file(instance: Photo, **_told: Any) -> None:
    forget_unused([instance.sha256])
