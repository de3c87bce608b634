"""N-Triples by three roads: piece by piece, sorted on disk, and as a whole; they give the same bytes and findings."""

import random
import re

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lobkit
from lobkit import conversion, exchange, streaming
from lobkit.cli import main
from lobkit.errors import LobkitError, ReadError
from lobkit.exchange import FORMATS
from lobkit.formats import in_order, scattered
from lobkit.formats.format import NotInOrder
from lobkit.formats.ntriples import serialize
from lobkit.model import ROOTS
from lobkit.names import Names
from lobkit.sources import pieces_of
from lobkit.testing import records
from lobkit.values import Iri, LangMap

PARSE = FORMATS["ntriples"].parse
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def publications(count, *, shared=False):
    person = lobkit.Person("Boer, P. den", iri=Iri("https://example.org/boer"))
    return [
        lobkit.Publication(
            LangMap(nl=f"Titel {at}", en=f'Title " _:r1b1 .\n{TYPE} {at}'),
            authors=(person if shared else lobkit.Person("Boer, P. den"), lobkit.Organisation("Euroguidance")),
            year=2003,
            summary=(lobkit.Section(f"Kop {at}", "Tekst", (lobkit.Section("Onder", "Meer"),)),),
            recommendations=(
                lobkit.Recommendation(LangMap(nl="Doe dit"), iri=Iri(f"https://example.org/r{at}") if at % 2 else None),
            ),
            iri=Iri(f"https://example.org/{at}") if at % 3 else None,
        )
        for at in range(count)
    ] + [lobkit.Recommendation(LangMap(nl=f"Doe {at}")) for at in range(count // 2)]


def by_whole(source, target, **given):
    """What a reading of the whole file gives: no findings, or all of them."""
    try:
        exchange.write(exchange.load(source).catalog, target, **given)
    except LobkitError as error:
        return str(error)
    return target.read_bytes()


def way(source, target, enrich=False):
    """From one file to another one."""
    return conversion._Way(source, target, exchange.format_of(target), enrich, None)


def by_disk(source, target, **given):
    """The same by the table on disk; None where it leaves the file to a reading of the whole."""
    try:
        done = conversion._convert_scattered(way(source, target, **given))
    except LobkitError as error:
        return str(error)
    return target.read_bytes() if done else None


def by_pieces(source, target, **given):
    """The same piece by piece; None where the file has to be read in another way."""
    names = Names()
    try:
        records = streaming.in_order(source, FORMATS["ntriples"], names)
        way(source, target, **given).write_if_whole(records, names)
    except NotInOrder:
        return None
    except LobkitError as error:
        return str(error)
    return target.read_bytes()


def answers(folder, text, to="b.jsonl", **given):
    """What the three roads give for a text."""
    source = folder / "a.nt"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = []
    for road in (by_whole, by_disk, by_pieces):
        (folder / to).unlink(missing_ok=True)
        found.append(road(source, folder / to, **given))
    return found


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    """Pieces of some lines, so that records stand across them, and few records at once."""
    for room in (streaming, conversion):
        monkeypatch.setattr(room, "pieces_of", lambda source: pieces_of(source, 700))
    monkeypatch.setattr(scattered, "_MANY", 3)


def mixed(text, seed):
    lines = text.splitlines(keepends=True)
    random.Random(seed).shuffle(lines)
    return "".join(lines)


@pytest.mark.parametrize("to", ["b.jsonl", "b.nt", "b.nq"])
@pytest.mark.parametrize("enriched", [False, True])
def test_in_our_own_order_every_record_leaves_with_its_piece(tmp_path, to, enriched):
    """The bytes of a reading of the whole, with no more than a piece in memory; also where things are shared."""
    for shared in (False, True):
        text = "".join(serialize(publications(9, shared=shared), enrich=enriched))
        whole, disk, pieces = answers(tmp_path, text, to)
        assert isinstance(whole, bytes)
        assert disk == pieces == whole


@pytest.mark.parametrize("enriched", [False, True])
def test_scattered_statements_give_the_same_records_in_the_order_of_the_file(tmp_path, enriched):
    """Whatever the order of the lines, the table on disk gives what a reading of the whole gives."""
    for seed in range(8):
        text = mixed("".join(serialize(publications(9, shared=seed % 2 == 1), enrich=enriched)), seed)
        whole, disk, pieces = answers(tmp_path, text)
        assert isinstance(whole, bytes)
        assert disk == whole
        assert pieces is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(*[records(cls) for cls in ROOTS[1:]]), max_size=5), st.integers(0, 3))
def test_any_records_by_any_road(tmp_path, drawn, seed):
    """Drawn records of every class, in our own order and shuffled."""
    try:
        text = "".join(serialize(drawn))
    except LobkitError:
        return
    for one in (text, mixed(text, seed)):
        whole, disk, pieces = answers(tmp_path, one)
        assert disk in (whole, None)
        assert pieces in (whole, None)


