"""`lagesbild stats` and `lagesbild methods`: one method on one table, and what methods there are."""

from pathlib import Path
from typing import Annotated

import typer

from lagesbild.cli.console import as_json, messages, progress_bar, show_result
from lagesbild.methods.description import Method, Option, OptionError
from lagesbild.methods.registry import all_methods, method, run_on_file

OutFile = Annotated[
    Path | None, typer.Option("--out", help="Skriv svaret till en fil i stället för till skärmen.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    # Which options there are depends on the method, so they are read from the method's own description.
    any_options = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command("stats", context_settings=any_options)(stats)
    app.command("methods")(methods)


def stats(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="METHOD", help="Metodens namn; se lagesbild methods.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tabell som CSV, XLSX eller Parquet.")],
    out: OutFile = None,
    seed: Annotated[int, typer.Option(help="Startvärde för slumpen, så att svaret kan upprepas.")] = 1,
) -> None:
    """Kör en metod på en tabell och få svaret som JSON."""
    chosen = method(name)
    given = _parse(chosen, context.args)
    if not file.is_file():
        raise OptionError(f"Filen {file} finns inte.")
    with progress_bar() as report:
        report(0, None, f"Räknar {name}")
        answer = run_on_file(name, file, given, seed=seed)
    for warning in answer.warnings:
        messages.print(f"Obs: {warning}", markup=False)
    show_result(answer.to_json(), out)


def methods(
    name: Annotated[
        str | None, typer.Argument(metavar="[METHOD]", help="Visa bara denna metod, i detalj.")
    ] = None,
    as_data: Annotated[bool, typer.Option("--json", help="Skriv som JSON.")] = False,
) -> None:
    """Visa vilka metoder som finns, med källa och kolumner."""
    chosen = all_methods() if name is None else (method(name),)
    if as_data:
        show_result(as_json([_as_data(m) for m in chosen]), None)
    elif name is None:
        show_result("\n".join(f"{m.name:<18} {m.question}" for m in chosen), None)
    else:
        show_result(_page(chosen[0]), None)


def _parse(chosen: Method, words: list[str]) -> dict[str, str]:
    """Read ``--name value``, ``--name=value`` and flags from what typer left over."""
    options = {option.name: option for option in chosen.options}
    given: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            raise OptionError(f"'{word}' hör inte till något val. Skriv filen direkt efter metodens namn.")
        key, equals, value = word[2:].partition("=")
        option = options.get(key)
        if not equals:
            value = "ja" if option is not None and option.kind == "flag" else next(rest, "")
        if option is not None and not value:
            raise OptionError(f"--{key} saknar värde. {option.meaning}")
        given[key] = value
    return given


def _page(m: Method) -> str:
    lines = [m.name, "", m.question, m.answers, "", f"Källa: {m.source}", "", "Kolumner in:"]
    for column in m.columns:
        lines.append(f"  {column.name:<22} {column.meaning}{'' if column.required else ' (kan saknas)'}")
    if m.options:
        lines += ["", "Val:"]
        lines += [f"  {_written(option):<30} {option.meaning}" for option in m.options]
    lines += ["", f"Fält ut: {', '.join(m.fields)}"]
    return "\n".join(lines)


def _written(option: Option) -> str:
    if option.kind == "flag":
        return f"--{option.name}"
    value = "|".join(option.choices) or {"table": "FIL", "date": "DATUM", "text": "TEXT"}.get(
        option.kind, "TAL"
    )
    default = option.default
    if isinstance(default, tuple):
        default = ",".join(f"{number:g}" for number in default)
    return f"--{option.name} {value}" + (f" ({default})" if default is not None else "")


def _as_data(m: Method) -> dict[str, object]:
    return {
        "method": m.name,
        "question": m.question,
        "answers": m.answers,
        "source": m.source,
        "columns": [
            {"name": c.name, "kind": c.kind, "required": c.required, "meaning": c.meaning} for c in m.columns
        ],
        "options": [
            {"name": o.name, "kind": o.kind, "default": o.default, "choices": o.choices, "meaning": o.meaning}
            for o in m.options
        ],
        "fields": list(m.fields),
    }
