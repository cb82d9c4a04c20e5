"""Groups and their meetings: an agenda made of what has happened, decisions until done, minutes."""
