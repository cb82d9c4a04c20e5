"""Lay in the invented municipality's steering documents, targets, words and duties."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.steering import actions
from lagesbild_web.steering.contracts import DocumentDraft
from lagesbild_web.steering.queries import documents_of, matrix_of


@dataclass(frozen=True, slots=True)
class _Document:
    title: str
    kind: str
    level: str
    body: str
    years_ago: float
    review_in_days: int | None
    text: str


_DOCUMENTS: Final = (
    _Document("Program för social hållbarhet", "programme", "council", "Kommunfullmäktige", 3, 400,
              "Kommunen ska hålla ihop. Villkoren ska inte bero på var man bor."),
    _Document("Trygghetspolicy 2018", "policy", "council", "Kommunfullmäktige", 7, None, "Ersatt."),
    _Document("Policy för trygghet och mot brott", "policy", "council", "Kommunfullmäktige", 1.5, 540,
              "Arbetet ska utgå från kunskap, vara långsiktigt och ändras när läget ändras. Alla nämnder "
              "ansvarar inom "
              "sina områden. Kommunstyrelsen leder och rapporterar till fullmäktige."),
    _Document("Riktlinje mot klotter och skadegörelse", "guideline", "board", "Kommunstyrelsen", 2, -20,
              "Klotter saneras inom ett dygn. Skador anmäls och räknas."),
    _Document("Riktlinje för trygghetsvandringar", "guideline", "board", "Kommunstyrelsen", 1, 300,
              "Varje vandring har en ledare, ett protokoll och en ansvarig för varje brist."),
    _Document("Tillsynsplan för alkohol", "action_plan", "committee", "Socialnämnden", 0.8, 90,
              "Vilka serveringsställen som besöks, hur ofta och med vem."),
    _Document("Plan mot kränkande behandling", "action_plan", "committee", "Bildningsnämnden", 0.5, 200,
              "Hur skolorna förebygger, upptäcker och åtgärdar."),
    _Document("Rutin för orosanmälan", "routine", "office", "Socialförvaltningen", 1.2, 150,
              "Vem som anmäler, hur och inom vilken tid."),
)  # fmt: skip
_TARGETS: Final = (
    ("Exempelköping ska vara en trygg och säker kommun", None),
    ("Mötesplatser och utemiljöer ska vara hela och trygga", 0),
    ("Ingen stadsdel ska ha sämre villkor än någon annan", 0),
    ("Barn och unga ska växa upp under trygga villkor", None),
    ("Alla elever ska vara trygga i skolan", 3),
)
_WORDS: Final = (
    ("Trygghet", "Hur en person upplever sin egen säkerhet."),
    ("Säkerhet", "Den faktiska risken att utsättas för brott eller ordningsstörningar."),
    ("Primär prevention", "Det som riktas brett till många, oavsett behov."),
    ("Sekundär prevention", "Det som riktas dit där det finns risker."),
    ("Tertiär prevention", "Det som görs när problemen redan finns, för att de inte ska växa."),
)


@action("steering.lay_in_demo")
def lay_in_demo_steering(actor: Actor, *, municipality_id: UUID, today: date) -> int:
    """Lay in the documents the first time; returns how many, 0 when they are already there."""
    home = municipality_id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    if documents_of(actor, home, with_retired=True):
        record(actor, "steering.demo_laid_in", municipality_id=home, documents=0)
        return 0
    made: dict[str, UUID] = {}
    for item in _DOCUMENTS:
        decided_on = today - timedelta(days=round(item.years_ago * 365))
        made[item.title] = actions.add_document(
            actor,
            DocumentDraft(
                item.title,
                item.kind,
                item.level,
                item.body,
                decided_on,
                section=f"§ {20 + len(made) * 7}",
                valid_from=decided_on,
                review_on=today + timedelta(days=item.review_in_days) if item.review_in_days else None,
                replaces_id=made.get("Trygghetspolicy 2018") if item.title.startswith("Policy för") else None,
                text=item.text,
            ),
            municipality_id=home,
        )
    ids: list[UUID] = []
    for title, parent in _TARGETS:
        ids.append(
            actions.add_target(
                actor,
                municipality_id=home,
                title=title,
                parent_id=ids[parent] if parent is not None else None,
                document_id=made["Policy för trygghet och mot brott"],
                order=len(ids),
            )
        )
    for term, text in _WORDS:
        actions.define(
            actor,
            municipality_id=home,
            term=term,
            text=text,
            source="Policy för trygghet och mot brott",
            valid_from=today - timedelta(days=548),
        )
    _fill_matrix(actor, home, made)
    record(actor, "steering.demo_laid_in", municipality_id=home, documents=len(made))
    return len(made)


def _fill_matrix(actor: Actor, home: UUID, made: dict[str, UUID]) -> None:
    """Let some committees have what they must have; the rest is missing, as it often is."""
    actions.suggest_matrix(actor, municipality_id=home)
    matrix = matrix_of(actor, home)
    committees = {committee.name: committee.id for committee in matrix.committees}
    requirements = {requirement.title: requirement.id for requirement in matrix.requirements}
    has = (
        ("Plan mot kränkande behandling", "Bildningsnämnden", "Plan mot kränkande behandling"),
        ("Tillsynsplan för alkohol", "Socialnämnden", "Tillsynsplan för alkohol"),
        ("Rutin för orosanmälan till socialnämnden", "Socialnämnden", "Rutin för orosanmälan"),
        ("Rutin för orosanmälan till socialnämnden", "Bildningsnämnden", "Rutin för orosanmälan"),
    )
    for requirement, committee, document in has:
        actions.set_cell(actor, requirements[requirement], committees[committee], document_id=made[document])
    for requirement, owner in (
        ("Plan mot kränkande behandling", "Bildningsnämnden"),
        ("Tillsynsplan för alkohol", "Socialnämnden"),
    ):
        for name, key in committees.items():
            if name != owner:
                motive = "Gäller en annan nämnds ansvar."
                actions.set_cell(actor, requirements[requirement], key, is_needed=False, motive=motive)
