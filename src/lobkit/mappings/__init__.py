"""Mappings between vocabularies: sets of them as SSSOM, and records crossed over by them."""
