"""Make the protocol, keep it as it was made, and send it to those who took part."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import addresses_of_holders
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.document_files import as_document_file
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.letters import send_letter
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.stored_files import store
from lagesbild_web.walks.changing import function_of
from lagesbild_web.walks.documents import protocol_document
from lagesbild_web.walks.kinds import WalkState
from lagesbild_web.walks.models import Protocol
from lagesbild_web.walks.queries import MEDIA_TYPES, protocol_file, walk_for
from lagesbild_web.walks.reading import walk_row


@action("walk.make_protocol")
def make_protocol(actor: Actor, walk_id: UUID, *, address: str = "") -> int:
    """Make a protocol of what is known now, and tell those who took part; returns its number.

    It can be made anew when findings have been taken care of: each one is kept, so that nothing told
    to the participants is changed afterwards.

    Raises
    ------
    Invalid
        If the walk has not been held.
    """
    row = walk_row(actor, walk_id, right=Right.MANAGE_WALK, is_locked=True)
    if row.state not in (WalkState.HELD, WalkState.REPORTED):
        raise Invalid(state=_("Vandringen är inte genomförd. Fyll i närvaron först."))
    number = row.protocols.count() + 1
    document = protocol_document(walk_for(actor, walk_id), number=number)
    content = {
        kind: store(as_document_file(document, "protokoll", kind).content).sha256 for kind in MEDIA_TYPES
    }
    Protocol.objects.create(walk=row, number=number, content=content, by_function=function_of(actor))
    row.state = WalkState.REPORTED
    row.version += 1
    row.save(update_fields=["state", "version"])
    there = row.invitations.filter(was_there=True).values_list("function_id", flat=True)
    holders = addresses_of_holders(there)
    letters = sorted({letter for addresses in holders.values() for letter in addresses})
    for letter in letters:
        send_letter(
            letter,
            subject=_("Protokoll från trygghetsvandringen %(day)s")
            % {"day": timezone.localtime(row.starts_at).strftime("%Y-%m-%d")},
            template="walks/letters/protocol.letter",
            title=row.title,
            number=number,
            address=f"{address}{reverse('walks:walk', args=[row.id])}",
        )
    record(
        actor,
        "walk.protocol_made",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        number=number,
        letters=len(letters),
    )
    return number


@action("walk.hand_out")
def hand_out_protocol(actor: Actor, walk_id: UUID, *, number: int, format: str) -> OutgoingFile:
    """Hand out a protocol as it was made."""
    file = protocol_file(actor, walk_id, number, format)
    row = walk_row(actor, walk_id, right=Right.JOIN_WALK)
    record(
        actor,
        "walk.protocol_exported",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        format=format,
    )
    return file
