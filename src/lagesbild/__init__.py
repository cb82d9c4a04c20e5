"""Lägesbild: from observations to a situation picture in which no number misleads."""

from importlib.metadata import version as _version

__version__ = _version("lagesbild")
