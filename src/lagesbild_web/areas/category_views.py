"""The pages about categories."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild.tables.categories import Taxonomy
from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.roles import Right
from lagesbild_web.areas import actions
from lagesbild_web.areas.actions import CategoryFields
from lagesbild_web.areas.forms import CategoryForm, NewCategoryForm, ReasonForm
from lagesbild_web.areas.queries import (
    categories_of,
    category_for,
    history_of_category,
    municipality_managed_by,
)
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the tree of categories, those out of use last in their group."""
    home = municipality_managed_by(actor_of(request), Right.MANAGE_CATEGORIES)
    taxonomy = Taxonomy.load()
    found = categories_of(home, with_retired=True)
    return page(
        request,
        "areas/categories.html",
        title=_("Kategorier"),
        categories=[(item, taxonomy.name(item.library_code)) for item in found],
        missing=len(set(taxonomy.categories) - {item.code for item in found}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a category."""
    actor = actor_of(request)
    home = municipality_managed_by(actor, Right.MANAGE_CATEGORIES)
    form = NewCategoryForm(categories_of(home), sent(request))
    if form.is_valid():
        parent = form.cleaned_data["parent"]
        try:
            actions.add_category(
                actor,
                municipality_id=home,
                code=form.cleaned_data["code"],
                parent_id=UUID(parent) if parent else None,
                fields=_fields(form),
            )
        except Invalid as error:
            _put_faults(form, error)
        else:
            messages.success(request, _("Kategorin är tillagd."))
            return redirect("areas:categories")
    return page(request, "areas/form.html", title=_("Ny kategori"), form=form, button=_("Lägg till"))


@require_http_methods(["GET", "HEAD", "POST"])
def category(request: HttpRequest, category_id: UUID) -> HttpResponse:
    """Show and change one category."""
    actor = actor_of(request)
    found = category_for(actor, category_id)
    initial = {name: getattr(found, name) for name in CategoryFields.__dataclass_fields__}
    form = CategoryForm(sent(request), initial=initial)
    if form.is_valid():
        try:
            actions.change_category(actor, category_id, fields=_fields(form))
        except Invalid as error:
            _put_faults(form, error)
        else:
            messages.success(request, _("Kategorin är ändrad."))
            return redirect("areas:category", category_id)
    return page(
        request,
        "areas/category.html",
        title=found.name,
        category=found,
        form=form,
        history=history_of_category(category_id),
    )


@require_POST
def move(request: HttpRequest, category_id: UUID) -> HttpResponse:
    """Move a category one step up or down in its group."""
    actor = actor_of(request)
    category_for(actor, category_id)
    try:
        actions.move_category(actor, category_id, is_up=request.POST.get("till") == "upp")
    except Invalid as error:
        messages.error(request, str(error))
    return redirect("areas:categories")


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, category_id: UUID) -> HttpResponse:
    """Take a category out of use."""
    actor = actor_of(request)
    found = category_for(actor, category_id)
    form = ReasonForm(sent(request))
    if form.is_valid():
        try:
            actions.retire_category(actor, category_id, reason=form.cleaned_data["reason"])
        except Invalid as error:
            _put_faults(form, error)
        else:
            messages.success(request, _("%(name)s är tagen ur bruk.") % {"name": found.name})
            return redirect("areas:categories")
    title = _("Ta %(name)s ur bruk") % {"name": found.name}
    return page(request, "areas/form.html", title=title, form=form, button=_("Ta ur bruk"))


@require_POST
def restore(request: HttpRequest, category_id: UUID) -> HttpResponse:
    """Take a category into use again."""
    actor = actor_of(request)
    category_for(actor, category_id)
    try:
        actions.restore_category(actor, category_id)
    except Invalid as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kategorin är i bruk igen."))
    return redirect("areas:category", category_id)


@require_POST
def import_defaults(request: HttpRequest) -> HttpResponse:
    """Add the library's categories that are missing."""
    actor = actor_of(request)
    home = municipality_managed_by(actor, Right.MANAGE_CATEGORIES)
    added = actions.import_default_categories(actor, municipality_id=home)
    messages.success(request, _("%(added)s kategorier är tillagda.") % {"added": added})
    return redirect("areas:categories")


def _fields(form: forms.Form) -> CategoryFields:
    cleaned = form.cleaned_data
    return CategoryFields(**{name: cleaned[name] for name in CategoryFields.__dataclass_fields__})


def _put_faults(form: forms.Form, error: Invalid) -> None:
    for field, sentence in error.faults.items():
        form.add_error(field if field in form.fields else None, sentence)
