"""An invented municipality, the same for demonstration, tests and teaching."""

from lagesbild.demo.files import DemoFiles, DemoOptions, write_demo

__all__ = ["DemoFiles", "DemoOptions", "write_demo"]
