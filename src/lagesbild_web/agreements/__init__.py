"""Agreements between the municipality and others, and promises to the inhabitants (lag 2023:196, 8–9 §§)."""
