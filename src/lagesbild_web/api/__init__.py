"""The API for other systems: reports in, incidents, counts, deviations and published pictures out."""
