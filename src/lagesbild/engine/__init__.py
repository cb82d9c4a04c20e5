"""Where work runs, and the snapshots that make a result reproducible."""
