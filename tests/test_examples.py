"""The scripts in `examples/` run, and say what the docs say that they say."""

import runpy
from pathlib import Path

import lobkit

ROOT = Path(__file__).parent.parent


def test_thema_walks_through_a_version_2(tmp_path, capsys):
    """One split, one new name, one retired: what is certain is rewritten, the rest is listed, nothing else is touched."""
    script = runpy.run_path(str(ROOT / "examples" / "thema_version_2.py"))
    script["records"](tmp_path / "records")
    before = {path.name: path.read_bytes() for path in (tmp_path / "records").iterdir()}
    script["main"](tmp_path)
    told = capsys.readouterr().out.splitlines()
    after = {path.name: path.read_bytes() for path in (tmp_path / "records").iterdir()}

    assert told[:2] == ["verdict: compatible; asks for 1.1.0 or higher", "findings: 0"]
    assert [line for line in told if line.startswith("records/")] == [
        "records/certain.yaml:7:5: themas[1]: https://w3id.org/lobkit/thema/samenwerking → "
        "https://w3id.org/lobkit/thema/lob-programma (it was replaced)",
        "records/to-decide.yaml:6:5: LOB712 themas[0]: 'Career guidance documents' <https://w3id.org/lobkit/thema/lob-documenten>: "
        "it was split into 2 concepts; write <https://w3id.org/lobkit/thema/loopbaandossier> 'Career file' or "
        "<https://w3id.org/lobkit/thema/overdrachtsdocumenten> 'Transfer documents'",
    ]
    assert {name for name in before if before[name] != after[name]} == {"certain.yaml"}
    assert lobkit.read(tmp_path / "records" / "certain.yaml").publications[0].themas == {
        lobkit.thema["doorstromen"],
        lobkit.thema["lob-programma"],
    }


def test_the_docs_show_what_the_example_writes(tmp_path):
    """The file beside the page is the one that the script makes; to renew it, copy it there."""
    script = runpy.run_path(str(ROOT / "examples" / "thema_version_2.py"))
    script["main"](tmp_path)

    assert (ROOT / "docs" / "howto" / "thema-2.ttl").read_bytes() == (tmp_path / "thema-2.ttl").read_bytes()