def spoilt(text, draw):
    """A text with one thing changed."""
    lines = text.split("\n")
    at, other = draw.sample([at for at, line in enumerate(lines) if line.count(" ") > 2], 2)
    match draw.randrange(12):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            subject, predicate, rest = lines[at].split(" ", 2)
            lines[at] = f"{subject} {lines[other].split(' ', 2)[1]} {rest}"
        case 3:
            subject, predicate, _ = lines[at].split(" ", 2)
            lines[at] = f"{subject} {predicate} {lines[other].split(' ', 2)[2]}"
        case 4:
            lines[at] = f"{lines[other].split(' ', 1)[0]} {lines[at].split(' ', 1)[1]}"
        case 5:
            lines[at] = f"  {lines[at].replace(' <', '   <', 1)} # said _:r1b1 ."
        case 6:
            lines[at] = lines[at][: draw.randrange(len(lines[at]))]
        case 7:
            lines[at] = lines[at].replace("_:r", "_:x")
        case 8:
            lines[at] = re.sub("e", lambda _: chr(92) + "u0065", lines[at], count=1)
        case 9:
            lines[at] += "\r"
        case 10:
            lines[at] = lines[at].replace("e", draw.choice(["\x00", "\x07", "\ufffe", "é", "\\b"]), 1)
        case 11:
            lines[at] = lines[at].replace("<http://www.w3.org", "<https://www.w3.org", 1)
    return "\n".join(lines) + draw.choice(["", "\n", "\n\n"])


@pytest.mark.parametrize("seed", range(150))
def test_what_is_wrong_is_told_alike(tmp_path, seed):
    """One change, or three, in our own order and shuffled: the same bytes, or the same findings with their lines."""
    draw = random.Random(seed)
    text = "".join(serialize(publications(6, shared=seed % 2 == 1), enrich=seed % 5 == 0))
    for _ in range(draw.choice([1, 1, 3])):
        text = spoilt(text, draw)
    for one in (text, mixed(text, seed)):
        whole, disk, pieces = answers(tmp_path, one)
        assert disk in (whole, None)
        assert pieces in (whole, None)
        if isinstance(whole, str) and "\r" not in one:
            assert disk == whole  # findings need no reading of the whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n# nothing\n",
        "\ufeff<https://x.org/a> <http://x.org/p> <https://x.org/b> .\n",
        b'<https://x.org/a> <http://x.org/p> "\xff" .\n',
        b'\xef\xbb\xbf<https://x.org/a> <http://x.org/p> "\xff" .\n',
        b"<https://x.org/a> \x01<http://x.org/p> nonsense .\n" + b"# \n" * 900 + b"\xff\n",
        "".join(serialize([lobkit.Catalog(title=LangMap(nl="X"), publications=tuple(publications(2)[:2]))])),
        "".join(serialize(publications(2))).replace("_:r1b", "_:r2b"),
    ],
)
def test_rare_files_by_any_road(tmp_path, text):
    """Empty ones, ones in other encodings, catalogs, and labels that two records share."""
    whole, disk, pieces = answers(tmp_path, text)
    assert disk in (whole, None)
    assert pieces in (whole, None)


def test_convert_goes_over_the_disk_where_memory_is_short(tmp_path, monkeypatch):
    """The command takes the road that the memory asks for, and leaves nothing but the target."""
    roads = []
    for name in ("_convert_scattered",):
        road = getattr(conversion, name)
        monkeypatch.setattr(conversion, name, lambda *given, road=road: roads.append(road(*given)) or roads[-1])
    text = "".join(serialize(publications(9)))
    (tmp_path / "a.nt").write_text(mixed(text, 1), "utf-8")
    for name, memory in (("b.jsonl", "0"), ("c.jsonl", "1000")):
        done = CliRunner().invoke(
            main, ["convert", str(tmp_path / "a.nt"), "-o", str(tmp_path / name), "--memory", memory]
        )
        assert (done.exit_code, done.output) == (0, "")
    assert roads == [True]
    assert (tmp_path / "b.jsonl").read_bytes() == (tmp_path / "c.jsonl").read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.nt", "b.jsonl", "c.jsonl"]


def test_standard_output_gets_nothing_before_all_is_read(tmp_path):
    """A fault in the last line, and the output stays empty; without it, it is what a file gets."""
    text = "".join(serialize(publications(9)))
    (tmp_path / "a.nt").write_text(text + "nonsense\n", "utf-8")
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.nt"), "-o", "-", "--to", "jsonl"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"a.nt:{text.count(chr(10)) + 1}:1: LOB101" in done.stderr

    (tmp_path / "a.nt").write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.nt"), "-o", "-", "--to", "jsonl"])
    CliRunner().invoke(main, ["convert", str(tmp_path / "a.nt"), "-o", str(tmp_path / "b.jsonl")])
    assert done.stdout == (tmp_path / "b.jsonl").read_text("utf-8")


