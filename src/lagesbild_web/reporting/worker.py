"""Put together the service worker: one classic script, since not every browser lets workers import."""

import hashlib
import json
import re
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
    own = "\n".join(_as_classic((_FOLDER / name).read_text(encoding="utf-8")) for name in _OWN)
    shell = [static(name) for name in SHELL]
    contents = b"".join(_content(name) for name in SHELL)
    version = hashlib.sha256(contents + own.encode() + json.dumps(shell).encode()).hexdigest()[:16]
    extra = [static(name) for name in EXTRA]
    facts = {"VERSION": version, "START": start, "SHELL_PAGE": shell_page, "SHELL": shell, "EXTRA": extra}
    constants = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items())
    return constants + own


def _as_classic(module: str) -> str:
    return _EXPORT.sub("", _IMPORT.sub("", module))


def _content(name: str) -> bytes:
    app, _, rest = name.partition("/")
    return (Path(__file__).parents[1] / app / "static" / app / rest).read_bytes()
