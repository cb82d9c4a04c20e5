"""Template tags that ask what the reader may do."""
