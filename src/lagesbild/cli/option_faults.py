"""What is said when the words of a command cannot be understood: in Swedish, with what to write instead.

Typer raises one kind of exception for each kind of mistake and says it in English. The kinds, their
attributes and Pydantic's names for what is wrong with a value are read here, never the English sentences.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final

import typer
from typer.core import TyperGroup

from lagesbild.cli.console import WrongUseError

_KINDS: Final = {
    "int_parsing": "är inget heltal. Skriv till exempel 8.",
    "int_from_float": "är inget heltal. Skriv till exempel 8.",
    "int_parsing_size": "är ett för långt tal.",
    "float_parsing": "är inget tal. Skriv decimaltal med punkt, till exempel 0.05.",
    "finite_number": "är inget tal. Skriv decimaltal med punkt, till exempel 0.05.",
}
"""By Pydantic's name for what is wrong."""


class Commands(TyperGroup):
    """The subcommands; one that does not exist is told in Swedish, with those whose names are near."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the subcommand that the first word names."""
        if not args[0].startswith("-") and args[0] not in self.commands:
            near = get_close_matches(args[0], self.commands)
            rest = f"Kommandon: {', '.join(self.commands)}."
            raise WrongUseError(f"{_unknown(args[0], near, what='Kommandot')}\n{rest}")
        return super().resolve_command(ctx, args)


def sentence_about(error: typer.TyperException, command: Any) -> str:
    """Return what is wrong, how the command is written, and where there is more help.

    Parameters
    ----------
    error
        What typer raised.
    command
        The whole command line as typer sees it, with its subcommands.
    """
    context = getattr(error, "ctx", None)
    lines = [_what(error, context, command)]
    if context is not None and type(error).__name__ != "NoArgsIsHelpError":
        pieces = " ".join(context.command.collect_usage_pieces(context))
        lines.append(f"Så skrivs kommandot: {context.command_path} {_plain(pieces)}")
        lines.append(f"Alla val: {context.command_path} --help")
    return "\n".join(lines)


def _what(error: Any, context: Any, command: Any) -> str:
    # Only BadParameter has a public name in typer; the others go by their names in Click's documentation.
    match type(error).__name__:
        case "NoSuchOption":
            return _unknown(error.option_name, error.possibilities or (), what="Valet")
        case "BadOptionUsage":
            return _without_value(error.option_name, command)
        case "MissingParameter":
            return f"{_name(error.param)} saknas. {error.param.help or ''}".rstrip()
        case "BadParameter":
            return _value(error)
        case "NoArgsIsHelpError":
            return str(error.message)
    return _words(context)


def _unknown(given: str, near: Iterable[str], *, what: str) -> str:
    meant = " eller ".join(sorted(near))
    return f"{what} {given} finns inte." + (f" Menade du {meant}?" if meant else "")


def _without_value(option: str, command: Any) -> str:
    """A flag that was given a value, or a value that was left out."""
    known = [p for each in (command, *command.commands.values()) for p in each.params if option in p.opts]
    if known and all(p.is_flag for p in known):
        return f"{option} ska inte ha något värde. Skriv bara {option}."
    meaning = next((p.help for p in known if p.help), "")
    return f"{option} saknar värde. Skriv det efter ett blanksteg. {meaning}".rstrip()


def _value(error: Any) -> str:
    faults: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    name = _name(error.param) if error.param is not None else "Värdet"
    if not faults:
        return f"{name} kan inte ha det värdet."
    fault = faults[0]
    limits = fault.get("ctx") or {}
    if "ge" in limits or "le" in limits:
        told = _limits(limits)
    else:
        told = _KINDS.get(fault["type"], "kan inte läsas.")
    return f"{name}: '{fault['input']}' {told}"


def _limits(limits: dict[str, Any]) -> str:
    if "le" in limits:
        return f"är för stort. Skriv högst {limits['le']}."
    return f"är för litet. Skriv minst {limits['ge']}."


def _words(context: Any) -> str:
    """A command that is left out, or words too many after one."""
    if context is None:
        return "Orden efter lagesbild kan inte förstås."
    if hasattr(context.command, "commands"):
        return f"Skriv ett kommando efter {context.command_path}."
    return (
        f"Det står för många ord efter {context.command_path}. "
        "Sätt citattecken om namn med blanksteg, till exempel 'våra händelser.csv'."
    )


def _name(param: Any) -> str:
    """What a parameter is called where it is written: ``--out``, ``FILE``."""
    return _plain(param.metavar or param.name) if param.param_type_name == "argument" else str(param.opts[0])


def _plain(text: str) -> str:
    """Without the marks that typer puts around what must be there."""
    return text.replace("{", "").replace("}", "").replace("[[", "[").replace("]]", "]").replace("…...", "…")
