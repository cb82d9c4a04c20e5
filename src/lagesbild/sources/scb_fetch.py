"""Fetching a table from Statistics Sweden's database, no larger than the service serves at once."""

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

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

ADDRESS: Final = "https://statistikdatabasen.scb.se/api/v2"
LIMITS: Final = Limits(seconds_between=1.0, per_hour=240, per_day=1440)
"""The service allows 30 calls in ten seconds; these are ours, far below that."""
POPULATION: Final = "TAB638"
"""Residents by region, civil status, age, sex and year; what is not asked for is summed by the service."""
RESIDENTS: Final = "BE0101N1"
_TABLE: Final = re.compile(r"[A-Z]{2,4}\d+")


@dataclass(frozen=True, slots=True)
class ScbFetched:
    """What one fetch brought: the file and how many cells it has."""

    path: Path
    values: int
    at: datetime


def fetch(
    folder: Path,
    *,
    user_agent: str,
    table: str,
    selection: Mapping[str, Sequence[str]],
    address: str = ADDRESS,
    client: httpx.Client | None = None,
    now: Now = utc_now,
    sleep: Sleep = time.sleep,
) -> ScbFetched:
    """Fetch a part of a table to ``<table>.json`` in ``folder``, which replaces the one before.

    Parameters
    ----------
    table
        The table's id, such as ``TAB638``.
    selection
        Codes for each variable; ``TOP(12)`` for the twelve latest. Variables that are left out are summed
        where the table allows it.

    Raises
    ------
    FetchError
        With a Swedish sentence. What is stored is then unchanged.
    ValueError
        If ``table`` is no id of a table.
    """
    if not _TABLE.fullmatch(table):
        raise ValueError(f"{table!r} is no id of a table")
    query = [("lang", "sv"), ("outputFormat", "json-stat2")]
    query += [(f"valueCodes[{variable}]", ",".join(codes)) for variable, codes in selection.items()]
    url = f"{address.rstrip('/')}/tables/{table}/data?{urlencode(query)}"
    try:
        answer = fetch_politely(
            url, folder, user_agent=user_agent, limits=LIMITS, client=client, now=now, sleep=sleep
        )
        values = _values(answer.content)
    except FetchError as error:
        told = _told(error)
        record_error(folder, str(told), now=now)
        raise told from error
    path = folder / f"{table}.json"
    write_atomically(path, answer.content)
    return ScbFetched(path, values, answer.at)


def _values(content: bytes) -> int:
    try:
        data = json.loads(content)
    except ValueError as error:
        raise FetchError(
            "SCB svarade med något annat än en tabell, troligen en felsida. Försök igen om en stund."
        ) from error
    if not isinstance(data, dict) or data.get("class") != "dataset" or "value" not in data:
        raise FetchError(
            "SCB:s svar har en ny form som inte går att läsa. Det sparade är orört. "
            "Se efter om det finns en nyare version av Lägesbild."
        )
    return len(data["value"])


def _told(error: FetchError) -> FetchError:
    """Say in words what the service's own codes mean."""
    if error.status == HTTPStatus.FORBIDDEN:
        return FetchError("SCB lämnar inte ut så många uppgifter på en gång. Välj färre år eller områden.")
    if error.status == HTTPStatus.BAD_REQUEST:
        return FetchError(
            "SCB förstod inte frågan: tabellen kan ha ändrats. "
            "Se efter om det finns en nyare version av Lägesbild."
        )
    return error
