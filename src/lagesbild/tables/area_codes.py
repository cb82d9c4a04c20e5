"""Area codes: what a code says by itself (DeSO, RegSO, municipality, county)."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

AreaKind = Literal["county", "municipality", "deso", "regso", "police_area", "own"]
AREA_KINDS: tuple[AreaKind, ...] = get_args(AreaKind)

_DESO = re.compile(r"(\d{4})[ABC]\d{4}(?:_DeSO(\d{4}))?", re.IGNORECASE)
_REGSO = re.compile(r"(\d{4})R\d{3}(?:_RegSO(\d{4}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AreaCode:
    """A code and what it says.

    ``code`` is without the suffix that tells the generation; ``parent`` is the code of the area that it
    lies in, when the code itself says so; ``generation`` is such as "DeSO 2018".
    """

    code: str
    kind: AreaKind
    parent: str | None
    generation: str | None


def parse_area_code(text: str) -> AreaCode:
    """Read an area code. A code that follows no national pattern is an area of the municipality's own.

    Notes
    -----
    SCB's DeSO codes are the municipality (four digits), A, B or C (outside towns, in towns, central town) and
    four digits. Codes of the 2025 generation are published with the suffix ``_DeSO2025``; a code
    without a suffix may be of either generation, so its generation is left open.

    Examples
    --------
    >>> parse_area_code("0139C1010_DeSO2025")
    AreaCode(code='0139C1010', kind='deso', parent='0139', generation='DeSO 2025')
    >>> parse_area_code("Stationsparken").kind
    'own'
    """
    plain = text.strip()
    if match := _DESO.fullmatch(plain):
        generation = f"DeSO {match[2]}" if match[2] else None
        return AreaCode(plain[:9].upper(), "deso", match[1], generation)
    if match := _REGSO.fullmatch(plain):
        generation = f"RegSO {match[2]}" if match[2] else None
        return AreaCode(plain[:8].upper(), "regso", match[1], generation)
    if re.fullmatch(r"\d{4}", plain):
        return AreaCode(plain, "municipality", plain[:2], None)
    if re.fullmatch(r"\d{2}", plain):
        return AreaCode(plain, "county", None, None)
    return AreaCode(plain, "own", None, None)
