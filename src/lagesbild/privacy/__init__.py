"""Privacy: personal data in text, and cells too small to show."""
