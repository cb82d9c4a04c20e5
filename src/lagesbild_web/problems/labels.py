"""What every code of a problem is called, and what it means: one table for pages, forms and documents."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Labels = Mapping[str, Promise]

STATE_LABELS: Final[Labels] = {
    "proposed": _("Föreslaget"),
    "under_work": _("Under arbete"),
    "prioritised": _("Prioriterat"),
    "closed": _("Avslutat"),
}
IN_PLAN_LABEL: Final = _("I planen")
"""What a prioritised problem is called once something in the plan answers it."""
OPEN_STATES: Final = ("proposed", "under_work", "prioritised")

OUTCOME_LABELS: Final[Labels] = {
    "solved": _("Löst"),
    "handed_over": _("Överlämnat till någon annan"),
    "not_ours": _("Utanför vår rådighet"),
}
ORIGIN_LABELS: Final[Labels] = {
    "deviation": _("En avvikelse på startsidan"),
    "selection": _("Ett urval i Karta och utforska"),
    "picture": _("Ett resultat i en lägesbild"),
    "survey": _("En undersökning"),
    "meeting": _("Ett möte"),
    "walk": _("En trygghetsvandring"),
    "hand": _("Skrivet för hand"),
}
STANCE_LABELS: Final[Labels] = {"for": _("Talar för"), "against": _("Talar emot")}

STEP_LABELS: Final[Labels] = {
    "proposed": _("Föreslogs"),
    "started": _("Arbetet började"),
    "formulated": _("Formuleringen ändrades"),
    "prioritised": _("Prioriterades"),
    "deprioritised": _("Prioriteras inte längre"),
    "closed": _("Avslutades"),
    "reopened": _("Öppnades igen"),
    "evidence_added": _("Underlag lades till"),
    "evidence_removed": _("Underlag togs bort"),
    "dialogue_added": _("Medborgardialog antecknades"),
    "dialogue_removed": _("En anteckning om medborgardialog togs bort"),
    "scored": _("Bedömdes"),
    "cause_added": _("En orsak lades till"),
    "cause_changed": _("En orsak ändrades"),
    "cause_retired": _("En orsak togs bort"),
    "cause_restored": _("En orsak togs tillbaka"),
    "chain_written": _("Händelsekedjan ändrades"),
    "analysed": _("Orsaksanalysen blev klar"),
    "analysis_opened": _("Orsaksanalysen öppnades igen"),
    "checked": _("Ett steg bockades av"),
    "unchecked": _("En bock togs bort"),
}

PERSPECTIVE_LABELS: Final[Labels] = {
    "situation": _("Situation och plats"),
    "exposed": _("Utsatthet"),
    "offender": _("Gärning"),
}
PERSPECTIVE_HELP: Final[Labels] = {
    "situation": _("Vad på platsen, i tiden eller i situationen gör att det händer just där och då?"),
    "exposed": _("Vad gör att någon eller något blir utsatt? Skriv om grupper och föremål, aldrig personer."),
    "offender": _(
        "Vilka omständigheter gör att någon begår gärningen? Skriv om situationer, aldrig personer."
    ),
}
CORNER_LABELS: Final[Labels] = {
    "offender": _("Motiverad gärningsperson"),
    "target": _("Lämpligt objekt eller offer"),
    "control": _("Avsaknad av kontroll"),
}
FACTOR_LABELS: Final[Labels] = {
    "cause": _("Orsak"),
    "risk": _("Riskfaktor"),
    "protective": _("Skyddsfaktor"),
}
LEVEL_LABELS: Final[Labels] = {
    "situation": _("Situationen"),
    "individual": _("Individnivå"),
    "social": _("Social nivå"),
    "structural": _("Strukturell nivå"),
}
LEVEL_HELP: Final[Labels] = {
    "situation": _("Det som går att ändra på platsen och i stunden."),
    "individual": _("Egenskaper och livssituation i en grupp, till exempel att många inte klarar skolan."),
    "social": _("Familj, vänner, skola och grannskap."),
    "structural": _("Livsvillkor, bebyggelse, tillgång till narkotika, lagar och resurser."),
}
GRADE_LABELS: Final[Labels] = {
    "strong": _("Stark"),
    "some": _("Viss"),
    "weak": _("Svag"),
    "assumption": _("Antagande"),
}
GRADE_HELP: Final[Labels] = {
    "strong": _(
        "Flera oberoende källor eller god forskning säger samma sak, och det syns i våra egna uppgifter."
    ),
    "some": _("Minst en källa med uppgifter stöder det, men den har brister eller är ensam."),
    "weak": _("Enstaka iakttagelser eller erfarenheter pekar åt det hållet."),
    "assumption": _("Vi tror det, men har inget underlag ännu."),
}
CONTROL_LABELS: Final[Labels] = {
    "own": _("Vi råder över det"),
    "shared": _("Vi råder över det med andra"),
    "influence": _("Vi kan påverka"),
    "none": _("Utanför vår rådighet"),
}
VERDICT_LABELS: Final[Labels] = {
    "hypothesis": _("Hypotes"),
    "supported": _("Har stöd"),
    "rejected": _("Avfärdad"),
}


def choices_of(labels: Labels) -> list[tuple[str, Promise]]:
    """Return the codes and labels as Django wants choices."""
    return list(labels.items())
