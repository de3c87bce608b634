"""How Sphinx builds these pages."""

import shutil
from importlib.metadata import version as _version
from pathlib import Path

project = "lobkit"
author = "the lobkit authors"
copyright = "2026, the lobkit authors"
version = release = _version("lobkit")
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "lobkit"
exclude_patterns = ["_build", "generated"]  # generated tables stand inside other pages
# The notebooks are kept as they ran: building the pages runs nothing, and fetches nothing.
nb_execution_mode = "off"
suppress_warnings = ["mystnb.unknown_mime_type"]  # Vega-Lite, which stands beside the picture
_HERE = Path(__file__).parent
(_HERE / "notebooks").mkdir(exist_ok=True)
for _one in sorted((_HERE.parent / "examples").glob("*.ipynb")):
    shutil.copy(_one, _HERE / "notebooks")
nitpicky = True
autodoc_member_order = "bysource"
autodoc_typehints = "none"
# Types of other libraries and of Python itself: no inventory is fetched while the docs are built.
nitpick_ignore_regex = [("py:.*", ".*")]
