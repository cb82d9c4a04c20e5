"""The picture as JSON: the keys are a contract, and the same picture is the same text, byte for byte."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lagesbild.document.swedish import value_text
from lagesbild.document.tree import (
    Block,
    Bullets,
    Callout,
    Cell,
    Document,
    Figure,
    KeyFigures,
    Paragraph,
    Section,
    Statements,
    Subsection,
    Table,
)
from lagesbild.document.words import without_markup
from lagesbild.picture.findings import Finding

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class JsonHead:
    """What the JSON says before its sections."""

    municipality: str
    period: str
    compare: tuple[str, ...]
    as_of: date
    version: str
    rows: int
    sha256: str


def picture_json(
    document: Document,
    findings: Mapping[str, Sequence[Finding]],
    *,
    head: JsonHead,
    warnings: Sequence[str],
) -> str:
    """Return the whole picture as JSON with a fixed key order and a final line break.

    ``findings`` are those of each section, by its id.
    """
    data: dict[str, Json] = {
        "title": document.title,
        "municipality": head.municipality,
        "period": head.period,
        "compare": list(head.compare),
        "as_of": head.as_of.isoformat(),
        "version": head.version,
        "snapshot": {"rows": head.rows, "sha256": head.sha256},
        "sections": [_section(section, findings.get(section.id, ())) for section in document.sections],
        "warnings": list(warnings),
    }
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _section(section: Section, findings: Sequence[Finding]) -> Json:
    blocks = _flat(section.blocks)
    return {
        "id": section.id,
        "heading": section.heading,
        "text": "\n\n".join(text for block in blocks if (text := _text(block))),
        "findings": [_finding(finding) for finding in findings],
        "tables": [_table(block) for block in blocks if isinstance(block, Table)],
        "figures": [
            {"id": block.id, "caption": block.caption, "alt": block.alt, "kind": block.kind}
            for block in blocks
            if isinstance(block, Figure)
        ],
    }


def _flat(blocks: Sequence[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Subsection):
            found.extend(_flat(block.blocks))
    return found


def _text(block: Block) -> str:
    """Return what a block says in words; tables and figures have their own places."""
    if isinstance(block, Paragraph):
        return without_markup(block.text)
    if isinstance(block, Bullets):
        return "\n".join(f"- {without_markup(item)}" for item in block.items)
    if isinstance(block, Callout):
        return f"{block.title}. {without_markup(block.text)}"
    if isinstance(block, Statements):
        return "\n".join(
            f"- {without_markup(' '.join(filter(None, (s.sentence, s.detail))))}" for s in block.items
        )
    if isinstance(block, KeyFigures):
        return "\n".join(f"{f.label}: {value_text(f.value, f.kind)} {f.detail}" for f in block.items)
    return block.heading if isinstance(block, Subsection) else ""


def _finding(finding: Finding) -> Json:
    return {
        "kind": finding.kind,
        "category": finding.category,
        "area": finding.area,
        "period": finding.period,
        "count": _number(finding.count),
        "reference": _number(finding.reference),
        "ratio": _number(finding.ratio),
        "low": _number(finding.low),
        "high": _number(finding.high),
        "p_value": _number(finding.p_value),
        "q_value": _number(finding.q_value),
        "verdict": finding.verdict,
        "sentence": without_markup(finding.sentence),
        "method": finding.method,
    }


def _table(table: Table) -> Json:
    return {
        "id": table.id,
        "caption": table.caption,
        "columns": [column.key for column in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell) -> Json:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return _number(cell) if isinstance(cell, float) else cell


def _number(value: float | None) -> Json:
    """Return a number as JSON can hold it: infinity in words, no value as null."""
    if value is None or isinstance(value, int):
        return value
    if math.isnan(value):
        return None
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    # Twelve figures: more than anybody can use, few enough for the same text on every processor.
    return float(f"{value:.12g}")
