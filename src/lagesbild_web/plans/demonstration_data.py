"""The invented municipality's plan: everything in it is made up, in our own words."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DemoGoal:
    """A goal with its indicator; ``cut`` is the share of the baseline that the target takes away."""

    title: str
    steering: str
    indicator: str
    definition: str
    unit: str
    better: str
    how: str
    query: str = ""
    cut: float = 0.0
    value: float | None = None
    n: int | None = None
    target: float | None = None
    weakness: str = ""


@dataclass(frozen=True, slots=True)
class DemoArea:
    """A focus area."""

    title: str
    background: str
    goals: tuple[DemoGoal, ...]


@dataclass(frozen=True, slots=True)
class DemoMeasure:
    """A measure. Months count from the plan's first day; ``kr`` and ``hours`` are per year, if known."""

    title: str
    area: int
    goal: int
    organisation: str
    function: str
    nature: str
    level: str
    how: str
    mechanism: str
    cause: str
    months: tuple[int, int]
    state: str = "ongoing"
    reason: str = ""
    place: str = ""
    kr: int | None = None
    funding: str = "own"
    hours: int | None = None
    motive: str = ""
    partners: tuple[str, ...] = ()
    milestones: tuple[tuple[str, int, bool], ...] = ()
    design: str = ""


_REPORTED: Final = (
    "Mäter det som rapporteras. Fler rapportörer ger fler händelser utan att något har blivit värre."
)
POLICE: Final = "Polisen i Exempelköping"
HOME: Final = ""
"""The municipality itself."""

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

