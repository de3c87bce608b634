"""Makes the pictures of the docs again, light and dark; needs Chromium, playwright and ImageMagick."""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

import lobkit

ROOT = Path(__file__).parent.parent
PAGE = "<!doctype html><html lang='en'><title>lobkit</title><body style='margin:0;background:{}'>{}</body></html>"
BACK = {"light": "#fff", "dark": "#131416"}


def shown() -> dict[str, object]:
    """What is looked at."""
    catalog = lobkit.read(ROOT / "examples" / "catalog")
    report = lobkit.validate(
        [
            lobkit.Publication(
                lobkit.LangMap(nl="Kijken naar later"), year=2999, isbns=frozenset({"978-90-313-6018-0"})
            ),
            lobkit.Publication(lobkit.LangMap(nl="Praten"), authors=(lobkit.Person("Vliet, A. van"),)),
        ]
    )
    return {
        "catalog": catalog,
        "publication": catalog.publications[-1],
        "concept": lobkit.thema["loopbaangesprek"],
        "advice": catalog.advice.where(thema="loopbaangesprek"),
        "hits": catalog.search("gesprek", limit=3),
        "report": report,
    }


def main() -> int:
    found = shutil.which("chromium")
    if found is None:
        print("chromium is not installed")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for scheme, back in BACK.items():
            tab = browser.new_page(viewport={"width": 860, "height": 200}, color_scheme=scheme)
            for name, thing in shown().items():
                tab.set_content(PAGE.format(back, thing._repr_mimebundle_()["text/html"]))
                path = ROOT / "docs" / "pictures" / f"{name}-{scheme}.png"
                tab.screenshot(path=path, full_page=True)
                # Few colours, so that the repository stays small.
                subprocess.run(["convert", path, "-colors", "48", "-strip", f"PNG8:{path}"], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
