"""What must not pass, with the message that it gets."""

import gzip
import pickle
import socket
from decimal import Decimal
from typing import Annotated

import pytest
from attrs import frozen

import lobkit
from lobkit.datatypes import INTEGER, Datatype
from lobkit.declare import Property, rdf_type
from lobkit.errors import DeclarationError, Finding, LossRefused, Mixed, ReadError, ValueRefused, WriteError
from lobkit.exchange import FORMATS
from lobkit.model import ROOTS
from lobkit.shape import checked, shape_of, shapes_of
from lobkit.values import Iri, LangMap, LangString, PartialDate

EX = "https://example.org/def#"
HEAD = "type: Publication\ntitle: {nl: X}\n"
TTL = """@prefix bibo: <http://purl.org/ontology/bibo/> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix lob: <https://w3id.org/lobkit/def#> .
<https://example.org/a> a bibo:Document ; dct:title "X"@nl """


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """No reader opens a connection."""

    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize(
    ("name", "text", "where", "message"),
    [
        ("yaml", HEAD + "year: 2001\nyear: 2002\n", "4:1: LOB105 year", "stands here twice (first in line 3)"),
        ("yaml", HEAD + "yeer: 2001\n", "3:1: LOB102 yeer", "did you mean 'year'?"),
        ("yaml", HEAD + "year: 0\n", "3:1: LOB106 year", "0 is no year of publication"),
        ("yaml", HEAD + "year: 99999\n", "3:1: LOB106 year", "99999 is no year of publication"),
        ("yaml", HEAD + 'year: "2001"\n', "3:1: LOB104 year", "a whole number without quotes"),
        ("yaml", HEAD + "year:\n", "3:1: LOB104 year", "fill it in, or take the key out"),
        ("yaml", "type: Publication\ntitle: {nl: X, NL: Y}\n", "2:16: LOB106 title.NL", "two texts in the language 'nl'"),
        ("yaml", "type: Publication\ntitle: X\n", "2:1: LOB104 title", "texts by language"),
        ("yaml", "type: Publication\n", "1:1: LOB103", "'title' is missing"),
        ("yaml", "title: {nl: X}\n", "1:1: LOB103", "'type' is missing; write one of Catalog, Publication"),
        ("yaml", "type: Publikation\ntitle: {nl: X}\n", "1:1: LOB108 type", "did you mean 'Publication'?"),
        ("yaml", HEAD + "fullText: /a/b\n", "3:1: LOB405 fullText", "no address of a page on the web; write it in full"),
        ("yaml", HEAD + "fullText: https://x.org/a b\n", "3:1: LOB405 fullText", "write the character ' ' as %20"),
        ("yaml", HEAD + "fullText: https://x.org/a>b\n", "3:1: LOB405 fullText", "write the character '>' as %3E"),
        ("yaml", HEAD + "themas:\n  - https://w3id.org/lobkit/thema/loopbaangesprekken\n", "4:5: LOB204 themas[0]", "did you mean 'Loopbaangesprek'"),
        ("yaml", HEAD + "isbns: [978-90-313]\n", "3:9: LOB106 isbns[0]", "is no ISBN; write one such as"),
        ("yaml", HEAD + "fullText: ftp://example.org/a.pdf\n", "3:1: LOB405 fullText", "no address of a page on the web"),
        ("yaml", "[" * 100_000, "1:", "nested too deep"),
        ("yaml", "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)), ":", "aliases add more than"),
        ("yaml", "a: &a [*a]\n", "1:8: LOB101", "has no anchor before it"),
        ("yaml", "a: !!python/object:os.system x\n", "1:4: LOB101", "the tag"),
        ("yaml", "type: [Publication\n", "2:1: LOB101", "this is no YAML"),
        ("json", '{"type": "Publication", "title": {"nl": "X"},\n "year": 1999, "year": 2000}', "2:16: LOB105 year", "stands here twice"),
        ("json", '{"type": "Publication",\n', "2:1: LOB101", "this is no JSON"),
        ("json", '{"type": "Publication", "title": {"nl": "\\ud800"}}', "1:35: LOB106 title.nl", "U+D800"),
        ("json", '{"type": "Publication", "title": {"nl": "\\u0000"}}', "1:35: LOB106 title.nl", "U+0000"),
        ("json", '{"type": "Publication", "title": {"nl": "X"}, "year": NaN}', "1:55: LOB101", "NaN"),
        ("json", "[" * 100_000, "1:1: LOB101", "nested too deep"),
        ("json", "\x00\x01", "1:1: LOB107", "binary or damaged"),
        ("jsonl", '{"type": "Publication", "title": {"nl": "X"}}\n{"type": "Publication"}\n', "2:1: LOB103", "'title' is missing"),
        ("jsonld", '{"@context": "https://schema.org/", "@type": "Report"}', "LOB113 @context", "would have to be fetched"),
        ("jsonld", '{"@context": [{"@import": "https://x.org/c"}], "@type": "Report"}', "LOB113 @context", "would have to be fetched"),
        ("turtle", TTL + '; dct:title "Y"@NL .', "LOB105 <https://example.org/a>.title", "two texts in the language 'nl'"),
        ("turtle", TTL + '; dct:issued "soon"^^xsd:gYear .', "LOB106 <https://example.org/a>.year", "'soon' is not of the form 2015"),
        ("turtle", TTL + "; dct:issued 2015 .", "LOB104 <https://example.org/a>.year", "expected a year with datatype"),
        ("turtle", TTL + '; dct:issued "2015"^^xsd:gYear, "2016"^^xsd:gYear .', "LOB105", "2 values of"),
        ("turtle", TTL + "; dct:titel <https://x.org/> .", "LOB102 <https://example.org/a>", "<http://purl.org/dc/terms/titel> is no property"),
        ("turtle", TTL + "; bibo:authorList <https://x.org/> .", "LOB110", "this is none: each cell"),
        ("turtle", TTL + "; bibo:authorList _:a . _:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> <https://x.org/p> ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:a .", "LOB110", "runs in a circle"),
        ("turtle", TTL + "; lob:summary ( <https://x.org/s> ) . <https://x.org/s> a lob:Section .", "LOB102", "a Section has no address of its own"),
        ("turtle", '<https://example.org/a> a "http://purl.org/ontology/bibo/Document" ; <http://purl.org/dc/terms/title> "X"@nl .', "LOB108", 'its types are "http://purl.org/ontology/bibo/Document"'),
        ("turtle", TTL + "; lob:summary ( [ a lob:Section, <https://x.org/T> ] ) .", "LOB102", "a Section is no <https://x.org/T> besides"),
        ("turtle", TTL + "; lob:jaartal <https://w3id.org/lobkit/jaartal/na-2020> .", "LOB302", "is stated, and nothing follows from the record"),
        ("turtle", TTL + '. <https://x.org/y> dct:title "Z"@nl .', "LOB108 <https://x.org/y>", "belongs to no record"),
        ("turtle", "<a> a <http://purl.org/ontology/bibo/Document> .", "1:1: LOB101", "this cannot be read"),
        ("turtle", TTL + "; lob:fullText <https://x.org/a b> .", ":3:", "this cannot be read"),
        ("turtle", TTL + '; dct:title "Y"@ar--rtl .', "LOB101", "'Y'@ar--rtl would lose its direction; write @ar"),
        ("ntriples", '<https://example.org/a> <http://purl.org/dc/terms/title> "Y"@ar--rtl .', ":1:1: LOB101", "would lose its direction"),
        ("trig", '<https://g.org/> { <https://example.org/a> a <http://purl.org/ontology/bibo/Document> }', "LOB112", "would lose its name"),
    ],
)  # fmt: skip
def test_bad_input_is_told_where_what_and_what_instead(name, text, where, message):
    """Each fault gets the one error, with its place, and no connection is opened."""
    with pytest.raises(ReadError) as caught:
        FORMATS[name].parse(text, ROOTS)

    assert where in str(caught.value)
    assert message in str(caught.value)


def test_all_problems_are_told_at_once():
    """A reader sees every fault of a file in one go, in the order of the file."""
    with pytest.raises(ReadError) as caught:
        FORMATS["yaml"].parse(HEAD + "yeer: 1\nyear: x\nthemas: [https://x.org/]\n", ROOTS)

    assert [(one.code, one.line) for one in caught.value.findings] == [("LOB102", 3), ("LOB104", 4), ("LOB204", 5)]


RIGHT = '<https://example.org/{}> <http://purl.org/dc/terms/title> "X"@nl .\n'
FAULTY = (
    RIGHT.format(1)
    + """\
<https://example.org/2> <http://purl.org/dc/terms/title> "X"@nl
<https://example.org/3> <http://purl.org/dc/terms/title> "X .
<https://example.org/4> <http://purl.org/dc/terms/title> X .  # a comment
"""
    + RIGHT.format(5)
    + """\
<a b> <http://purl.org/dc/terms/title> "X"@nl .
<https://example.org/7> <title> "X"@nl .
@prefix dct: <http://purl.org/dc/terms/> .
<https://example.org/9> <http://purl.org/dc/terms/title> "X"@nl"""
)


def test_every_faulty_line_of_ntriples_is_told():
    """A statement ends with its line, so that one fault hides no other; each with what to write instead."""
    with pytest.raises(ReadError) as caught:
        FORMATS["ntriples"].parse(FAULTY, ROOTS)

    told = [(one.line, one.column, one.message.removeprefix("this cannot be read: ")) for one in caught.value.findings]
    assert told == [
        (2, 64, "the statement has no dot at its end; write one"),
        (3, 58, "a text or an IRI that begins here is never closed"),
        (4, 58, "The object of a triple must be an IRI, a blank node or a literal"),
        (6, 1, "Invalid IRI code point ' '; write it as a percent sign and two figures, such as %20"),
        (7, 25, "No scheme found in an absolute IRI; write the IRI in full, such as <https://example.org/a>"),
        (8, 1, "N-Triples has no prefixes; this is Turtle, name the file .ttl"),
        (9, 64, "the statement has no dot at its end; write one"),
    ]
    assert {one.code for one in caught.value.findings} == {"LOB101"}


@pytest.mark.parametrize(("count", "last"), [(100, None), (101, "1 more line"), (2500, "2400 more lines")])
def test_many_faulty_lines_are_counted(count, last):
    """A hundred are told one by one, and of the others how many there are."""
    with pytest.raises(ReadError) as caught:
        FORMATS["ntriples"].parse("x\n" + RIGHT.format(1) + "x\n" * (count - 1), ROOTS)

    found = caught.value.findings
    assert [one.line for one in found[:3]] == [1, 3, 4]
    assert len(found) == 100 + (last is not None)
    if last is not None:
        message = f"{last} from here on cannot be read; mend those before, and read again"
        assert (found[-1].line, found[-1].message) == (102, message)


def test_a_lenient_reading_tells_what_it_leaves_out():
    """What has no place is named, never dropped in silence."""
    read = FORMATS["turtle"].parse(TTL + "; dct:titel <https://x.org/> .", ROOTS, lenient=True)

    assert read.records == (lobkit.Publication(LangMap(nl="X"), iri=Iri("https://example.org/a")),)
    assert read.unplaced == ("<https://example.org/a> <http://purl.org/dc/terms/titel> <https://x.org/> .",)
    assert [one.severity for one in read.findings] == ["warning"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfea\x00", "LOB003: byte 0xff is no UTF-8"),
        (b'{"type": "Publication", "title": {"nl": "caf\xe9"}}', ":1:45: LOB003: byte 0xe9 is no UTF-8"),
        (gzip.compress(b'{"type": "Publication", "title": {"nl": "X"}}', mtime=0)[:-9], "LOB001: cannot be read"),
        (b"", ":1:1: LOB101"),
    ],
)
def test_a_damaged_file_is_told(tmp_path, content, message):
    """Wrong encodings, truncated files and binaries get the one error, with the name of the file."""
    path = tmp_path / "x.json"
    path.write_bytes(content)

    with pytest.raises(ReadError) as caught:
        lobkit.read(path)

    assert str(caught.value).startswith(f"{path}:")
    assert message in str(caught.value)


