"""Vocabularies of any make put to use: typed handles, closed lists, modules, tables and pictures."""
