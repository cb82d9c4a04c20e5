"""The role table: what each role may do, how far it reaches, and how sensitive the content may be.

This is the only place where rights are decided. Read it as a table: role → right → grant. A grant
says how far from the own organisation the right reaches, and up to which sensitivity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Circle(StrEnum):
    """Who a thing is shown to, and how far a right reaches; each circle holds the one before it."""

    OWN = "own"
    PARTNERS = "partners"
    PUBLIC = "public"


class Sensitivity(StrEnum):
    """How much harm it would do if the content came into the wrong hands, least first."""

    OPEN = "open"
    LIMITED = "limited"
    PROTECTED = "protected"


class Right(StrEnum):
    """Something that a role may do."""

    READ_PICTURE = "read_picture"
    READ_DRAFT = "read_draft"
    IMPORT_PICTURE = "import_picture"
    PUBLISH_PICTURE = "publish_picture"
    REPORT_INCIDENT = "report_incident"
    READ_INCIDENT = "read_incident"
    READ_EXACT_PLACE = "read_exact_place"
    READ_MAP = "read_map"
    REVIEW_INCIDENT = "review_incident"
    EXPORT_INCIDENT = "export_incident"
    IMPORT_INCIDENT = "import_incident"
    MANAGE_AREAS = "manage_areas"
    MANAGE_CATEGORIES = "manage_categories"
    REGISTER_DISCLOSURE = "register_disclosure"
    READ_PLAN = "read_plan"
    MANAGE_PLAN = "manage_plan"
    SCORE_PROBLEM = "score_problem"
    FOLLOW_UP = "follow_up"
    READ_AGREEMENT = "read_agreement"
    MANAGE_AGREEMENT = "manage_agreement"
    READ_MEETING = "read_meeting"
    MANAGE_MEETING = "manage_meeting"
    JOIN_WALK = "join_walk"
    MANAGE_WALK = "manage_walk"
    READ_DUTIES = "read_duties"
    MANAGE_DUTIES = "manage_duties"
    READ_LOG = "read_log"
    MANAGE_ACCESS = "manage_access"


class Role(StrEnum):
    """A function that a person holds in an organisation. ``PUBLIC`` is held by everybody, also logged out."""

    REPORTER = "reporter"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    MEASURE_OWNER = "measure_owner"
    STEERING = "steering"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Grant:
    """How far a right reaches and up to which sensitivity."""

    reach: Circle
    up_to: Sensitivity


_OWN_ALL = Grant(Circle.OWN, Sensitivity.PROTECTED)
_SHARED = Grant(Circle.PARTNERS, Sensitivity.LIMITED)
_SHARED_ALL = Grant(Circle.PARTNERS, Sensitivity.PROTECTED)
_OPEN_TO_ALL = Grant(Circle.PUBLIC, Sensitivity.OPEN)

TABLE: Final[Mapping[Role, Mapping[Right, Grant]]] = {
    Role.REPORTER: {
        Right.READ_PICTURE: _SHARED,
        Right.REPORT_INCIDENT: _OWN_ALL,
        Right.READ_INCIDENT: _SHARED,
        Right.READ_EXACT_PLACE: _OWN_ALL,
        Right.JOIN_WALK: _SHARED,
        Right.READ_MAP: _OWN_ALL,
    },
    Role.REVIEWER: {
        Right.READ_PICTURE: _SHARED_ALL,
        Right.READ_DRAFT: _OWN_ALL,
        Right.REPORT_INCIDENT: _OWN_ALL,
        Right.READ_INCIDENT: _SHARED_ALL,
        Right.READ_EXACT_PLACE: _SHARED_ALL,
        Right.REVIEW_INCIDENT: _SHARED_ALL,
        Right.EXPORT_INCIDENT: _SHARED_ALL,
        Right.READ_PLAN: _SHARED,
        Right.SCORE_PROBLEM: _SHARED,
        Right.READ_MEETING: _SHARED,
        Right.JOIN_WALK: _SHARED,
        Right.READ_MAP: _OWN_ALL,
    },
    Role.COORDINATOR: {
        Right.READ_PICTURE: _SHARED_ALL,
        Right.READ_DRAFT: _OWN_ALL,
        Right.IMPORT_PICTURE: _OWN_ALL,
        Right.PUBLISH_PICTURE: _OWN_ALL,
        Right.REPORT_INCIDENT: _OWN_ALL,
        Right.READ_INCIDENT: _SHARED_ALL,
        Right.READ_EXACT_PLACE: _SHARED_ALL,
        Right.REVIEW_INCIDENT: _SHARED_ALL,
        Right.EXPORT_INCIDENT: _SHARED_ALL,
        Right.IMPORT_INCIDENT: _OWN_ALL,
        Right.MANAGE_AREAS: _OWN_ALL,
        Right.MANAGE_CATEGORIES: _OWN_ALL,
        Right.REGISTER_DISCLOSURE: _OWN_ALL,
        Right.READ_PLAN: _SHARED_ALL,
        Right.MANAGE_PLAN: _OWN_ALL,
        Right.SCORE_PROBLEM: _SHARED_ALL,
        Right.FOLLOW_UP: _OWN_ALL,
        Right.READ_AGREEMENT: _SHARED_ALL,
        Right.MANAGE_AGREEMENT: _OWN_ALL,
        Right.READ_MEETING: _SHARED_ALL,
        Right.MANAGE_MEETING: _OWN_ALL,
        Right.JOIN_WALK: _SHARED_ALL,
        Right.MANAGE_WALK: _OWN_ALL,
        Right.READ_DUTIES: _OWN_ALL,
        Right.MANAGE_DUTIES: _OWN_ALL,
        Right.READ_MAP: _OWN_ALL,
    },
    Role.MEASURE_OWNER: {
        Right.READ_PICTURE: _SHARED,
        Right.READ_INCIDENT: _SHARED,
        Right.READ_PLAN: _SHARED,
        Right.SCORE_PROBLEM: _SHARED,
        Right.FOLLOW_UP: _SHARED,
        Right.READ_AGREEMENT: _SHARED,
        Right.READ_MEETING: _SHARED,
        Right.JOIN_WALK: _SHARED,
        Right.READ_MAP: _OWN_ALL,
    },
    Role.STEERING: {
        Right.READ_PICTURE: _SHARED_ALL,
        Right.READ_PLAN: _SHARED_ALL,
        Right.SCORE_PROBLEM: _SHARED_ALL,
        Right.READ_AGREEMENT: _SHARED_ALL,
        Right.READ_MEETING: _SHARED_ALL,
        Right.READ_DUTIES: _OWN_ALL,
    },
    Role.AUDITOR: {
        Right.READ_PICTURE: _SHARED_ALL,
        Right.READ_DRAFT: _OWN_ALL,
        Right.READ_LOG: _OWN_ALL,
        Right.READ_INCIDENT: _SHARED_ALL,
        Right.READ_PLAN: _SHARED_ALL,
        Right.READ_AGREEMENT: _SHARED_ALL,
        Right.READ_MEETING: _SHARED_ALL,
        Right.READ_DUTIES: _OWN_ALL,
        Right.READ_MAP: _OWN_ALL,
    },
    Role.ADMINISTRATOR: {
        Right.READ_PICTURE: _SHARED,
        Right.REGISTER_DISCLOSURE: _OWN_ALL,
        Right.READ_LOG: _OWN_ALL,
        Right.MANAGE_ACCESS: _OWN_ALL,
        Right.MANAGE_AREAS: _OWN_ALL,
        Right.MANAGE_CATEGORIES: _OWN_ALL,
        Right.READ_MAP: _OWN_ALL,
    },
    Role.PUBLIC: {
        Right.READ_PICTURE: _OPEN_TO_ALL,
        Right.READ_PLAN: _OPEN_TO_ALL,
        Right.READ_AGREEMENT: _OPEN_TO_ALL,
    },
}

SECOND_FACTOR_FROM_START: Final = (
    Role.REVIEWER,
    Role.COORDINATOR,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
"""Roles that must show more than a password in a new municipality; its administrator can change it."""

ROLE_LABELS: Final[Mapping[Role, Promise]] = {
    Role.REPORTER: _("Rapportör"),
    Role.REVIEWER: _("Granskare"),
    Role.COORDINATOR: _("Samordnare"),
    Role.MEASURE_OWNER: _("Åtgärdsansvarig"),
    Role.STEERING: _("Styrgrupp"),
    Role.AUDITOR: _("Revisor"),
    Role.ADMINISTRATOR: _("Administratör"),
    Role.PUBLIC: _("Allmänheten"),
}

RIGHT_LABELS: Final[Mapping[Right, Promise]] = {
    Right.READ_PICTURE: _("Läsa och hämta beslutade och publicerade lägesbilder"),
    Right.READ_DRAFT: _("Läsa utkast och tillbakadragna lägesbilder"),
    Right.IMPORT_PICTURE: _("Göra lägesbilder, bedöma dem och ladda in dem"),
    Right.PUBLISH_PICTURE: _(
        "Skicka lägesbilder på granskning, registrera beslut, publicera dem och dra tillbaka dem"
    ),
    Right.REPORT_INCIDENT: _("Rapportera händelser"),
    Right.READ_INCIDENT: _("Läsa godkända händelser"),
    Right.READ_EXACT_PLACE: _("Se den exakta platsen för en händelse"),
    Right.READ_MAP: _("Se bakgrundskartor"),
    Right.REVIEW_INCIDENT: _("Granska händelser och läsa dem innan de är godkända"),
    Right.EXPORT_INCIDENT: _("Hämta händelser som fil"),
    Right.IMPORT_INCIDENT: _("Läsa in händelser från filer och ångra en inläsning"),
    Right.MANAGE_AREAS: _("Lägga upp områden, platser och folkmängd"),
    Right.MANAGE_CATEGORIES: _("Ändra kategorierna"),
    Right.REGISTER_DISCLOSURE: _("Registrera vad som lämnas ut till andra"),
    Right.READ_PLAN: _("Läsa problem, åtgärdsplan och uppföljning"),
    Right.MANAGE_PLAN: _("Arbeta med styrdokument, problem, orsaker och åtgärdsplan"),
    Right.SCORE_PROBLEM: _("Bedöma hur viktiga problemen är"),
    Right.FOLLOW_UP: _("Berätta hur det går med de åtgärder som ens funktion svarar för"),
    Right.READ_AGREEMENT: _("Läsa överenskommelser och medborgarlöften"),
    Right.MANAGE_AGREEMENT: _("Arbeta med överenskommelser och medborgarlöften"),
    Right.READ_MEETING: _("Läsa kallelser och protokoll från möten"),
    Right.MANAGE_MEETING: _("Kalla till möten och skriva protokoll"),
    Right.JOIN_WALK: _("Vara med på trygghetsvandringar och notera vad som syns"),
    Right.MANAGE_WALK: _("Planera trygghetsvandringar och följa upp dem"),
    Right.READ_DUTIES: _("Läsa lagkollen och svaren på revisorns frågor"),
    Right.MANAGE_DUTIES: _("Sköta lagkollen, registren och rapportkalendern"),
    Right.READ_LOG: _("Läsa loggen över vem som gjort vad"),
    Right.MANAGE_ACCESS: _("Lägga upp organisationer, konton och roller"),
}

CIRCLE_LABELS: Final[Mapping[Circle, Promise]] = {
    Circle.OWN: _("Egna organisationen"),
    Circle.PARTNERS: _("Samverkansparterna"),
    Circle.PUBLIC: _("Alla"),
}

SENSITIVITY_LABELS: Final[Mapping[Sensitivity, Promise]] = {
    Sensitivity.OPEN: _("Öppen"),
    Sensitivity.LIMITED: _("Begränsad"),
    Sensitivity.PROTECTED: _("Skyddad"),
}