def test_a_line_that_begins_with_spaces_ends_nothing(tmp_path):
    """Other programs may indent a statement; no record behind it is lost."""
    text = "".join(serialize(publications(4))).replace(
        f"\n<https://example.org/2> {TYPE}", f"\n  <https://example.org/2>   {TYPE}"
    )
    whole, disk, pieces = answers(tmp_path, text)

    assert len(PARSE(text, ROOTS).records) == len(publications(4))
    assert disk == whole
    assert whole.count(b"\n") == len(publications(4))
    assert pieces in (whole, None)


def test_a_piece_never_ends_within_a_record(monkeypatch):
    """A file in our own order is cut where records begin, however small the pieces are."""
    text = "".join(serialize(publications(9)))
    lines = text.splitlines(keepends=True)
    pieces = list(in_order._cut(iter(lines), ROOTS))

    assert "".join(pieces) == text
    assert len(pieces) == len(publications(9))


def test_two_records_that_share_a_blank_node_are_told_by_disk_too(tmp_path):
    """Each is right alone, so that only both together show what is wrong."""
    source, target = tmp_path / "a.nt", tmp_path / "a.jsonl"
    lines = [
        f"<https://e.org/{at}> {TYPE} <http://purl.org/ontology/bibo/Document> .\n"
        f'<https://e.org/{at}> <http://purl.org/dc/terms/title> "X"@nl .\n'
        f"<https://e.org/{at}> <http://purl.org/dc/terms/publisher> _:p .\n"
        for at in (1, 2)
    ]
    named = '_:p <http://xmlns.com/foaf/0.1/name> "Euroguidance" .\n'
    source.write_text("".join([*lines, f"_:p {TYPE} <http://xmlns.com/foaf/0.1/Organization> .\n", named]))

    assert "LOB109" in by_whole(source, target)
    assert by_disk(source, target) == by_whole(source, target)
    assert not target.exists()


def test_every_faulty_line_is_told_by_each_road(tmp_path):
    """In whatever pieces a file is read: its faulty lines are told, with their places in the whole."""
    lines = "".join(serialize(publications(9))).splitlines(keepends=True)
    for at in (3, 40, 41, 90):
        lines[at] = lines[at].replace(" .\n", "\n")
    lines[60] = "nee\n"
    for text in ("".join(lines), mixed("".join(lines), 1)):
        whole, disk, pieces = answers(tmp_path, text)
        assert whole.count("LOB101") == 5
        assert disk == whole
        assert pieces is None


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r\n")[:-2],
        lambda text: text.replace("\n", "\r"),
        lambda text: f"# made by hand\n{text}",
        lambda text: text.replace(" .\n", "   .\n"),
        lambda text: mixed(text, 2),
    ],
    ids=["as written", "CRLF", "CRLF, no last one", "CR", "comment", "spaces", "mixed"],
)
def test_a_stream_gives_the_records_however_they_are_written(tmp_path, change):
    """What cannot be read in order is read as a whole; who asks for the records need not know."""
    (tmp_path / "a.nt").write_bytes(change("".join(serialize(publications(9)))).encode())

    given = list(streaming.stream(tmp_path / "a.nt"))
    assert sorted(map(repr, given)) == sorted(map(repr, publications(9)))


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\r\n"])
def test_a_stream_of_nothing_has_no_records(tmp_path, text):
    """An empty file is no fault of N-Triples."""
    (tmp_path / "a.nt").write_bytes(text.encode())

    assert list(streaming.stream(tmp_path / "a.nt")) == []


def test_lines_that_end_as_on_windows_pass_piece_by_piece(tmp_path):
    """The bytes of a reading of the whole, with no more than a piece in memory."""
    whole, disk, pieces = answers(tmp_path, "".join(serialize(publications(9))).replace("\n", "\r\n"))

    assert isinstance(whole, bytes)
    assert disk == pieces == whole


def test_a_stream_gives_no_record_of_which_more_is_said_later(tmp_path):
    """The file is known as a whole before the first record leaves."""
    text = "".join(serialize(publications(9)))
    (tmp_path / "a.nt").write_text(
        f'{text}<https://example.org/1> <http://purl.org/dc/terms/title> "X"@fr .\n', "utf-8"
    )
    given = {one.iri: one for one in streaming.stream(tmp_path / "a.nt")}
    assert given["https://example.org/1"].title["fr"] == "X"

    (tmp_path / "a.nt").write_text(f"{text}<https://example.org/1> {TYPE} <https://example.org/x> .\n", "utf-8")
    with pytest.raises(ReadError, match="LOB111"):
        next(streaming.stream(tmp_path / "a.nt"))


def test_a_stream_refuses_a_catalog_with_facts(tmp_path):
    """It is one record, and says so instead of falling apart."""
    catalog = lobkit.Catalog(title=LangMap(nl="Alles"), publications=tuple(publications(1)))
    lobkit.write(catalog, tmp_path / "a.nt")

    with pytest.raises(ReadError, match="a catalog with facts of its own cannot stand in a stream"):
        list(streaming.stream(tmp_path / "a.nt"))
