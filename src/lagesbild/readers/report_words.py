"""The words of daily reports that tell what kind of incident it was."""

from functools import cache
from typing import Final

from lagesbild.tables.categories import UNKNOWN, Taxonomy

_WORDS_OF: Final = {
    "skadegorelse": "krossad, krossat, vandaliserad, åverkan, sönderslagen, inslagen",
    "klotter": "klottrat, taggat",
    "vald": "slagsmål, misshandel, sparkade, slagits",
    "brak": "bråk, knuffade",
    "hot": "hotade, hotfull, ofredade",
    "berusning": "berusad, berusade, drack, omhändertog, fylleri",
    "narkotika": "hasch, cannabis, langning",
    "stold": "snattade, tillgrepp, stulen, stulna",
    "inbrott": "uppbruten, inbrottsförsök",
    "brand": "brann, eld, eldade",
    "fyrverkerier": "smällare, raketer",
    "storande_folksamling": "skrek, störande, ungdomsgäng",
    "buskorning": "buskörning, moped",
    "fortkorning": "fortkörning",
    "skalskydd": "olåst, upplåst",
    "tillhall": "obehörig, obehöriga, sovande",
    "bristande_belysning": "trasig lampa, släckt belysning",
    "nedskrapning": "skräp",
    "upplevd_otrygghet": "otrygg",
}
"""The library's category → words of guards' and police's reports. The taxonomy's own words come with them."""
WORDS: Final = {word: code for code, words in _WORDS_OF.items() for word in words.split(", ")}
_LEAST_LETTERS: Final = 4
_SAYS_NOTHING: Final = (UNKNOWN, "ovrigt")


@cache
def report_words() -> dict[str, str]:
    """Return word or words → code of a category: the taxonomy's own, and those of reports."""
    found = {
        label: row.category
        for scheme, rows in Taxonomy.load().labels.items()
        if scheme != "brottskod"
        for label, row in rows.items()
        if row.category
        and row.category not in _SAYS_NOTHING
        and len(label) >= _LEAST_LETTERS
        and label.replace(" ", "").isalpha()
    }
    return found | WORDS
