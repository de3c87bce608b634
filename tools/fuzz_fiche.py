"""Fuzzes the fiche reader by coverage: `pip install atheris`, then `python tools/fuzz_fiche.py -max_total_time=60`."""

import sys

import atheris

with atheris.instrument_imports(include=["lobkit.fiche"]):
    from lobkit.errors import ReadError
    from lobkit.fiche.reader import parse
    from lobkit.fiche.writer import serialize


def one_input(data: bytes) -> None:
    text = atheris.FuzzedDataProvider(data).ConsumeUnicode(len(data))
    try:
        read = parse("## ALGEMENE GEGEVENS\nTitel: x\n" + text)
    except ReadError:
        return
    assert parse(serialize(read.records[0])).records == read.records


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
