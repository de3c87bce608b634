"""Citing and exchanging: records as reference managers, catalogues and readers of reference lists know them."""
