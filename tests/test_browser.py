"""In a real browser nothing in a record runs, no connection is opened, and the pages are accessible."""

import os
import shutil

import pytest

import lobkit
from tests.test_display import EVIL_THINGS, LOOKED_AT

pytestmark = pytest.mark.external
PAGE = "<!doctype html><html lang='en'><head><title>A notebook</title></head><body><main><h1>A notebook</h1><h2>Output</h2>{}</main></body></html>"


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api")
    found = os.environ.get("LOBKIT_CHROMIUM") or shutil.which("chromium")
    if found is None:
        pytest.skip("chromium is not installed")
    with api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])


@pytest.fixture(params=["light", "dark"])
def tab(browser, request):
    """A tab that notes what it asks for, says and runs."""
    made = browser.new_page(color_scheme=request.param)
    made.noted = []
    made.on("request", lambda asked: made.noted.append(asked.url))
    made.on("dialog", lambda dialog: (made.noted.append(dialog.message), dialog.dismiss()))
    made.on("console", lambda said: made.noted.append(said.text))
    made.on("pageerror", lambda error: made.noted.append(str(error)))
    yield made
    made.close()


@pytest.mark.parametrize("name", EVIL_THINGS)
def test_nothing_runs_in_a_browser(tab, name):
    """No dialog, no error, no request, also when everything is unfolded and every link is pointed at."""
    tab.set_content(PAGE.format(EVIL_THINGS[name]._repr_mimebundle_()["text/html"]))
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for one in tab.query_selector_all(".lobkit *"):
        one.dispatch_event("mouseover")
        one.dispatch_event("focus")
    tab.wait_for_timeout(50)

    assert tab.noted == []
    assert tab.evaluate("document.scripts.length + document.images.length") == 0


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_has_no_barrier(tab, name):
    """axe finds nothing: contrast, labels, languages, tables, headings."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab.set_content(PAGE.format(LOOKED_AT[name]._repr_mimebundle_()["text/html"]))
    found = axe.run(tab, context=".lobkit").response["violations"]

    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def test_the_theme_of_the_notebook_goes_before_that_of_the_system(tab):
    """JupyterLab says its theme on the body, and the page follows."""
    html = lobkit.thema["loopbaangesprek"]._repr_mimebundle_()["text/html"]
    back = "getComputedStyle(document.querySelector('.lobkit')).backgroundColor"
    for said, colour in (("true", "rgb(255, 255, 255)"), ("false", "rgb(22, 25, 29)")):
        tab.set_content(PAGE.format(html).replace("<body>", f'<body data-jp-theme-light="{said}">'))
        assert tab.evaluate(back) == colour
