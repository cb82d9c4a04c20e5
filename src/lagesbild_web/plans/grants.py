"""Applications for state grants as others see them, and what they still lack (förordning 2023:442)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class GrantDraft:
    """An application as somebody writes it, with its account. Kronor are whole."""

    title: str
    year: int
    purpose: str = ""
    time_frame: str = ""
    measure_ids: tuple[UUID, ...] = ()
    amount: int | None = None
    is_new_activity: bool = False
    other_grants: str = ""
    evaluation: str = ""
    sent_on: date | None = None
    granted: int | None = None
    granted_on: date | None = None
    record_number: str = ""
    account_due_on: date | None = None
    used_for: str = ""
    results: str = ""
    results_against_purpose: str = ""
    accounted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """An application with its account."""

    id: UUID
    plan_id: UUID
    municipality_id: UUID
    draft: GrantDraft
    revision: int

    @property
    def missing_in_application(self) -> tuple[str, ...]:
        """What § 7 and § 6 ask for that is not written."""
        draft = self.draft
        asked = (
            (draft.purpose, _("Vad bidraget ska användas till (7 § 1)")),
            (draft.time_frame, _("Övergripande plan med tidsram (7 § 1)")),
            (draft.amount is not None, _("Beräknade kostnader (7 § 1)")),
            (draft.measure_ids, _("Vilka åtgärder det gäller")),
            (
                draft.other_grants,
                _("Andra sökta eller beviljade statliga bidrag, eller att det inte finns några (7 § 3)"),
            ),
            (draft.evaluation, _("Hur resultatet ska utvärderas (7 § 4)")),
            (draft.is_new_activity, _("Att det inte är befintlig verksamhet (6 §)")),
        )
        return tuple(label for has, label in asked if not has)

    @property
    def missing_in_account(self) -> tuple[str, ...]:
        """What § 14 asks for that is not written."""
        draft = self.draft
        asked = (
            (draft.granted is not None, _("Beviljat belopp")),
            (draft.used_for, _("Vad medlen har använts till (14 §)")),
            (draft.results, _("Vilka resultat som har uppnåtts (14 §)")),
            (draft.results_against_purpose, _("Hur resultaten förhåller sig till ändamålet (14 §)")),
        )
        return tuple(label for has, label in asked if not has)


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """A grant that has not been accounted for."""

    id: UUID
    title: str
    due_on: date
    municipality_id: UUID
