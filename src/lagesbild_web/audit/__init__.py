"""Who did what, when and why: a log that can be read and checked but not changed."""
