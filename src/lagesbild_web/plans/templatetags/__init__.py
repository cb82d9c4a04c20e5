"""Template filters of the plans."""
