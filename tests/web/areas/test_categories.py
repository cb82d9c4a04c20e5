"""A municipality's categories are its own, keep their history, and are never lost."""

from dataclasses import replace

import pytest
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild.tables.categories import Taxonomy
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.areas import actions
from lagesbild_web.areas.actions import CategoryFields
from lagesbild_web.areas.contracts import Category
from lagesbild_web.areas.default_categories import REPORTABLE
from lagesbild_web.areas.queries import categories_of, category_with_descendants, history_of_category
from lagesbild_web.base.refusals import Invalid

SYSTEM = builders.SYSTEM
FIELDS = CategoryFields("Glass", "Tappad glass.", "ovrigt", 1, is_sensitive=False, is_reportable=True)


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with the library's categories."""
    make.areas_and_categories(municipality)
    return municipality


def named(home: Organisation, code: str) -> Category:
    """A category by its code."""
    return next(c for c in categories_of(home.id, with_retired=True) if c.code == code)


def test_a_municipality_starts_with_the_whole_taxonomy_in_its_order(home: Organisation) -> None:
    assert [c.code for c in categories_of(home.id)] == list(Taxonomy.load().categories)
    assert {c.code for c in categories_of(home.id) if c.is_reportable} == set(REPORTABLE)
    assert actions.import_default_categories(SYSTEM, municipality_id=home.id) == 0


def test_every_category_that_is_reported_says_in_a_sentence_what_it_is() -> None:
    assert set(REPORTABLE) <= set(Taxonomy.load().categories)
    assert all(text.endswith(".") and len(text) <= 100 for text in REPORTABLE.values())


def test_a_category_is_added_last_in_its_group(home: Organisation) -> None:
    group = named(home, "ordning")
    actions.add_category(SYSTEM, municipality_id=home.id, code="glass", parent_id=group.id, fields=FIELDS)
    below = [c.code for c in categories_of(home.id) if c.parent == "ordning"]
    assert below[-1] == "glass"
    assert category_with_descendants(categories_of(home.id), "ordning") >= {"ordning", "glass"}


@pytest.mark.parametrize(
    ("code", "fields", "field"),
    [
        ("klotter", FIELDS, "code"),
        ("Glass!", FIELDS, "code"),
        ("glass", replace(FIELDS, name=" "), "name"),
        ("glass", replace(FIELDS, library_code="finns_inte"), "library_code"),
        ("glass", replace(FIELDS, seriousness=6), "seriousness"),
    ],
)
def test_what_is_wrong_with_a_category_is_said_on_its_field(
    home: Organisation, code: str, fields: CategoryFields, field: str
) -> None:
    with pytest.raises(Invalid) as fault:
        actions.add_category(SYSTEM, municipality_id=home.id, code=code, parent_id=None, fields=fields)
    assert set(fault.value.faults) == {field}


def test_what_a_category_said_before_is_kept(home: Organisation) -> None:
    klotter = named(home, "klotter")
    fields = CategoryFields(
        "Klotter och taggar", klotter.help, "klotter", 2, is_sensitive=True, is_reportable=True
    )
    actions.change_category(SYSTEM, klotter.id, fields=fields)
    (change,) = history_of_category(klotter.id)
    assert "Namnet var ”Klotter”" in change.text
    assert "känsligheten var ”nej”" in change.text
    with pytest.raises(Invalid, match="Ingenting är ändrat"):
        actions.change_category(SYSTEM, klotter.id, fields=fields)


def test_a_category_is_retired_and_taken_back_but_a_group_not_before_those_in_it(
    home: Organisation,
) -> None:
    ran = named(home, "ran")
    with pytest.raises(Invalid, match="i bruk"):
        actions.retire_category(SYSTEM, ran.id, reason="Bort.")
    below = [c for c in categories_of(home.id) if c.parent == "ran"]
    for category in [*below, ran]:
        actions.retire_category(SYSTEM, category.id, reason="Bort.")
    assert "ran" not in {c.code for c in categories_of(home.id)}
    with pytest.raises(Invalid, match="Ta den i bruk först"):
        actions.restore_category(SYSTEM, below[0].id)
    actions.restore_category(SYSTEM, ran.id)
    assert "ran" in {c.code for c in categories_of(home.id)}
    assert [c.text for c in history_of_category(ran.id)] == ["Var tagen ur bruk.", "Var i bruk."]


def test_categories_change_places_within_their_group_only(home: Organisation) -> None:
    below = [c for c in categories_of(home.id) if c.parent == "ran"]
    actions.move_category(SYSTEM, below[1].id, is_up=True)
    now = [c.code for c in categories_of(home.id) if c.parent == "ran"]
    assert now == [below[1].code, below[0].code, below[2].code]
    with pytest.raises(Invalid, match="ytterst"):
        actions.move_category(SYSTEM, below[1].id, is_up=True)
    groups = [c.code for c in categories_of(home.id) if c.depth == 0]
    actions.move_category(SYSTEM, named(home, groups[0]).id, is_up=False)
    assert [c.code for c in categories_of(home.id) if c.depth == 0][:2] == [groups[1], groups[0]]


def test_an_administrator_changes_a_category_on_its_page(home: Organisation, pages: Pages) -> None:
    reader = pages.log_in(builders.a_person(home, Role.ADMINISTRATOR))
    klotter = named(home, "klotter")
    path = f"/kategorier/{klotter.id}/"
    assert "Kategorin har inte ändrats." in reader.get(path).text
    fields = {
        "name": "Tagg",
        "help": "",
        "library_code": "klotter",
        "seriousness": "2",
        "is_reportable": "on",
    }
    assert "Namnet var ”Klotter”" in reader.send(path, fields).text
    assert reader.post(path, fields | {"name": ""}).texts["h1"] == ["Tagg"]
