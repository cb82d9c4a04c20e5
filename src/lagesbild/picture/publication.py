"""The public version: small counts and sensitive details hidden in every table, sentence and figure alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lagesbild.document.tree import Document
from lagesbild.picture.context import Context
from lagesbild.picture.findings import Finding


@dataclass(frozen=True, slots=True)
class Published:
    """What may leave the house."""

    document: Document
    findings: Mapping[str, tuple[Finding, ...]]
    warnings: tuple[str, ...]


def for_everyone(
    context: Context, document: Document, findings: Mapping[str, Sequence[Finding]]
) -> Published:
    """Return the document as it may be shown to everybody."""
    raise NotImplementedError
