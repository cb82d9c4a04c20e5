"""An invented municipality, the same for demonstration, tests and teaching."""
