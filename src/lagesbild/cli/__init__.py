"""`lagesbild …`: each command reads what it was given, calls the library and prints the answer."""

from lagesbild.cli.main import app, main

__all__ = ["app", "main"]
