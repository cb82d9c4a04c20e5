"""Load pictures from folders, and hand out their files."""

import hashlib
from pathlib import Path
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from lagesbild.tables.municipalities import UnknownPlaceError, find_municipality
from lagesbild_web.access.queries import organisation_name
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.stored_files import StoredFile, store
from lagesbild_web.pictures.content import Content, read_content
from lagesbild_web.pictures.contracts import PictureSummary
from lagesbild_web.pictures.folder import is_made_for_the_public, kind_in, read_folder
from lagesbild_web.pictures.models import PictureFile as FileRow
from lagesbild_web.pictures.models import SituationPicture
from lagesbild_web.pictures.presenting import file_of, summary_of
from lagesbild_web.pictures.reading import readable_row


@action("picture.import")
def import_picture(actor: Actor, folder: Path, *, municipality_id: UUID) -> PictureSummary:
    """Load a folder that ``lagesbild picture`` wrote, as a draft of the municipality's own.

    Loading the same picture again changes nothing. A changed picture with the same title and period
    becomes the next version; the one for the public is counted by itself.

    Raises
    ------
    Invalid
        If the folder is not a picture's; the sentence says what is missing or wrong.
    """
    require(actor, Right.IMPORT_PICTURE, Domain(municipality_id, municipality_id))
    files = read_folder(folder)
    content = read_content(files["picture.json"])
    _check_municipality(content, municipality_id)
    digest = hashlib.sha256(files["picture.json"]).hexdigest()
    known = SituationPicture.objects.filter(organisation_id=municipality_id, content_sha256=digest).first()
    if known is not None:
        record(
            actor,
            "picture.imported_again",
            known.id,
            municipality_id=municipality_id,
            title=known.title,
            snapshot=content.snapshot_sha256,
        )
        return summary_of(known)
    row = new_row(
        content,
        digest,
        municipality_id=municipality_id,
        is_public=is_made_for_the_public(files),
        kind=kind_in(files),
    )
    keep({name: store(data) for name, data in files.items()}, row)
    record(
        actor,
        "picture.imported",
        row.id,
        municipality_id=municipality_id,
        title=row.title,
        version=row.version,
        files=len(files),
        snapshot=row.snapshot_sha256,
    )
    return summary_of(row)


@action("picture.export")
def export_picture(actor: Actor, picture_id: UUID, *, format: str) -> OutgoingFile:
    """Hand out a picture as a file, and remember who got it."""
    row = readable_row(actor, picture_id)
    file = file_of(row, format)
    record(
        actor, "picture.exported", row.id, municipality_id=row.municipality_id, title=row.title, format=format
    )
    return file


def _check_municipality(content: Content, municipality_id: UUID) -> None:
    """A picture of one municipality must not end up among another's."""
    name = organisation_name(municipality_id)
    if content.municipality and _code(content.municipality) != _code(name):
        raise Invalid(
            folder=_("Lägesbilden gäller %(picture)s, inte %(name)s. Välj rätt kommun med --municipality.")
            % {"picture": content.municipality, "name": name}
        )


def _code(name: str) -> str:
    """A municipality's code, however its name is written; the name itself when it has no code."""
    try:
        return find_municipality(name).code
    except UnknownPlaceError:
        return name.strip().casefold()


def new_row(
    content: Content,
    digest: str,
    *,
    municipality_id: UUID,
    is_public: bool,
    kind: str = "",
    **columns: object,
) -> SituationPicture:
    """Lay up the next version of a picture as a draft; for this feature only."""
    sensitivity = Sensitivity.OPEN if is_public else Sensitivity.LIMITED
    same = SituationPicture.objects.filter(
        organisation_id=municipality_id, title=content.title, period=content.period, sensitivity=sensitivity
    )
    latest = same.aggregate(latest=Max("version"))["latest"] or 0
    return SituationPicture.objects.create(
        municipality_id=municipality_id,
        organisation_id=municipality_id,
        sensitivity=sensitivity,
        title=content.title,
        period=content.period,
        as_of=content.as_of,
        version=latest + 1,
        content_sha256=digest,
        snapshot_sha256=content.snapshot_sha256,
        kind=kind,
        **columns,
    )


def keep(stored: dict[str, StoredFile], row: SituationPicture) -> None:
    """Let the picture have these files, instead of those with the same names; for this feature only."""
    row.files.filter(name__in=stored).delete()
    FileRow.objects.bulk_create(
        FileRow(picture=row, name=name, sha256=file.sha256, size=file.size) for name, file in stored.items()
    )
