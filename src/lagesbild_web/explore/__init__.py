"""Map and explore: one filter, and everything it chooses seen on a map, over time, by hour and as a table."""
