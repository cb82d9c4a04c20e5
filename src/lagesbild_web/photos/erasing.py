"""Remove a photograph for good, row and file, for those who remove one and for what is old."""

from django.db import transaction

from lagesbild_web.base import stored_files
from lagesbild_web.photos.models import Photo


def erase(row: Photo) -> None:
    """Remove the row, and the file when no other photograph is the same."""
    sha256 = row.sha256
    row.delete()
    if not Photo.objects.filter(sha256=sha256).exists():
        transaction.on_commit(lambda: stored_files.erase(sha256))
