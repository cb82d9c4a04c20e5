"""Categories: one taxonomy, and every source's words in it."""

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.tables.categories import SCHEMES, UNKNOWN, Taxonomy, UnknownCategoryError
from lagesbild.tables.faults import FaultyFileError

DATA = Path(__file__).parents[2] / "data" / "tables"
TAXONOMY = Taxonomy.load()
COMPSTAT = {
    "Bilstöld": "bilstold",
    "Cykelstöld": "cykelstold",
    "Inbrott i bostad": "bostadsinbrott",
    "Stöld ur fordon": "stold_ur_fordon",
    "Bedrägeri (urval)": "bedrageri",
    "Fickstöld": "fickstold",
    "Fridskränkning": "fridskrankning",
    "Hot": "olaga_hot",
    "Misshandel utomhus (0–14 år)": "misshandel_utomhus_0_14",
    "Misshandel utomhus (15– år)": "misshandel_utomhus_15",
    "Mord/dråp": "dodligt_vald",
    "Mord/dråp försök": "dodligt_vald_forsok",
    "Mord/dråp, försök": "dodligt_vald_forsok",
    "Rån": "ran",
    "Sexuellt ofredande": "sexuellt_ofredande",
    "Våldtäkt utomhus": "valdtakt_utomhus",
}


def column(name: str, heading: str) -> list[str]:
    with (DATA / name).open(encoding="utf-8") as file:
        return [row[heading] for row in csv.DictReader(file)]


def own_file(folder: Path, *lines: str) -> Path:
    path = folder / "egna.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_every_category_hangs_under_a_group_and_is_described() -> None:
    for code, item in TAXONOMY.categories.items():
        assert code.isascii()
        assert code == code.lower()
        assert item.name
        assert 1 <= item.seriousness <= 5
        assert item.parent is None or TAXONOMY.category(item.parent).parent is None  # two levels
        assert item.root == TAXONOMY.category(TAXONOMY.group(code)).root
    names = [item.name for item in TAXONOMY.categories.values()]
    assert len(names) == len(set(names))
    assert {item.root for item in TAXONOMY.categories.values()} == {"handelse", "plats", "omvarld"}


def test_every_mapping_leads_to_a_category() -> None:
    for scheme in SCHEMES:
        for row in TAXONOMY.labels[scheme].values():
            assert row.category in TAXONOMY, (scheme, row)
    assert len(TAXONOMY.labels["brottskod"]) == 428


def test_every_type_of_the_police_feed_is_mapped_also_with_its_stray_blank() -> None:
    types = column("polisen_event_types.csv", "type")
    assert len(types) == 97
    assert [label for label in types if TAXONOMY.resolve(label, scheme="polisen") is None] == []


def test_summaries_and_notices_of_the_police_feed_are_not_counted() -> None:
    for label in column("polisen_event_types.csv", "type"):
        why = TAXONOMY.exclusion(label, scheme="polisen")
        assert (why == "summary") == label.startswith("Sammanfattning"), label
    assert TAXONOMY.exclusion("Information", scheme="polisen") == "information"
    assert TAXONOMY.exclusion("Rån", scheme="polisen") is None
    assert TAXONOMY.exclusion("Övrigt", scheme="est") is None  # only the police feed means a notice by it


def test_every_published_est_category_is_mapped() -> None:
    labels = column("est_categories.csv", "kategori")
    assert [label for label in labels if TAXONOMY.resolve(label, scheme="est") is None] == []


@pytest.mark.parametrize(("label", "code"), COMPSTAT.items())
def test_compstat_phenomena_are_mapped(label: str, code: str) -> None:
    assert TAXONOMY.resolve(label, scheme="compstat") == code


def test_crime_codes_are_mapped_also_without_their_leading_zero() -> None:
    assert TAXONOMY.resolve("0355", scheme="brottskod") == "misshandel_utomhus_15"
    assert TAXONOMY.resolve("355", scheme="brottskod") == "misshandel_utomhus_15"
    assert TAXONOMY.resolve("9311", scheme="brottskod") == "misshandel_utomhus_0_14"
    assert TAXONOMY.resolve("1211", scheme="brottskod") == "fordonsbrand"
    assert TAXONOMY.crime_code_name("9828") == "Stöld ur/från motorfordon, annat"
    assert TAXONOMY.crime_code_name("0000") is None
    assert TAXONOMY.resolve("0000", scheme="brottskod") is None


def test_sensitive_crimes_are_marked_with_everything_below_them() -> None:
    for group in ("sexualbrott", "fridskrankning"):
        assert all(TAXONOMY.category(code).sensitive for code in TAXONOMY.with_descendants(group))
    assert TAXONOMY.category("misshandel_nara_relation").sensitive
    assert not TAXONOMY.category("stold_ur_fordon").sensitive


def test_up_and_down_the_tree() -> None:
    assert TAXONOMY.ancestors("klotter") == ("skadegorelse",)
    assert TAXONOMY.ancestors("skadegorelse") == ()
    assert TAXONOMY.group("klotter") == TAXONOMY.group("skadegorelse") == "skadegorelse"
    assert "klotter" in TAXONOMY.children("skadegorelse")
    assert TAXONOMY.children("klotter") == ()
    assert "skadegorelse" in TAXONOMY.children(None)
    assert TAXONOMY.with_descendants("klotter") == ("klotter",)
    assert TAXONOMY.name("klotter") == "Klotter"
    assert TAXONOMY.name("min_egen_kod") == "min_egen_kod"
    with pytest.raises(UnknownCategoryError):
        TAXONOMY.category("min_egen_kod")
    assert UNKNOWN in TAXONOMY


