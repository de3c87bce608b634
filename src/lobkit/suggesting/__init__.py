"""Suggesting criteria: what a text says in the words of the vocabularies, with the words as evidence."""
