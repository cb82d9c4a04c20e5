"""How words from different sources are compared: letter case, spaces and punctuation never decide."""

import re
import unicodedata

_BETWEEN = re.compile(r"[\W_]+")


def label_key(text: str) -> str:
    """Return ``text`` in the form in which labels are compared.

    Examples
    --------
    >>> label_key(" Mord/dråp,  försök ") == label_key("mord/dråp försök")
    True
    """
    return " ".join(_BETWEEN.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split())


def crime_code_key(text: str) -> str:
    """Return a crime code with four digits, also when a spreadsheet has eaten its leading zero.

    Examples
    --------
    >>> crime_code_key("355"), crime_code_key("0355.0")
    ('0355', '0355')
    """
    digits = text.strip().removesuffix(".0")
    return digits.zfill(4) if digits.isdecimal() else label_key(text)
