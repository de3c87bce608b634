"""How Sphinx builds these pages."""

from importlib.metadata import version as _version

project = "lobkit"
author = "the lobkit authors"
copyright = "2026, the lobkit authors"
version = release = _version("lobkit")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "lobkit"
exclude_patterns = ["_build", "generated"]  # generated tables stand inside other pages
nitpicky = True
autodoc_member_order = "bysource"
autodoc_typehints = "none"
# Types of other libraries and of Python itself: no inventory is fetched while the docs are built.
nitpick_ignore_regex = [("py:.*", ".*")]
