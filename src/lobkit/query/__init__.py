"""Asking and counting: what records hold, by concept, year and words; it serves the classes of any model."""