@given(st.sampled_from(sorted(COMPSTAT)), st.sampled_from(["  {} ", "{}.", "{}:", "({})"]), st.booleans())
def test_case_blanks_and_punctuation_never_decide(label: str, frame: str, is_upper: bool) -> None:
    written = frame.format(label.upper() if is_upper else label)
    assert TAXONOMY.resolve(written, scheme="compstat") == COMPSTAT[label]


@given(st.text(max_size=30))
def test_any_text_has_a_category_or_none(text: str) -> None:
    found = TAXONOMY.resolve(text)
    assert found is None or found in TAXONOMY


def test_columns_are_resolved_as_each_label_is() -> None:
    labels = pl.Series(["Rån", None, "rån", "Drönare", "Sammanfattning natt", ""])
    assert TAXONOMY.resolve_many(labels, scheme="polisen").to_list() == [
        "ran",
        None,
        "ran",
        None,
        "ovrigt",
        None,
    ]
    assert TAXONOMY.exclusions_many(labels, scheme="polisen").to_list() == [None] * 4 + ["summary", None]
    assert TAXONOMY.resolve_many(pl.Series([355, 9801]), scheme="brottskod").to_list() == [
        "misshandel_utomhus_15",
        "bostadsinbrott",
    ]
    assert TAXONOMY.resolve_many(pl.Series([], dtype=pl.String)).to_list() == []
    assert TAXONOMY.resolve_many(pl.Series([None], dtype=pl.String)).to_list() == [None]


def test_the_table_of_categories_says_the_same_as_the_tree() -> None:
    frame = TAXONOMY.frame()
    assert frame.height == len(TAXONOMY.categories)
    assert frame["order"].to_list() == list(range(frame.height))
    row = frame.row(by_predicate=pl.col("code") == "cykelstold", named=True)
    assert (row["group"], row["group_name"], row["is_crime"]) == ("stold", "Stöld", True)


def test_a_municipality_renames_adds_and_maps_its_own_words(tmp_path: Path) -> None:
    path = own_file(
        tmp_path,
        "code;parent;name;seriousness;labels",
        "klotter;;Klotter och tags;2;Tags|Sprejad vägg",
        "elsparkcykel;trafik;Elsparkcyklar i vägen;;Skotrar",
    )
    own = Taxonomy.load(path)
    assert own.name("klotter") == "Klotter och tags"
    assert own.category("klotter").seriousness == 2
    assert own.category("klotter").is_crime  # what is left empty is kept
    assert own.category("elsparkcykel").root == "handelse"  # as its group
    assert own.resolve("sprejad VÄGG") == "klotter"
    assert own.resolve("Skotrar", scheme="est") == "elsparkcykel"
    assert own.resolve("Elsparkcyklar i vägen") == "elsparkcykel"
    assert own.resolve("Nedskräpning", scheme="est") == "nedskrapning"
    assert TAXONOMY.name("klotter") == "Klotter"  # the base is untouched


def test_a_municipalitys_own_word_wins_over_the_base(tmp_path: Path) -> None:
    path = own_file(tmp_path, "code,labels", "buskorning,Bilar som kör för fort")
    assert Taxonomy.load(path).resolve("bilar som kör för fort", scheme="est") == "buskorning"
    assert TAXONOMY.resolve("bilar som kör för fort", scheme="est") == "fortkorning"


def test_all_faults_of_an_own_file_are_listed_with_row_column_and_advice(tmp_path: Path) -> None:
    path = own_file(
        tmp_path,
        "code,parent,name,seriousness,is_crime,labels,colour",
        "Å klotter,ordning,Klotter,2,ja,,",
        "ny,finns_inte,Ny,7,kanske,,",
        "tom,stold,,,,,",
        "rot,,Rot,,,,",
        "a,stold,A,,,Samma,",
        "b,stold,B,,,samma,",
        "b,stold,B,,,,",
        "stold,cykelstold,,,,,",
    )
    with pytest.raises(FaultyFileError) as caught:
        Taxonomy.load(path)
    found = {(fault.row, fault.column) for fault in caught.value.faults}
    assert found == {
        (1, "colour"), (2, "code"), (3, "parent"), (3, "seriousness"), (3, "is_crime"), (4, "name"),
        (5, "parent"), (7, "labels"), (8, "code"), (9, "parent"),
    }  # fmt: skip
    assert all(fault.what and fault.advice and fault.file == "egna.csv" for fault in caught.value.faults)


def test_a_file_without_codes_or_in_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyFileError, match="Kolumnen code saknas"):
        Taxonomy.load(own_file(tmp_path, "namn;grupp", "x;y"))
    path = tmp_path / "egna.csv"
    path.write_bytes("code,name\nklotter,Sprejmålning\n".encode("cp1252"))
    with pytest.raises(FaultyFileError, match="UTF-8"):
        Taxonomy.load(path)
