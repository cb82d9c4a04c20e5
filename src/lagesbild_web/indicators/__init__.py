"""Indicators: what is measured to see whether it gets better, with its source, its delay and its weakness."""
