"""Which column means what: a suggestion from headings and contents, with a reason for each."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lagesbild.readers.contents import Contents, contents_of
from lagesbild.readers.mapping import DateOrder, Decimal, Mapping
from lagesbild.readers.moments import OrderEvidence, order_evidence
from lagesbild.readers.numbers import DecimalEvidence, decimal_evidence
from lagesbild.readers.roles import INCIDENT_ROLES, PAIRS, Role, folded
from lagesbild.readers.sheet import Sheet

_ENOUGH = 0.45
"""Below this a column is left alone: a wrong guess is worse than none."""
_NAME_WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class Choice:
    """One column's suggested role, how sure (0-1) and why, in a Swedish sentence."""

    role: str
    column: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested mapping with the reasons for it, and the columns that nothing was found for."""

    mapping: Mapping
    choices: tuple[Choice, ...]
    unused: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """How sure the whole is (0-1): the mean of when and what, 0 when neither is known."""
        when = max((c.confidence for c in self.choices if c.role == "start"), default=0.0)
        what = max((c.confidence for c in self.choices if c.role in _WHAT), default=0.0)
        return round((when + what) / 2, 2)


_KINDS = frozenset({"type", "typ", "kategori", "category"})
_PLACES = frozenset({"location", "place", "plats", "lokal", "omrade", "area", "premises"})
_WHAT = ("label", "code", "category")


def suggest(sheet: Sheet, *, roles: Sequence[Role] = INCIDENT_ROLES, source: str = "incidents") -> Suggestion:
    """Suggest a mapping for a sheet (a preview is enough).

    Parameters
    ----------
    sheet
        The table, or its first rows.
    roles
        The roles to look for.
    source
        Id of the source that the mapping is for.
    """
    seen = {column: contents_of(sheet, column) for column in sheet.columns}
    candidates = [
        choice
        for role in roles
        for column, contents in seen.items()
        if (choice := _candidate(role, column, contents)) is not None
    ]
    chosen = _assigned(candidates)
    chosen += _from_contents(chosen, seen, {role.id for role in roles})
    by_role = {choice.role: choice for choice in chosen}
    for one, other in PAIRS:  # half a coordinate is no place
        if (one in by_role) != (other in by_role):
            by_role.pop(one, None)
            by_role.pop(other, None)
    ordered = tuple(by_role[role.id] for role in roles if role.id in by_role)
    columns = {choice.role: choice.column for choice in ordered}
    mapping = Mapping(
        source=source,
        columns=columns,
        date_order=_date_order(sheet, columns),
        decimal=_decimal(sheet, columns),
    )
    used = set(columns.values())
    return Suggestion(mapping, ordered, tuple(column for column in sheet.columns if column not in used))


def best_sheet(sheets: Iterable[Sheet]) -> Sheet:
    """Return the sheet that most looks like a list of incidents; hidden sheets come last.

    Raises
    ------
    ValueError
        If there are no sheets.
    """
    found = list(sheets)
    if not found:
        raise ValueError("there is no sheet to choose from")
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda sheet: (not sheet.hidden.sheet, suggest(sheet).confidence, len(sheet)))


def _candidate(role: Role, column: str, contents: Contents) -> Choice | None:
    name = _name_score(role, column)
    if not name:
        return None
    fit = _FITS.get(role.id, _any)(contents)
    if fit <= 0:
        return None
    confidence = round(_NAME_WEIGHT * name + (1 - _NAME_WEIGHT) * fit, 2)
    if confidence < _ENOUGH:
        return None
    looks = " och cellerna stämmer med det" if fit >= 0.8 and role.id in _FITS else ""
    how = "är ett vanligt namn" if name >= 0.8 else "liknar ett vanligt namn"
    return Choice(role.id, column, confidence, f"Rubriken {how} för {role.label}{looks}.")


def _name_score(role: Role, column: str) -> float:
    """How well a heading fits a role's words: 1 for the likeliest, 0 for none."""
    plain = re.sub(r" \(\d+\)$", "", column)
    # Of a heading in two lines ("2020 / antal") the lower says what the column holds.
    forms = {folded(plain), folded(plain.rpartition(" / ")[2])}
    for position, word in enumerate(role.words):
        if word in forms:
            return max(0.8, 1.0 - 0.01 * position)
    tokens = _tokens(plain)
    if tokens & _KINDS and tokens & _PLACES:
        return 0.0  # the kind of a place is neither the place nor what happened there
    whole = max(forms, key=len)
    best = 0.0
    for word in role.words:
        if word in tokens:
            best = max(best, 0.55 + 0.15 * len(word) / len(whole))
        elif len(word) >= 4 and word in whole:
            best = max(best, 0.45 + 0.25 * len(word) / len(whole))
    return best


def _tokens(heading: str) -> set[str]:
    return {folded(token) for token in re.split(r"[\W_]+", heading)}


