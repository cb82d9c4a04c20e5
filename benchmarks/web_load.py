"""Twenty people use the web at once, with a million incidents, on SQLite and on PostgreSQL.

``--rows N``, ``--minutes N``, ``--users N`` and ``--database sqlite`` (or ``postgresql``) choose otherwise.
Each person logs in and goes from page to page with some seconds between: start page, map and its layers,
hours, development, areas, the list with filters, and now and then a report. What counts is the time from
question to answer at the server, on this machine, with everybody at it.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

import httpx
import numpy as np
from _web_register import ROOT, Register, make_register, set_up_django

PAGES = {
    "start page": "/",
    "map, a year": "/utforska/",
    "map, all years": "/utforska/?fran=2010-01-01",
    "map, one category": "/utforska/?kategori=klotter",
    "map's layer, a year": "/utforska/lager",
    "map, density": "/utforska/?lager=density",
    "map, hot spots": "/utforska/?lager=hotspots",
    "hours, a year": "/utforska/tider",
    "hours, all years": "/utforska/tider?fran=2010-01-01",
    "development, a year": "/utforska/utveckling",
    "development, all years": "/utforska/utveckling?fran=2010-01-01",
    "development, by month": "/utforska/utveckling?fran=2010-01-01&steg=manad",
    "areas, a year": "/utforska/omraden",
    "areas, all years": "/utforska/omraden?fran=2010-01-01",
    "list": "/handelser/",
    "list, page 200": "/handelser/?sida=200",
    "list, filtered": "/handelser/?kategori=klotter&timmar=20-23&veckodagar=5,6",
}
REPORT = "report"


@dataclass
class Times:
    """What everybody measured, seconds, by page."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, page: str, seconds: float, *, is_error: bool) -> None:
        """Note one answer."""
        with self.lock:
            self.seconds.setdefault(page, []).append(seconds)
            self.errors[page] = self.errors.get(page, 0) + is_error


def seeded(rows: int, people: int, data_dir: Path, url: str) -> Register:
    """Make the register in a process of its own, so that the server is the only one that remembers it."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_seed, (rows, people, data_dir, url))


def _seed(rows: int, people: int, data_dir: Path, url: str) -> Register:
    set_up_django(data_dir, url)
    return make_register(rows, people=people)


@contextmanager
def serving(data_dir: Path, url: str, port: int) -> Iterator[str]:
    """Run ``lagesbild serve``; yields its address once it answers."""
    env = {**os.environ, "LAGESBILD_DATA_DIR": str(data_dir)}
    env.pop("DATABASE_URL", None)
    if url:
        env["DATABASE_URL"] = url
    words = [str(Path(sys.executable).with_name("lagesbild")), "serve", "--port", str(port)]
    server = subprocess.Popen(words, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603  # our own program
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                httpx.get(f"{address}/halsa", timeout=2)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def logged_in(address: str, email: str, password: str) -> httpx.Client:
    """Return the browser of somebody who has logged in."""
    client = httpx.Client(base_url=address, timeout=120, follow_redirects=True)
    form = client.get("/logga-in/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    client.post(
        "/logga-in/",
        data={"csrfmiddlewaretoken": token[1], "username": email, "password": password},
        headers={"Referer": f"{address}/logga-in/"},
    )
    return client


def use(client: httpx.Client, number: int, until: float, times: Times, think_s: tuple[float, float]) -> None:
    """Go from page to page until it is time to stop; every tenth time, report something."""
    rng = np.random.default_rng(number)
    names = list(PAGES)
    time.sleep(rng.uniform(0, think_s[1]))  # people do not come at the same instant
    while time.monotonic() < until:
        name = REPORT if number % 2 and rng.random() < 0.1 else str(rng.choice(names))
        begun = time.perf_counter()
        try:
            status = report(client) if name == REPORT else client.get(PAGES[name]).status_code
        except httpx.HTTPError:
            status = 0
        times.add(name, time.perf_counter() - begun, is_error=status != 200)
        time.sleep(rng.uniform(*think_s))


def report(client: httpx.Client) -> int:
    """Report something as a phone does; returns the answer's status."""
    who = client.get("/rapportera/jag/").json()
    lists = client.get("/rapportera/listor/").json()
    incident = {
        "category": "klotter",
        "starts_at": time.strftime("%Y-%m-%dT%H:%M:00Z", time.gmtime(time.time() - 3600)),
        "time_precision": "minute",
        "lon": 18.5,
        "lat": 61.8,
        "police_report": "unknown",
        "text": "Klotter på en vägg.",
    }
    sent = {
        "client_id": str(uuid4()),
        "account": who["account"],
        "municipality": lists["municipality"],
        "incidents": [incident],
    }
    return client.post(
        "/rapportera/skicka/",
        json=sent,
        headers={"X-CSRFToken": who["csrf"], "Referer": str(client.base_url)},
    ).status_code


