"""A JSON document of several records is read on the fast road as on the one that explains, or left to it."""

import datetime
import json
import random
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lobkit
from lobkit.compiled import documents
from lobkit.compiled.source import Unusual
from lobkit.compiled.trees import unstructure
from lobkit.errors import ReadError
from lobkit.exchange import FORMATS
from lobkit.faults import complete
from lobkit.formats import json as form
from lobkit.formats.json import EXTRA
from lobkit.formats.rdf import read_triples
from lobkit.formats.statements import parse_triples
from lobkit.model import ROOTS
from lobkit.schemas.context import CONTEXT_IRI, context_of
from lobkit.testing import records
from tests.everything import Everything
from tests.laws.forms import FAMILIES, text_of
from tests.laws.test_one_reading import CHANGES

SPELLINGS = {
    "tight": partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    "with spaces": partial(json.dumps, ensure_ascii=False),
    "over lines": partial(json.dumps, ensure_ascii=False, indent=2),
    "in ASCII": json.dumps,
    "in tabs": partial(json.dumps, ensure_ascii=False, indent="\t", separators=(" , ", " : ")),
}
WORK = {"type": "Publication", "title": {"nl": "Leren kiezen"}}
NAMED = {**WORK, "id": "https://example.org/1"}
CONTEXT = context_of(ROOTS)
ONE, TWO = json.dumps(WORK), json.dumps(NAMED)