M = DemoMeasure
MEASURES: Final = (
    M(
        "Platssamverkan i Kvarnbackens centrum",
        0,
        0,
        HOME,
        "Centrumutvecklare",
        "both",
        "secondary",
        "Fastighetsägare, handlare, polis och kommun träffas varannan vecka och delar upp det som ska göras.",
        "Den som sköter platsen ser vad de andra gör, och fel lagas innan de samlar fler problem.",
        "Ingen har haft ansvar för hela platsen.",
        (0, 24),
        place="Kvarnbackens centrum",
        kr=180_000,
        hours=320,
        partners=("Exempelbostäder", POLICE),
        milestones=(
            ("Avtal mellan parterna", 1, True),
            ("Gemensam rond igång", 3, True),
            ("Halvårsgenomgång", 8, False),
        ),
        design="wdd",
    ),
    M(
        "Lovverksamhet i Kvarnbacken",
        3,
        1,
        "Ungdomens hus Navet",
        "Föreståndare för Navet",
        "social",
        "primary",
        "Öppen verksamhet alla lov för åldrarna 8 till 12, i skolans lokaler.",
        "Barn möter trygga vuxna på en känd plats, och personal ser tidigt vem som behöver mer.",
        "Få platser att vara på utan att betala.",
        (2, 23),
        kr=420_000,
        funding="grant",
        hours=200,
        partners=("Björkskolan",),
        milestones=(("Sommarprogram klart", 4, True), ("Höstlov", 10, False)),
    ),
    M(
        "Delade lägesbilder varje vecka",
        0,
        0,
        HOME,
        "Trygghetssamordnare",
        "both",
        "primary",
        "Rapportörerna skickar in, samordnaren sammanställer och områdesgruppen beslutar om insatser.",
        "Alla ser samma sak i tid.",
        "Informationen stannade hos var och en.",
        (0, 24),
        hours=260,
        motive="Arbetssätt som hela planen vilar på.",
        partners=(POLICE, "Björkskolan", "Exempelbostäder"),
    ),
    M(
        "Handlingsplan mot alkohol, narkotika, doping, tobak och spel",
        0,
        1,
        HOME,
        "Folkhälsostrateg",
        "social",
        "primary",
        "Tas fram med skola, vård och polis och beslutas av kommunstyrelsen.",
        "Gemensamma mål gör att insatserna drar åt samma håll.",
        "Insatserna har inte hängt ihop.",
        (1, 12),
        hours=300,
        milestones=(("Nuläge klart", 4, True), ("Remiss", 7, False), ("Beslut", 11, False)),
    ),
    M(
        "Kontroll av tomma lokaler",
        0,
        1,
        "Exempelbostäder",
        "Förvaltare",
        "situational",
        "secondary",
        "Källare, cykelrum och tomma lokaler kontrolleras varje månad. Lås som inte håller byts inom en "
        "vecka.",
        "Det blir svårare att gömma sig och narkotika.",
        "Trasiga lås och dolda utrymmen.",
        (1, 23),
        kr=95_000,
        funding="partner",
        milestones=(("Alla hus genomgångna en gång", 3, True),),
    ),
    M(
        "Synlig polis på bestämda tider",
        0,
        0,
        POLICE,
        "Kommunpolis",
        "situational",
        "secondary",
        "Polis till fots där och när lägesbilden visar flest störningar, två kvällar i veckan.",
        "Risken att bli sedd ökar när den är som mest värd.",
        "Få vuxna på plats på kvällarna.",
        (0, 18),
        place="Stationstorget",
        design="its",
    ),
    M(
        "Medborgarkontor i Kvarnbacken",
        0,
        0,
        HOME,
        "Chef för medborgarservice",
        "social",
        "primary",
        "Öppet tre dagar i veckan i centrumhuset.",
        "Kommunen är på plats och svarar.",
        "Låg tillit och långt till hjälp.",
        (6, 24),
        state="not_started",
        reason="Lokalen blev inte klar. Frågan tas upp i nästa budget.",
        kr=650_000,
    ),
    M(
        "Stöd till den som vill lämna kriminalitet",
        0,
        1,
        HOME,
        "Enhetschef vuxenstöd",
        "social",
        "tertiary",
        "Avtal om skyddat boende och stöd, efter gemensam bedömning. Inga personuppgifter förs här.",
        "Den som vill bryta får en väg ut.",
        "Det har saknats ett snabbt erbjudande.",
        (0, 24),
        kr=300_000,
    ),
    M(
        "Huskurage i alla hyreshus",
        1,
        1,
        "Exempelbostäder",
        "Bosocial utvecklare",
        "social",
        "primary",
        "Anslag, information till boende och utbildning av personal i att uppmärksamma oro för våld.",
        "Grannar vet vad de kan göra, och den utsatta får veta att någon ser.",
        "Våldet sker bakom stängda dörrar.",
        (2, 14),
        kr=60_000,
        funding="partner",
        milestones=(("Personal utbildad", 5, True), ("Anslag i alla trapphus", 8, True)),
    ),
    M(
        "Samverkansgrupp mot våld i nära relationer",
        1,
        1,
        HOME,
        "Samordnare mot våld",
        "social",
        "secondary",
        "Socialtjänst, polis, vård, jour och bostadsbolag möts varje kvartal om arbetssätt, aldrig om "
        "personer.",
        "Den som söker hjälp möter samma svar överallt.",
        "Olika svar på olika ställen.",
        (0, 24),
        hours=160,
        partners=(POLICE,),
    ),
    M(
        "Våldsförebyggande program i årskurs 7",
        1,
        0,
        "Björkskolan",
        "Rektor",
        "social",
        "primary",
        "Ett prövat program med åskådarträning, tio lektioner per klass.",
        "Fler säger ifrån innan det blir våld.",
        "Hårt språk och tysta åskådare.",
        (7, 22),
        state="decided",
        kr=120_000,
        milestones=(("Lärare utbildade", 8, False), ("Alla klasser klara", 21, False)),
        design="did",
    ),
    M(
        "Skolvärdar på raster och på väg hem",
        1,
        0,
        "Björkskolan",
        "Biträdande rektor",
        "both",
        "secondary",
        "Två vuxna ute på rasterna och vid bussen efter skolan.",
        "Vuxna i närheten dämpar bråk i tid.",
        "Få vuxna där bråken sker.",
        (0, 20),
        kr=780_000,
        place="Björkskolan",
    ),
    M(
        "Ansvarsfull servering",
        1,
        0,
        HOME,
        "Alkoholhandläggare",
        "situational",
        "primary",
        "Utbildning för krögare och vakter, och tillsyn tillsammans med polisen enligt en årsplan.",
        "Färre berusade gäster ger färre våldstillfällen.",
        "Överservering sena kvällar.",
        (0, 24),
        kr=70_000,
        partners=(POLICE,),
        milestones=(("Årsplan för tillsyn", 1, True), ("Första utbildningen", 4, True)),
    ),
    M(
        "Utbildning om pågående dödligt våld",
        1,
        0,
        POLICE,
        "Områdespolis",
        "social",
        "primary",
        "Polisen erbjuder alla skolor en halvdag om hur man utrymmer, låser in och larmar.",
        "Personalen vet vad den ska göra.",
        "",
        (3, 9),
        state="done",
        hours=24,
        motive="Beredskap. Svarar inte på ett problem i lägesbilden men är överenskommen med polisen.",
        milestones=(("Alla skolor erbjudna", 8, True),),
    ),
    M(
        "Ny belysning i gångtunneln",
        2,
        0,
        "Gata och park",
        "Driftledare belysning",
        "situational",
        "primary",
        "Starkare ljus, ljusa väggar och fri sikt från båda hållen.",
        "Fler går förbi, och den som klottrar syns.",
        "Mörkt och skymt.",
        (2, 8),
        state="done",
        place="Gångtunneln Järnvägsgatan",
        kr=540_000,
        milestones=(("Upphandlat", 3, True), ("Belysningen tänd", 7, True)),
        design="wdd",
    ),
    M(
        "Sanering inom ett dygn",
        2,
        0,
        "Gata och park",
        "Driftledare",
        "situational",
        "primary",
        "Klotter på kommunens byggnader tas bort inom ett dygn, alla veckodagar.",
        "Klottret hinner inte synas och lockar inte till mer.",
        "Klotter som sitter kvar.",
        (0, 24),
        kr=240_000,
        design="its",
    ),
    M(
        "Trygghetsvandringar tre gånger om året",
        2,
        1,
        HOME,
        "Trygghetssamordnare",
        "situational",
        "primary",
        "Boende, verksamma, räddningstjänst och polis går tillsammans. Det som hittas får en ansvarig och "
        "en dag.",
        "Brister som ingen äger blir synliga och åtgärdade.",
        "Brister faller mellan stolarna.",
        (0, 24),
        hours=90,
        place="Stationsparken",
        partners=(POLICE, "Räddningstjänsten i Exempelköping"),
        milestones=(("Vår", 3, True), ("Höst", 9, False)),
    ),
    M(
        "Nattvandring med vandravärdar",
        2,
        1,
        "Ungdomens hus Navet",
        "Samordnare för nattvandring",
        "social",
        "primary",
        "Föreningar vandrar fredag och lördag. Värdarna utbildas av kommun och polis.",
        "Trygga vuxna gör att unga vågar vara ute och att bråk kommer av sig.",
        "Få vuxna ute sent.",
        (1, 24),
        kr=85_000,
        place="Stationstorget",
    ),
    M(
        "Grannsamverkan och grannstöd",
        2,
        0,
        "Grannsamverkan i Exempelköping",
        "Samordnare för grannsamverkan",
        "situational",
        "primary",
        "Kontaktpersoner och förare utbildas två gånger om året. Ett områdesblad skickas varje månad.",
        "Grannar håller uppsikt och vet vad de ska titta efter.",
        "Låg uppsikt dagtid.",
        (0, 24),
        hours=70,
        partners=(POLICE,),
    ),
    M(
        "Kamerabevakning av pendlarparkeringen",
        2,
        0,
        HOME,
        "Säkerhetschef",
        "situational",
        "secondary",
        "Två kameror under kvällar och nätter, med maskning mot bostäderna. Prövas igen efter ett år.",
        "Risken att bli upptäckt ökar för stölder ur bilar.",
        "Parkeringen är stor och utan uppsikt.",
        (8, 20),
        state="decided",
        place="Pendlarparkeringen",
        kr=310_000,
        design="wdd",
        milestones=(("Skyltar uppe", 9, False), ("Ny prövning", 19, False)),
    ),
    M(
        "Mindre buskörning på gångvägarna",
        2,
        1,
        "Gata och park",
        "Trafikplanerare",
        "situational",
        "secondary",
        "Grindar och bommar där det går, information i skolan och riktade kontroller.",
        "Det blir krångligare att köra fel, och fler vet varför.",
        "Breda raka gångvägar.",
        (1, 7),
        state="ongoing",
        kr=150_000,
        partners=(POLICE, "Björkskolan"),
        milestones=(("Platser valda", 2, True), ("Grindar på plats", 6, False)),
    ),
    M(
        "Gemensamma föräldramöten vid skolstart",
        3,
        0,
        "Björkskolan",
        "Rektor",
        "social",
        "primary",
        "Kommun och polis berättar tillsammans vad som finns och vart man vänder sig.",
        "Föräldrar frågar och håller ihop.",
        "Föräldrar känner inte till stödet.",
        (7, 9),
        state="done",
        hours=30,
        milestones=(("Höststart", 8, True),),
    ),
    M(
        "Sociala insatsgrupper som metod",
        3,
        0,
        HOME,
        "Enhetschef barn och unga",
        "social",
        "tertiary",
        "En samordnare leder arbetet, alltid med samtycke. Allt om den unga stannar i socialtjänstens "
        "system.",
        "Samma vuxna håller ihop stödet.",
        "Stödet var utspritt.",
        (0, 24),
        kr=560_000,
        partners=(POLICE, "Björkskolan"),
    ),
    M(
        "Orossamtal inom en vecka",
        3,
        0,
        POLICE,
        "Kommunpolis",
        "social",
        "secondary",
        "Polis och socialtjänst bjuder in vårdnadshavare snabbt när något har hänt. Inget om samtalen förs "
        "här.",
        "Hemmet får veta och får hjälp medan det är tidigt.",
        "Det dröjde för länge.",
        (0, 24),
        partners=("Fältgruppen",),
    ),
    M(
        "Fältarbete kvällar och helger",
        3,
        1,
        "Fältgruppen",
        "Gruppledare för fältarbetet",
        "social",
        "secondary",
        "Fältsekreterare där unga är, fredag och lördag och alla lov.",
        "Unga får en vuxen att prata med innan det går fel.",
        "Få vuxna ute sent.",
        (0, 5),
        state="ended_early",
        reason="Två tjänster är vakanta. Nytt försök när de är tillsatta.",
        kr=900_000,
    ),
    M(
        "Socialsekreterare hos polisen",
        3,
        0,
        HOME,
        "Enhetschef barn och unga",
        "social",
        "tertiary",
        "En socialsekreterare sitter hos polisen två dagar i veckan.",
        "Vägen mellan oro och stöd blir kort.",
        "Långa vägar mellan myndigheterna.",
        (4, 24),
        partners=(POLICE,),
    ),
)
