"""The first thing that somebody new does: the command of the README, then the pages that it points at."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from lagesbild_web.navigation import ENTRANCES

COMMAND = Path(sys.executable).parent / "lagesbild"
PATIENCE_S = 240


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Run ``lagesbild demo`` until the tests are done; where it is, and the password."""
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = f"http://127.0.0.1:{port}"
    with (folder / "said.txt").open("w") as said:
        running = subprocess.Popen(  # noqa: S603  # our own command
            [COMMAND, "demo", "--data-dir", folder / "var", "--port", str(port)], stdout=said, stderr=said
        )
    try:
        _wait_for(f"{home}/halsa", running, folder / "said.txt")
        kept = json.loads((folder / "var" / "demo-losenord").read_text(encoding="utf-8"))
        yield home, kept["password"]
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=60)


def test_every_entrance_of_the_menu_opens_for_the_coordinator(demonstration: tuple[str, str]) -> None:
    home, password = demonstration
    browser = _logged_in(home, "samordnare@exempelkoping.example", password)
    start = browser.open(home + "/", timeout=60).read().decode()
    menu = re.search(r'aria-label="Huvudmeny".*?</nav>', start, re.DOTALL)
    assert menu is not None
    addresses = re.findall(r'href="([^"]+)"', menu[0])
    assert len(addresses) > len(ENTRANCES) / 2
    assert {a: browser.open(home + a, timeout=60).status for a in addresses} == dict.fromkeys(addresses, 200)


def _wait_for(url: str, running: "subprocess.Popen[bytes]", said: Path) -> None:
    """Wait until the server answers; what the command said is in the failure."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and running.poll() is None:
        try:
            build_opener().open(url, timeout=5).close()
        except OSError:
            time.sleep(0.5)  # a server that starts in another process has nothing else to wait for
        else:
            return
    pytest.fail(f"lagesbild demo gave no page. It said:\n{said.read_text(encoding='utf-8')}")


def _logged_in(home: str, email: str, password: str) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    form = browser.open(f"{home}/logga-in/", timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    fields = {"username": email, "password": password, "csrfmiddlewaretoken": token[1]}
    headers = {"Referer": f"{home}/logga-in/"}
    browser.open(Request(f"{home}/logga-in/", urlencode(fields).encode(), headers), timeout=60)  # noqa: S310
    return browser