def slowly(name, text, classes):
    """What the reader that explains gives of a text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(form, "read_document", _unusual)
        return FORMATS[name].parse(text, classes)


def _unusual(*_, **__):
    raise Unusual


def verdict(read, *given):
    """The records, or what is told of each problem and its place."""
    try:
        return list(read(*given).records)
    except ReadError as error:
        return [str(one) for one in error.findings]


def is_fast(parsed):
    return parsed.explained is not None


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("cls", FAMILIES)
def test_records_in_any_spelling_go_the_fast_road(cls, spelling):
    """One by one, each with its place in the text."""
    thing, context = complete(cls), context_of(FAMILIES[cls])
    things, tree = [thing] * 40, unstructure(thing)
    for begin in ({}, {"@context": context}):
        text = SPELLINGS[spelling]({**begin, "@graph": [tree] * 40})
        for name in ("json", "jsonld") if begin else ("json",):
            parsed = FORMATS[name].parse(text, FAMILIES[cls])
            assert is_fast(parsed)
            assert list(parsed.records) == things
            assert FORMATS[name].parse_raw(text.encode(), FAMILIES[cls]) == parsed
            placed, other = parsed.placed(), slowly(name, text, FAMILIES[cls])
            assert placed.records == other.records
            assert not is_fast(other)
            for at in (0, 1, 39):
                for place in (("@graph", at), ("@graph", at, "type"), ("@graph", at, "id")):
                    assert parsed.locate(place) == other.locate(place)


@pytest.mark.parametrize("name", ["json", "jsonld"])
@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_what_lobkit_writes_is_read_alike_on_both_roads(cls, name, data):
    """One record, or several."""
    things = [data.draw(records(cls)), *[complete(cls)] * data.draw(st.sampled_from([0, 1, 32]))]
    if name == "jsonld":  # which does not take one of them twice
        things = things[:1]
    text = text_of(things, FORMATS[name])

    assert list(FORMATS[name].parse(text, FAMILIES[cls]).records) == things
    assert list(slowly(name, text, FAMILIES[cls]).records) == things


@pytest.mark.parametrize("name", ["json", "jsonld"])
@pytest.mark.parametrize("cls", FAMILIES)
def test_one_record_with_its_context_goes_the_fast_road(cls, name):
    """As JSON-LD is written, with an address instead, or with none."""
    thing = complete(cls)
    tree = unstructure(thing)
    for begin in ({}, {"@context": context_of(FAMILIES[cls])}):
        for spell in SPELLINGS.values():
            parsed = FORMATS[name].parse(spell({**begin, **tree}), FAMILIES[cls])
            assert is_fast(parsed)
            assert parsed.records == (thing,) == parsed.placed().records
    if cls is not Everything:
        assert is_fast(FORMATS[name].parse(json.dumps({"@context": CONTEXT_IRI, **tree}), ROOTS))


CONTEXTS = json.dumps(CONTEXT), json.dumps(CONTEXT_IRI)
RIGHT = [
    f'{{"@graph": [{ONE}, {TWO}]}}',
    f'\r\n\t {{ "@graph" \n:\r[ {ONE}\t,\n{TWO} ] \n}}\r\n',
    '{"@graph": []}',
    '{"@graph": [ ] }',
    f'{{"@graph": [{TWO}, {TWO}]}}',  # the whole is judged later
    *(f'{{"@context": {one}, "@graph": [{ONE}]}}' for one in CONTEXTS),
    *(f'{{"@context": {one},{TWO[1:]}' for one in CONTEXTS),
    f'{{"@graph": [{ONE.replace("Leren", "L]}")}]}}',
    *(f'{{"@graph": [{ONE}] , "@context" :{one} }}' for one in CONTEXTS),
    *(f'{{"@context": {one}, "@graph": [{{"@context": {one}, {ONE[1:]}]}}' for one in CONTEXTS),
    *(f"{TWO[:-1]}, " + f'"@context": {one}}}' for one in CONTEXTS),
    *(f'{{"type": "Publication", "@context": {one}, "title": {{"nl": "A"}}}}' for one in CONTEXTS),
    *(f'{{"@graph": [{{"@context": {one}, {ONE[1:]}, {TWO[:-1]},\n"@context": {one}}} ]}}' for one in CONTEXTS),
    f'{{"\\u0040context": {CONTEXTS[1]}, {ONE[1:]}',
    f'{{"@graph": [{ONE[:-1]}, "summary": [{{"body": "x, \\"@context\\": {{}}}}"}}], "@context": {CONTEXTS[1]}}}]}}',
]
RIGHT_BUT_RARE = [
    f'{{"\\u0040graph": [{ONE}]}}',
    f'{{"@context": {json.dumps(CONTEXT_IRI).replace("/", chr(92) + "/")}, "@graph": [{ONE}]}}',
    f'{{"@graph": [{ONE}], "\\u0040context": {CONTEXTS[1]}}}',
    f'{{"@graph": [{ONE[:-1]}, "recommendations": [{{"@context": {CONTEXTS[1]}, "text": {{"nl": "Doe"}}}}]}}]}}',
]
OTHER = '{"title": "https://example.org/t"}'
WRONG = [
    *(f'{{"@context": {one}, {ONE[1:-1]}, "@context": {one}}}' for one in CONTEXTS),
    *(f'{{"@graph": [{{"@context": {one}, {ONE[1:-1]}, "@context": {one}}}]}}' for one in CONTEXTS),
    *(f'{{"@context": {one}, {ONE[1:-1]}, "\\u0040context": {one}}}' for one in CONTEXTS),
    *(f'{{{ONE[1:-1]}, "x": {{}}, "@context": {one}}}' for one in CONTEXTS),
    *(f'{{"@graph": [{ONE}], "@context": {one},}}' for one in CONTEXTS),
    *(f'{{"@graph": [{ONE}] "@context": {one}}}' for one in CONTEXTS),
    *(f'{{"@graph": [{ONE}],, "@context": {one}}}' for one in CONTEXTS),
    *(f'{{"@graph": [{ONE}], "@context": {one}, "@context": {one}}}' for one in CONTEXTS),
    *(f'{{"@graph": [{ONE[:-1]}, "@context": {one},}}]}}' for one in CONTEXTS),
    *(f'{{"@graph": [{{"@context": {one},, {ONE[1:]}]}}' for one in CONTEXTS),
    *(f'{{"@graph": [{{"@context": {one}}}]}}' for one in CONTEXTS),
    *(f'{{"@graph": [{{"@context": {one},}}]}}' for one in CONTEXTS),
    *(f'{{"@graph": [{{,"@context": {one}}}]}}' for one in CONTEXTS),
    *(f'{{"@graph": [{ONE[:-1]}, "doi": "x,"@context": {one}}}]}}' for one in CONTEXTS),
    f'{{"@graph": [{ONE}], "@context": {OTHER}}}',
    f'{{"@graph": [{{"@context": {OTHER}, {ONE[1:]}]}}',
    f'{{"@context": {CONTEXTS[1]}, "@graph": [{ONE[:-1]}, "@context": {OTHER}}}]}}',
    f'{{{ONE[1:-1]}, "@context": {OTHER}}}',
    f'{{"@graph": [{ONE[:-1]}, "year": "2015", "@context": {CONTEXTS[1]}}}]}}',
    f'{{"@graph": [{ONE}], "@graph": [{TWO}]}}',
    f'{{"@graph": [], "@graph": [{TWO}]}}',
    f'{{"@graph": 1, "@graph": [{TWO}]}}',
    f'{{"@context": {CONTEXTS[1]}, "@context": {CONTEXTS[1]}, "@graph": [{ONE}]}}',
    f'{{"@context": {CONTEXTS[1]}, "@graph": [{ONE}], "@context": {CONTEXTS[0]}}}',
    f'{{"@context": {CONTEXTS[1]}, "@context": {CONTEXTS[1]}, {ONE[1:]}',
    f'{{"@context": {CONTEXTS[0][:-1]}, "id": "@id"}}, "@graph": [{ONE}]}}',  # doubled in the context
    f'{{"@context": {CONTEXTS[0][:-1]}, "x": "y"}}, "@graph": [{ONE}]}}',
    f'{{"@context": "https://example.org/x", "@graph": [{ONE}]}}',
    f'{{"@context": "a\nb", "@graph": [{ONE}]}}',
    f'{{"@context": null, "@graph": [{ONE}]}}',
    f'{{"@context": [], "@graph": [{ONE}]}}',
    f'{{"@context": {CONTEXTS[1]}}}',
    f'{{"@context": {CONTEXTS[1]},}}',
    f'{{"@context": {CONTEXTS[1]}, "@graph": [{ONE}],}}',
    f'{{"@context": {CONTEXTS[1]} "@graph": [{ONE}]}}',
    f'{{"@graph": [{ONE}], "id": "https://example.org/g"}}',
    f'{{"id": "https://example.org/g", "@graph": [{ONE}]}}',
    f'{{"@graph": [{ONE}], "x": "]"}}',
    f'{{"@graph": [{ONE}], "x": []}}',
    f'{{"@graph": {ONE}}}',
    '{"@graph": null}',
    '{"@graph": [1]}',
    f'{{"@graph": [[{ONE}]]}}',
    f'{{"@graph": [{ONE}, {{"@graph": [{TWO}]}}]}}',
    f'{{"@graph": [{ONE},]}}',
    f'{{"@graph": [,{ONE}]}}',
    f'{{"@graph": [{ONE} {TWO}]}}',
    f'{{"@graph": [{ONE}, {TWO}]',
    f'{{"@graph": [{ONE}, {TWO}',
    f'{{"@graph": [{ONE}]}} ]}}',
    f'{{"@graph": [{ONE}]}}}}',
    f'{{"@graph": [{ONE}]}}{{"@graph": [{ONE}]}}',
    f'{{"@graph": [{ONE}]}}\x0b',
    f'{{"@graph":\xa0[{ONE}]}}',
    f'\ufeff{{"@graph": [{ONE}]}}',
    f'{{"@graph": [\ufeff{ONE}]}}',
    f'{{"@graph": [{ONE}, {TWO.replace("kiezen", "k" + chr(92) + "u0001")}]}}',
    f'{{"@graph": [{ONE}, {TWO.replace("kiezen", "k" + chr(92) + "b")}]}}',
    f'{{"@graph": [{ONE}, {TWO.replace("kiezen", chr(0xFFFE))}]}}',
    f'{{"@graph": [{ONE}, {TWO.replace("kiezen", chr(0xD800))}]}}',
    f'{{"@graph": [{ONE}, {TWO.replace("kiezen", chr(92) + "ud83d")}]}}',
    f'{{"@graph": [{ONE}, {TWO.replace("kiezen", chr(1))}]}}',
    f'{{"@graph": [{ONE[:-1]}, "type": "Publication"}}]}}',
    f'{{"@graph": [{ONE[:-1]}, "title": {{"nl": "x"}}}}, {TWO}]}}',
    f'{{"@graph": [{ONE}, {TWO[:-1]}, "year": 2015, "year": 2015}}]}}',
    f'{{"@graph": [{ONE[:-1]}, "authors": [{{"type": "Person", "name": "B", "name": "B"}}]}}]}}',
    f'{{"@graph": [{ONE[:-1]}, "x": 1}}]}}',
    f'{{"@graph": [{ONE[:-1]}, "year": NaN}}]}}',
    f'{{"@graph": [{ONE[:-1]}, "year": "2015"}}]}}',
    f'{{"@graph": [{ONE}, {ONE.replace("Publication", "Publicatie")}]}}',
    '{"@graph": [' + "[" * 100_000,
    '{"@graph": [' + "[" * 100_000 + "]" * 100_000 + "]}",
    '{"@context": {' * 1000,
    '{"@context": {"a": ' + "[" * 100_000 + '}, "@graph": []}',
    '{"@graph": [',
    '{"@graph": ',
    "[]",
    "]}",
    "",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_plain_to_see_is_fast(text):
    """Also with a context wherever it stands, for the whole or for each record."""
    parsed = FORMATS["json"].parse(text, ROOTS)
    assert is_fast(parsed)
    assert parsed == slowly("json", text, ROOTS)


@pytest.mark.parametrize("text", RIGHT_BUT_RARE)
def test_what_is_rare_is_right_as_well(text):
    parsed = FORMATS["json"].parse(text, ROOTS)
    assert not is_fast(parsed)
    assert len(parsed.records) == 1


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_left_to_the_reader_that_explains(text):
    """In JSON; JSON-LD can be right without lobkit's context, and has one verdict as well."""
    assert verdict(FORMATS["json"].parse, text, ROOTS) == verdict(slowly, "json", text, ROOTS)
    with pytest.raises(ReadError):
        FORMATS["json"].parse(text, ROOTS)


