"""Steering documents: what the council and the committees have decided, their targets and their words."""
