"""Forms for publishing and withdrawing a picture."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.roles import Circle


class PublishForm(forms.Form):
    """Who is to see the picture."""

    circle = forms.TypedChoiceField(
        label=_("Vem ska se lägesbilden?"),
        coerce=Circle,
        choices=[
            (Circle.OWN.value, _("Bara den egna organisationen")),
            (Circle.PARTNERS.value, _("Samverkansparterna: alla organisationer som samverkar med kommunen")),
            (Circle.PUBLIC.value, _("Alla: den läggs på den öppna sidan")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem som ska se lägesbilden.")},
    )


class WithdrawForm(forms.Form):
    """Why the picture is withdrawn."""

    reason = forms.CharField(
        label=_("Varför dras lägesbilden tillbaka?"),
        help_text=_(
            "Till exempel: antalet i Norrby var fel. Skälet sparas i loggen. Skriv inga personuppgifter."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv varför lägesbilden dras tillbaka. Skälet sparas i loggen.")},
    )
