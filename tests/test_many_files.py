"""Many files of every kind, side by side: all are judged once, in order, and none is passed over in silence."""

import gzip
import os
import subprocess
import sys

import pytest

import lobkit
from lobkit.validation.check import validate

EXTENSIONS = [".json", ".yaml", ".ttl", ".nt", ".jsonl", ".jsonld", ".json.gz", ".yaml.gz"]
FAULT = '{"type": "Publication", "title": {"nl": "x"}, "yaer": 1}'


def publication(at):
    themes = frozenset({list(lobkit.thema.values())[at % len(lobkit.thema)]})
    return lobkit.Publication(
        lobkit.LangMap(nl=f"Onderzoek {at}"), themas=themes, iri=lobkit.Iri(f"https://example.org/p/{at}")
    )


@pytest.fixture
def folder(tmp_path):
    """200 records in files of every format, a tenth of them with a fault."""
    (tmp_path / "sub").mkdir()
    for at in range(200):
        file = tmp_path / ("sub" if at % 3 else ".") / f"p{at:03}{EXTENSIONS[at % len(EXTENSIONS)]}"
        lobkit.write(publication(at), file)
        if at % 10 == 0:
            raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            spoilt = raw.replace(b"lobkit/thema/", b"lobkit/tema/").replace(b"thema:", b"sector:")
            file.write_bytes(gzip.compress(spoilt) if file.suffix == ".gz" else spoilt)
    return tmp_path


def lobkit_validate(*call, cwd, data=b""):
    command = [sys.executable, "-c", "from lobkit.cli import main; main()", "validate", *call]
    return subprocess.run(command, cwd=cwd, input=data, capture_output=True, check=False)


def test_side_by_side_gives_the_same_report(folder):
    """Two processes find what one finds, in the same order."""
    alone = lobkit.validate(folder)

    assert alone == lobkit.validate(folder, jobs=2)
    assert (alone.judged, alone.by_code()) == (200, {"LOB204": 20})
    assert [one.source for one in alone] == sorted(one.source for one in alone)


def test_a_watcher_sees_each_file_when_it_was_judged(folder):
    """The bar does not run ahead of the work, also where processes do it."""
    seen = []

    def watch(files):
        for file in files:
            seen.append(file)
            yield file

    validate(folder, jobs=2, each=watch)
    assert len(seen) == 200


