"""What the invented municipality has written about its problems. Every word is invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lagesbild_web.problems.formulation import Formulation

Said = Sequence[tuple[int, str]]
"""A value and a motive for each of the six criteria, in their order."""


@dataclass(frozen=True, slots=True)
class DemoCause:
    """A cause with those that lie under it."""

    text: str
    perspective: str
    level: str
    grade: str
    control: str
    corner: str = ""
    factor: str = "cause"
    source: str = ""
    verdict: str = "hypothesis"
    motive: str = ""
    below: "tuple[DemoCause, ...]" = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """A whole analysis: causes, chain of events (what happens, how it can be broken) and conclusion."""

    causes: tuple[DemoCause, ...]
    events: tuple[tuple[str, str], ...]
    conclusion: str


@dataclass(frozen=True, slots=True)
class DemoProblem:
    """A problem with what is counted for it and what was said of it."""

    key: str
    formulation: Formulation
    categories: tuple[str, ...]
    places: tuple[str, ...]
    function: str = "Samordnare"
    hours: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    periods: tuple[int, ...] = (365,)
    """How many days until yesterday each frozen count holds."""
    comment: str = ""
    against: tuple[tuple[str, str], ...] = ()
    """Findings that speak against it, with their sources."""
    origin: str = "selection"
    origin_words: str = ""
    is_started: bool = True
    decided: int = 0
    """Its place in the steering group's decision; 0 when it was not chosen."""
    dialogue: str = ""
    dialogue_groups: str = ""
    scores: Mapping[str, Said] = field(default_factory=dict)
    outcome: str = ""
    ending: str = ""


_LATE: Final = tuple(range(16, 24))


def _said(*values: int, motives: str) -> Said:
    parts = [part.strip() for part in motives.split("|")]
    return tuple(zip(values, parts, strict=True))


