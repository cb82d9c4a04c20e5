"""The command line's promises: exit codes, all faults at once, nothing half-written, same answer twice."""

import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from lagesbild.cli import answering, main

COMPSTAT = Path(__file__).parents[2] / "data" / "sources" / "compstat_upplands-bro_2017-2021_jan-sep.csv"


class Run(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command line as a user would; return exit code and what was printed."""

    def call(*words: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["lagesbild", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as ending:
            code = int(ending.code or 0)
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return call


@pytest.fixture
def incidents(tmp_path: Path) -> Path:
    """A small list of incidents without faults."""
    rows = [f"{i};Klotter;2025-{i % 12 + 1:02d}-{i % 28 + 1:02d} 1{i % 10}:30;Torget" for i in range(40)]
    file = tmp_path / "lista.csv"
    file.write_text("Ärendenr;Händelse;Datum;Plats\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def faulty_file(folder: Path, faults: int) -> Path:
    """A list in which each of ``faults`` rows has one impossible date, and as many rows are right."""
    rows = [f"{i};Klotter;2025-02-{30 + i % 9};Torget" for i in range(faults)]
    rows += [f"{i + 1000};Klotter;2025-03-{i % 28 + 1:02d};Torget" for i in range(faults)]
    file = folder / "fel.csv"
    file.write_text("Ärendenr;Händelse;Datum;Plats\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_check_tells_how_a_good_file_is_understood(run, incidents: Path) -> None:
    ended = run("check", incidents)
    assert ended.code == 0
    assert "40, varav 40 räknas" in ended.out
    assert "Fel: inga" in ended.out


def test_check_as_json_is_json(run, incidents: Path) -> None:
    found = json.loads(run("check", incidents, "--json").out)
    assert [(f["source"], f["rows"], f["counted"], f["faults"]) for f in found] == [("incidents", 40, 40, [])]


def test_fifty_faults_get_fifty_sentences_with_row_and_column(run, tmp_path: Path) -> None:
    ended = run("check", faulty_file(tmp_path, 50))
    lines = [line for line in ended.err.splitlines() if line.startswith("fel.csv:")]
    assert ended.code == 1
    assert len(lines) == 50
    assert lines[0].startswith("fel.csv:2:Datum: ")
    assert lines[-1].startswith("fel.csv:51:Datum: ")
    assert "50 fel." in ended.err


def test_a_faulty_file_makes_no_picture_at_all(run, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    ended = run("picture", faulty_file(tmp_path, 3), "--out", out)
    assert ended.code == 1
    assert ended.err.count("fel.csv:") == 3
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("check", "finns-inte.csv"), "finns-inte.csv"),
        (("check", "{file}", "--source", "exel"), "exel"),
        (("picture", "{file}", "--out", "{out}", "--period", "2025-13"), "2025-13"),
        (("picture", "{file}", "--out", "{out}", "--compare", "2024"), "--period"),
        (("picture", "{file}", "--out", "{out}", "--format", "odt"), "odt"),
        (("picture", "{file}", "--out", "{out}", "--municipality", "Västeros"), "Västerås"),
        (("picture", "{file}", "--out", "{out}", "--as-of", "igår"), "2024-02-28"),
        (("picture", "{file}", "--out", "{out}", "--areas", "karta.geojson"), "karta.geojson"),
        (("stats", "chnage", "{file}"), "change"),
        (("stats", "change", "saknas.csv"), "saknas.csv"),
        (("stats", "change", "{file}", "--confidense", "0.9"), "confidence"),
        (("stats", "change", "{file}", "--confidence"), "confidence"),
        (("stats", "aoristic", "{file}", "--tz", "Europa/Stockholm"), "Europe/Stockholm"),
        (("methods", "chang"), "change"),
        (("bench", "allt"), "allt"),
        (("count", "saknas.csv"), "saknas.csv"),
        (("count", "{file}", "--period", "vecka"), "week"),
        (("count", "{file}", "--date-order", "ddmm"), "dmy"),
        (("count", "{file}", "--out", "{out}/tabell.doc"), ".parquet"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence_that_helps(
    run, incidents: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    ended = run(*(word.format(file=incidents, out=tmp_path / "ut") for word in words))
    assert ended.code == 2
    assert sentence in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "ut").exists()


def test_stats_answers_as_json_with_everything_needed_to_repeat_it(run, tmp_path: Path) -> None:
    table = tmp_path / "antal.csv"
    table.write_text("id;before;after\nStöld ur fordon;153;241\nMord/dråp, försök;7;4\n", encoding="utf-8")
    found = json.loads(run("stats", "change", table, "--confidence", "0.95").out)
    assert list(found) == [
        "method",
        "version",
        "source",
        "options",
        "seed",
        "n",
        "summary",
        "rows",
        "warnings",
    ]
    assert (round(found["rows"][0]["ratio"], 3), found["rows"][0]["verdict"]) == (1.575, "increase")
    assert found["rows"][1]["verdict"] == "unclear"


def test_stats_lists_every_fault_of_its_table(run, tmp_path: Path) -> None:
    table = tmp_path / "antal.csv"
    table.write_text("id;before;after\na;-1;två\nb;1;2\n", encoding="utf-8")
    ended = run("stats", "change", table)
    assert ended.code == 1
    assert "antal.csv:2:before" in ended.err
    assert "antal.csv:2:after" in ended.err


def test_stats_writes_to_the_file_asked_for(run, tmp_path: Path) -> None:
    table, out = tmp_path / "antal.csv", tmp_path / "svar" / "svar.json"
    table.write_text("id,before,after\na,10,20\n", encoding="utf-8")
    assert run("stats", "change", table, "--out", out).out == ""
    assert json.loads(out.read_text(encoding="utf-8"))["n"] == 1


def test_what_a_library_writes_by_itself_does_not_spoil_the_answer(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    really = answering.run_on_file

    def noisy(*words: object, **options: object) -> object:
        os.write(1, b"a line of the solver's own\n")
        return really(*words, **options)

    table = tmp_path / "tabell.csv"
    table.write_text("id,before,after\na,153,241\n", encoding="utf-8")
    monkeypatch.setattr(answering, "run_on_file", noisy)
    monkeypatch.setattr(sys, "argv", ["lagesbild", "stats", "change", str(table)])
    with pytest.raises(SystemExit):
        main()
    told = capfd.readouterr()
    assert json.loads(told.out)["method"] == "change"
    assert "a line of the solver's own" in told.err


def test_methods_shows_source_and_columns_of_one(run) -> None:
    page = run("methods", "change").out
    assert "Przyborowski" in page
    assert "before" in page


def test_sources_says_what_each_cannot_tell(run) -> None:
    listed = run("sources").out
    assert "compstat" in listed
    assert "Gräns:" in listed


def test_picture_of_a_compstat_table_writes_every_format_and_says_what_is_sure(run, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    ended = run("picture", COMPSTAT, "--municipality", "Upplands-Bro", "--out", out)
    assert ended.code == 0
    assert {path.name for path in out.iterdir()} == {
        "picture.html", "picture.pdf", "picture.docx", "picture.xlsx", "picture.json", "snapshot",
    }  # fmt: skip
    picture = json.loads((out / "picture.json").read_text(encoding="utf-8"))
    summary = picture["sections"][0]
    sure = [f["sentence"] for f in summary["findings"] if f["verdict"] in {"increase", "decrease"}]
    assert [s for s in sure if "Stöld ur fordon" in s]
    assert all("Stöld ur fordon" in s for s in sure)


def test_picture_is_the_same_byte_for_byte_the_second_time(run, tmp_path: Path, incidents: Path) -> None:
    texts = []
    for name in ("a", "b"):
        run("picture", incidents, "--out", tmp_path / name, "--format", "json", "--period", "2025")
        texts.append((tmp_path / name / "picture.json").read_bytes())
    assert texts[0] == texts[1]


def test_an_out_that_is_a_file_is_said_before_anything_is_read(run, tmp_path: Path, incidents: Path) -> None:
    ended = run("picture", incidents, "--out", incidents)
    assert ended.code == 2
    assert "är en fil. Ange en mapp" in ended.err
    assert "Läser" not in ended.err


def test_a_folder_that_cannot_be_made_ends_in_a_sentence(run, incidents: Path) -> None:
    ended = run("picture", incidents, "--out", incidents / "under")
    assert ended.code == 2
    assert "går inte att läsa eller skriva" in ended.err
    assert "Något gick fel" not in ended.err


def test_count_writes_a_table_that_adds_up_to_the_rows_of_the_file(
    run, incidents: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ut" / "antal.csv"
    ended = run("count", incidents, "--by", "Händelse,Plats", "--period", "month", "--out", out)
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert ended.code == 0
    assert lines[0] == "Händelse;Plats;period;date;count"
    assert lines[1].startswith("Klotter;Torget;2025-01;2025-01-01;")
    assert sum(int(line.rsplit(";", 1)[1]) for line in lines[1:]) == 40
    assert "40 rader räknade i 12 grupper" in ended.err


def test_count_keeps_rows_with_wrong_dates_and_tells_each(run, tmp_path: Path) -> None:
    ended = run("count", faulty_file(tmp_path, 5), "--period", "year")
    assert ended.code == 1
    assert ended.out.splitlines() == ["period;date;count", "2025;2025-01-01;5", ";;5"]
    assert sum(line.startswith("fel.csv:") for line in ended.err.splitlines()) == 5


def test_count_says_which_columns_there_are(run, incidents: Path) -> None:
    ended = run("count", incidents, "--by", "Kommun")
    assert ended.code == 1
    assert "Kolumnen 'Kommun' finns inte i filen. Välj bland 'Ärendenr', 'Händelse'" in ended.err