@pytest.mark.parametrize("text", RIGHT + RIGHT_BUT_RARE + WRONG)
def test_json_ld_is_read_alike_on_both_roads(text):
    if "\ud800" not in text:  # no text that another library takes
        assert verdict(FORMATS["jsonld"].parse, text, ROOTS) == verdict(slowly, "jsonld", text, ROOTS)


def test_a_graph_without_a_context_is_json_but_means_nothing_in_json_ld():
    text = f'{{"@graph": [{TWO}]}}'
    assert is_fast(FORMATS["json"].parse(text, ROOTS))
    assert not is_fast(FORMATS["jsonld"].parse(text, ROOTS))


def test_records_with_contexts_of_their_own_are_what_their_graph_says():
    """JSON-LD takes several under `@graph`, each with its context, and not where one has none."""
    own = [{"@context": CONTEXT_IRI if at else CONTEXT, **NAMED, "id": f"https://example.org/{at}"} for at in range(9)]
    text = json.dumps({"@graph": own})
    parsed = FORMATS["jsonld"].parse(text, ROOTS)
    whole = json.dumps({"@graph": [{**one, "@context": CONTEXT} for one in own]})

    assert is_fast(parsed)
    assert parsed.records == slowly("jsonld", text, ROOTS).records
    assert set(parsed.records) == set(parse_triples(read_triples(whole, "jsonld"), ROOTS).records)
    for more in ([NAMED], [1], [{**NAMED, "@context": {"title": "https://example.org/t"}}]):
        mixed = json.dumps({"@graph": [*own, *more]})
        assert verdict(FORMATS["jsonld"].parse, mixed, ROOTS) == verdict(slowly, "jsonld", mixed, ROOTS)


