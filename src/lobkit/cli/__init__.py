"""The command line: every verb is a call of the front door, and errors are told in one form."""

from lobkit.cli.verbs import main

__all__ = ["main"]
