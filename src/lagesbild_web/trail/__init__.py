"""The chain from observation to report: from any thing up and down, and where it is broken."""
