"""Polite fetching: who asks is told, limits are kept across runs, and an answer is asked for only once.

The calls made are remembered in a state file, so that a restart or a second process cannot pass the
limits of the service that is asked.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import stamina

Now = Callable[[], datetime]
Sleep = Callable[[float], None]

ATTEMPTS = 4
TIMEOUT_S = 30.0
LARGEST_BYTES = 100_000_000
"""More than any of the services answers with; without a limit a small packed answer can fill the memory."""
LONGEST_WAIT_S = 120.0
"""A service that asks for a longer pause than this is left alone; the next run tries again."""

_SWEDISH_CLOCK = ZoneInfo("Europe/Stockholm")
_STATE_FILE = "state.json"
_BODY_FILE = "last-answer.bin"


class FetchError(Exception):
    """Nothing could be fetched; the message is a Swedish sentence that says why and what to do."""

    def __init__(self, sentence: str, *, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        """The HTTP status when the service refused, None when it did not answer or answered something odd."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a service may be asked. The defaults are those of the police's open data."""

    seconds_between: float = 10.0
    per_hour: int = 60
    per_day: int = 1440


@dataclass(frozen=True, slots=True)
class FetchState:
    """What is known about earlier calls to one service; times in UTC."""

    calls: tuple[datetime, ...] = ()
    """The calls of the last 24 hours, oldest first."""
    last_success: datetime | None = None
    last_error: str = ""
    """In Swedish; empty when the latest call went well."""
    last_error_at: datetime | None = None
    not_before: datetime | None = None
    """When the service said that it may be asked again."""
    etag: str = ""
    last_modified: str = ""
    url: str = ""
    """The address that the latest answer, and what marks it, belong to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the address answered; ``is_new`` is False when it said that nothing has changed."""

    content: bytes
    is_new: bool
    at: datetime


def utc_now() -> datetime:
    """Return the present moment in UTC: the clock of real runs, replaced in tests."""
    return datetime.now(UTC)


