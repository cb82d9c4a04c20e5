"""Surveys: shares and indexes with the uncertainty that the number of answers gives, where it is known."""

from dataclasses import dataclass

from lagesbild.document.tree import Block
from lagesbild.picture.context import Context, MethodUsed
from lagesbild.picture.findings import Finding


@dataclass(frozen=True, slots=True)
class Surveys:
    """What surveys say."""

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    methods: tuple[MethodUsed, ...] = ()


def survey_blocks(context: Context) -> Surveys:
    """Return the survey tables."""
    return Surveys()
