"""Runs the notebooks again and keeps what they show; `--compare FOLDER` compares a copy that ran with what is kept."""

import sys
from pathlib import Path

import nbformat

EXAMPLES = Path(__file__).parent.parent / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


def said(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """What each cell says in words; pictures and the tables of other libraries differ by their versions."""
    found = []
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        own = [one for one in outputs if 'class="dataframe"' not in one.get("data", {}).get("text/html", "")]
        found.append([one.get("text") or one.get("data", {}).get("text/plain", one.output_type) for one in own])
    return found


def stable(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without times and versions."""
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {}
    return notebook


def compare(folder: Path) -> int:
    others = [path for path in NOTEBOOKS if said(nbformat.read(path, 4)) != said(nbformat.read(folder / path.name, 4))]
    for path in others:
        print(f"{path.relative_to(EXAMPLES.parent)} shows another thing than it gives; run python tools/notebooks.py")
    return 1 if others else 0


def main() -> int:
    if sys.argv[1:2] == ["--compare"]:
        return compare(Path(sys.argv[2]))
    from nbclient import NotebookClient  # noqa: PLC0415 - not needed to compare

    for path in NOTEBOOKS:
        notebook = nbformat.read(path, 4)
        NotebookClient(notebook, resources={"metadata": {"path": str(EXAMPLES)}}).execute()
        nbformat.write(stable(notebook), path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
