"""Load pictures, publish them, withdraw them, hand out their files."""

import hashlib
from pathlib import Path
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.tables.municipalities import UnknownPlaceError, find_municipality
from lagesbild_web.access.queries import organisation_name
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.stored_files import StoredFile, store
from lagesbild_web.pictures.content import Content, read_content
from lagesbild_web.pictures.contracts import PictureSummary
from lagesbild_web.pictures.folder import is_made_for_the_public, read_folder
from lagesbild_web.pictures.models import PictureFile as FileRow
from lagesbild_web.pictures.models import SituationPicture
from lagesbild_web.pictures.queries import file_of, readable_row, row_for, summary_of

Status = SituationPicture.Status


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
    row = _new_row(content, digest, municipality_id=municipality_id, is_public=is_made_for_the_public(files))
    _keep({name: store(data) for name, data in files.items()}, row)
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


@action("picture.publish")
def publish_picture(actor: Actor, picture_id: UUID, *, circle: Circle) -> PictureSummary:
    """Show a picture to the own organisation, to the partners, or to everybody.

    Raises
    ------
    Invalid
        If it is published already, or if it was not made for the public and everybody is to see it.
    """
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE)
    if row.status == Status.PUBLISHED:
        raise Invalid(
            circle=_("Lägesbilden är redan publicerad. Dra tillbaka den först om kretsen ska ändras.")
        )
    if circle is Circle.PUBLIC and row.sensitivity != Sensitivity.OPEN:
        raise Invalid(
            circle=_(
                "Den här lägesbilden är inte gjord för allmänheten: små antal kan peka ut någon. "
                "Gör en publik version med ”lagesbild picture … --public” och publicera den."
            )
        )
    row.status, row.circle, row.published_at = Status.PUBLISHED, circle, timezone.now()
    row.save(update_fields=["status", "circle", "published_at"])
    record(
        actor,
        "picture.published",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        circle=circle,
    )
    return summary_of(row)


@action("picture.withdraw")
def withdraw_picture(actor: Actor, picture_id: UUID, *, reason: str) -> PictureSummary:
    """Take a published picture back; it can be published again."""
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE)
    if row.status != Status.PUBLISHED:
        raise Invalid(reason=_("Lägesbilden är inte publicerad, så det finns inget att dra tillbaka."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför lägesbilden dras tillbaka. Skälet sparas i loggen."))
    row.status, row.circle = Status.WITHDRAWN, Circle.OWN
    row.save(update_fields=["status", "circle"])
    record(
        actor,
        "picture.withdrawn",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        reason=reason.strip(),
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


def _new_row(content: Content, digest: str, *, municipality_id: UUID, is_public: bool) -> SituationPicture:
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
    )


def _keep(stored: dict[str, StoredFile], row: SituationPicture) -> None:
    FileRow.objects.bulk_create(
        FileRow(picture=row, name=name, sha256=file.sha256, size=file.size) for name, file in stored.items()
    )