PROBLEMS: Final = (
    DemoProblem(
        key="belysning",
        formulation=Formulation(
            title="Trasig belysning i Stationsparken på höst- och vinterkvällar",
            what="Flera lampor längs gångvägen genom parken är släckta under långa tider. "
            "Resenärer väljer den längre vägen runt parken eller låter bli att gå.",
            where="Gångvägen genom Stationsparken, mellan Stationstorget och Centrum.",
            when="Från att det mörknar till sista tåget, oktober till mars.",
            who="Resenärer, skiftarbetare och ungdomar på väg hem från träning.",
            why="Det är den mest använda gångvägen mellan stationen och centrum, och det går att "
            "göra något åt.",
            not_included="Narkotikahandeln i parken. Den är ett eget problem.",
            sources_used="Rapporter i Lägesbild, felanmälningar till Gata och park, "
            "trygghetsvandring i oktober.",
            sources_rejected="Polisens anmälda brott: släckta lampor anmäls inte dit.",
            source_limits="Den som går omvägen rapporterar sällan. Antalet säger inte hur länge "
            "lampor är släckta.",
            months=(10, 11, 12, 1, 2, 3),
        ),
        categories=("bristande_belysning",),
        places=("Stationsparken",),
        function="Driftledare",
        periods=(365, 56),
        comment="Rapporterna samlas kring de fyra stolparna närmast tunneln.",
        against=(
            (
                "Av 31 felanmälda lampor i hela kommunen var 24 lagade inom tio dagar.",
                "Gata och parks driftlista, oktober (påhittad)",
            ),
        ),
        origin="deviation",
        origin_words="Bristande belysning i Stationsområdet stack ut på startsidan.",
        decided=1,
        dialogue="De flesta vet inte vart man felanmäler. Flera trodde att någon annan redan hade gjort det. "
        "Skiftarbetare går hellre längs bilvägen.",
        dialogue_groups="Resenärer på Stationstorget, en vardagskväll",
        scores={
            "Samordnare": _said(
                4, 3, 4, 5, 5, 4,
                motives="Många går där varje dag.|Ingen skadas, men folk slutar gå.|Fler rapporter "
                "än förra hösten."
                "|Nämns av alla grupper.|Lamporna är våra.|Felanmälan finns men används inte.",
            ),
            "Ordförande i styrgruppen": _said(
                3, 3, 3, 5, 5, 4,
                motives="Gäller en väg.|Måttligt.|Vet inte säkert.|Det folk talar om mest.|Helt vår fråga."
                "|Det saknas rutin.",
            ),
            "Kommunpolis": _said(
                3, 2, 3, 4, 5, 3,
                motives="En gångväg.|Få brott på platsen.|Oklart.|Ofta i samtal.|Kommunens "
                "lampor.|Ronderas ibland.",
            ),
        },
    ),
    DemoProblem(
        key="skolan",
        formulation=Formulation(
            title="Skadegörelse på Björkskolans gård efter skoltid",
            what="Rutor, lås och utemöbler slås sönder på skolgården när skolan är stängd.",
            where="Björkskolans gård, mest den inre delen som inte syns från gatan.",
            when="Efter klockan 16 på vardagar och på helger under terminerna.",
            who="Skolan och fritidshemmet. Yngre barn undviker den inre gården.",
            why="Reparationerna tar pengar från undervisningen, och barnen ser att ingen ingriper.",
            not_included="Det som händer under skoltid.",
            sources_used="Skolans rapporter i Lägesbild, skolans kostnader för reparationer.",
            sources_rejected="Rykten i sociala medier.",
            source_limits="Skolan rapporterar mer än andra platser gör.",
        ),
        categories=("skadegorelse", "klotter"),
        places=("Björkskolan",),
        function="Rektor",
        comment="Skolan är den plats i kommunen som har flest rapporter av det här slaget.",
        decided=2,
        dialogue="Eleverna säger att gården är enda stället att vara på när fritidsgården är stängd.",
        dialogue_groups="Elevrådet och vårdnadshavare i årskurs 7–9",
        scores={
            "Samordnare": _said(
                4, 3, 3, 3, 4, 4,
                motives="Varje vecka.|Dyrt och nedslående.|Ungefär som förra året.|Yngre barn är rädda."
                "|Gården är vår.|Ingen vuxen efter 17.",
            ),
            "Ordförande i styrgruppen": _said(
                4, 4, 3, 3, 4, 3,
                motives="Ofta.|Pengar som behövs annars.|Oförändrat.|En del.|Till stor del.|Väktare "
                "åker förbi.",
            ),
            "Rektor": _said(
                5, 4, 5, 4, 3, 5,
                motives="Varje måndag är det något.|Undervisning ställs in.|Vi upplever att det ökar."
                "|Barnen pratar om det.|Vi äger inte alla frågor.|Inget görs på kvällarna.",
            ),
        },
    ),
    DemoProblem(
        key="badet",
        formulation=Formulation(
            title="Störande folksamlingar vid Lillsjöbadet på sommarkvällar",
            what="Stora grupper med musik, alkohol och mopeder stör boende och andra badande.",
            where="Badplatsens parkering och bryggan vid Lillsjöbadet.",
            when="Kvällar 19–23, från skolavslutningen till mitten av augusti.",
            who="Boende längs Lillsjövägen och barnfamiljer som slutar bada på kvällen.",
            why="Sommartoppen kommer tillbaka varje år och går att planera för.",
            months=(6, 7, 8),
        ),
        categories=("storande_folksamling", "berusning"),
        places=("Lillsjöbadet",),
        comment="Nästan allt händer under nio veckor.",
        dialogue="Ungdomarna säger att det inte finns någon annan plats att vara på utomhus om kvällen.",
        dialogue_groups="Ungdomar på badet och boende längs Lillsjövägen",
        scores={
            "Samordnare": _said(
                3, 2, 3, 3, 4, 3,
                motives="Bara på sommaren.|Störande.|Som förra sommaren.|Boende hör av "
                "sig.|Parkeringen är vår."
                "|Fältgruppen är där ibland.",
            ),
            "Fältsekreterare": _said(
                3, 3, 3, 2, 4, 2,
                motives="Nio veckor.|Alkohol bland yngre.|Lika.|Få är rädda.|Vi når dem.|Vi är där "
                "två kvällar.",
            ),
        },
    ),
    DemoProblem(
        key="inbrott",
        formulation=Formulation(
            title="Bostadsinbrott som följer på varandra kring Norrängsvägen",
            what="När ett hus får inbrott drabbas grannhus inom några dagar.",
            where="Villorna inom omkring 200 meter från Norrängsvägen.",
            when="Vardagar på dagen, mest i november.",
            who="Hushåll där alla är borta på dagen.",
            why="Upprepningen gör att grannar kan varnas medan det hjälper.",
            sources_used="Grannsamverkans rapporter, mönstret Upprepning i närheten i Karta och utforska.",
            months=(11,),
        ),
        categories=("bostadsinbrott",),
        places=("Norrängen",),
        comment="Kedjan syns tydligast som Upprepning i närheten på kartan.",
        scores={
            "Samordnare": _said(
                2, 4, 3, 4, 2, 2,
                motives="Få hushåll.|Stor skada för den som drabbas.|För få för att säga.|Många oroliga."
                "|Mest polisens fråga.|Grannsamverkan finns.",
            ),
            "Kommunpolis": _said(
                2, 5, 2, 4, 3, 2,
                motives="Få.|Kränkande och dyrt.|Ligger still.|Oron är stor.|Grannar kan mycket.|Vi "
                "arbetar med det.",
            ),
        },
    ),
    DemoProblem(
        key="centrum",
        formulation=Formulation(
            title="Bråk och berusning på Stortorget fredag och lördag kväll",
            what="Gräl och knuffar mellan berusade när krogarna stänger.",
            where="Stortorget och taxikön utanför Gallerian Exemplet.",
            when="Fredag och lördag 20–24.",
            who="Besökare, taxiförare och vakter.",
            why="Det är där flest rapporter om berusning kommer ifrån på helgkvällar.",
        ),
        categories=("brak", "berusning"),
        places=("Stortorget", "Gallerian Exemplet"),
        hours=(20, 21, 22, 23),
        weekdays=(5, 6),
        against=(
            (
                "9 av 12 krögare säger att det är lugnare än för två år sedan.",
                "Krogarnas nätverksmöte i september (påhittat)",
            ),
        ),
        scores={
            "Samordnare": _said(
                3, 3, 2, 3, 3, 2,
                motives="Två kvällar i veckan.|Enstaka skadas.|Verkar minska.|En del undviker torget."
                "|Tillsyn är vår.|Vakter finns.",
            ),
        },
    ),
    DemoProblem(
        key="mopeder",
        formulation=Formulation(
            title="Mopeder på gångvägarna i Kvarnbacken",
            what="Mopeder och A-traktorer kör fort på gång- och cykelvägar.",
            where="Gångvägarna mellan Kvarnbackens centrum och Björkskolan.",
            when="Vardagseftermiddagar och tidiga kvällar.",
            who="Skolbarn och äldre som går till centrum.",
        ),
        categories=("buskorning", "fortkorning"),
        places=("Kvarnbacken",),
        origin="meeting",
        origin_words="Togs upp på områdesmötet i Kvarnbacken.",
        is_started=False,
    ),
    DemoProblem(
        key="tunneln",
        formulation=Formulation(
            title="Klotter i gångtunneln vid Järnvägsgatan",
            what="Tunneln klottrades ned på nytt inom några dagar efter varje sanering.",
            where="Gångtunneln Järnvägsgatan, båda mynningarna.",
            when="Nätter, hela året.",
            who="Alla som går genom tunneln.",
        ),
        categories=("klotter",),
        places=("Gångtunneln Järnvägsgatan",),
        outcome="solved",
        ending="Väggmålning med skolan och sanering inom ett dygn. Vi följer antalet.",
    ),
    DemoProblem(
        key="sopor",
        formulation=Formulation(
            title="Dumpade sopor vid återvinningsstationen i Verkstaden",
            what="Möbler och byggavfall ställs vid behållarna.",
            where="Återvinningsstationen Verkstaden.",
            when="Helger.",
            who="Företagen runt stationen.",
        ),
        categories=("nedskrapning",),
        places=("Återvinningsstationen Verkstaden",),
        outcome="handed_over",
        ending="Ägaren till stationen har tagit över ansvaret enligt avtal.",
    ),
)  # fmt: skip