def measure(words: argparse.Namespace, database: str) -> Times:
    """Seed, serve and use; returns what was measured."""
    times = Times()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lagesbild-load-")))
        url = _database(stack, database)
        begun = time.perf_counter()
        register = seeded(words.rows, words.users, folder, url)
        print(f"{database}: seeded in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        with serving(folder, url, words.port) as address:
            _first_page(address, register, "first map ever", times)
            time.sleep(words.settle)
        with serving(folder, url, words.port) as address:
            _first_page(address, register, "first map after a restart", times)
            _use_all(words, address, register, times)
    return times


def _database(stack: ExitStack, name: str) -> str:
    if name == "sqlite":
        return ""
    sys.path.insert(0, str(ROOT))
    from tests.web.postgresql import running_postgresql

    return stack.enter_context(running_postgresql())[0]


def _first_page(address: str, register: Register, name: str, times: Times) -> None:
    client = logged_in(address, register.emails["coordinator"][0], register.password)
    begun = time.perf_counter()
    status = client.get("/utforska/").status_code
    times.add(name, time.perf_counter() - begun, is_error=status != 200)


def _use_all(words: argparse.Namespace, address: str, register: Register, times: Times) -> None:
    """Let everybody at it for the time that was asked for: as many coordinators as reviewers."""
    emails = [register.emails["reviewer" if n % 2 else "coordinator"][n] for n in range(words.users)]
    clients = [logged_in(address, email, register.password) for email in emails]
    until = time.monotonic() + 60 * words.minutes
    threads = [
        threading.Thread(
            target=use, args=(client, number, until, times, (words.think / 2, words.think * 1.5))
        )
        for number, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def show(words: argparse.Namespace, found: dict[str, Times]) -> None:
    """Print one table, with the databases beside each other."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{words.rows} incidents, {words.users} users, {words.think} s to think, {words.minutes} minutes")
    print(f"load of the machine afterwards: {load}\n")
    print("| Page | " + " | ".join(f"{name}: n | median | p95 | max | errors" for name in found) + " |")
    print("|---|" + "---:|" * 5 * len(found))
    for page in dict.fromkeys(page for times in found.values() for page in times.seconds):
        cells = []
        for times in found.values():
            seconds = times.seconds.get(page, [])
            told = (
                [f"{v:.2f}" for v in (*np.percentile(seconds, (50, 95)), max(seconds))]
                if seconds
                else [""] * 3
            )
            cells += [str(len(seconds)), *told, str(times.errors.get(page, 0))]
        print(f"| {page} | " + " | ".join(cells) + " |")


def main() -> None:
    """Read the words and run."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--quick", action="store_true", help="20,000 incidents, four users, some seconds")
    reader.add_argument("--rows", type=int, default=1_000_000)
    reader.add_argument("--minutes", type=float, default=3)
    reader.add_argument("--users", type=int, default=20)
    reader.add_argument("--think", type=float, default=8, help="seconds between pages, in the mean")
    reader.add_argument("--settle", type=float, default=5, help="seconds before the server is started again")
    reader.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    reader.add_argument("--port", type=int, default=8437)
    words = reader.parse_args()
    if words.quick:
        words.rows, words.minutes, words.users, words.think = 20_000, 0.2, 4, 0.5
    databases = ["sqlite", "postgresql"] if words.database == "both" else [words.database]
    show(words, {database: measure(words, database) for database in databases})


if __name__ == "__main__":
    main()