def test_an_error_passes_between_processes_as_it_is():
    """With its findings and its message."""
    found = [Finding("LOB101", "this is no JSON", source="a.json", line=3)]
    for error in (ReadError(found), LossRefused("JSON", found), Mixed("https://example.org/a", "a: keep one")):
        other = pickle.loads(pickle.dumps(error))
        assert (type(other), str(other), vars(other)) == (type(error), str(error), vars(error))


def test_nothing_is_half_written(tmp_path):
    """A file that cannot be written leaves what was there, and nothing beside it."""
    one = lobkit.Publication(LangMap(nl="X"), iri=Iri("https://example.org/a"))
    path = tmp_path / "x.ttl"
    path.write_text("before")

    with pytest.raises(WriteError, match="fiche holds one publication"):
        lobkit.write(lobkit.Catalog(title=LangMap(nl="Y"), publications=(one,)), tmp_path / "x.md")
    with pytest.raises(WriteError, match="described in two ways"):
        lobkit.write(lobkit.Catalog(publications=(one, lobkit.Publication(LangMap(nl="Y"), publisher=lobkit.Organisation("A", iri=Iri("https://x.org/"))), lobkit.Publication(LangMap(nl="Z"), publisher=lobkit.Organisation("B", iri=Iri("https://x.org/"))))), path)  # fmt: skip
    with pytest.raises(WriteError, match="LOB004: cannot be written"):
        lobkit.write(one, tmp_path / "no" / "x.ttl")

    assert [file.name for file in tmp_path.iterdir()] == ["x.ttl"]
    assert path.read_text() == "before"


