"""`lagesbild sources`: what can be read, and how it is recognised."""

from typing import Annotated

import typer

from lagesbild.cli.console import as_json, show_result


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sources")(sources)


def sources(as_data: Annotated[bool, typer.Option("--json", help="Skriv som JSON.")] = False) -> None:
    """Visa vilka källor som kan läsas, hur de känns igen och vad de inte kan berätta."""
    from lagesbild.sources.catalogue import all_sources

    found = all_sources()
    if as_data:
        data = [
            {"id": s.id, "name": s.name, "description": s.description, "limits": list(s.limits)}
            for s in found
        ]
        show_result(as_json(data), None)
        return
    lines: list[str] = []
    for source in found:
        lines += [f"{source.id}: {source.name}", f"  Känns igen: {source.description}"]
        lines += [f"  Gräns: {limit}" for limit in source.limits] + [""]
    show_result("\n".join(lines).rstrip(), None)
