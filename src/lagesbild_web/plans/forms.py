"""Forms for plans and goals, and the fields that the plans' forms share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.roles import Circle
from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.plans.contracts import GoalLevel, GoalSummary, PlanSummary
from lagesbild_web.plans.drafts import GoalDraft, PlanDraft

Choices = Sequence[tuple[str, str]]
NOBODY: Final = ("", _("Ingen vald"))


def saving(form: forms.Form, act: Callable[[], object], *, now: Callable[[], int]) -> Callable[[], object]:
    """Return the act; when somebody else has saved, the form then holds the revision that stands ``now``.

    The writer is told once, keeps what was written, and can save it again knowingly.
    """

    def run() -> object:
        try:
            return act()
        except Invalid as error:
            if "revision" in error.faults:
                data = cast("QueryDict", form.data).copy()
                data["revision"] = str(now())
                form.data = data
            raise

    return run


class Chosen(forms.ChoiceField):
    """One of a list, or none; gives its id."""

    def __init__(self, choices: Choices, **options: Any) -> None:
        is_required = options.setdefault("required", False)
        listed = [*([] if is_required else [NOBODY]), *choices]
        options.setdefault("error_messages", {})["invalid_choice"] = _("Välj bland dem som står i listan.")
        super().__init__(choices=listed, **options)

    def clean(self, value: Any) -> Any:
        """Return the id; None when nothing is chosen."""
        chosen = super().clean(value)
        return UUID(chosen) if chosen else None


class ChosenSeveral(forms.MultipleChoiceField):
    """Any number of a list; gives their ids."""

    def __init__(self, choices: Choices, **options: Any) -> None:
        options.setdefault("error_messages", {})["invalid_choice"] = _("Välj bland dem som står i listan.")
        super().__init__(choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value: Any) -> Any:
        """Return the ids."""
        return tuple(UUID(chosen) for chosen in super().clean(value))


LARGEST: Final = 2_000_000_000
"""Two thousand million: no municipality's plan has a sum or a count above it."""


class Whole(forms.IntegerField):
    """A whole number, also written with spaces between the thousands."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(
            error_messages={
                "required": _("Skriv ett helt tal."),
                "invalid": _("Skriv ett helt tal utan decimaler, till exempel 25 000."),
                "min_value": _("Talet kan inte vara negativt."),
                "max_value": _("Talet är för stort. Kontrollera antalet nollor."),
            },
            min_value=0,
            max_value=LARGEST,
            **options,
        )

    def to_python(self, value: Any) -> Any:
        """Read the number without its spaces."""
        return super().to_python("".join(str(value).split()) if value is not None else value)


class Decimal(forms.FloatField):
    """A number with decimal comma."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            localize=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={"invalid": _("Skriv ett tal, till exempel 12,5.")},
            **options,
        )

    def to_python(self, value: Any) -> Any:
        """Read the number, whichever sign its decimals have."""
        return super().to_python(str(value).replace(",", ".") if value not in (None, "") else value)

    def prepare_value(self, value: Any) -> Any:
        """Write the number with a comma, and without decimals that say nothing."""
        return f"{value:.10g}".replace(".", ",") if isinstance(value, float) else value


def revision_field() -> forms.IntegerField:
    """Return the hidden field that says which revision the writer looked at."""
    return forms.IntegerField(required=False, widget=forms.HiddenInput)


