"""Situation pictures: loaded, shown to those who may see them, published and withdrawn."""
