"""The start page: what stands out since last week, what waits for the reader, and what is coming due."""
