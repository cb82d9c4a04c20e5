"""The situation picture: tables become findings, findings become a document."""
