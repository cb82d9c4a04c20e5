"""What `lagesbild stats` and `lagesbild methods` do."""

from collections.abc import Sequence
from pathlib import Path

from lagesbild.cli.console import (
    WrongUseError,
    as_json,
    messages,
    no_such_file,
    progress_bar,
    show_result,
    stdout_for_results_alone,
)
from lagesbild.cli.places import say
from lagesbild.engine.place import Place
from lagesbild.methods.description import Method, Option
from lagesbild.methods.registry import all_methods, method, run_on_file


def answer(name: str, file: Path, words: Sequence[str], *, out: Path | None, seed: int, place: Place) -> None:
    """Run one method on one file and show its answer as JSON.

    Raises
    ------
    FaultyFileError
        With every fault of the file.
    OptionError, UnknownMethodError, WrongUseError
        The method or an option cannot be understood.
    ClusterError
        The cluster cannot be used.
    """
    given = _parse(method(name), words)
    if not file.is_file():
        raise no_such_file(file)
    with progress_bar() as report:
        report(0, None, f"Räknar {name}")
        with stdout_for_results_alone(), place.executor(say=say) as executor:
            found = run_on_file(name, file, given, seed=seed, executor=executor)
    for warning in found.warnings:
        messages.print(f"Obs: {warning}", markup=False)
    show_result(found.to_json(), out)


def list_methods(name: str | None, *, as_data: bool) -> None:
    """Show every method in a line each, or one in detail."""
    chosen = all_methods() if name is None else (method(name),)
    if as_data:
        show_result(as_json([_as_data(m) for m in chosen]), None)
    elif name is None:
        show_result("\n".join(f"{m.name:<18} {m.question}" for m in chosen), None)
    else:
        show_result(_page(chosen[0]), None)


def _parse(chosen: Method, words: Sequence[str]) -> dict[str, str]:
    """Read ``--name value``, ``--name=value`` and flags from what typer left over."""
    options = {option.name: option for option in chosen.options}
    given: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            raise WrongUseError(f"'{word}' hör inte till något val. Skriv filen direkt efter metodens namn.")
        key, equals, value = word[2:].partition("=")
        option = options.get(key)
        if not equals:
            value = "ja" if option is not None and option.kind == "flag" else next(rest, "")
        if option is not None and not value:
            raise WrongUseError(f"--{key} saknar värde. {option.meaning}")
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
