"""What the pages of meetings say in words."""
