"""Forms for areas, places, population and categories."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.coordinates import read_coordinates, to_wgs84
from lagesbild_web.areas.contracts import Category, Corner

KINDS: Final = (
    ("district", gettext_lazy("Distrikt: den indelning som händelser räknas i (till exempel DeSO)")),
    ("police_area", gettext_lazy("Polisområden")),
    ("own", gettext_lazy("Egna områden")),
)
MOST_CORNERS: Final = 500


class BoundaryForm(forms.Form):
    """A file of boundaries, what it is, and from when."""

    file = forms.FileField(
        label=gettext_lazy("Fil med områden"),
        help_text=gettext_lazy("GeoJSON eller GeoPackage, i WGS 84 eller SWEREF 99."),
        error_messages={
            "required": gettext_lazy("Välj en fil."),
            "empty": gettext_lazy("Filen är tom. Välj en annan."),
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Vad är det för områden?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Välj vad det är för områden.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Indelningens namn"),
        help_text=gettext_lazy("Till exempel DeSO 2025. Namnet skrivs på varje händelse."),
        max_length=80,
        error_messages={"required": gettext_lazy("Skriv vad indelningen heter.")},
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Gäller från och med"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Skriv från vilken dag indelningen gäller."),
            "invalid": gettext_lazy("Skriv dagen som år-månad-dag, till exempel 2025-01-01."),
        },
    )


class ConfirmForm(BoundaryForm):
    """The same again, with the file as it was kept."""

    file = None  # type: ignore[assignment]  # Django's way of leaving a field out
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    filename = forms.CharField(max_length=200, widget=forms.HiddenInput)


class PopulationForm(forms.Form):
    """A file of residents."""

    file = forms.FileField(
        label=gettext_lazy("Fil med folkmängd"),
        help_text=gettext_lazy("CSV med kolumnerna område, år och folkmängd, eller en kolumn för varje år."),
        error_messages={
            "required": gettext_lazy("Välj en fil."),
            "empty": gettext_lazy("Filen är tom. Välj en annan."),
        },
    )


class NameForm(forms.Form):
    """A new name."""

    name = forms.CharField(
        label=gettext_lazy("Namn"),
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv vad det ska heta.")},
    )


class ReasonForm(forms.Form):
    """Why something is taken out of use."""

    reason = forms.CharField(
        label=gettext_lazy("Varför tas den ur bruk?"),
        help_text=gettext_lazy("Skälet sparas i loggen."),
        max_length=500,
        error_messages={"required": gettext_lazy("Skriv varför. Skälet sparas i loggen.")},
    )


class CornersForm(forms.Form):
    """The corners of an area. ``corners_read`` is them in degrees, once the form is valid."""

    corners = forms.CharField(
        label=gettext_lazy("Hörn, ett på varje rad"),
        help_text=gettext_lazy(
            "Nord och öst (SWEREF 99 TM i meter) eller latitud och longitud (WGS 84 i grader), "
            "i ordning runt området. Till exempel: 6857000 690000"
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Skriv områdets hörn, minst tre.")},
    )

    def clean_corners(self) -> str:
        """Read every line; say which of them cannot be read."""
        written = str(self.cleaned_data["corners"])
        self.corners_read, faults = _read_corners(written)
        if faults:
            raise forms.ValidationError(faults)
        return written


class AreaForm(CornersForm):
    """A new area of one's own."""

    name = forms.CharField(
        label=gettext_lazy("Områdets namn"),
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv vad området heter.")},
    )
    field_order = ("name", "corners")


