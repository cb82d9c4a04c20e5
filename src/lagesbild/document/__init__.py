"""One document tree, and every format made from it."""
