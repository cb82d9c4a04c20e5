"""A fault in a file, under the name that readers and sources use (it is defined with the tables)."""

from lagesbild.tables.faults import Fault, FaultyFileError

__all__ = ["Fault", "FaultyFileError"]
