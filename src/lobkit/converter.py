"""cattrs: lobkit's classes inside those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lobkit.compiled.trees import unstructure
from lobkit.formats.tree import structure
from lobkit.shape import is_declared

if TYPE_CHECKING:
    from cattrs import Converter


def configure_converter(converter: Converter) -> None:
    """Teaches a cattrs converter every declared class, so that lobkit's things can live inside yours."""
    converter.register_structure_hook_func(is_declared, lambda tree, cls: structure(tree, (cls,)))
    converter.register_unstructure_hook_func(is_declared, unstructure)