class PlaceForm(forms.Form):
    """A new named place. ``point`` is where it is, once the form is valid."""

    name = forms.CharField(
        label=gettext_lazy("Platsens namn"),
        help_text=gettext_lazy("Så som folk säger det: Stationstorget, Björkskolan."),
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv vad platsen heter.")},
    )
    point = forms.CharField(
        label=gettext_lazy("Koordinater"),
        help_text=gettext_lazy("Nord och öst (SWEREF 99 TM) eller latitud och longitud: 6857000 690000"),
        max_length=60,
        error_messages={"required": gettext_lazy("Skriv var platsen ligger.")},
    )

    def clean_point(self) -> Corner:
        """Read the coordinates."""
        corners, faults = _read_corners(str(self.cleaned_data["point"]))
        if faults:
            raise forms.ValidationError(faults)
        return corners[0]


class CategoryForm(forms.Form):
    """What a category says."""

    name = forms.CharField(
        label=gettext_lazy("Namn"),
        max_length=120,
        error_messages={"required": gettext_lazy("Skriv vad kategorin heter.")},
    )
    help = forms.CharField(
        label=gettext_lazy("En mening till den som rapporterar"), max_length=200, required=False
    )
    library_code = forms.ChoiceField(
        label=gettext_lazy("Motsvarar i statistiken"),
        help_text=gettext_lazy("Så kan siffrorna jämföras med andra källor."),
    )
    seriousness = forms.TypedChoiceField(
        label=gettext_lazy("Allvar, om ingen säger något annat"),
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
    )
    is_reportable = forms.BooleanField(label=gettext_lazy("Går att rapportera"), required=False)
    is_sensitive = forms.BooleanField(
        label=gettext_lazy("Känslig: färre ser händelserna, och platsen visas grövre"), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        _fields(self)["library_code"].choices = _library_choices()


class NewCategoryForm(CategoryForm):
    """A category that does not exist yet."""

    code = forms.CharField(
        label=gettext_lazy("Kod"),
        help_text=gettext_lazy("Små bokstäver a–z, siffror och _. Koden ändras aldrig."),
        max_length=60,
        error_messages={"required": gettext_lazy("Skriv en kod.")},
    )
    parent = forms.ChoiceField(label=gettext_lazy("Grupp"), required=False)
    field_order = ("code", "name", "parent")

    def __init__(self, categories: Sequence[Category], data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"seriousness": 2, "is_reportable": True})
        groups = [(str(c.id), c.name) for c in categories if c.depth == 0]
        _fields(self)["parent"].choices = [("", _("Ingen: den är en egen grupp")), *groups]


def _fields(form: forms.Form) -> dict[str, Any]:
    return cast("dict[str, Any]", form.fields)


def _library_choices() -> list[Any]:
    taxonomy = Taxonomy.load()
    groups: list[Any] = []
    for code, category in taxonomy.categories.items():
        if category.parent is None:
            groups.append((category.name, [(code, category.name)]))
        else:
            groups[-1][1].append((code, category.name))
    return groups


def _read_corners(text: str) -> tuple[list[Corner], list[str]]:
    """Return the corners, and a sentence for each line that cannot be read."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_CORNERS:
        return [], [_("Högst 500 hörn. Lägg in området från en fil i stället.")]
    corners, faults = [], []
    for number, line in enumerate(lines, start=1):
        corner = _read_corner(line)
        if corner is None:
            faults.append(
                _("Rad %(number)s: ”%(line)s” är ingen plats i Sverige. Skriv till exempel 6857000 690000.")
                % {"number": number, "line": line}
            )
        else:
            corners.append(corner)
    return corners, faults


def _read_corner(line: str) -> Corner | None:
    words = line.replace(";", " ").replace(", ", " ").split()
    words = line.split(",") if len(words) == 1 else words
    try:
        first, second = (float(word.strip().rstrip(",").replace(",", ".")) for word in words)
    except ValueError:
        return None
    reading = read_coordinates([second], [first])  # people write north first
    east, north = (first, second) if reading.swapped else (second, first)
    if reading.system == "wgs84":
        return Corner(east, north)
    if reading.system == "sweref99tm":
        degrees = to_wgs84([east], [north])
        return Corner(round(float(degrees.lon[0]), 7), round(float(degrees.lat[0]), 7))
    return None
