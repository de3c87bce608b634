"""The command line: every verb is a call of the front door, and errors are told in one form."""

from lobkit.cli import crosswalk, evolution, find, records, reuse, scale, schema, validate, vocab  # noqa: F401 - each enters its verbs
from lobkit.cli.frame import main

__all__ = ["main"]
