"""The recipes for other projects do what they say: the hook, the jobs of two services, and the report of one of them."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import lobkit
from lobkit.cli import main

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "howto" / "validate.md").read_text("utf-8")
RECIPES = [yaml.safe_load(block) for block in re.findall(r"(?ms)^```yaml\n(.*?)^```", PAGE)]
FAULTY = "type: Publication\ntitle: {nl: a}\nyaer: 2015\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The folder of another project, with a good and a faulty record."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "goed.yaml").write_text((ROOT / "examples" / "portfolio.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "records" / "fout.yaml").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "records" / "README.md").write_text("# Our records\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(tree):
    """Every call of lobkit in a recipe."""
    if isinstance(tree, str):
        return [tree] if tree.startswith("lobkit ") else []
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [call for one in inner for call in commands(one)]


@pytest.mark.parametrize("call", [call for recipe in RECIPES for call in commands(recipe)])
def test_the_calls_of_a_recipe_tell_the_fault(project, call):
    """Each ends with 1, so that the job fails, and names the file and the line."""
    (project / "records" / "README.md").unlink()
    done = CliRunner().invoke(main, shlex.split(call)[1:])
    written = "".join(path.read_text("utf-8") for path in project.glob("*.*"))

    assert done.exit_code == 1
    assert "records/fout.yaml" in done.stdout + written
    assert "LOB102" in done.stdout + written


def test_the_report_for_gitlab_has_the_required_keys(project):
    """Description, name, severity and place; no two issues share a fingerprint, and a line that moved keeps its own."""
    (project / "records" / "twee.jsonl").write_text('{"type": "X"}\n{"type": "X"}\n', encoding="utf-8")
    issues = json.loads(lobkit.validate([Path("records/fout.yaml"), Path("records/twee.jsonl")]).gitlab())
    Path("records/fout.yaml").write_text(f"# x\n{FAULTY}", encoding="utf-8")
    (moved,) = json.loads(lobkit.validate(Path("records/fout.yaml")).gitlab())

    assert issues[0] == {
        "description": "LOB102 yaer: 'yaer' is no key of Publication; did you mean 'year'?",
        "check_name": "LOB102",
        "fingerprint": moved["fingerprint"],
        "severity": "major",
        "location": {"path": "records/fout.yaml", "lines": {"begin": 3}},
    }
    assert moved["location"]["lines"]["begin"] == 4
    assert len({one["fingerprint"] for one in issues}) == len(issues) == 3


def test_the_page_shows_the_hook_that_there_is():
    """Its name, and a pattern that the hook's own would take as well."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (shown,) = RECIPES[0]["repos"][0]["hooks"]

    assert shown["id"] == hook["id"]
    for name, taken in (("records/a.yaml", True), ("records/a/b.ttl.gz", True), ("records/README.md", False)):
        assert (re.search(hook["files"], name) is not None) is taken
    assert re.search(shown["files"], "records/a.json")


@pytest.mark.external
def test_the_hook_runs_in_pre_commit(project):
    """pre-commit itself installs the hook from this repository; it stops the faulty record and passes the good one."""
    program = os.environ.get("LOBKIT_PRE_COMMIT")
    if program is None or not (ROOT / ".git").exists():
        pytest.skip("pre-commit is not installed, or this is no repository")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(project / ".cache")}

    def run(*call: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(call, cwd=project, env=environment, capture_output=True, text=True, check=False)

    run("git", "init", "-q")
    run("git", "add", "records")
    stopped = run(program, "try-repo", str(ROOT), "lobkit-validate", "--all-files")
    passed = run(program, "try-repo", str(ROOT), "lobkit-validate", "--files", "records/goed.yaml", "records/README.md")

    assert (stopped.returncode, passed.returncode) == (1, 0), stopped.stdout + stopped.stderr + passed.stdout
    assert "records/fout.yaml:3:1: LOB102 yaer: 'yaer' is no key of Publication; did you mean 'year'?" in stopped.stdout
    assert "goed.yaml" not in stopped.stdout
    assert "Passed" in passed.stdout