def _assigned(candidates: list[Choice]) -> list[Choice]:
    """Give each role and each column at most once, the surest first."""
    chosen: list[Choice] = []
    for choice in sorted(candidates, key=lambda found: -found.confidence):
        if all(choice.role != other.role and choice.column != other.column for other in chosen):
            chosen.append(choice)
    return chosen


def _from_contents(chosen: list[Choice], seen: dict[str, Contents], wanted: set[str]) -> list[Choice]:
    """Fill the roles that no heading told by what only one kind of column can hold."""
    taken = {choice.column for choice in chosen}
    have = {choice.role for choice in chosen}
    found: list[Choice] = []

    def take(role: str, score: Callable[[Contents], float], reason: str) -> None:
        if role in have or role not in wanted:
            return
        free = [(score(contents), column) for column, contents in seen.items() if column not in taken]
        best = max(free, key=lambda pair: pair[0], default=(0.0, ""))
        if best[0] >= 0.8:
            taken.add(best[1])
            have.add(role)
            found.append(Choice(role, best[1], round(best[0] * 0.55, 2), reason))

    take("start", lambda c: c.dates, "Rubriken säger inget, men cellerna är datum.")
    if not have & {"e", "n", "position"}:
        take("lat", lambda c: c.in_swedish_lat, "Rubriken säger inget, men talen är latituder i Sverige.")
        take("lon", lambda c: c.in_swedish_lon, "Rubriken säger inget, men talen är longituder i Sverige.")
    if not have & {"lat", "lon", "position"}:
        take("n", lambda c: c.in_swedish_n, "Rubriken säger inget, men talen ser ut som SWEREF 99 TM, nord.")
        take("e", lambda c: c.in_swedish_e, "Rubriken säger inget, men talen ser ut som SWEREF 99 TM, öst.")
    if not have & set(_WHAT):
        # A kind of place comes back as often as a kind of event.
        taken |= {column for column in seen if _tokens(column) & _PLACES}
        take("label", _few_words, "Rubriken säger inget, men cellerna är ord som kommer tillbaka.")
    return found


def _few_words(contents: Contents) -> float:
    is_few = contents.filled >= 5 and contents.different <= 0.5
    return contents.words if is_few and contents.mean_length >= 3 else 0.0


def _any(contents: Contents) -> float:
    return 1.0 if contents.filled else 0.3


def _fit_date(contents: Contents) -> float:
    return max(contents.dates, 0.8 * contents.day_numbers) if contents.filled else 0.3


def _fit_clock(contents: Contents) -> float:
    if contents.dates > 0.5:
        return 0.0
    return max(contents.clock_times, 0.7 * contents.whole) if contents.filled else 0.3


def _fit_id(contents: Contents) -> float:
    return contents.different if contents.different > 0.5 and contents.dates < 0.5 else 0.0


def _fit_text(contents: Contents) -> float:
    return contents.words if contents.filled else 0.3


def _fit_code(contents: Contents) -> float:
    return 1.0 if 0 < contents.mean_length <= 12 and contents.dates < 0.5 else 0.0


def _fit_place(contents: Contents) -> float:
    return 0.0 if contents.dates > 0.5 or contents.pairs > 0.5 else 0.5 + 0.5 * contents.words


def _fit_area(contents: Contents) -> float:
    return 0.0 if contents.dates > 0.5 or contents.in_lon > 0.5 else 1.0


def _fit_count(contents: Contents) -> float:
    return contents.whole if contents.in_metres < 0.5 else 0.5 * contents.whole


_FITS: dict[str, Callable[[Contents], float]] = {
    "id": _fit_id,
    "code": _fit_code,
    "label": _fit_text,
    "start": _fit_date,
    "end": _fit_date,
    "reported_at": _fit_date,
    "start_time": _fit_clock,
    "end_time": _fit_clock,
    "lat": lambda c: max(c.in_lat, 0.6 * c.in_swedish_n),
    "lon": lambda c: max(c.in_lon, 0.6 * c.in_swedish_e),
    "position": lambda c: c.pairs,
    "e": lambda c: c.in_metres,
    "n": lambda c: c.in_metres,
    "place": _fit_place,
    "area": _fit_area,
    "county": _fit_area,
    "municipality": _fit_area,
    "count": _fit_count,
}


def _date_order(sheet: Sheet, columns: dict[str, str]) -> DateOrder:
    dates = [columns[role] for role in ("start", "end", "reported_at") if role in columns]
    return sum((order_evidence(sheet.frame[column]) for column in dates), OrderEvidence()).order


def _decimal(sheet: Sheet, columns: dict[str, str]) -> Decimal:
    roles = ("lat", "lon", "e", "n", "count", "value")
    figures = [columns[role] for role in roles if role in columns]
    return sum((decimal_evidence(sheet.frame[column]) for column in figures), DecimalEvidence()).sign