LINES = [
    f'{{"@context": {CONTEXTS[0]}, {ONE[1:]}',
    f'{{ "@context" : {CONTEXTS[1]} , {TWO[1:]}',
    f"{TWO[:-1]}," + f'"@context":{CONTEXTS[0]}}}',
    f"{ONE[:-1]} , " + f'"@context" : {CONTEXTS[1]} }}',
    ONE,
]


def test_lines_with_a_context_are_read_as_by_the_reader_that_explains():
    """Whole and damaged, among others that begin or end alike, with the line ends of Windows and without."""
    chance, fast, refused = random.Random(1), 0, 0
    for at in range(1500):
        line = chance.choice(LINES)
        for _ in range(at % 3):
            line = CHANGES[chance.choice([0, 1, 3, 4])](line, chance).replace("\n", " ")
        text = chance.choice(["\n", "\r\n"]).join([*chance.choices(LINES, k=2), line, chance.choice(LINES)])
        expected = verdict(slowly, "json", line, ROOTS)
        found = verdict(FORMATS["jsonl"].parse, text, ROOTS)
        if expected and isinstance(expected[0], str):
            refused += 1
            of_a_line = [
                one.replace(EXTRA, "a second record stands here; begin a new line with it") for one in expected
            ]
            assert [one.split(" ", 1)[1] for one in found] == [one.split(" ", 1)[1] for one in of_a_line]
        elif line.strip():
            fast += 1
            assert found[2:-1] == expected
    assert fast > 500 < refused


@pytest.mark.parametrize("text", [one for one in RIGHT + WRONG if "\ud800" not in one])
def test_without_msgspec_all_is_the_same(text, monkeypatch):
    """Where it cannot be installed, the standard library decodes."""
    expected = verdict(FORMATS["json"].parse, text, ROOTS)
    monkeypatch.setattr(documents, "find_spec", lambda _: None)
    assert verdict(FORMATS["json"].parse, text, ROOTS) == expected
    assert is_fast(FORMATS["json"].parse(RIGHT[0], ROOTS))


@pytest.mark.parametrize(
    "raw", [b'{"@graph": [{"type": "Publication", "title": {"nl": "\xff"}}]}', b'{"@graph": [\xff]}']
)
@pytest.mark.parametrize("name", ["json", "jsonld"])
def test_bytes_that_are_no_text_are_told(name, raw):
    with pytest.raises(ReadError) as error:
        FORMATS[name].parse_raw(raw, ROOTS)
    assert [one.code for one in error.value.findings] == ["LOB003"]


