"""Swedish identity numbers in running text: found also when mistyped, but not in ordinary case numbers."""

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Literal

IdentityKind = Literal["personnummer", "samordningsnummer", "interimsnummer"]

_COORDINATION = 60  # added to the day of birth in a co-ordination number
_INTERIM = "TRSUWXJKLMN"  # letters in place of the first serial digit

_PATTERN = re.compile(
    rf"(?<!\d)"
    rf"(?:(?P<century>18|19|20)[ ]?)?(?P<year>\d\d)[ ./–-]?(?P<month>[01]\d)[ ./–-]?(?P<day>\d\d)"
    rf"(?P<sign>[ ]?[-+–−][ ]?|[ ])?"
    rf"(?P<serial>\d{{3}}|[{_INTERIM}]\d\d)[ ]?(?P<check>\d)"
    rf"(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_GROWN_TOGETHER = re.compile(r"[\w-]")

_MOBILE = re.compile(r"07\d{8}")  # a telephone number, unless the check digit says otherwise


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """One number that is, or looks like, a person's; places count characters from 0, end not included."""

    kind: IdentityKind
    start: int
    end: int
    is_valid: bool
    """The check digit is right and the serial number exists. A mistyped one can still tell who it is."""


def find_identity_numbers(text: str) -> list[IdentityNumber]:
    """Return every personal identity number, co-ordination number and interim number in a text.

    Notes
    -----
    Folkbokföringslagen (1991:481) 18 §; Skatteverket SKV 704: date of birth, serial number, check digit by
    Luhn's method over the last ten digits. Without the date (a month 1-12 and a day in it, plus 60 for
    co-ordination numbers) it is not taken for a person's: an organisation number has 2 or more in the month's
    first place.

    Examples
    --------
    >>> [(n.kind, n.is_valid) for n in find_identity_numbers("Ring 090527+1474 om ärende 2024-00123")]
    [('personnummer', True)]
    """
    found = []
    for match in _PATTERN.finditer(text):
        kind, is_valid = _kind(match), _is_valid(match)
        if _is_written_oddly(match):
            is_told = is_valid and not (match["sign"] == " " and _is_date_and_time(match))
        else:
            is_told = is_valid or not (_is_date_and_time(match) or _MOBILE.fullmatch(match[0]))
        if kind and is_told:
            found.append(IdentityNumber(kind, match.start(), match.end(), is_valid))
    return found


def _is_written_oddly(match: re.Match[str]) -> bool:
    """Return whether it has grown together with a word, or has other marks in its date than people write.

    Then only the check digit tells it from the number of a case.
    """
    around = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() :][:1]
    date = match[0][: match.start("day") - match.start()]
    return any(map(_GROWN_TOGETHER.match, around)) or any(mark in date for mark in "./–")


def _kind(match: re.Match[str]) -> IdentityKind | None:
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= 12:
        return None
    # Without a century the year cannot be told: then the longest such month counts.
    year = int((match["century"] or "20") + match["year"]) if match["century"] else 2000
    days = monthrange(year, month)[1]
    if not match["serial"].isdigit():
        return "interimsnummer" if 1 <= day <= days else None
    if 1 <= day <= days:
        return "personnummer"
    return "samordningsnummer" if 1 <= day - _COORDINATION <= days else None


def _is_date_and_time(match: re.Match[str]) -> bool:
    """Return whether it reads as a date and a clock: "20240512 1430"."""
    clock = match["serial"] + match["check"]
    is_clock = clock.isdigit() and int(clock[:2]) < 24 and int(clock[2:]) < 60
    date = match[0][: match.start("day") - match.start()]
    return is_clock and (match["sign"] == " " or "-" in date)


def _is_valid(match: re.Match[str]) -> bool:
    serial = match["serial"]
    if serial == "000":
        return False
    if not serial.isdigit():
        # An interim number's letter counts as 1 when the check digit is computed.
        serial = "1" + serial[1:]
    digits = match["year"] + match["month"] + match["day"] + serial + match["check"]
    return _luhn(digits) == 0


def _luhn(digits: str) -> int:
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    return sum(number // 10 + number % 10 for number in doubled) % 10
