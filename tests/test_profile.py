"""The profile of the benchmark reads what callgrind writes, and knows what spends the instructions."""

from benchmarks.profile import OTHER, _functions, _group, as_markdown, grouped
from benchmarks.rows import ROWS

DUMP = """# callgrind format
version: 1
positions: line
events: Ir
summary: 1240

ob=(1) /usr/lib/libpython3.11.so.1.0
fl=(1) /build/Python-3.11.7/Python/ceval.c
fn=(1) _PyEval_EvalFrameDefault'2
10 500
+3 100
cob=(2) /usr/lib/libc.so.6
cfi=(2) malloc/malloc.c
cfn=(2) malloc
calls=7 0
+1 9999
* 200

ob=(2)
fl=(2)
fn=(2)
0 40
fi=(3) include/inlined.h
5 60

ob=(1)
fl=(4) /build/Python-3.11.7/Objects/dictobject.c
fn=(3) unicodekeys_lookup_unicode
1 300

fl=(1)
fn=(4) _PyEval_EvalFrameDefault
1 40
totals: 1240
"""


def test_a_dump_gives_what_each_function_spends_itself(tmp_path):
    """What a called function spends is its own, inlined code is its function's, and a recursion is one function."""
    (tmp_path / "out.1").write_text(DUMP, encoding="utf-8")

    found = _functions(tmp_path / "out.1")

    assert {place.rpartition(":")[2]: number for place, number in found.items()} == {
        "_PyEval_EvalFrameDefault": 840,
        "malloc": 100,
        "unicodekeys_lookup_unicode": 300,
    }
    assert grouped(found, 10) == {
        "interpreter": 84,
        "making and dropping of objects": 10,
        "dicts, lists, tuples, sets": 30,
    }


def test_the_groups():
    """By the library, then by the file of CPython, then by what the name says."""
    python = "/usr/lib/libpython3.11.so.1.0:/build/Python-3.11.7"
    assert _group("/venv/msgspec/_core.so:???:json_decode_str") == "msgspec"
    assert _group(f"{python}/Objects/stringlib/codecs.h:ucs2lib_utf8_encoder") == "UTF-8"
    assert _group(f"{python}/Objects/tupleobject.c:tupledealloc") == "making and dropping of objects"
    assert _group(f"{python}/Objects/unicodeobject.c:PyUnicode_Join") == "texts and bytes"
    assert _group(f"{python}/Modules/_sre/sre_lib.h:sre_ucs1_match") == "regular expressions"
    assert _group("/usr/lib/ld-linux-x86-64.so.2:tls_get_addr.S:__tls_get_addr") == OTHER


def test_the_table_shows_the_large_groups():
    """The largest first, what is left over last, and nothing below two per cent."""
    spent = {OTHER: 500.0, "UTF-8": 300.0, "msgspec": 190.0, "orjson": 10.0}
    text = as_markdown([("json-in", ROWS[0].sides[0], spent)], 50)

    assert "| lobkit | 1.0 | UTF-8 0.3 (30%) · msgspec 0.2 (19%) · anything else 0.5 (50%) |" in text
