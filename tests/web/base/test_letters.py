"""Letters that are kept in a folder instead of being sent."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection

from lagesbild_web.base.letters import kept_in_silence

KEPT = "lagesbild_web.base.letters.KeptLetters"


def keep(text: str) -> None:
    EmailMessage("Hej", text, to=["a@exempel.example"], connection=get_connection(KEPT)).send()


def test_a_kept_letter_is_told_of_but_not_while_a_past_is_invented(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.KEPT_LETTERS_DIR = tmp_path
    with kept_in_silence():
        keep("Ett")
    assert capsys.readouterr().err == ""
    keep("Två")
    assert "Brevet ligger i" in capsys.readouterr().err
    assert len(list(tmp_path.iterdir())) == 2
