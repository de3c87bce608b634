"""What lobkit has in C is there where it can be, and is left alone where it is of another source or interpreter."""

import sysconfig
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from lobkit.compiled import lines, native_files
from lobkit.compiled.json_text import ways
from lobkit.model import Publication

FOLDER = Path("src/lobkit/compiled")
MODULES = ("json_reader", "json_writer")
native = pytest.mark.skipif(
    not all(find_spec(f"lobkit.compiled.{one}") for one in MODULES), reason="nothing was compiled from C here"
)


def _has_compiler():
    return which("cc") is not None and Path(sysconfig.get_paths()["include"], "Python.h").is_file()


@pytest.mark.skipif(not _has_compiler(), reason="there is no C compiler, or no Python.h")
def test_it_is_compiled_where_it_can_be():
    """Else all is slower, and nobody is told; `pip install .` again compiles it."""
    assert all(find_spec(f"lobkit.compiled.{one}") for one in MODULES)
    assert ways()[0].__module__ == "lobkit.compiled.writing_natively"
    assert lines._natively((Publication,)) is not None


@native
@pytest.mark.parametrize("module", MODULES)
def test_what_was_compiled_of_another_source_is_left_alone(module, tmp_path, monkeypatch):
    """As after an update of an editable installation: it may do something else."""
    source = __import__(f"lobkit.compiled.{module}", fromlist=["SOURCE"]).SOURCE
    if source == 0:
        pytest.skip("it was compiled by hand, and does not say of what")
    assert not native_files.is_stale(source, tmp_path)  # as in a wheel, which has no source
    for one in FOLDER.glob("json_*.[ch]"):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    assert not native_files.is_stale(source, tmp_path)
    (tmp_path / "json_values.h").write_bytes(b"/* other */")
    assert native_files.is_stale(source, tmp_path)
    monkeypatch.setattr(native_files, "__file__", str(tmp_path / "native_files.py"))
    with pytest.raises(ImportError, match="pip install -e"):
        native_files.refuse_stale(source)


@native
@pytest.mark.parametrize("module", MODULES)
def test_another_interpreter_of_the_process_goes_another_way(module):
    """What is in C has classes of one interpreter; those of another one are no classes of its."""
    __import__(f"lobkit.compiled.{module}")
    try:
        import _interpreters as interpreters  # noqa: PLC0415 - from Python 3.13
    except ImportError:
        import _xxsubinterpreters as interpreters  # noqa: PLC0415 - before
    here = interpreters.create()
    code = f"""
try:
    import lobkit.compiled.{module}
except ImportError:
    pass
else:
    raise AssertionError("it was imported")
"""
    try:
        assert interpreters.run_string(here, code) is None
    finally:
        interpreters.destroy(here)
