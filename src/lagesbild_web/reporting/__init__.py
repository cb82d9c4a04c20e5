"""Report what one has seen, from a phone, also without a network; and see what came of it."""
