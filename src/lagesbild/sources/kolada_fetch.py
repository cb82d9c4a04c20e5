"""Fetching key figures from Kolada, as few in each call as the service allows."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

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

ADDRESS: Final = "https://api.kolada.se/v3"
LIMITS: Final = Limits(seconds_between=1.0, per_hour=240, per_day=1440)
"""The service states no limits; these are ours, far below what it serves."""
STORE: Final = "kolada.json"
_AT_ONCE: Final = 25
"""At most so many key figures, municipalities and years in one call."""
_PER_PAGE: Final = 5000
_MOST_PAGES: Final = 40
_NEW_SHAPE: Final = (
    "Koladas svar har en ny form som inte går att läsa. Det sparade är orört. "
    "Se efter om det finns en nyare version av Lägesbild."
)


@dataclass(frozen=True, slots=True)
class KoladaFetched:
    """What one fetch brought: the file, how many figures, and which key figures the service no longer has."""

    path: Path
    values: int
    closed: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class _Service:
    folder: Path
    user_agent: str
    address: str
    client: httpx.Client | None
    now: Now
    sleep: Sleep

    def entries(self, path: str) -> Iterator[dict[str, Any]]:
        """Return the entries of all pages of an answer."""
        url: str | None = f"{self.address}/{path}?per_page={_PER_PAGE}"
        for _ in range(_MOST_PAGES):
            if url is None:
                return
            page = self._page(url)
            yield from page["values"]
            url = self._next(page)
        raise FetchError("Koladas svar tar aldrig slut. Det sparade är orört. Försök igen senare.")

    def _page(self, url: str) -> dict[str, Any]:
        answer = fetch_politely(
            url,
            self.folder,
            user_agent=self.user_agent,
            limits=LIMITS,
            client=self.client,
            now=self.now,
            sleep=self.sleep,
        )
        try:
            page = json.loads(answer.content)
        except ValueError as error:
            raise FetchError(
                "Kolada svarade med något annat än nyckeltal, troligen en felsida. Försök igen om en stund."
            ) from error
        values = page.get("values") if isinstance(page, dict) else None
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise FetchError(_NEW_SHAPE)
        return dict(page)

    def _next(self, page: dict[str, Any]) -> str | None:
        url = page.get("next_url")
        if not url:
            return None
        # The service says where the next page is; it does not get to send us somewhere else.
        if urlsplit(str(url)).netloc != urlsplit(self.address).netloc:
            raise FetchError(_NEW_SHAPE)
        return str(url)


def fetch(
    folder: Path,
    *,
    user_agent: str,
    kpis: Sequence[str],
    places: Sequence[str],
    years: Sequence[int],
    address: str = ADDRESS,
    client: httpx.Client | None = None,
    now: Now = utc_now,
    sleep: Sleep = time.sleep,
) -> KoladaFetched:
    """Fetch key figures and their definitions to ``kolada.json`` in ``folder``, in place of the one before.

    Parameters
    ----------
    kpis
        Ids of key figures, such as ``N07403``. One that the service has closed is told of, not fetched.
    places
        Codes of municipalities (``0139``), of the country (``0000``) or of groups (``G124026``).
    years
        Calendar years.

    Raises
    ------
    FetchError
        With a Swedish sentence. What is stored is then unchanged.
    """
    service = _Service(folder, user_agent, address.rstrip("/"), client, now, sleep)
    try:
        definitions = [entry for kpi in kpis for entry in _definition(service, kpi)]
        known = [str(entry["id"]) for entry in definitions]
        if not known:
            raise FetchError("Kolada har inget av nyckeltalen kvar. Välj andra nyckeltal på sidan Källor.")
        values = [
            entry
            for path in _paths(known, places, years)
            for entry in service.entries(path)
        ]  # fmt: skip
    except FetchError as error:
        record_error(folder, str(error), now=now)
        raise
    at = now()
    content = {"source": "kolada", "retrieved_at": at.isoformat(), "values": values, "kpi": definitions}
    path = folder / STORE
    write_atomically(path, json.dumps(content, ensure_ascii=False).encode())
    closed = tuple(kpi for kpi in kpis if kpi not in known)
    return KoladaFetched(path, sum(len(entry.get("values", [])) for entry in values), closed, at)


def _definition(service: _Service, kpi: str) -> list[dict[str, Any]]:
    """Return the definition of a key figure; nothing when it is closed."""
    try:
        return [e for e in service.entries(f"kpi/{quote(kpi, safe='')}") if str(e.get("id")) == kpi]
    except FetchError as error:
        if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            return []
        raise


def _paths(kpis: Sequence[str], places: Sequence[str], years: Sequence[int]) -> Iterator[str]:
    for some_kpis in _few(kpis):
        for some_places in _few(places):
            for some_years in _few([str(year) for year in years]):
                yield f"data/kpi/{some_kpis}/municipality/{some_places}/year/{some_years}"


def _few(words: Sequence[str]) -> list[str]:
    return [
        ",".join(quote(word, safe="") for word in words[start : start + _AT_ONCE])
        for start in range(0, len(words), _AT_ONCE)
    ]
