"""The web application: people, rights, history and pages around the library."""
