"""Put together the service worker of the page on which one notes, so that it opens without a network."""

from functools import lru_cache
from typing import Final

from lagesbild_web.reporting.worker import joined_script

_MODULES: Final = ("walks/store.js", "walks/sender.js", "reporting/worker.js")
SHELL: Final = (
    "base/theme.css",
    "base/base.css",
    "base/icon.svg",
    "base/fonts/source-sans-3-latin-400-normal.woff2",
    "base/fonts/source-sans-3-latin-600-normal.woff2",
    "base/fonts/source-sans-3-latin-700-normal.woff2",
    "walks/walks.css",
    "walks/finding_map.js",
    "walks/note.js",
    "walks/sender.js",
    "walks/store.js",
    "walks/waiting.js",
    "reporting/dom.js",
    "reporting/personal_data.js",
    "reporting/reports.js",
    "reporting/when.js",
)
"""What the page needs when there is no network."""


@lru_cache(maxsize=1)
def worker_script(start: str, shell_page: str) -> str:
    """Return the script; its text changes when anything that it keeps does.

    Parameters
    ----------
    start
        The address below which all pages about walks lie.
    shell_page
        The address of the page that is shown without a network.
    """
    return joined_script(
        "lagesbild-vandring", _MODULES, SHELL, shell_page=shell_page, hurried=f"^{start}[0-9a-f-]+/notera/$"
    )
