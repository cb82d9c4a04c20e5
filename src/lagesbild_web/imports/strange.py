"""Files that hold no table that can be read, or hold it askew: what it is instead, and what to do."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from lagesbild.readers.encoding import decode
from lagesbild.readers.faults import Fault, FaultyFileError

_OLD_OFFICE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of Office begin that are older than 2007, or protected with a password."""
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = b"PK\x03\x04"
_LOOKED_AT: Final = 1 << 20
_MOST_HEADINGS: Final = 12
_UNNAMED: Final = re.compile(r"kolumn [A-Z]+")
_TEXT: Final = (".csv", ".txt", ".tsv")


def refuse_other_kinds(path: Path) -> None:
    """Say what a file is that holds no table: protected, a letter, a folder in one file.

    Raises
    ------
    FaultyFileError
        With what to do.
    """
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    if head.startswith(_OLD_OFFICE) and _PROTECTED in head:
        raise _fault(
            path,
            _("Filen är skyddad med lösenord"),
            _(
                "Öppna den i Excel, ta bort lösenordet under Arkiv, Information, Skydda arbetsbok, och spara "
                "den. Ladda sedan upp den igen"
            ),
        )
    is_word = head.startswith(_ZIP) and b"word/" in head
    if is_word or head.startswith(b"%PDF"):
        raise _fault(
            path,
            _("Filen är ett Worddokument") if is_word else _("Filen är en PDF"),
            _(
                "Är det en dagrapport: lägg den under Rapporter i löpande text. Annars: be om samma "
                "uppgifter som CSV eller Excel"
            ),
        )
    if head.startswith(_ZIP) and b"xl/" not in head and b"content.xml" not in head:
        raise _fault(
            path,
            _("Filen är en komprimerad mapp (zip)"),
            _("Packa upp den på din dator och ladda upp filen som ligger i den"),
        )


def refuse_askew(path: Path, headings: Sequence[str], rows: Sequence[tuple[int, dict[str, str]]]) -> None:
    """Say that a table has no rows, or more values in its rows than headings above them.

    Raises
    ------
    FaultyFileError
        With what to do.
    """
    if headings and not rows:
        raise _fault(
            path,
            _("Filen har rubriker men inga rader"),
            _("Se efter om urvalet gav några träffar där filen kommer ifrån, och ladda upp ett nytt uttag"),
        )
    if not headings or not _UNNAMED.fullmatch(headings[-1]) or not _is_divided_by_commas(path):
        return
    if all(row.get(headings[-1], "") for _number, row in rows):
        raise _fault(
            path,
            _("Raderna har fler värden än det finns rubriker"),
            _(
                "Är komma decimaltecken i talen: spara filen med semikolon mellan kolumnerna. Saknas en "
                "rubrik: skriv en över varje kolumn. Ladda sedan upp filen igen"
            ),
        )


def not_recognised(path: Path, headings: Sequence[str]) -> Fault:
    """Return the fault of a table whose headings say nothing."""
    if not headings:
        return _fault(
            path,
            _("Filen har ingen tabell"),
            _("Spara den som CSV eller XLSX, med en rubrik över varje kolumn, och ladda upp den igen"),
        ).faults[0]
    shown = ", ".join(headings[:_MOST_HEADINGS]) + (" …" if len(headings) > _MOST_HEADINGS else "")
    return _fault(
        path,
        _("Inga rubriker i filen känns igen: %(headings)s") % {"headings": shown},
        _("Välj under Hur filen läses vad det är för fil, och i vilka kolumner tid och händelse står"),
    ).faults[0]


def on_the_page(advice: str) -> str:
    """Return the library's advice in the words of the page, where columns are chosen and not written down.

    >>> on_the_page('Peka ut datumet i kolumnkartan: start = "rubrik"')
    'Peka ut datumet under Hur filen läses'
    """
    swapped = re.sub(
        r'skriv lat = "(.+)" och lon = "(.+)" i kolumnkartan',
        r"välj \1 som latitud och \2 som longitud under Hur filen läses",
        advice,
    )
    told = swapped.replace(
        "Ändra kolumnkartan eller rubriken",
        "Välj en annan kolumn under Hur filen läses, eller ändra rubriken",
    )
    return re.sub(r' i kolumnkartan: \w+ = "rubrik"', " under Hur filen läses", told)


def _is_divided_by_commas(path: Path) -> bool:
    if path.suffix.casefold() not in _TEXT:
        return False
    with path.open("rb") as file:
        first = decode(file.read(_LOOKED_AT)).text.partition("\n")[0]
    return "," in first and ";" not in first and "\t" not in first


def _fault(path: Path, what: str, advice: str) -> FaultyFileError:
    return FaultyFileError([Fault(path.name, 0, "", what, advice)])
