"""Put together the service worker: one classic script, since not every browser lets workers import."""

import hashlib
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.templatetags.static import static

_FOLDER: Final = Path(__file__).parent / "static" / "reporting"
_OWN: Final = ("store.js", "sender.js", "worker.js")
"""The worker's own parts, each using those before it."""
_IMPORT: Final = re.compile(r"^import\s[^;]*;\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export\s+", re.MULTILINE)

SHELL: Final = (
    "base/theme.css",
    "base/base.css",
    "base/icon.svg",
    "base/fonts/source-sans-3-latin-400-normal.woff2",
    "base/fonts/source-sans-3-latin-600-normal.woff2",
    "base/fonts/source-sans-3-latin-700-normal.woff2",
    "reporting/reporting.css",
    "reporting/icons.svg",
    *(
        f"reporting/{path.name}"
        for path in sorted(_FOLDER.glob("*.js"))
        if path.name not in {"worker.js", "log_out.js"}
    ),
)
"""What the page needs when there is no network."""
EXTRA: Final = ("vendor/ol/ol.js",)
"""What is kept too when it can be had: 1.1 megabytes, 0.3 on its way. Without it the map is plainer."""


@lru_cache(maxsize=1)
def worker_script(start: str, shell_page: str) -> str:
    """Return the script. Its text changes when anything that it keeps does, so that browsers fetch all anew.

    Parameters
    ----------
    start
        The address of the reporting page.
    shell_page
        The address of the page that is shown without a network.
    """
    modules = [f"reporting/{name}" for name in _OWN]
    return joined_script(
        "lagesbild-rapportera", modules, SHELL, extra=EXTRA, shell_page=shell_page, hurried=f"^{start}$"
    )


def joined_script(
    name: str,
    modules: Sequence[str],
    shell: Sequence[str],
    *,
    shell_page: str,
    hurried: str,
    extra: Sequence[str] = (),
) -> str:
    """Return a worker made of modules, each using those before it, with what it needs to know first.

    Parameters
    ----------
    name
        What its kept files are filed under; a worker clears away its own older ones.
    modules, shell, extra
        Static files: its parts, what it keeps from the beginning, and what it keeps when it is asked for.
    shell_page
        The address of the page that is shown without a network.
    hurried
        A pattern for the addresses where the shell is shown when the network is slow too.
    """
    own = "\n".join(_as_classic(_content(module).decode()) for module in modules)
    addresses = [static(kept) for kept in shell]
    contents = b"".join(_content(kept) for kept in shell)
    version = hashlib.sha256(contents + own.encode() + json.dumps(addresses).encode()).hexdigest()[:16]
    facts = {
        "NAME": name,
        "VERSION": version,
        "SHELL_PAGE": shell_page,
        "SHELL": addresses,
        "EXTRA": [static(kept) for kept in extra],
        "HURRIED": hurried,
    }
    constants = "".join(f"const {fact} = {json.dumps(value)};\n" for fact, value in facts.items())
    return constants + own


def _as_classic(module: str) -> str:
    return _EXPORT.sub("", _IMPORT.sub("", module))


def _content(name: str) -> bytes:
    app, _, rest = name.partition("/")
    return (Path(__file__).parents[1] / app / "static" / app / rest).read_bytes()
