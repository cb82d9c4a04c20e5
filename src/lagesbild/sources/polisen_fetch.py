"""Fetching the police news feed: what is new is added to what is stored, and updates stand beside the old."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from lagesbild.sources.fetch import (
    FetchError,
    Limits,
    Now,
    Sleep,
    fetch_politely,
    record_error,
    utc_now,
    write_atomically,
)

ADDRESS = "https://polisen.se/api/events"
LIMITS = Limits(seconds_between=10.0, per_hour=60, per_day=1440)
"""From the police's rules for open data: ten seconds between calls, 60 an hour, 1,440 a day."""

STORE = "events.json"

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one fetch brought.

    ``new`` events were not stored before; ``updated`` have a stored id but other content, and are kept
    beside the older text so that nothing is lost; ``stored`` is how many rows the file now has.
    """

    path: Path
    new: int
    updated: int
    stored: int
    at: datetime


def fetch(
    folder: Path,
    *,
    user_agent: str,
    address: str = ADDRESS,
    keep: int | None = None,
    client: httpx.Client | None = None,
    now: Now = utc_now,
    sleep: Sleep = time.sleep,
) -> Fetched:
    """Fetch the newest events and add them to ``events.json`` in ``folder``.

    The file has the service's own form and is read by the source ``polisen-events``. Run it every ten
    minutes or so: the service shows the 500 newest events, about a week. ``sources.fetch.read_state``
    tells when it last went well and what went wrong.

    Parameters
    ----------
    keep
        How many of the newest rows to store; all when not given. For those who keep the events elsewhere.

    Raises
    ------
    FetchError
        With a Swedish sentence. What is stored is then unchanged.
    """
    answer = fetch_politely(
        address, folder, user_agent=user_agent, limits=LIMITS, client=client, now=now, sleep=sleep
    )
    path = folder / STORE
    try:
        events = _events(answer.content)
        stored = _stored(path)
    except FetchError as error:
        record_error(folder, str(error), now=now)
        raise
    added = _added(stored, events)
    known = {event["id"] for event in stored}
    if added or not path.exists():
        merged = [*stored, *added][-keep if keep else 0 :]
        write_atomically(path, json.dumps(merged, ensure_ascii=False, indent=0).encode())
    new = {event["id"] for event in added} - known
    total = len(stored) + len(added)
    return Fetched(path, len(new), len(added) - len(new), min(total, keep or total), answer.at)


def _events(content: bytes) -> list[Event]:
    try:
        data = json.loads(content)
    except ValueError as error:
        raise FetchError(
            "Polisen svarade med något annat än händelser, troligen en felsida. Försök igen om en stund."
        ) from error
    if not isinstance(data, list) or not all(isinstance(event, dict) and "id" in event for event in data):
        raise FetchError(
            "Polisens svar har en ny form som inte går att läsa. Det sparade är orört. "
            "Se efter om det finns en nyare version av Lägesbild."
        )
    return data


def _stored(path: Path) -> list[Event]:
    if not path.exists():
        return []
    try:
        return _events(path.read_bytes())
    except (FetchError, OSError) as error:
        raise FetchError(
            f"De sparade händelserna i {path.name} går inte att läsa. Flytta undan filen och hämta på nytt."
        ) from error


def _added(stored: Sequence[Event], events: Sequence[Event]) -> list[Event]:
    """Return the events that say something new, oldest first, as the archive is written."""
    latest = {event["id"]: event for event in stored}
    added: list[Event] = []
    for event in reversed(events):
        if latest.get(event["id"]) != event:
            latest[event["id"]] = event
            added.append(event)
    return added
