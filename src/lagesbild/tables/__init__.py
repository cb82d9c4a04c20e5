"""Typed columnar tables: incidents, measurements, areas, categories and periods."""
