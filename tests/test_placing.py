"""A file appears whole or not at all, whatever the system can do."""

import errno
import gzip
import io
import os

import pytest

from lobkit import placing
from lobkit.errors import WriteError

LINUX = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name are Linux's")


def refused(*_args, **_kwargs):
    raise OSError(errno.EPERM, "not here")


@pytest.fixture(params=["as the system can", "no nameless files", "no names for them"])
def way(request, monkeypatch):
    """Each way in which a file can come to its place."""
    if request.param == "no nameless files":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    elif request.param == "no names for them":
        monkeypatch.setattr(os, "link", refused)


@pytest.mark.usefixtures("way")
def test_a_file_is_put_in_its_place(tmp_path):
    """New with what the mask leaves; an older one keeps its permissions, and nothing is left beside it."""
    mask = os.umask(0o027)
    try:
        placing.write_text(["é", b"\xc3\xa9"], tmp_path / "new.txt")
    finally:
        os.umask(mask)
    old = tmp_path / "old.txt"
    old.write_text("before")
    old.chmod(0o604)
    placing.write_text(["after"], old)

    assert (tmp_path / "new.txt").read_text("utf-8") == "éé"
    assert (tmp_path / "new.txt").stat().st_mode & 0o777 == 0o640
    assert (old.read_text(), old.stat().st_mode & 0o777) == ("after", 0o604)
    assert sorted(os.listdir(tmp_path)) == ["new.txt", "old.txt"]


@pytest.mark.usefixtures("way")
def test_what_breaks_midway_leaves_what_was_there(tmp_path):
    """The old file stays, and nothing stands beside it."""

    def pieces():
        yield "half"
        raise ValueError("broken")

    old = tmp_path / "old.txt"
    old.write_text("before")
    with pytest.raises(ValueError, match="broken"):
        placing.write_text(pieces(), old)

    assert old.read_text() == "before"
    assert os.listdir(tmp_path) == ["old.txt"]


@pytest.mark.usefixtures("way")
def test_packed_bytes_are_alike_each_time(tmp_path):
    """No time and no name in the header."""
    placing.write_text(["x" * 1000], tmp_path / "a.gz")
    placing.write_text(["x" * 1000], tmp_path / "b.gz")

    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == b"x" * 1000


@pytest.mark.usefixtures("way")
def test_a_link_is_followed(tmp_path):
    """The file to which a link points is replaced, not the link."""
    (tmp_path / "real.txt").write_text("before")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    placing.write_text(["after"], tmp_path / "link.txt")

    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "after"


@pytest.mark.usefixtures("way")
def test_a_folder_that_is_not_there_is_told(tmp_path):
    """With the name that was asked for."""
    with pytest.raises(WriteError, match=r"no/x\.txt: LOB004: cannot be written: No such file or directory"):
        placing.write_text(["x"], tmp_path / "no" / "x.txt")


@LINUX
def test_the_file_has_no_name_until_it_is_whole(tmp_path):
    """So that a process that is killed leaves nothing."""
    seen = []

    def pieces():
        yield "half"
        seen.extend(os.listdir(tmp_path))
        yield "whole"

    placing.write_text(pieces(), tmp_path / "a.txt")
    assert seen == []


class Tight(io.RawIOBase):
    """A place that takes a few bytes at once, and some altogether."""

    def __init__(self, room):
        self.room, self.got = room, b""

    def writable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=0):
        return offset if whence == 0 else len(self.got)

    def write(self, data):
        if len(self.got) >= self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        part = bytes(data[: min(4, self.room - len(self.got))])
        self.got += part
        return len(part)


def test_what_is_put_on_disk_is_there_from_its_beginning_or_not_at_all(monkeypatch):
    """What finds no room when it is closed tells of the room that was missing, and of nothing else."""
    with placing.put_on_disk([b"some", b" text"]) as whole:
        assert whole.read() == b"some text"
    places = []

    def tight(**_):
        places.append(io.BufferedWriter(Tight(6)))
        return places[-1]

    monkeypatch.setattr("tempfile.TemporaryFile", tight)
    with pytest.raises(OSError, match="No space left"):
        placing.put_on_disk([b"some", b" text"])
    assert places[0].closed


@pytest.mark.parametrize("room", [100, 10])
def test_standard_output_without_a_buffer_takes_all_or_tells(room, monkeypatch):
    """`python -u`, or PYTHONUNBUFFERED: Python itself forgets what the system did not take at once."""
    tight = Tight(room)
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(tight, "utf-8", newline="", write_through=True))
    if room < 20:
        with pytest.raises(WriteError, match="<stdout>: LOB004: cannot be written: No space left"):
            placing.write_text(["some text\n", b"and m\xc3\xa9er\n"], "-")
    else:
        placing.write_text(["some text\n", b"and m\xc3\xa9er\n"], "-")

    assert tight.got == "some text\nand méer\n".encode()[:room]
