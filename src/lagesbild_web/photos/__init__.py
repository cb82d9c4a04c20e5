"""Photographs of places in reports: off until a municipality allows them, few, small and soon gone."""
