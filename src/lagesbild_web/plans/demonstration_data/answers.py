"""Which of the invented problems each invented measure answers, and why some answer none."""

from collections.abc import Mapping
from typing import Final

ANSWERS: Final[Mapping[str, str]] = {
    "Ansvarsfull servering": "Bråk och berusning",
    "Fältarbete kvällar och helger": "Störande folksamlingar",
    "Gemensamma föräldramöten vid skolstart": "Störande folksamlingar",
    "Grannsamverkan och grannstöd": "Bostadsinbrott",
    "Handlingsplan mot alkohol, narkotika, doping, tobak och spel": "Bråk och berusning",
    "Kontroll av tomma lokaler": "Bostadsinbrott",
    "Lovverksamhet i Kvarnbacken": "Störande folksamlingar",
    "Mindre buskörning på gångvägarna": "Mopeder",
    "Nattvandring med vandravärdar": "Bråk och berusning",
    "Ny belysning i gångtunneln": "Klotter",
    "Orossamtal inom en vecka": "Skadegörelse",
    "Platssamverkan i Kvarnbackens centrum": "Mopeder",
    "Sanering inom ett dygn": "Klotter",
    "Skolvärdar på raster och på väg hem": "Skadegörelse",
    "Synlig polis på bestämda tider": "Bråk och berusning",
    "Trygghetsvandringar tre gånger om året": "Trasig belysning",
}
"""Measure → how the problem's name begins."""

WITHOUT_PROBLEM: Final[Mapping[str, str]] = {
    "Huskurage i alla hyreshus": "Våld i nära relationer anmäls sällan och syns därför inte här.",
    "Kamerabevakning av pendlarparkeringen": "Stölderna ur fordon är nya i lägesbilden och inte utredda än.",
    "Medborgarkontor i Kvarnbacken": "Ska ge tillit i stadsdelen. Svarar inte på ett enskilt problem.",
    "Samverkansgrupp mot våld i nära relationer": "Våldet anmäls sällan och syns därför inte här.",
    "Socialsekreterare hos polisen": "Ett arbetssätt för tidigt stöd, oberoende av plats.",
    "Sociala insatsgrupper som metod": "Ett arbetssätt för tidigt stöd, oberoende av plats.",
    "Stöd till den som vill lämna kriminalitet": "Få personer berörs, så det syns inte i antalen.",
    "Våldsförebyggande program i årskurs 7": "Förebygger innan något problem har visat sig.",
}
"""Measure → the reason for doing it although it answers no problem."""