@pytest.mark.parametrize("name", ["json", "jsonld"])
@pytest.mark.parametrize("cls", FAMILIES)
def test_a_damaged_document_is_read_alike_on_both_roads(cls, name):
    """Whatever the fast road takes, the other one gives."""
    context = {"@context": context_of(FAMILIES[cls])} if name == "jsonld" else {}
    whole, fast = unstructure(complete(cls)), 0
    chance = random.Random(f"{cls.__name__} {name}")
    for at in range(300):
        spell = chance.choice(list(SPELLINGS.values()))
        text = spell({**context, "@graph": [whole] * chance.choice([1, 2, 3])})
        for _ in range(1 + at % 2):
            text = CHANGES[at % len(CHANGES)](text, chance)
        try:
            parsed = FORMATS[name].parse(text, FAMILIES[cls])
        except ReadError:
            continue
        fast += is_fast(parsed)
        assert parsed.placed().records == parsed.records
    assert fast > 10


@pytest.mark.parametrize("name", ["json", "jsonld"])
def test_a_document_whose_frame_is_damaged_is_read_alike_on_both_roads(name):
    """What stands around the records is all that there is, so that each change meets it."""
    chance, fast, refused = random.Random(name), 0, 0
    small = '{"type":"Publication","title":{"nl":"x"}}'
    frames = [
        f'{{"@graph": [{small}]}}',
        f'{{ "@context" : "{CONTEXT_IRI}",\n"@graph" : [ {small}, {small} ] }}',
        f'{{"@context": "{CONTEXT_IRI}", "type": "Publication", "title": {{"nl": "x"}}}}',
        f'{{"type": "Publication", "title": {{"nl": "x"}} , "@context": "{CONTEXT_IRI}"}}',
        f'{{"@graph": [{small}], "@context": "{CONTEXT_IRI}" }}',
        f'{{"@graph": [{small[:-1]}, "@context": "{CONTEXT_IRI}"}}, {{ "@context":"{CONTEXT_IRI}",{small[1:]} ]}}',
    ]
    for at in range(3000):
        text = frames[at % len(frames)]
        for _ in range(1 + at % 2):
            text = CHANGES[chance.choice([0, 1, 3, 4])](text, chance)
        try:
            parsed = FORMATS[name].parse(text, ROOTS)
        except ReadError:
            refused += 1
            continue
        fast += is_fast(parsed)
        assert parsed.placed().records == parsed.records
    assert fast > 20 < refused


TOLD = {
    "@graph": [
        {**NAMED, "year": 2999, "themas": []},
        {
            "type": "Catalog",
            "title": {"nl": "Alles"},
            "publications": [
                {**WORK, "id": "https://example.org/2", "year": 2998, "language": "en"},
                {**WORK, "doi": "10.1000/182", "isbns": ["9789031312345", "9780306406157", "9780306406158"]},
            ],
        },
        {**NAMED, "doi": "10.1000/182", "recommendations": [{"type": "Recommendation", "text": {"nl": "Doe"}}]},
        {**WORK, "authors": [{"type": "Person", "id": "https://example.org/b", "name": "B"}]},
        {**WORK, "authors": [{"type": "Person", "id": "https://example.org/b", "name": "C"}]},
    ]
}


def told(path):
    """What is told of a file: by the rules, by a reading, and by one that leaves out what is wrong."""
    found = [str(one) for one in lobkit.validate(path, today=datetime.date(2026, 1, 1))]
    with pytest.raises(ReadError) as refused:
        lobkit.read(path)
    return found, refused.value.findings, lobkit.load(path, lenient=True).findings


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_is_told_of_records_is_told_at_the_same_places(spelling, tmp_path, monkeypatch):
    """What rules find, the second one of a name or a DOI, and a thing in two ways; lines and members of sets are right."""
    path = tmp_path / "a.json"
    path.write_text(SPELLINGS[spelling](TOLD), encoding="utf-8")
    assert is_fast(FORMATS["json"].parse(path.read_text("utf-8"), ROOTS))
    fast = told(path)
    monkeypatch.setattr(form, "read_document", _unusual)

    assert fast == told(path)
    codes = [one.removeprefix(f"{path}:").split()[1] for one in fast[0]]
    assert sorted(set(codes)) == ["LOB305", "LOB306", "LOB307", "LOB501", "LOB503"]
    assert sum("@graph[1].publications[1].isbns[" in one for one in fast[0]) == 2
