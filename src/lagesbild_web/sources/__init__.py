"""Sources outside the municipality: fetched when an administrator has switched them on, never otherwise."""
