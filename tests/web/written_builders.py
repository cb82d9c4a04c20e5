"""Reports in running text for tests."""

from datetime import date
from uuid import UUID

from lagesbild_web.base.actor import Actor
from lagesbild_web.written_reports.actions import receive

REPORT = """Natten mot lördag 8 mars 2025

Stationstorget
22:15 Klotter på norra väggen.
22:40-23:05 Bråk mellan flera ungdomar.
Skingrades. Ring 070-123 45 67 om det blir mer.
01:30 Krossad ruta vid kiosken.
"""


def a_text(actor: Actor, text: str = REPORT, *, sender_id: UUID | None = None) -> UUID:
    """A text that the actor's organisation has received."""
    assert actor.home is not None
    return receive(
        actor, text=text, sender_id=sender_id or actor.home.municipality_id, report_day=date(2025, 3, 8)
    )
