"""What lag (2023:196) §§ 4–14 demand, in plain Swedish, and what to do when it is not met."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its heading, what it demands, and where one mends what is missing."""

    number: int
    heading: Promise
    demand: Promise
    mend: Promise
    mend_address: str = ""
    """The name of the page where it is mended; empty when there is none."""
    register: str = ""
    """Instead of a page: a register of this feature."""


PARAGRAPHS: Final = (
    Paragraph(
        4,
        _("Lägesbild"),
        _(
            "Kommunen ska ta fram en lägesbild över brottsligheten. Den ska kartlägga brotten, deras "
            "omfattning och "
            "konsekvenser, ta med annan information av betydelse och analysera alltihop."
        ),
        _("Gör en årsbild, skriv de delar som saknas och registrera beslutet."),
        "pictures:list",
    ),
    Paragraph(
        5,
        _("Åtgärdsplan"),
        _(
            "Kommunen ska besluta om en plan för vad den tänker göra för att förebygga brott, med "
            "lägesbilden som underlag."
        ),
        _("Gör en åtgärdsplan, koppla den till den beslutade lägesbilden och registrera beslutet."),
        "plans:list",
    ),
    Paragraph(
        6,
        _("Uppdatera och följa upp"),
        _("Minst vartannat år ska lägesbilden uppdateras och åtgärdsplanen följas upp."),
        _("Gör en ny version av lägesbilden, och lämna en rapport om hur planen går."),
        "pictures:list",
    ),
    Paragraph(
        7,
        _("Samordning med annan planering"),
        _(
            "Arbetet ska, där det passar, hänga ihop med annan analys och planering som kommunen gör "
            "enligt andra lagar, "
            "till exempel om skydd mot olyckor, socialtjänst, skola och fysisk planering."
        ),
        _("Skriv en anteckning om hur arbetet hänger ihop med kommunens andra planer."),
    ),
    Paragraph(
        8,
        _("Ansvar för samordning"),
        _(
            "Kommunen ska ansvara för att det brottsförebyggande arbetet samordnas, med överenskommelser "
            "(9 §) och råd (10 §)."
        ),
        _("Se 9 § och 10 §."),
    ),
    Paragraph(
        9,
        _("Överenskommelser"),
        _(
            "Kommunen ska verka för skriftliga överenskommelser om samverkan. De ska åtminstone säga för "
            "vilka syften och "
            "inom vilka områden man samverkar."
        ),
        _("Skriv en överenskommelse med syften och områden, och registrera när den är undertecknad."),
        "agreements:list",
    ),
    Paragraph(
        10,
        _("Strategiskt råd"),
        _(
            "Kommunen ska verka för ett strategiskt råd som den själv leder, där andra aktörer deltar med "
            "representanter i ledande befattning."
        ),
        _("Skriv in rådets organisationer och funktioner, och håll möten."),
        register="radet",
    ),
    Paragraph(
        11,
        _("Samordningsfunktion"),
        _("Kommunen ska ha en funktion som samordnar det brottsförebyggande arbetet."),
        _("Lägg upp en funktion med rollen samordnare, och ge den till någon."),
        "administration:functions",
    ),
    Paragraph(
        12,
        _("Funktionens uppgifter"),
        _(
            "Samordningsfunktionen ska samordna och stödja arbetet, vara kontaktpunkt för aktörer utanför "
            "kommunen och "
            "sprida information till invånarna."
        ),
        _("Skriv kontaktpunkten, och publicera en lägesbild för alla."),
        "pictures:contact",
    ),
    Paragraph(
        13,
        _("Ledning och rapportering"),
        _(
            "Kommunstyrelsen, eller den nämnd som fullmäktige bestämmer, ska leda arbetet och fortlöpande "
            "rapportera "
            "om det till fullmäktige."
        ),
        _("Registrera de rapporter som har lämnats, och planera nästa i rapportkalendern."),
        register="rapporter",
    ),
    Paragraph(
        14,
        _("Kamerabevakning"),
        _(
            "Kommunen får bevaka med kamera för att offentliga platser ska vara trygga och säkra. Varje "
            "kamera behöver "
            "en intresseavvägning som går att visa upp."
        ),
        _("Skriv in kamerorna med intresseavvägning och dag för omprövning."),
        register="kameror",
    ),
)
FIRST: Final = PARAGRAPHS[0].number
LAST: Final = PARAGRAPHS[-1].number
