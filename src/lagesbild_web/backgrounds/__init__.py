"""Background maps from services that the installation has chosen, fetched and kept by our own server."""
