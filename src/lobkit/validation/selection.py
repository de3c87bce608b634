"""Which findings count: codes that are selected and ignored, also by the names of files."""

from __future__ import annotations

from pathlib import Path

from attrs import field, frozen

from lobkit.validation.codes import CODES, UNREADABLE, matching


@frozen
class Selection:
    """Which findings count.

    Args:
        select: codes, or beginnings of codes such as `LOB3`; none stands for all.
        ignore: codes or beginnings that do not count.
        per_file: pairs of a pattern of file names and codes that do not count in those files.
        exclude: patterns of files that are passed over in folders.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    codes: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        chosen = (matching(self.select) if self.select else frozenset(CODES)) - matching(self.ignore)
        # What could not be read is told whatever is selected, or a broken file would pass.
        object.__setattr__(self, "codes", chosen | frozenset(UNREADABLE))
        for _, codes in self.per_file:
            matching(codes)

    def of(self, source: str | None) -> frozenset[str]:
        """The codes that count in a file."""
        codes = self.codes
        for pattern, ignored in self.per_file if source is not None else ():
            if _fits(Path(str(source)), pattern):
                codes -= matching(ignored)
        return codes | frozenset(UNREADABLE)

    def takes(self, path: Path) -> bool:
        """Whether a file that was found in a folder is judged."""
        return not any(_fits(path, pattern) for pattern in self.exclude)


def _fits(path: Path, pattern: str) -> bool:
    """Whether a pattern names a file, or a folder above it."""
    folder = pattern.rstrip("/*")
    return path.match(pattern) or any(parent.match(folder) for parent in path.parents if folder)
