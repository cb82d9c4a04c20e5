"""Which of the library's categories people report by hand, and what it says under each."""

from typing import Final

REPORTABLE: Final[dict[str, str]] = {
    "vald": "Slag, sparkar eller annat våld, oavsett om någon har anmält det.",
    "brak": "Knuffar och gräl mellan flera, utan att du vet om någon blev skadad.",
    "ran": "Någon blev av med något genom våld eller hot.",
    "hot": "Hotfulla ord eller beteende, glåpord, ofredande.",
    "incident_anstalld": "Hot, våld eller trakasserier mot någon i tjänst.",
    "sexualbrott": "Ofredande eller övergrepp. Beskriv plats och tid, aldrig personerna.",
    "stold": "Något har stulits, men inte ur en låst lokal.",
    "cykelstold": "En eller flera cyklar är borta.",
    "inbrott": "Någon har tagit sig in i en lokal, ett förråd eller ett fordon.",
    "bostadsinbrott": "Inbrott eller försök till inbrott i en bostad.",
    "skadegorelse": "Något är krossat, brutet eller förstört.",
    "klotter": "Klotter eller taggar på fasad, skylt eller annat.",
    "brand": "Brand, anlagd eller inte.",
    "fyrverkerier": "Smällare, raketer eller pyroteknik.",
    "vapen": "Vapen, skott eller sprängning. Ring 112 först.",
    "narkotika": "Narkotika som används eller hanteras öppet.",
    "narkotika_misstanke": "Korta möten, lukt eller annat som tyder på narkotika.",
    "berusning": "Berusade personer som stör eller behöver hjälp.",
    "storande_folksamling": "En grupp som stör, skrämmer eller hindrar andra.",
    "upplevd_otrygghet": "Någon har berättat att platsen känns otrygg.",
    "nedskrapning": "Skräp eller dumpade saker.",
    "fortkorning": "Bilar som kör för fort.",
    "buskorning": "Moped, A-traktor eller bil som kör störande eller farligt.",
    "bristande_belysning": "Trasig eller saknad belysning.",
    "skymmande_vegetation": "Buskar eller träd som skymmer sikten.",
    "odslig_plats": "En plats som är mörk eller ödslig.",
    "skalskydd": "En dörr, ett lås eller ett staket som inte håller.",
    "tillhall": "Obehöriga i trapphus, källare eller tom lokal.",
    "trygg_plats": "Något som gör platsen trygg. Det är också viktigt att veta.",
    "arrangemang": "Ett arrangemang som kan påverka läget.",
    "ovrigt": "Inget annat passar. Beskriv med egna ord.",
}
"""Code → the sentence under its name. The rest of the taxonomy comes only with files."""