class PlanForm(forms.Form):
    """What stands first in a plan."""

    title = forms.CharField(
        label=_("Planens namn"),
        max_length=200,
        help_text=_("Till exempel Åtgärdsplan mot brott 2026–2027."),
        error_messages={"required": _("Skriv vad planen heter.")},
    )
    starts_on = DayField(label=_("Gäller från och med"))
    ends_on = DayField(label=_("Gäller till och med"))
    picture = Chosen(
        [],
        label=_("Lägesbilden som planen bygger på"),
        help_text=_("Lagen säger att åtgärdsplanen beslutas med lägesbilden som underlag (5 §)."),
    )
    function = Chosen([], label=_("Vem håller i planen?"))
    background = LongText(
        label=_("Bakgrund"),
        required=False,
        rows=5,
        help_text=_("Varför planen ser ut som den gör. Valfritt."),
    )
    other_statutes = LongText(
        label=_("Samordning med annan planering"),
        required=False,
        help_text=_(
            "Hur planen hänger ihop med arbete enligt andra lagar (7 §): skydd mot olyckor, socialtjänst, "
            "skola, "
            "alkohol och droger, fysisk planering. Valfritt."
        ),
    )
    circle = forms.TypedChoiceField(
        label=_("Vem ska läsa planen här?"),
        coerce=Circle,
        choices=[
            (Circle.PARTNERS.value, _("Samverkansparterna: alla organisationer som samverkar med kommunen")),
            (Circle.OWN.value, _("Bara kommunen")),
        ],
        widget=forms.RadioSelect,
        initial=Circle.PARTNERS.value,
    )
    revision = revision_field()

    def __init__(self, data: Any, *, pictures: Choices, functions: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["picture"] = with_choices(self.fields["picture"], pictures)
        self.fields["function"] = with_choices(self.fields["function"], functions)

    def draft(self) -> PlanDraft:
        """Return what was written."""
        read = self.cleaned_data
        return PlanDraft(
            title=read["title"],
            starts_on=read["starts_on"],
            ends_on=read["ends_on"],
            picture_id=read["picture"],
            background=read["background"],
            other_statutes=read["other_statutes"],
            function_id=read["function"],
            circle=read["circle"],
        )


def plan_initial(plan: PlanSummary, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form shows of a plan."""
    return {
        "title": plan.title,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "picture": str(plan.picture_id or ""),
        "function": str(plan.function_id or ""),
        "circle": plan.circle,
        "revision": plan.revision,
        **texts,
    }


class GoalForm(forms.Form):
    """A focus area, or a goal in one. ``parent`` is only asked for when there are focus areas."""

    title = forms.CharField(
        label=_("Namn"),
        max_length=200,
        help_text=_("Skriv ett mål så att det går att se om det är nått."),
        error_messages={"required": _("Skriv vad det heter.")},
    )
    parent = Chosen(
        [],
        label=_("Hör till huvudområdet"),
        help_text=_("Lämna tomt om det här är ett huvudområde."),
    )
    description = LongText(label=_("Bakgrund"), required=False, rows=5)
    steering_goal = Chosen(
        [],
        label=_("Fullmäktiges mål som det för vidare"),
        help_text=_("Målen skrivs in under Styrdokument."),
    )
    problems = ChosenSeveral([], label=_("Problem som målet svarar på"))
    function = Chosen([], label=_("Ansvarig funktion"))
    order = Whole(label=_("Ordning"), required=False, help_text=_("Lägre tal kommer först."), initial=0)
    revision = revision_field()

    def __init__(
        self,
        data: Any,
        *,
        focus_areas: Choices,
        steering_goals: Choices,
        problems: Choices,
        functions: Choices,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        listed = {
            "parent": focus_areas,
            "steering_goal": steering_goals,
            "problems": problems,
            "function": functions,
        }
        for name, choices in listed.items():
            self.fields[name] = with_choices(self.fields[name], choices)
            if not choices:  # nothing to choose among: nothing to ask
                del self.fields[name]

    def draft(self) -> GoalDraft:
        """Return what was written."""
        read = self.cleaned_data
        parent = read.get("parent")
        return GoalDraft(
            title=read["title"],
            level=GoalLevel.GOAL if parent else GoalLevel.FOCUS_AREA,
            parent_id=parent,
            description=read["description"],
            steering_goal_id=read.get("steering_goal"),
            function_id=read.get("function"),
            problem_ids=read.get("problems", ()),
            order=read["order"] or 0,
        )


def goal_initial(goal: GoalSummary, order: int) -> dict[str, Any]:
    """Return what the form shows of a goal."""
    return {
        "title": goal.title,
        "parent": str(goal.parent_id or ""),
        "description": goal.description,
        "steering_goal": str(goal.steering_goal_id or ""),
        "problems": [str(value) for value in goal.problem_ids],
        "function": str(goal.function_id or ""),
        "order": order,
        "revision": goal.revision,
    }


def with_choices(field: forms.Field, choices: Choices) -> forms.Field:
    """Return the field with what can be chosen today."""
    listed = list(choices) if isinstance(field, ChosenSeveral) else [NOBODY, *choices]
    field.choices = listed  # type: ignore[attr-defined]  # both kinds of fields have choices
    return field