def test_what_cannot_be_read_is_told_among_the_others(folder):
    """No UTF-8, a cut archive, nothing at all, a link that leads nowhere: each is told, and all others are judged."""
    (folder / "bin.json").write_bytes(b"\xff\xfe")
    (folder / "cut.json.gz").write_bytes(gzip.compress(b'{"type": "Publication"}' * 99)[:40])
    (folder / "empty.json").write_text("")
    (folder / "empty.ttl").write_text("")
    (folder / "lost.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "nothing").mkdir()
    done = lobkit_validate(".", "--jobs", "2", cwd=folder)
    told = {line.split(":")[0]: line for line in done.stdout.decode().splitlines() if "LOB204" not in line}

    assert done.returncode == 2
    assert {name: line.split("LOB")[1][:3] for name, line in told.items()} == {
        "bin.json": "003",
        "cut.json.gz": "001",
        "empty.json": "101",
        "empty.ttl": "114",
        "lost.yaml": "001",
    }
    assert b"200 records" in done.stderr


def test_a_folder_that_cannot_be_listed_is_told(folder, monkeypatch):
    """What nobody looked at does not pass."""

    def refusing(real):
        def listing(path="."):
            if str(path).endswith("sub"):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        return listing

    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    told = [str(one) for one in lobkit.validate(folder) if one.code != "LOB204"]

    assert told == [f"{folder / 'sub'}: LOB001: cannot be read: Permission denied"]


@pytest.mark.parametrize(
    ("call", "data", "code", "said"),
    [
        (["nergens"], b"", 2, b"nergens: LOB001: cannot be read: No such file or directory"),
        (["nergens.json"], b"", 2, b"nergens.json: LOB001: cannot be read: No such file or directory"),
        (["leeg"], b"", 2, b"leeg: LOB001: no file here has an extension that lobkit reads"),
        (["-"], FAULT.encode(), 2, b"<stdin>: LOB002: standard input has no extension; name its format (--from)"),
        (["-", "--from", "json"], FAULT.encode(), 1, b"<stdin>:1:47: LOB102 yaer"),
        (["-", "--from", "json"], gzip.compress(FAULT.encode(), mtime=0), 1, b"<stdin>:1:47: LOB102 yaer"),
        (["-", "goed.json", "ook.json", "--from", "json", "-j", "2"], FAULT.encode(), 1, b"<stdin>:1:47: LOB102 yaer"),
        (["-", "--from", "json"], b"", 1, b"<stdin>:1:1: LOB101: this is no JSON"),
        (["goed.json", ".", "./goed.json"], b"", 0, b""),
    ],
)
def test_one_call_one_code(tmp_path, call, data, code, said):
    """Missing, empty, standard input, packed, the same file thrice: the code says which, and the message what."""
    (tmp_path / "leeg").mkdir()
    for at, name in enumerate(("goed.json", "ook.json")):
        lobkit.write(publication(at), tmp_path / name)
    done = lobkit_validate(*call, cwd=tmp_path, data=data)

    assert (done.returncode, said in done.stdout) == (code, True), done.stdout + done.stderr


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_missing_file_is_told_by_every_verb(tmp_path, extension):
    """Reading says that it is not there, not that its name is odd."""
    with pytest.raises(lobkit.ReadError, match="LOB001: cannot be read: No such file"):
        lobkit.read(tmp_path / f"nergens{extension}")
    with pytest.raises(lobkit.ReadError, match="LOB001: cannot be read: No such file"):
        lobkit.read(tmp_path / "nergens")


def lobkit_convert(*call, cwd):
    command = [sys.executable, "-c", "from lobkit.cli import main; main()", "convert", *call]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("lenient", [[], ["--lenient"]], ids=["strict", "lenient"])
@pytest.mark.parametrize("wrong", [[], ["c.json", "d.jsonl"], ["twice.yaml"]], ids=["right", "faulty", "twice"])
def test_named_files_are_what_their_folder_is(tmp_path, wrong, lenient):
    """The same bytes, or the same findings: of all files and not of the first one only."""
    (tmp_path / "in").mkdir()
    lobkit.write(publication(1), tmp_path / "in" / "a.json")
    lobkit.write(publication(2), tmp_path / "in" / "b.ttl")
    if "c.json" in wrong:
        (tmp_path / "in" / "c.json").write_text(FAULT)
        (tmp_path / "in" / "d.jsonl").write_text("{\n")
    if "twice.yaml" in wrong:
        lobkit.write(publication(2), tmp_path / "in" / "twice.yaml")
    names = sorted(f"in/{file.name}" for file in (tmp_path / "in").iterdir())

    code, told = lobkit_convert("in", "-o", "folder.nt", *lenient, cwd=tmp_path)
    named_code, named = lobkit_convert(*names, names[0], "-o", "named.nt", *lenient, cwd=tmp_path)
    assert (named_code, sorted(named.splitlines())) == (code, sorted(told.splitlines()))
    written = [(tmp_path / name).read_bytes() for name in ("folder.nt", "named.nt") if (tmp_path / name).exists()]
    assert len(written) == (2 if lenient or not wrong else 0)
    assert len(set(written)) <= 1


def test_a_target_without_its_option_is_told_with_the_call_that_is_meant(tmp_path):
    """What is named last and is not there is no source."""
    lobkit.write(publication(1), tmp_path / "a.json")

    code, said = lobkit_convert("a.json", "a.json", "out.nt", cwd=tmp_path)
    assert code == 2
    assert "name the file to write with -o: lobkit convert a.json a.json -o out.nt" in said
    code, said = lobkit_convert("a.json", cwd=tmp_path)
    assert code == 2
    assert "name the file to write with -o, or say with --to in which format" in said
