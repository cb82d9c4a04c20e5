"""Place: density, hot spots, scans, near repeats and concentration."""
