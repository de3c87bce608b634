"""The command line: every verb is a call of the front door, and errors are told in one form."""

from lobkit.cli import (  # noqa: F401 - each enters its verbs
    crosswalk,
    evolution,
    find,
    records,
    reuse,
    scale,
    schema,
    suggest,
    validate,
    vocab,
    vocab_check,
)
from lobkit.cli.frame import main

__all__ = ["main"]
