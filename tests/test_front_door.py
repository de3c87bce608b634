"""The front door: every name is there, and nothing is entered before it is asked for."""

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from click import Context

import lobkit
from lobkit.cli import main


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_names_that_run_are_those_that_type_checkers_see():
    """The table of rooms and the imports for type checkers are one list."""
    tree = ast.parse(Path(lobkit.__file__).read_text("utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {one.name: node.module.removeprefix("lobkit.") for node in block.body for one in node.names}

    assert seen == lobkit._ROOM_OF
    assert sorted(seen) == sorted(lobkit.__all__)


@pytest.mark.parametrize("name", lobkit.__all__)
def test_every_name_is_there(name):
    """What is listed can be had."""
    assert getattr(lobkit, name) is not None


def test_a_name_that_is_none_is_told():
    """As of every module."""
    with pytest.raises(AttributeError, match="module 'lobkit' has no attribute 'reed'"):
        lobkit.reed  # noqa: B018 - asking is the test


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import lobkit", ["attr", "yaml", "lobkit.exchange", "importlib.metadata"]),
        ("import lobkit; lobkit.read('examples/portfolio.yaml')", ["rdflib", "pyoxigraph", "cattrs", "hypothesis"]),
        ("import lobkit; lobkit.validate('examples/portfolio.yaml')", ["rdflib", "cattrs", "hypothesis"]),
        (
            "from lobkit.cli import main; main(['--version'], standalone_mode=False)",
            ["attr", "lobkit.errors", "lobkit.cli.frame"],
        ),
        (
            "from lobkit.cli import main; main(['convert', '-h'], standalone_mode=False)",
            ["rdflib", "importlib.metadata", "lobkit.side_by_side", "lobkit.cli.vocab"],
        ),
    ],
)
def test_nothing_is_imported_before_it_is_needed(code, absent, monkeypatch):
    """Reading a record takes no RDF library, and importing takes next to nothing."""
    monkeypatch.chdir(Path(__file__).parent.parent)

    assert run(f"{code}; import sys; print([one for one in {absent!r} if one in sys.modules])").endswith("[]\n")


@pytest.mark.parametrize("group", [main, main.get_command(Context(main), "vocab")], ids=lambda group: group.name)
def test_every_verb_is_found_in_the_room_that_the_table_names(group):
    """And the rooms enter no verb that the table does not know."""
    for one in Path(lobkit.__file__).parent.glob("cli/*.py"):
        import_module(f"lobkit.cli.{one.stem}")
    homes = {name: home_of(verb) for name, verb in group.commands.items()}

    assert group.room_of == homes


def home_of(verb):
    return inspect.unwrap(verb.callback).__module__


def test_completion_knows_the_verbs_before_their_rooms_are_entered(monkeypatch):
    """The shell asks by the environment; names and their help come from a process of its own."""
    code = "import sys; sys.argv = ['lobkit']; from lobkit.cli import main; main(prog_name='lobkit')"
    monkeypatch.setenv("_LOBKIT_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", "lobkit vocab di")
    monkeypatch.setenv("COMP_CWORD", "di")

    assert run(code) == "plain,diff\tCompare two versions of any SKOS...\n"


@pytest.mark.parametrize("group", [[], ["vocab"], ["schema"]], ids=" ".join)
def test_no_sentence_is_cut_off_where_verbs_are_listed(group, monkeypatch, capsys):
    """At 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    main([*group, "--help"], standalone_mode=False)
    told = capsys.readouterr().out.partition("Commands:\n")[2]

    assert "..." not in told
    assert told.endswith(".\n")
