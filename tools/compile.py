"""Called by hatchling: compiles what lobkit has in C, where there is a compiler; without one, lobkit is slower."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError

_SOURCE = "src/lobkit/compiled/json_writer.c"
_MODULE = "lobkit.compiled.json_writer"
_WISHES = ("try", "must", "never")


class CompileHook(BuildHookInterface[Any]):
    """Compiles beside the source for an editable installation, and into the wheel for any other.

    The environment variable LOBKIT_COMPILE says `never`, for a wheel of pure Python, or `must`, where a failure is to
    be told rather than passed over; else it is `try`.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles, before the files of a wheel are gathered."""
        wish = os.environ.get("LOBKIT_COMPILE", "try")
        if wish not in _WISHES:
            raise ValueError(f"LOBKIT_COMPILE is {wish!r}; write one of {', '.join(_WISHES)}")
        if wish == "never":
            return
        self._folder = tempfile.mkdtemp()
        try:
            made = self._compiled()
        except (CCompilerError, BaseError, OSError) as failure:
            if wish == "must":
                raise
            self.app.display_warning(f"lobkit is installed without its native writer, and is slower: {failure}")
            return
        if version == "editable":
            shutil.copy2(made, Path(self.root, _SOURCE).parent)
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"][str(made)] = f"{_MODULE.rpartition('.')[0].replace('.', '/')}/{made.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leaves nothing behind."""
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder, ignore_errors=True)

    def _compiled(self) -> Path:
        """The file that was compiled."""
        flags = [] if sys.platform == "win32" else ["-O3", "-g0"]
        module = Extension(_MODULE, [str(Path(self.root, _SOURCE))], extra_compile_args=flags)
        command = build_ext(Distribution({"ext_modules": [module]}))
        command.build_lib = command.build_temp = self._folder
        command.finalize_options()
        command.run()
        return Path(command.get_outputs()[0])
