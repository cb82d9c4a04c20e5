"""Builders for the tables that methods read."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def a_file(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a text to a file and tells where it is."""

    def write(text: str, name: str = "tabell.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
