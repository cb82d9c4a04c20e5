"""What the phone works out by itself is what the server would have said: times, and personal data."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.e2e.conftest import Visitor

from lagesbild.privacy.personal_data import find_personal_data
from lagesbild_web.reporting.when import SHORTCUTS

STOCKHOLM = ZoneInfo("Europe/Stockholm")

EXAMPLES = (
    "Ring 070-123 45 67.",
    "0703456789 eller +46 70 123 45 67, 0046701234567",
    "08-508 000 00 och 018 12 34 56",
    "Skriv till fornamn.efternamn@kommun.se, tack",
    "bil ABC 123, bil ABC12D, bil abc123, XABC123, ABC1234, SOU 202",
    "850101-1236, 850101-1234, 19850101 1236, 090527+1474",
    "850161-1233 är ett samordningsnummer, 850101-T234 ett interimsnummer",
    "20240512 1430 och 2024-05-12 1430, ärende 2024-00123, 20150916-0006",
    "klotter på väggen klockan 08-16, 2024-05-12 kl 14:30-15:30",
    "SFS 202, 12 000 kr, 0-14 år, lgh 1102, ring 112 eller 114 14",
    "åäö 😀 070-123 45 67 efter en bild",
    "kommun.se och 59.3293 18.0686, 0701234567890",
    "850101\N{NO-BREAK SPACE}1236, 8501\N{SOFT HYPHEN}01-1236, ٨٥٠١٠١-١٢٣٦",
    "850101\N{NON-BREAKING HYPHEN}1236, ＡＢＣ\N{NO-BREAK SPACE}123",
    "pnr850101-1236, 850101-1236an, pnr850101-1234, 1985.01.01-1236, 1985–01–01–1236, 2024.05.12 1430",
    "(070) 123 45 67, 070.123.45.67, (08) 508 000 00, namn (at) kommun.se, Abc123",
    "",
)
FOUND_BY_THE_SERVER_ALONE = {"name"}


def around(day: datetime, *, hours: int, step_minutes: int) -> list[datetime]:
    """Moments around another."""
    start = day - timedelta(hours=hours)
    return [start + timedelta(minutes=step_minutes * n) for n in range(hours * 120 // step_minutes)]


MOMENTS = [
    *around(datetime(2025, 3, 30, 1, tzinfo=UTC), hours=80, step_minutes=47),  # the clocks go forward
    *around(datetime(2025, 10, 26, 1, tzinfo=UTC), hours=80, step_minutes=47),  # and back
    *around(datetime(2025, 12, 31, 23, tzinfo=UTC), hours=30, step_minutes=61),
]


@pytest.fixture
def phone_abroad(visitor: Visitor) -> Visitor:
    """A browser on the site; its own clock's zone must not matter."""
    visitor.go("/oppet/")
    return visitor


def test_the_phone_means_the_same_by_last_night_as_the_server(phone_abroad: Visitor) -> None:
    told = phone_abroad.page.evaluate(
        """async (moments) => {
            const { shortcuts } = await import("/static/reporting/when.js");
            return moments.map((at) => Object.fromEntries(
                Object.entries(shortcuts).map(([name, span]) => [name, [span(at).start, span(at).end]])));
        }""",
        [at.timestamp() * 1000 for at in MOMENTS],
    )
    expected = [
        {name: [_ms(span(at).start), _ms(span(at).end)] for name, span in SHORTCUTS.items()} for at in MOMENTS
    ]
    assert told == expected


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2025-03-09 02:10", {"night": "i går 22.00–i dag 02.10", "evening": "i går 17.00–24.00"}),
        ("2025-03-10 07:30", {"night": "i går 22.00–i dag 06.00", "weekend": "fre 18.00–i dag 06.00"}),
        ("2025-03-12 12:00", {"weekend": "fre 18.00–mån 06.00", "yesterday": "i går, hela dagen"}),
        ("2025-03-12 12:00", {"now": "i dag 12.00", "today": "i dag 00.00–12.00"}),
    ],
)
def test_a_span_is_told_in_words_that_leave_no_doubt(
    phone_abroad: Visitor, at: str, words: dict[str, str]
) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=STOCKHOLM)
    told = phone_abroad.page.evaluate(
        """async ([at, names]) => {
            const { shortcuts, spanText } = await import("/static/reporting/when.js");
            return Object.fromEntries(names.map((name) => [name, spanText(shortcuts[name](at), at)]));
        }""",
        [_ms(moment), list(words)],
    )
    assert told == words


def test_the_phone_finds_the_same_personal_data_as_the_server(phone_abroad: Visitor) -> None:
    told = phone_abroad.page.evaluate(
        """async (texts) => {
            const { findPersonalData } = await import("/static/reporting/personal_data.js");
            return texts.map((text) => findPersonalData(text).map((d) => [d.kind, d.start, d.end, d.why]));
        }""",
        list(EXAMPLES),
    )
    expected = [
        [
            [data.kind, data.start, data.end, data.why]
            for data in find_personal_data(text)
            if data.kind not in FOUND_BY_THE_SERVER_ALONE
        ]
        for text in EXAMPLES
    ]
    assert told == expected
    assert sum(len(found) for found in expected) > 12


def _ms(at: datetime) -> float:
    return at.timestamp() * 1000
