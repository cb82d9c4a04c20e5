"""What a municipality has decided about how long records are kept."""

from uuid import UUID

from lagesbild_web.audit.models import RetentionRule


def decided_months(municipality_id: UUID) -> dict[str, int]:
    """Return the decided months by kind of record; what has no decision is not among them."""
    rows = RetentionRule.objects.filter(municipality_id=municipality_id)
    return dict(rows.values_list("record_type", "keep_months"))
