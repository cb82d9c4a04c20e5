"""Make steering documents, sensible where a test does not care."""

from uuid import UUID

from tests.web import builders

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.steering import actions
from lagesbild_web.steering.contracts import DocumentDraft
from lagesbild_web.steering.queries import matrix_of

S = builders.SYSTEM


def a_document(home: Organisation, title: str = "Trygghetspolicy", **fields: object) -> UUID:
    """A policy of the council, not decided."""
    draft = DocumentDraft(title, "policy", "council", **fields)  # type: ignore[arg-type]  # a test's own
    return actions.add_document(S, draft, municipality_id=home.id)


def things_of_steering(home: Organisation) -> dict[str, UUID]:
    """One of each thing that an address of the steering can be about."""
    actions.suggest_matrix(S, municipality_id=home.id)
    return {
        "steered": a_document(home),
        "target": actions.add_target(S, municipality_id=home.id, title="En trygg kommun"),
        "required": matrix_of(S, home.id).requirements[0].id,
    }
