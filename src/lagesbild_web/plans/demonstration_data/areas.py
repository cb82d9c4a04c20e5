"""The invented plan's focus areas and goals, with what measures them."""

from typing import Final

from lagesbild_web.plans.demonstration_data.kinds import DemoArea, DemoGoal

_REPORTED: Final = (
    "Mäter det som rapporteras. Fler rapportörer ger fler händelser utan att något har blivit värre."
)

AREAS: Final = (
    DemoArea(
        "Inget område lämnas efter",
        "Kvarnbacken har fler störningar per invånare än resten av kommunen. Vi vill bryta utvecklingen "
        "medan den går "
        "att bryta, genom att många är på plats och att problem åtgärdas fort.",
        (
            DemoGoal(
                "Färre störande folksamlingar",
                "Ingen stadsdel ska ha sämre villkor än någon annan",
                "Störande folksamlingar",
                "Godkända händelser i kategorin störande folksamling, hela kommunen.",
                "händelser per år",
                "lower",
                "incidents",
                "kategori=storande_folksamling",
                cut=0.25,
                weakness=_REPORTED,
            ),
            DemoGoal(
                "Öppen narkotikahantering ska inte få fäste",
                "Ingen stadsdel ska ha sämre villkor än någon annan",
                "Tecken på narkotika",
                "Godkända händelser i kategorierna narkotika och misstanke om narkotika.",
                "händelser per år",
                "lower",
                "incidents",
                "kategori=narkotika&kategori=narkotika_misstanke",
                cut=0.1,
                weakness="Styrs av hur ofta någon tittar. Fler kontroller ger högre siffror.",
            ),
        ),
    ),
    DemoArea(
        "Våld",
        "Våld och hot mot unga sker mest på kvällar kring stationen och i skolans omgivning. Våld i nära "
        "relationer syns "
        "sällan i rapporterna och kräver egna vägar.",
        (
            DemoGoal(
                "Färre utsätts för våld i det offentliga",
                "Exempelköping ska vara en trygg och säker kommun",
                "Våld på offentliga platser",
                "Godkända händelser i kategorin våld.",
                "händelser per år",
                "lower",
                "incidents",
                "kategori=vald",
                cut=0.2,
                weakness=_REPORTED,
            ),
            DemoGoal(
                "Fler söker hjälp mot våld i nära relationer",
                "Exempelköping ska vara en trygg och säker kommun",
                "Samtal till kommunens stödtelefon",
                "Antal samtal som har besvarats. Inga uppgifter om den som ringer.",
                "samtal per år",
                "higher",
                "count",
                value=46,
                target=70,
                weakness="Fler samtal kan betyda både mer våld och större förtroende.",
            ),
        ),
    ),
    DemoArea(
        "Trygga offentliga miljöer",
        "Stationen, gångtunneln och parkerna nämns oftast som otrygga platser. Ljus, skötsel och "
        "människor i rörelse är "
        "det vi själva råder över.",
        (
            DemoGoal(
                "Mindre skadegörelse",
                "Mötesplatser och utemiljöer ska vara hela och trygga",
                "Skadegörelse och klotter",
                "Godkända händelser i kategorierna skadegörelse och klotter.",
                "händelser per år",
                "lower",
                "incidents",
                "kategori=skadegorelse&kategori=klotter",
                cut=0.3,
                weakness=_REPORTED,
            ),
            DemoGoal(
                "Fler känner sig trygga ute",
                "Mötesplatser och utemiljöer ska vara hela och trygga",
                "Andel otrygga ute på kvällen",
                "Andel som svarar ganska eller mycket otrygg på frågan om att gå ut ensam sent i sitt "
                "område.",
                "procent",
                "lower",
                "survey",
                value=33,
                n=500,
                target=30,
                weakness="Intervallet räknar inte in dem som inte svarade.",
            ),
        ),
    ),
    DemoArea(
        "Barn och unga i riskzon",
        "Tidigt stöd gör störst skillnad. Skola, fritid, socialtjänst och polis behöver se samma sak "
        "samtidigt, utan att "
        "föra register över barn.",
        (
            DemoGoal(
                "Färre elever provar narkotika",
                "Barn och unga ska växa upp under trygga villkor",
                "Elever i årskurs 9 som har provat narkotika",
                "Andel som svarar ja i skolenkäten.",
                "procent",
                "lower",
                "survey",
                value=9,
                n=326,
                target=6,
                weakness="Självrapporterat. Årskullen byts mellan mätningarna.",
            ),
            DemoGoal(
                "Fler unga har något att göra på loven",
                "Barn och unga ska växa upp under trygga villkor",
                "Deltagare i lovverksamheten",
                "Antal deltagartillfällen, räknade vid dörren.",
                "deltagartillfällen per år",
                "higher",
                "manual",
                weakness="Säger inget om vilka som kommer.",
            ),
        ),
    ),
)
