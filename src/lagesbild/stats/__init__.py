"""Counts, rates, intervals and small numbers: numbers in, frozen results out."""