ANALYSES: Final[Mapping[str, Analysis]] = {
    "belysning": Analysis(
        causes=(
            DemoCause(
                "Lampor är släckta länge innan någon lagar dem", "situation", "situation", "some", "own",
                corner="control",
                source="Frusna antal på problemets sida; Gata och parks driftlista (påhittad)",
                verdict="supported",
                motive="Samma stolpar återkommer i rapporterna vecka efter vecka.",
                below=(
                    DemoCause(
                        "Ingen vet vart man felanmäler", "situation", "situation", "some", "own",
                        source="Samtal på plats med 18 resenärer", verdict="supported",
                        motive="De flesta visste inte, eller trodde att någon annan gjort det.",
                    ),
                    DemoCause(
                        "Parken ronderas bara på dagen", "situation", "situation", "strong", "own",
                        corner="control", source="Driftavtalet och två kvällsvandringar (påhittade)",
                        verdict="supported", motive="Släckta lampor syns inte när det är ljust.",
                        below=(
                            DemoCause(
                                "Avtalet säger inget om kvällar", "situation", "structural", "strong", "own",
                                source="Driftavtalet, bilaga 2 (påhittat)", verdict="supported",
                                motive="Det står uttryckligen dagtid.",
                            ),
                        ),
                    ),
                ),
            ),
            DemoCause(
                "Buskar skymmer ljuset från de lampor som lyser", "situation", "situation", "weak", "own",
                corner="control", source="Trygghetsvandring i oktober (påhittad)",
            ),
            DemoCause(
                "Resenärer är ensamma mellan tågen", "exposed", "social", "some", "shared", corner="target",
                factor="risk", source="Samtal på plats", verdict="supported",
                motive="Mellan avgångarna går få genom parken.",
            ),
            DemoCause(
                "Lampor slås sönder med flit", "offender", "situation", "weak", "influence",
                corner="offender", verdict="rejected",
                motive="Driftlistan visar trasiga drivdon, inte krossade glas.",
            ),
            DemoCause(
                "Vuxna som går hem samtidigt från träningen", "exposed", "social", "assumption", "influence",
                factor="protective",
            ),
        ),
        events=(
            ("En lampa slocknar", ""),
            ("Ingen ser det, för parken ronderas på dagen", "Rondering en kväll i veckan"),
            ("Den som går förbi felanmäler inte", "Skylt med nummer på varje stolpe"),
            ("Fler lampor slocknar och sträckan blir mörk", "Laga inom tre dygn"),
            ("Resenärer väljer omvägen och parken blir tom", "Tätare gångtrafik när tåget kommer"),
        ),
        conclusion="Det som väger tyngst råder vi själva över: lamporna lagas sent eftersom ingen ser dem på "
        "kvällen och ingen vet vart man felanmäler.\n\nSabotage är prövat och avfärdat. Vad skymmande buskar "
        "betyder vet vi inte än; nästa vandring ska svara på det.",
    ),
    "skolan": Analysis(
        causes=(
            DemoCause(
                "Ingen vuxen finns på gården efter klockan 17", "situation", "situation", "strong", "own",
                corner="control", source="Skolans bemanning och väktarnas ronder (påhittade)",
                verdict="supported", motive="Nästan allt händer efter att fritidshemmet har stängt.",
                below=(
                    DemoCause(
                        "Fritidsgården är stängd måndag till onsdag",
                        "situation", "structural", "some", "own",
                        source="Fritidsgårdens öppettider (påhittade)", verdict="supported",
                        motive="Rapporterna är fler de kvällarna.",
                    ),
                    DemoCause(
                        "Gården syns inte från gatan", "situation", "situation", "some", "own",
                        source="Vandring med rektor och fastighetsvärd (påhittad)",
                    ),
                ),
            ),
            DemoCause(
                "Gården är enda stället att samlas på", "offender", "social", "some", "shared",
                corner="offender", factor="risk", source="Elevrådet, medborgardialog", verdict="supported",
                motive="Eleverna säger det själva.",
            ),
            DemoCause(
                "Svag anknytning till skolan i några årskurser", "offender", "individual", "weak", "shared",
                factor="risk", source="Skolenkäten (påhittad)",
            ),
            DemoCause(
                "Rutor och möbler är lätta att slå sönder", "exposed", "situation", "some", "own",
                corner="target", source="Reparationslistan (påhittad)", verdict="supported",
                motive="Samma tre rutor byts om och om igen.",
            ),
            DemoCause(
                "Idrottsföreningen har träning i hallen två kvällar", "situation", "social", "some", "shared",
                factor="protective", source="Bokningen av hallen (påhittad)", verdict="supported",
                motive="De kvällarna är det lugnt.",
            ),
            DemoCause(
                "Vuxna i området som känner ungdomarna", "situation", "structural", "assumption", "influence",
                factor="protective",
            ),
        ),
        events=(
            ("Skolan och fritidshemmet stänger", "Öppen hall för föreningar fler kvällar"),
            ("En grupp samlas på den inre gården", "Fritidsgården öppen måndag till onsdag"),
            ("Ingen ser dem från gatan", "Belysning och lägre häck mot gatan"),
            ("Någon slår sönder en ruta", "Säkrare glas i de tre rutor som byts oftast"),
            ("Ingen reagerar, och det händer igen", "Laga inom ett dygn och tala med elevrådet"),
        ),
        conclusion="Gården är tom på vuxna just de kvällar då det inte finns något annat ställe att vara på. "
        "Det är i första hand en fråga om öppettider och insyn, och de råder kommunen över.",
    ),
}  # fmt: skip
