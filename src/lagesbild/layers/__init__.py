"""What a map can show of incidents: layers with their words, their table and their ground."""
