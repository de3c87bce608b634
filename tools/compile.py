"""Called by hatchling: compiles what lobkit has in C, where there is a compiler; without one, lobkit is slower."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import tempfile
import zlib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError, PlatformError

_FOLDER = "src/lobkit/compiled"
_SOURCES = "json_*.[ch]"  # which `native_files.py` reads in the same order
_MODULES = ("json_reader", "json_writer")
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
            if version == "editable":
                for module in _MODULES:
                    self._beside(module).unlink(missing_ok=True)
            return
        self._folder = tempfile.mkdtemp()
        try:
            made = self._compiled()
            if version == "editable":
                for module, file in made.items():
                    self._put_beside(file, self._beside(module))
                return
        except (CCompilerError, BaseError, OSError) as failure:
            if wish == "must":
                self._clean()
                raise
            self.app.display_warning(f"lobkit is installed without what it has in C, and is slower: {failure}")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        for file in made.values():
            build_data["force_include"][str(file)] = f"lobkit/compiled/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leaves nothing behind."""
        self._clean()

    def _clean(self) -> None:
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder, ignore_errors=True)

    def _beside(self, module: str) -> Path:
        """The file beside the source, which each version of Python has under a name of its own."""
        return Path(self.root, _FOLDER, f"{module}{sysconfig.get_config_var('EXT_SUFFIX')}")

    def _put_beside(self, made: Path, beside: Path) -> None:
        """In one step, since the file that was there may be in use, and would crash who uses it."""
        new = beside.with_suffix(".new")
        try:
            shutil.copyfile(made, new)
            os.replace(new, beside)
        finally:
            new.unlink(missing_ok=True)

    def _compiled(self) -> dict[str, Path]:
        """The files that were compiled, by module."""
        if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
            raise PlatformError("it is for CPython with its global lock")  # by which nothing changes while it is read
        flags = [] if sys.platform == "win32" else ["-O3", "-g0"]
        sources = sorted(Path(self.root, _FOLDER).glob(_SOURCES))
        checksum = zlib.crc32(b"".join(one.read_bytes() for one in sources)) & 0x7FFFFFFF
        modules = [
            Extension(
                f"lobkit.compiled.{module}",
                [str(Path(self.root, _FOLDER, f"{module}.c"))],
                define_macros=[("LOBKIT_SOURCE", str(checksum))],  # by which a file of another source is known
                extra_compile_args=flags,
            )
            for module in _MODULES
        ]
        command = build_ext(Distribution({"ext_modules": modules}))
        command.build_lib = command.build_temp = self._folder
        command.finalize_options()
        command.run()
        return dict(zip(_MODULES, map(Path, command.get_outputs()), strict=True))
