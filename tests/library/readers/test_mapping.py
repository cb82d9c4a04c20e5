import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.readers.faults import FaultyFileError
from lagesbild.readers.mapping import Mapping, load_mapping, save_mapping
from lagesbild.readers.roles import ROLE_LABELS

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
roles = st.sampled_from(sorted(ROLE_LABELS))


@settings(deadline=None)
@given(
    columns=st.dictionaries(roles, text),
    constants=st.dictionaries(roles, text),
    categories=st.dictionaries(text, text),
    sheet=text,
    header_row=st.integers(0, 99),
    order=st.sampled_from(["", "dmy", "mdy", "ymd"]),
)
def test_a_saved_mapping_comes_back_as_it_was(columns, constants, categories, sheet, header_row, order):
    mapping = Mapping(
        "incidents", columns, sheet, header_row, order, ",", constants=constants, categories=categories
    )
    assert Mapping.from_toml(mapping.to_toml()) == mapping


def test_a_mapping_is_kept_in_a_file(tmp_path):
    mapping = Mapping(
        columns={"start": "Från och med", "label": 'Typ "A"\\B'}, categories={"Åverkan": "klotter"}
    )
    save_mapping(mapping, tmp_path / "karta.toml")
    assert load_mapping(tmp_path / "karta.toml") == mapping


def test_every_fault_in_a_mapping_is_told_at_once():
    bad = """
    sorce = "incidents"
    header_row = "tre"
    [columns]
    när = "Datum"
    label = 3
    [options]
    date_order = "ydm"
    timezone = "Europa/Stockholm"
    decimaltecken = ","
    """
    with pytest.raises(FaultyFileError) as error:
        Mapping.from_toml(bad.replace("när", '"när"'), file="karta.toml")
    assert len(error.value.faults) == 7
    told = str(error.value)
    for part in (
        "'sorce' finns inte",
        "radnummer",
        "Rollen 'när'",
        "'ydm'",
        "ingen tidszon",
        "'decimaltecken'",
    ):
        assert part in told


def test_broken_toml_is_told_with_its_line():
    with pytest.raises(FaultyFileError) as error:
        Mapping.from_toml('source = "incidents"\nsheet = Blad1\n')
    assert error.value.faults[0].row == 2