def read_state(folder: Path) -> FetchState:
    """Return what is remembered in ``folder``; an empty state when there is none or it is unreadable."""
    try:
        stored = json.loads((folder / _STATE_FILE).read_text(encoding="utf-8"))
        return FetchState(
            calls=tuple(datetime.fromisoformat(call) for call in stored["calls"]),
            last_success=_moment(stored["last_success"]),
            last_error=str(stored["last_error"]),
            last_error_at=_moment(stored["last_error_at"]),
            not_before=_moment(stored["not_before"]),
            etag=str(stored["etag"]),
            last_modified=str(stored["last_modified"]),
            url=str(stored.get("url", "")),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return FetchState()


def write_atomically(path: Path, content: bytes) -> None:
    """Write the file so that a reader sees the old content or the new, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with waiting.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)


def record_error(folder: Path, sentence: str, *, now: Now = utc_now) -> None:
    """Remember why the latest fetch did not succeed; the next one asks for a whole new answer."""
    failed = replace(read_state(folder), last_error=sentence, last_error_at=now(), etag="", last_modified="")
    _save(folder, failed)


def fetch_politely(
    url: str,
    folder: Path,
    *,
    user_agent: str,
    limits: Limits | None = None,
    client: httpx.Client | None = None,
    now: Now = utc_now,
    sleep: Sleep = time.sleep,
) -> Answer:
    """Ask ``url`` once, keeping to the limits; try again after a pause when the service is overloaded.

    Parameters
    ----------
    folder
        Where the state and the latest answer are kept; one folder per service, which the limits are for.
    user_agent
        Who asks, with an address for contact: the services refuse those who do not say.
    client
        A client to use instead of one of our own; it is not closed.
    now, sleep
        The clock and the pause (seconds).

    Raises
    ------
    FetchError
        In Swedish: limits reached, service not reached, refused, or overloaded for too long. The same
        sentence is kept as ``last_error`` in the state.
    """
    if not user_agent.strip():
        raise FetchError("Ange vem som hämtar, med en kontaktadress. Tjänsten avvisar anonyma anrop.")
    visit = _Visit(url, folder, user_agent, limits or Limits(), now, sleep)
    with _alone(folder):
        try:
            if client is not None:
                return visit.pay(client)
            with httpx.Client(timeout=TIMEOUT_S, follow_redirects=True) as own:
                return visit.pay(own)
        except FetchError as error:
            record_error(folder, str(error), now=now)
            raise


class _OverloadedError(Exception):
    """The service cannot answer just now: worth a new attempt after a pause."""


@dataclass(frozen=True, slots=True)
class _Visit:
    url: str
    folder: Path
    user_agent: str
    limits: Limits
    now: Now
    sleep: Sleep

    @property
    def host(self) -> str:
        return httpx.URL(self.url).host

    def pay(self, client: httpx.Client) -> Answer:
        # Stamina counts the attempts; the pauses are ours, because they must also count in the limits
        # and outlive the process.
        attempts = stamina.retry_context(
            on=_OverloadedError,
            attempts=ATTEMPTS,
            timeout=None,
            wait_initial=0,
            wait_max=0,
            wait_jitter=0,
        )
        try:
            for attempt in attempts:
                with attempt:
                    return self._once(client, attempt.num)
        except _OverloadedError as error:
            raise FetchError(str(error)) from error
        raise AssertionError("stamina ends by returning or raising")  # pragma: no cover

    def _once(self, client: httpx.Client, attempt: int) -> Answer:
        self._wait_turn()
        state = read_state(self.folder)
        headers = {"User-Agent": self.user_agent, "Accept": "application/json"}
        has_body = state.url == self.url and (self.folder / _BODY_FILE).exists()
        if has_body and state.etag:
            headers["If-None-Match"] = state.etag
        if has_body and state.last_modified:
            headers["If-Modified-Since"] = state.last_modified
        try:
            with client.stream("GET", self.url, headers=headers) as response:
                content = self._whole(response)
        except httpx.TransportError as error:
            what = "svarade inte i tid" if isinstance(error, httpx.TimeoutException) else "gick inte att nå"
            sentence = f"{self.host} {what}. Kontrollera nätet och försök igen."
            raise self._overloaded(sentence, None, attempt) from error
        return self._answer(response, content, attempt)

    def _whole(self, response: httpx.Response) -> bytes:
        """Read the answer, unpacked, as long as it is of a reasonable size."""
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > LARGEST_BYTES:
                raise FetchError(
                    f"{self.host} skickade mer än {LARGEST_BYTES // 1_000_000} megabyte. "
                    "Det kan inte vara det vi frågade efter. Kontrollera adressen."
                )
            parts.append(part)
        return b"".join(parts)

    def _wait_turn(self) -> None:
        state, at = read_state(self.folder), self.now()
        calls = tuple(call for call in state.calls if at - timedelta(days=1) < call <= at)
        self._keep_within(calls, at)
        earliest = at
        if calls:
            earliest = max(earliest, calls[-1] + timedelta(seconds=self.limits.seconds_between))
        if state.not_before:
            earliest = max(earliest, state.not_before)
        pause_s = (earliest - at).total_seconds()
        if pause_s > LONGEST_WAIT_S:
            raise FetchError(f"{self.host} har bett oss vänta. Försök igen efter {_clock(earliest)}.")
        if pause_s > 0:
            self.sleep(pause_s)
        # Written before the call: one that is broken off was still made.
        _save(self.folder, replace(state, calls=(*calls, self.now()), not_before=None))

    def _keep_within(self, calls: tuple[datetime, ...], at: datetime) -> None:
        hour = [call for call in calls if call > at - timedelta(hours=1)]
        if len(hour) >= self.limits.per_hour:
            free = hour[-self.limits.per_hour] + timedelta(hours=1)
            raise FetchError(
                f"Gränsen {self.limits.per_hour} anrop per timme till {self.host} är nådd. "
                f"Försök igen efter {_clock(free)}."
            )
        if len(calls) >= self.limits.per_day:
            free = calls[-self.limits.per_day] + timedelta(days=1)
            raise FetchError(
                f"Gränsen {self.limits.per_day} anrop per dygn till {self.host} är nådd. "
                f"Försök igen efter {_clock(free)}."
            )

    def _answer(self, response: httpx.Response, content: bytes, attempt: int) -> Answer:
        at = self.now()
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            self._succeeded(read_state(self.folder), at)
            return Answer((self.folder / _BODY_FILE).read_bytes(), False, at)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS or response.is_server_error:
            raise self._overloaded(_refusal(response), response, attempt)
        if not response.is_success:
            raise FetchError(_refusal(response), status=response.status_code)
        write_atomically(self.folder / _BODY_FILE, content)
        state = replace(
            read_state(self.folder),
            etag=response.headers.get("etag", ""),
            last_modified=response.headers.get("last-modified", ""),
            url=self.url,
        )
        self._succeeded(state, at)
        return Answer(content, True, at)

    def _succeeded(self, state: FetchState, at: datetime) -> None:
        _save(self.folder, replace(state, last_success=at, last_error="", last_error_at=None))

    def _overloaded(
        self, sentence: str, response: httpx.Response | None, attempt: int
    ) -> "_OverloadedError | FetchError":
        asked_s = _retry_after_s(response, self.now()) if response is not None else None
        pause_s = asked_s if asked_s is not None else self.limits.seconds_between * 2 ** (attempt - 1)
        until = self.now() + timedelta(seconds=pause_s)
        _save(self.folder, replace(read_state(self.folder), not_before=until))
        if pause_s > LONGEST_WAIT_S:
            return FetchError(f"{sentence} Tjänsten ber oss vänta till {_clock(until)}.")
        return _OverloadedError(sentence)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder for this process, so that two fetchers do not pass the limits together."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _refusal(response: httpx.Response) -> str:
    status, url = response.status_code, response.url
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return f"{url.host} säger att vi frågar för ofta ({status}). Vänta en stund och försök igen."
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"{url.host} har ett tillfälligt fel ({status}). Försök igen senare."
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"{url.host} nekade anropet ({status}). Kontrollera uppgiften om vem som hämtar."
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return f"Adressen {url} finns inte ({status}). Kontrollera adressen."
    return f"{url.host} svarade med kod {status}. Kontrollera adressen {url}."


def _retry_after_s(response: httpx.Response, at: datetime) -> float | None:
    text = response.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - at).total_seconds())
    except (TypeError, ValueError):
        return None


def _save(folder: Path, state: FetchState) -> None:
    stored = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(state).items()
        if name != "calls"
    }
    stored["calls"] = [call.isoformat() for call in state.calls]
    write_atomically(folder / _STATE_FILE, json.dumps(stored, indent=1).encode())


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(_SWEDISH_CLOCK):%Y-%m-%d %H:%M}"
