"""Makes the generated files again; with `--check`, compares them instead."""

import sys
from pathlib import Path

from lobkit.evolution.changes import DEFINITIONS, VERDICTS
from lobkit.exchange import FORMATS
from lobkit.formats.format import Format
from lobkit.model import ROOTS, Catalog
from lobkit.published import SCHEMAS, VERSION
from lobkit.validation.codes import CODES
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench.catalogue import CHECKS
from lobkit.workbench.profiles import NAMES, profile
from lobkit.workbench.repairs import REPAIRS

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.laws import exceptions  # noqa: E402 - the tests are no installed package
from tests.laws.features import table  # noqa: E402 - the tests are no installed package
from tests.laws.filled import table as losses  # noqa: E402 - the tests are no installed package
from tools.evaluate_suggest import table as suggestions  # noqa: E402 - the tools are none either
from tools.json_keys import keys_of  # noqa: E402 - the same

HEAD = "| format | name | media type | extensions | read | written | lossless | note |\n" + "|---" * 8 + "|\n"


def row(one: Format) -> str:
    extensions = ", ".join(f"`{extension}`" for extension in one.extensions)
    lossless = "yes" if one.serialize and one.lossless else "–"
    marks = ["yes" if one.parse else "–", "yes" if one.serialize else "–", lossless]
    return f"| {one.title} | `{one.name}` | `{one.media_type}` | {extensions} | {' | '.join(marks)} | {one.note} |\n"


def frame_columns() -> str:
    """The columns of the frames of publications and of advice."""
    parts = []
    for title, made in (("Publications", Catalog().columns()), ("Recommendations", Catalog().advice.columns())):
        parts.append(f"{title}:\n\n| column | type | meaning |\n|---|---|---|\n")
        for one in made:
            kind = f"list of {one.kind}" if one.many else one.kind
            parts.append(f"| `{one.name}` | {kind} | {one.definition} |\n")
        parts.append("\n")
    return "".join(parts).rstrip("\n") + "\n"


def slugs() -> str:
    """The slugs as types, so that an editor completes them and a checker knows them."""
    lines = ['"""The slugs of the four vocabularies as types; made by tools/generate.py from the data files."""\n']
    lines.append("from typing import Literal\n")
    for one in VOCABULARIES.values():
        members = "".join(f'    "{slug}",\n' for slug in one)
        lines.append(f"{one.handle.__name__}Slug = Literal[\n{members}]")
    return "\n".join(lines) + "\n"


def codes() -> str:
    """The table of the codes, each with the way to its page."""
    rows = (
        f"| [{one.code}](rules/{one.code}.md) | {one.severity.value} | {one.title} |\n"
        for one in CODES.values()
        if not one.code.startswith("LOB7")
    )
    return "| code | severity | meaning |\n|---|---|---|\n" + "".join(rows)


def kinds() -> str:
    """Each kind of change with its definition and its verdicts."""
    lines = ["| kind | counted is | verdict |\n|---|---|---|\n"]
    for kind, definition in DEFINITIONS.items():
        said = [f"{how}: {verdict}" if how else str(verdict) for (one, how), verdict in VERDICTS.items() if one is kind]
        lines.append(f"| {kind} | {definition} | {' · '.join(said)} |\n")
    return "".join(lines)


def checks() -> str:
    """Each check of a vocabulary by tier, then what each profile asks, and what it leaves out."""
    head = "| code | finds | said by | why | repair | `--fix` |\n" + "|---" * 6 + "|\n"
    lines = []
    for tier in ("integrity", "quality"):
        lines.append(f"\n**{tier.capitalize()}**\n\n{head}")
        for one in CHECKS.values():
            if one.tier == tier:
                does = REPAIRS[one.code][1].rstrip(".") if one.code in REPAIRS else "–"
                lines.append(f"| {one.code} | {one.title} | {one.said} | {one.why} | {one.repair} | {does} |\n")
    for name in NAMES:
        asked = profile(name)
        lines.append(
            f"\n**{asked.title}** (`{name}`), <{asked.home}>\n\n| code | finds | said by | as |\n|---|---|---|---|\n"
        )
        for code in asked.codes:
            one = asked.row(code)
            lines.append(f"| {code} | {one.title} | {one.said} | {asked.severity(code)} |\n")
        lines += [f"\nNot judged: {'; '.join(asked.left_out)}.\n"] if asked.left_out else []
    return "".join(lines).lstrip()


GENERATED = {
    ROOT / "docs" / "generated" / "vocabulary-checks.md": checks(),
    ROOT / "docs" / "generated" / "kinds-of-change.md": kinds(),
    ROOT / "docs" / "generated" / "format-table.md": HEAD + "".join(map(row, FORMATS.values())),
    ROOT / "docs" / "generated" / "feature-table.md": table(),
    ROOT / "docs" / "generated" / "json-keys.md": keys_of(ROOTS),
    ROOT / "docs" / "generated" / "columns.md": frame_columns(),
    ROOT / "docs" / "generated" / "code-table.md": codes(),
    ROOT / "docs" / "generated" / "loss-table.md": losses(),
    ROOT / "docs" / "generated" / "suggest-table.md": suggestions(),
    ROOT / "docs" / "generated" / "cannot-say.md": exceptions.table(),
    ROOT / "src" / "lobkit" / "vocabularies" / "slugs.py": slugs(),
} | {ROOT / "src" / "lobkit" / "schemas" / "files" / VERSION / one.file: one.make() for one in SCHEMAS.values()}


def main(check: bool) -> int:
    stale = [path for path, text in GENERATED.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is stale; run python tools/generate.py")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(GENERATED[path], encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
