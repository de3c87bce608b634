"""The codes of all findings: what each means, and how bad it is; a code keeps its meaning for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from lobkit.errors import LobkitError, Severity, shown
from lobkit.namespaces import BASE
from lobkit.workbench.catalogue import CHECKS


@frozen
class Code:
    """What findings of one kind have in common.

    Args:
        code: such as `LOB204`; the hundreds say the area: files (0), structure (1), vocabulary (2), bibliography (3),
            text and links (4), catalog (5), versions and mappings of vocabularies (7), references (8).
        title: what is wrong, in a few words.
        severity: how bad it is, unless a lenient reading makes it a warning.
    """

    code: str
    title: str
    severity: Severity = Severity.VIOLATION

    @property
    def iri(self) -> str:
        """The address of the rule."""
        return f"{BASE}rule/{self.code}"


_W, _I = Severity.WARNING, Severity.INFO

CODES: Mapping[str, Code] = {
    one.code: one
    for one in (
        Code("LOB001", "the file cannot be read"),
        Code("LOB002", "the format is not known, or not read"),
        Code("LOB003", "the file is not UTF-8"),
        Code("LOB004", "the target cannot be written"),
        Code("LOB101", "the text is not of its format, or nested too deep"),
        Code("LOB102", "a key or property that the class does not have"),
        Code("LOB103", "something required is missing"),
        Code("LOB104", "a value of another kind than declared"),
        Code("LOB105", "two values where one is declared, or one value twice"),
        Code("LOB106", "a value that its kind does not allow"),
        Code("LOB107", "a character that no record may hold"),
        Code("LOB108", "an unknown type, or statements that belong to no record"),
        Code("LOB109", "a thing that stands inside itself or in two places"),
        Code("LOB110", "a list in RDF that is none"),
        Code("LOB111", "a derived statement that does not follow"),
        Code("LOB112", "a named graph"),
        Code("LOB113", "a context that is not lobkit's own, or would have to be fetched"),
        Code("LOB114", "a file, a shape or a whole validation in which nothing was judged"),
        Code("LOB115", "a waiver that waives nothing", _W),
        Code("LOB204", "no concept of its scheme"),
        Code("LOB205", "a deprecated concept", _W),
        Code("LOB301", "authors that were not understood; the printed name is kept", _W),
        Code("LOB302", "a stated period that does not fit the year"),
        Code("LOB303", "an address on a sheet that is none; kept as words", _W),
        Code("LOB304", "an identifier or language of the wrong form on a sheet; the line is kept", _W),
        Code("LOB305", "a year in the future"),
        Code("LOB306", "a check digit that does not fit (ISBN, ISSN, ORCID, ROR)"),
        Code("LOB307", "no title in the language of the publication", _W),
        Code("LOB401", "a sheet without a title"),
        Code("LOB402", "a menu without marks", _W),
        Code("LOB403", "a line of a sheet without a place, kept to the letter", _I),
        Code("LOB404", "a sentence of a sheet cut by a page header, joined", _I),
        Code("LOB405", "an address that a browser cannot open"),
        Code("LOB406", "an empty section", _W),
        Code("LOB407", "a section that stands twice", _W),
        Code("LOB408", "levels of headings that jump", _W),
        Code("LOB409", "a text that was cut by a page break", _W),
        Code("LOB410", "a link that says nothing", _W),
        Code("LOB501", "one IRI for two records, or for two descriptions of a thing, or two catalogs with facts"),
        Code("LOB502", "a recommendation that points to no publication of the catalog", _W),
        Code("LOB503", "two publications with one DOI"),
        Code("LOB504", "two publications that are nearly the same", _W),
        Code("LOB505", "a recommendation inside one publication that names another", _W),
        Code("LOB701", "an address removed from a vocabulary without having been deprecated"),
        Code("LOB702", "a label that names another concept than in the version before"),
        Code("LOB703", "a version that was not raised, or too little"),
        Code("LOB704", "a deprecated concept without a successor", _W),
        Code("LOB705", "a successor that has a successor in its turn", _W),
        Code("LOB706", "successors that run in a circle"),
        Code("LOB707", "a successor that is deprecated itself"),
        Code("LOB708", "a concept in use under a deprecated one", _W),
        Code("LOB709", "a notation that names another concept than in the version before"),
        Code("LOB710", "a successor that is described nowhere"),
        Code("LOB711", "a concept with a successor that is not marked as retired", _W),
        Code("LOB712", "a record with a concept that has no single certain successor; a person decides"),
        Code("LOB713", "a record with an address of the scheme that neither version knows"),
        Code("LOB714", "a file that cannot be rewritten in place"),
        Code("LOB721", "a mapping set that is not of its form (SSSOM/TSV)"),
        Code("LOB722", "a prefix that is not declared, or stands for something else"),
        Code("LOB723", "a value of a mapping that its slot does not allow"),
        Code("LOB724", "a column or key that SSSOM does not know, left out", _W),
        Code("LOB725", "an identifier written in full, where SSSOM has prefixes", _I),
        Code("LOB726", "a mapping of what a vocabulary at hand does not have", _W),
        Code("LOB801", "a field of a reference for which a record has no place, kept to the letter", _I),
        Code("LOB802", "a value of a reference that was not understood, kept to the letter", _W),
        Code("LOB803", "a part of a record that a format does not carry", _W),
    )
}
"""Every code, in order."""

KNOWN: Mapping[str, Code] = {**CODES, **{one.code: Code(one.code, one.title, one.severity) for one in CHECKS.values()}}
"""The codes of records and of vocabularies, for the forms of reports."""

UNREADABLE = ("LOB001", "LOB002", "LOB003", "LOB004")
"""What keeps a source from being read at all, so that it says nothing about the records in it."""


def matching(choices: Iterable[str]) -> frozenset[str]:
    """The codes that choices such as `LOB3` or `LOB305` name.

    Raises:
        LobkitError: for a choice that names none.
    """
    found: set[str] = set()
    for choice in choices:
        fitting = {code for code in CODES if code.startswith(choice)}
        if not fitting or not choice.startswith("LOB"):
            raise LobkitError(f"{shown(choice)} is no code and no beginning of one; codes are LOB001 to {max(CODES)}")
        found |= fitting
    return frozenset(found)
