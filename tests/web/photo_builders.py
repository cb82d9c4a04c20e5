"""Pictures for tests."""

import io
from uuid import UUID, uuid4

from PIL import Image
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.base.actor import Actor
from lagesbild_web.photos.actions import add_photo, decide


def a_jpeg(size: tuple[int, int] = (80, 60)) -> bytes:
    """A picture of nothing."""
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, "JPEG")
    return written.getvalue()


def a_photo(home: Organisation, reporter: Actor) -> UUID:
    """A picture of an incident that somebody has reported, in a municipality that takes pictures."""
    decide(builders.SYSTEM, municipality_id=home.id, is_allowed=True, motive="Beslut 2025, § 4")
    client_id, photo_id = uuid4(), uuid4()
    make.actions.report(reporter, client_id, [make.a_draft()])
    add_photo(reporter, photo_id, client_id=client_id, number=0, content=a_jpeg(), is_checked=True)
    return photo_id
