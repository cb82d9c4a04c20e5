"""Methods: how each kind of figure was made, after whom, with which choices."""

from collections.abc import Iterable

from lagesbild import __version__
from lagesbild.document import swedish
from lagesbild.document.tree import Block, Callout, Column, Paragraph, Table
from lagesbild.picture.context import Context, MethodUsed, Part, part
from lagesbild.picture.publication import RULE
from lagesbild.picture.timeframe import compared_words

CHANGE = MethodUsed(
    "change",
    "Ändring mellan två perioder",
    "Exakt betingat test av två antal: givet summan är det senare antalet binomialfördelat. p är "
    "den mindre svansen dubblad, så att "
    "test och intervall alltid säger samma sak.",
    "Przyborowski & Wilenski 1940, Biometrika 31; Clopper & Pearson 1934, Biometrika 26",
    "95\u00a0%\u00a0intervall",
)
MULTIPLE = MethodUsed(
    "false-discovery",
    "Många jämförelser på en gång",
    "q-värden: av det som kallas säkert är i genomsnitt högst 5\u00a0% falskt. Räknas över alla rader i "
    "en tabell som inte är summor.",
    "Benjamini & Hochberg 1995, JRSS B 57",
    "q under 0,05",
)
DISPERSION = MethodUsed(
    "dispersion",
    "Variation mellan år",
    "Hur mycket mer än slumpen antalen har varierat mellan tidigare perioder. Varje rad dras mot "
    "tabellens typiska värde; intervallet vidgas med det.",
    "McCullagh & Nelder 1989, avsnitt 6.2.3; Smyth 2004; Korn & Graubard 1998",
    "minst fyra tidigare perioder",
)
VERDICTS = MethodUsed(
    "verdicts",
    "Bedömningen",
    "Säker ökning eller minskning: intervallet utesluter oförändrat efter att alla jämförelser är "
    "inräknade. För få: färre än fem fall i de två "
    "perioderna tillsammans. Oförändrat: hela intervallet ligger inom ±10\u00a0%. Annars oklart.",
    "Regel i Lägesbild",
)
RANKING = MethodUsed(
    "ranking",
    "Ordningen mellan fynden",
    "Säkra fynd först. Bland dem väger hur många fall det gäller, hur stor ändringen är, hur "
    "allvarlig kategorin är och om nivån är ny.",
    "Regel i Lägesbild",
    "ordningen är ett val, inte en mätning",
)


def methods(context: Context, used: Iterable[MethodUsed]) -> Part:
    """Return the section on methods; ``used`` are those that other sections report."""
    wanted = [CHANGE, MULTIPLE, VERDICTS] if context.changes else []
    if any(found.dispersion is not None for found in context.changes):
        wanted.append(DISPERSION)
    wanted += [*used, RANKING]
    unique = {method.id: method for method in wanted}
    columns = (
        Column("purpose", "Vad"),
        Column("how", "Hur"),
        Column("source", "Efter"),
        Column("choices", "Val"),
    )
    rows = tuple((m.purpose, m.how, m.source, m.choices or None) for m in unique.values())
    blocks: list[Block] = [
        Paragraph(
            f"Lägesbilden är framställd med Lägesbild {__version__}. Samma filer och samma val ger "
            "samma lägesbild, siffra för siffra. "
            f"Slumptal, där de används, utgår från fröet {context.options.seed}."
        ),
        Table("methods-used", "Metoder", columns, rows),
        Paragraph(
            f"Uppgifterna gäller det som var känt {context.frame.as_of.isoformat()}. Perioden är "
            f"{context.frame.period.label} "
            f"och jämförs med {compared_words(context.frame)}."
        ),
    ]
    if context.options.public:
        hidden = swedish.count(context.hidden)
        blocks.append(
            Callout("note", "Det som är dolt i den publika versionen", f"{RULE} {hidden} tal är dolda.")
        )
    return part("methods", blocks)