RECORD = '{"type":"Publication","title":{"nl":"A"}}'


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (f"[{RECORD},\n{RECORD}]\n", "1:1", "each record stands on one line, without a list around them"),
        (f"[{RECORD}]", "1:1", "without a list around them"),
        (f'{{"@graph": [\n{RECORD}\n]}}\n', "1:1", "or a list under '@graph', name the file .json"),
        ('{"type": "Publication",\n"title":{"nl":"A"}}\n', "1:1", "write each on one"),
        (f"{RECORD},\n{RECORD}\n", "1:42", "a comma stands after the end of the record; take it out"),
        (f"{RECORD}\n{RECORD} {RECORD}\n", "2:43", "a second record stands here; begin a new line with it"),
        (f"{RECORD}\n\ufeff{RECORD}\n", "2:1", "a byte order mark stands here, as where files were joined"),
        (
            '{"type":"Publication","title":{"nl":"A\tB"}}\n',
            "1:39",
            "a tab or a line end stands in a text; write \\t or \\n",
        ),
        ('{"type":"Publication","year":True}\n', "1:30", "write true, false and null in lower case"),
        ('{"type":"Publication","year":NaN}\n', "1:30", "NaN is no number of JSON; write one in figures"),
    ],
)
def test_what_is_no_json_line_is_told_once_and_with_what_to_do(text, place, message):
    """Whatever people paste into a file of lines; both roads say the same."""
    told = []
    for parse in (
        FORMATS["jsonl"].parse,
        lambda text, classes: list(FORMATS["jsonl"].stream(enumerate(text.splitlines(True), 1), classes)),
    ):
        with pytest.raises(ReadError) as caught:
            parse(text, ROOTS)
        told.append([(one.line, one.column, one.message) for one in caught.value.findings])
    assert told[0] == told[1]
    ((line, column, said),) = told[0]
    assert f"{line}:{column}" == place
    assert message in said


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Iri("thema/x"), "no absolute IRI"),
        (lambda: LangMap({}), "at least one text"),
        (lambda: LangMap(nl="a\x00"), "U+0000"),
        (lambda: LangString("a", "nl_NL"), "no language tag"),
        (lambda: PartialDate(2015, 2, 30), "no day of 2015-02; write 1 to 28"),
        (lambda: lobkit.Publication("X"), "Publication.title: expected a LangMap"),
        (lambda: lobkit.Publication(LangMap(nl="X"), authors=[]), "Publication.authors: expected a tuple"),
        (lambda: lobkit.Publication(LangMap(nl="X"), year=True), "Publication.year: expected a year"),
        (lambda: lobkit.Publication(LangMap(nl="X"), soort=lobkit.thema["doorstromen"]), "expected a concept of Soort"),
        (lambda: lobkit.Publication(LangMap(nl="X"), doi="https://doi.org/10.1/x"), "is no DOI"),
        (lambda: lobkit.Catalog(publications=(lobkit.Publication(LangMap(nl="X"), iri=Iri("a:b")),) * 2), "publications[1] has the IRI of publications[0]"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_construction(make, message):
    """What no form could carry never becomes a record."""
    with pytest.raises(ValueRefused) as caught:
        make()

    assert message in str(caught.value)


def declared(annotation, default=None, extra=None):
    body = {"__annotations__": {"one": annotation, **(extra or {})}, "__attrs_post_init__": checked}
    return rdf_type(EX + "Wrong", "Wrong.")(frozen(type("Wrong", (), body)))


def with_default(annotation, default):
    body = {"__annotations__": {"one": annotation}, "one": default, "__attrs_post_init__": checked}
    return rdf_type(EX + "Wrong", "Wrong.")(frozen(type("Wrong", (), body)))


@pytest.mark.parametrize(
    ("cls", "message"),
    [
        (declared(str), "Wrong.one does not say what it means"),
        (declared(Annotated[list[str], Property(EX + "a", "A.")]), "tuple[T, ...] for an ordered list"),
        (declared(Annotated[float, Property(EX + "a", "A.")]), "which has no datatype"),
        (declared(Annotated[complex, Property(EX + "a", "A.")]), "a ConceptIri, LangString, LangMap or a declared class, or say how it is written: Annotated[…, Datatype(…)], with lobkit.datatypes.Datatype"),
        (declared(Annotated[str | int, Property(EX + "a", "A.")]), "is a union of values"),
        (declared(Annotated[frozenset[str] | None, Property(EX + "a", "A.")]), "take out `| None`"),
        (declared(Annotated[str, Property(EX + "a", "A.", key="id")]), "the JSON key 'id' is taken"),
        (declared(Annotated[str, Property(EX + "a", "A.", key="@graph")]), "the JSON key '@graph' is taken"),
        (declared(Annotated[str, Property(EX + "a", "A.", key='a"b')]), "write one of letters, figures and the like"),
        (declared(Annotated[str, Property(EX + "a", "A.", key="a\ud800")]), "write one of letters, figures and the like"),
        (declared(Annotated[Decimal, Datatype.between("price", 1, 9), Property(EX + "a", "A.")]), "is declared as Decimal, but values of 'price' are of the class int"),
        (declared(Annotated[int, Datatype.of_form("code", "[0-9]", "1"), Property(EX + "a", "A.")]), "values of 'code' are of the class str; write Annotated[str, …]"),
        (with_default(Annotated[str, Property(EX + "a", "A.")], 0), "has a default that is no value of it: expected text, not 0"),
        (with_default(Annotated[str, Property(EX + "a", "A.")], None), "defaults to None, which is no value of its type; write `| None` behind it"),
        (with_default(Annotated[Decimal, Property(EX + "a", "A.")], 0), "has a default that is no value of it"),
        (declared(Annotated[str, Property(EX + "a", "A.")], extra={"two": Annotated[str, Property(EX + "a", "A.")]}), "share the property"),
        (declared(Annotated[str, Property(EX + "a", "A.", key="k")], extra={"two": Annotated[str, Property(EX + "b", "B.", key="k")]}), "share the JSON key k"),
        (frozen(type("Bare", (), {})), "write @rdf_type"),
        (int, "is no attrs class"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_declaration_is_refused_when_it_is_compiled(cls, message):
    """A declaration has one meaning in every form, or is refused with what to change."""
    with pytest.raises(DeclarationError) as caught:
        shape_of(cls)

    assert message in str(caught.value)


def test_one_key_means_one_property_in_the_whole_model():
    """The context stays flat: a key with two meanings among the classes of a family is refused."""
    other = rdf_type(EX + "Other", "Other.")(
        frozen(
            type(
                "Other",
                (),
                {
                    "__annotations__": {"title": Annotated[str, Property(EX + "t", "T.")]},
                    "__attrs_post_init__": checked,
                },
            )
        )
    )

    with pytest.raises(
        DeclarationError,
        match=r"'title' means one thing in Publication\.title and another in Other\.title "
        r"\(the properties and kinds of value differ\), which a JSON-LD context cannot say; give one of them another",
    ):
        shapes_of(lobkit.Publication, other)


def test_two_classes_of_one_name_are_refused():
    """In JSON a class is told by its name, and in RDF by its IRI: neither can stand for two."""
    one, two = declared(Annotated[str, Property(EX + "a", "A.")]), declared(Annotated[str, Property(EX + "a", "A.")])
    with pytest.raises(DeclarationError, match=r"<class '.*Wrong'> and <class '.*Wrong'> share the name Wrong"):
        shapes_of(one, two)

    other = rdf_type(EX + "Wrong", "Another.")(frozen(type("Other", (), {"__attrs_post_init__": checked})))
    with pytest.raises(DeclarationError, match=f"share the RDF class {EX}Wrong"):
        shapes_of(one, other)


@rdf_type(EX + "Near", "A class.")
@frozen
class Near:
    __attrs_post_init__ = checked


@rdf_type(EX + "Nearer", "A class below it.")
@frozen
class Nearer(Near):
    pass


@rdf_type(EX + "Holder", "What holds one.")
@frozen
class Holder:
    one: Annotated[Near, Property(EX + "one", "One.")]
    __attrs_post_init__ = checked


def test_a_subclass_is_no_member_of_its_class_here():
    """It would be read back as the class that the field says, and what it has besides be lost."""
    assert Holder(Near()).one == Near()
    with pytest.raises(ValueRefused, match=r"expected a Near, not Nearer\(\); a subclass .* say: Near \| Nearer"):
        Holder(Nearer())


@pytest.mark.parametrize(
    "number", ["9007199254740992", "-9007199254740992", "1" + "0" * 20, "-" + "9" * 60, "000000000" + "9" * 25]
)
def test_a_number_that_is_too_large_is_told_as_such(number):
    """With the limit, also where it has more digits than anyone writes."""
    with pytest.raises(ValueRefused, match="is too large for JSON, which goes to 9007199254740991 on either side"):
        INTEGER.taken(number)


@pytest.mark.parametrize("number", ["", "1.0", "x", "1e30", "0" * 30])
def test_what_is_no_number_is_told_as_such(number):
    """And not as one that is too large."""
    with pytest.raises(ValueRefused, match="is not of the form 2015"):
        INTEGER.taken(number)


def test_an_empty_name_is_no_folder(tmp_path, monkeypatch):
    """A variable of a shell that is not set does not convert all that is there."""
    (tmp_path / "a.jsonl").write_text('{"type":"Publication","title":{"nl":"X"}}\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ReadError, match="the name of a file is empty"):
        lobkit.read("")
    assert len(lobkit.read(".").publications) == 1
