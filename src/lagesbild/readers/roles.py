"""What a column can mean: the roles that headings are mapped to, and the words files use for them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """One meaning a column can have.

    ``label`` is what a user reads, ``words`` the headings seen in real files, folded: small letters,
    no signs (``fr.o.m.`` is ``from``, ``DeSO.område`` is ``desoomrade``). The likeliest come first.
    """

    id: str
    label: str
    words: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


INCIDENT_ROLES: tuple[Role, ...] = (
    Role(
        "id",
        "löpnummer eller ärendenummer",
        _words(
            "id uid lopnr lopnummer arendenr arendenummer arendeid diarienr diarienummer dnr knr knummer "
            "handelseid rapportid rapportnr incidentid caseid casenumber incidentnumber objectid "
            "handelsenummer nr brottsid anmalningsid anmalansid"
        ),
    ),
    Role(
        "code",
        "brottskod eller annan kod",
        _words(
            "brottskod brottskoder kod bkod code offensecode crimecode handelsekod brottskodnr ucr typkod"
        ),
    ),
    Role(
        "label",
        "vad som hände",
        _words(
            "brottskodklartext handelsetyp brottstyp handelse typ kategori brott brottsfenomen klartext "
            "brottskodtext benamning brottskodbenamning handelsekategori rubrik arendetyp typavhandelse "
            "typavbrott brottskategori vadharhant underkategori huvudkategori offensetype offense offence "
            "offencetype crimetype crime category type incidenttype primarytype eventtype arende avvikelse "
            "iakttagelse"
        ),
    ),
    Role(
        "category",
        "kategori enligt Lägesbilds indelning",
        _words("lagesbildkategori taxonomikod"),
    ),
    Role(
        "start",
        "när det hände, eller började",
        _words(
            "brottsdatum datum startdatum datumstart datestart startdatetime start datumfrom from "
            "franochmed fran fromdatum frandatum datumfran handelsedatum starttid brottsdatumfrom datumtid "
            "datumochtid tidpunkt datumklockslag forstatidpunkt brottstid datetime date incidentdate "
            "occurrencedate occurredat occurredfrom datesingle startdate fromdate handelsetid "
            "handelsetidpunkt tidigast dag nar"
        ),
    ),
    Role(
        "start_time",
        "klockslag när det hände, eller började",
        _words(
            "klockslag klockan kl tid starttid starttidpunkt tidfrom klfrom klockslagfrom time starttime "
            "tidstart fromtid frantid klockslagfran handelseklockslag"
        ),
    ),
    Role(
        "end",
        "senast när det hände",
        _words(
            "slutdatum datumslut dateend enddatetime slut datumtom tom tillochmed till tomdatum tilldatum "
            "datumtill brottsdatumtom sistatidpunkt enddate end todate occurredto sluttid senast"
        ),
    ),
    Role(
        "end_time",
        "klockslag senast när det hände",
        _words("sluttid tidtom kltom klockslagtom endtime tidslut tomtid tilltid klockslagtill"),
    ),
    Role(
        "reported_at",
        "när det anmäldes eller registrerades",
        _words(
            "inskrivningsdatum rapporterad rapporteringsdatum anmalningsdatum anmald anmalt registrerad "
            "registreringsdatum inrapporterad skapad skapaddatum publicerad upprattad upprattaddatum "
            "reported reporteddate datereported reportdate created createdat inkom inkomdatum anmaldatum "
            "rapportdatum"
        ),
    ),
    Role(
        "lat",
        "latitud",
        _words("lat latitude latitud latwgs84 wgs84lat breddgrad ykoordinat y"),
    ),
    Role(
        "lon",
        "longitud",
        _words("lon lng long longitude longitud lonwgs84 wgs84lon langdgrad xkoordinat x"),
    ),
    Role(
        "position",
        "latitud och longitud i samma cell",
        _words("gps position koordinat koordinater latlon"),
    ),
    Role(
        "e",
        "öst-koordinat i meter",
        _words("e ost easting east swerefe sweref99e swereftme ekoordinat xkoordinat x"),
    ),
    Role(
        "n",
        "nord-koordinat i meter",
        _words("n nord northing north swerefn sweref99n swereftmn nkoordinat ykoordinat y"),
    ),
    Role(
        "place",
        "plats",
        _words(
            "plats platsnamn adress gata gatuadress gatunamn brottsplats lokal objekt anlaggning "
            "fastighet address location place street vag platsbeskrivning skola ort "
            "locationname"
        ),
    ),
    Role(
        "area",
        "område",
        _words(
            "desoomrade deso desokod omrade omradeskod regso regsokod stadsdel distrikt lpo bostadsomrade "
            "omradesnamn kommundel nyko area district neighborhood neighbourhood precinct beat censusblock "
            "postnummer postort"
        ),
    ),
    Role(
        "municipality",
        "kommun",
        _words("kommun kommunkod kommunnamn municipality brottskommun region"),
    ),
    Role(
        "county",
        "län",
        _words("lan lanskod lansnamn county"),
    ),
    Role(
        "count",
        "antal",
        _words("antal antalbrott antalanmalda antalhandelser antalanmaldabrott count number n st"),
    ),
)

MEASUREMENT_ROLES: tuple[Role, ...] = (
    Role(
        "indicator",
        "vad som mäts",
        _words("indikator fraga matt nyckel nyckeltal brott brottsfenomen indicator kpi titel"),
    ),
    Role(
        "section",
        "tabell eller avsnitt",
        _words("tabell avsnitt undersokning tema section"),
    ),
    Role(
        "period",
        "period",
        _words("period manad kvartal tertial vecka matperiod"),
    ),
    Role(
        "year",
        "år",
        _words("ar year kalenderar matar"),
    ),
    Role(
        "group",
        "grupp",
        _words("grupp kon arskurs alder aldersgrupp group gender"),
    ),
    Role(
        "value",
        "värde",
        _words("varde antal andel andelprocent procent index value medel per100000"),
    ),
    Role(
        "lower",
        "undre konfidensgräns",
        _words("undre nedre undregrans lower kilag nedregrans"),
    ),
    Role(
        "upper",
        "övre konfidensgräns",
        _words("ovre ovregrans upper kihog"),
    ),
    Role(
        "base_size",
        "antal svar",
        _words("n bas antalsvar antalsvarande basesize svarande"),
    ),
    Role(
        "response_rate",
        "svarsfrekvens",
        _words("svarsfrekvens svarsfrekvensprocent responserate"),
    ),
    Role(
        "unit",
        "enhet",
        _words("enhet unit"),
    ),
)

ROLE_LABELS = {role.id: role.label for role in (*MEASUREMENT_ROLES, *INCIDENT_ROLES)}
"""Every role's id with what a user reads."""

PAIRS = (("lat", "lon"), ("e", "n"))
"""Roles that say nothing without each other."""

_FOLD = str.maketrans("åäàáâöøòóéèêëüùúíìîçñ", "aaaaaoooo" + "eeeeuuuiiicn")


def folded(heading: str) -> str:
    """Return a heading as it is compared: small letters without accents, signs and spaces.

    >>> folded("DeSO.område"), folded("Fr.o.m."), folded("offense_type")
    ('desoomrade', 'from', 'offensetype')
    """
    return "".join(sign for sign in heading.casefold().translate(_FOLD) if sign.isalnum())
