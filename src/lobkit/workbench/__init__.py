"""The workbench for SKOS vocabularies of any make: what a file says, what follows, and what is wrong with it."""
