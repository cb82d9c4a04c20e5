"""Pages where a municipality's administrator keeps organisations, functions and people in order."""
