"""What exists is documented: commands, options, sources, methods, roles and settings."""

import re
from pathlib import Path

import pytest
import typer

from lagesbild.cli import app
from lagesbild.methods.registry import all_methods
from lagesbild.sources.catalogue import all_sources

ROOT = Path(__file__).parents[2]
SV = ROOT / "docs" / "sv"


def commands() -> dict[str, typer.core.TyperCommand]:
    """Every subcommand by name."""
    return typer.main.get_command(app).commands  # type: ignore[attr-defined]


def test_every_command_is_in_the_list_of_commands() -> None:
    page = (SV / "kommandon.md").read_text(encoding="utf-8")
    assert [name for name in commands() if f"`lagesbild {name}" not in page] == []


@pytest.mark.parametrize("command", ["picture", "count", "nation"])
def test_every_option_of_a_command_is_in_the_list_of_commands(command: str) -> None:
    page = (SV / "kommandon.md").read_text(encoding="utf-8")
    options = [name for param in commands()[command].params for name in param.opts if name.startswith("--")]
    assert options
    assert [name for name in options if f"`{name}" not in page] == []


def test_every_source_is_in_the_list_of_files() -> None:
    page = (SV / "filer.md").read_text(encoding="utf-8")
    assert [source.id for source in all_sources() if f"`{source.id}`" not in page] == []


@pytest.mark.parametrize("name", [m.name for m in all_methods()])
def test_method_has_its_page_and_its_two_sentences(name: str) -> None:
    assert (ROOT / "docs" / "en" / "methods" / f"{name}.md").is_file()
    handbook = (SV / "handbok" / "metoder.md").read_text(encoding="utf-8")
    assert f"`{name}`" in handbook


@pytest.mark.parametrize("name", [m.name for m in all_methods()])
def test_method_page_has_a_small_picture_with_words_for_it_and_the_origin_of_its_data(name: str) -> None:
    page = (ROOT / "docs" / "en" / "methods" / f"{name}.md").read_text(encoding="utf-8")
    found = re.search(r"!\[([^\]]+)\]\((\.\./\.\./bilder/methods/[^)]+)\)\n\nData: (.+)", page)
    assert found, f"{name}: draw it with make pictures"
    alt, target, origin = found.groups()
    picture = ROOT / "docs" / "en" / "methods" / target
    assert picture.stem == name
    assert picture.stat().st_size <= 60_000
    assert len(alt.split()) >= 10, "say what is seen, not what kind of chart it is"
    assert len(origin.split()) >= 4


def test_no_page_describes_a_method_that_does_not_exist() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "en" / "methods").glob("*.md")} - {"README"}
    assert pages - {m.name for m in all_methods()} == set()


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []
