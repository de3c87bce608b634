"""What runs in the browser's Python: the core, asked, counted, searched and shown; prints its answers as JSON."""

import json
import sys

sys.path[:0] = ["/source"]
sys.path.append("/packages")

import lobkit  # noqa: E402 - its folder is mounted just above
from lobkit.errors import LobkitError  # noqa: E402 - the same

catalog = lobkit.read("/examples/catalog")
answers = {
    "platform": sys.platform,
    "records": repr(catalog),
    "asked": [one.iri for one in catalog.where(sector="mbo", thema="loopbaangesprek")],
    "counted": list(catalog.facets()["thema"].values()),
    "found": [str(hit.snippet) for hit in catalog.search("gesprek")],
    "page": catalog._repr_mimebundle_()["text/html"],
    "report": lobkit.validate(catalog).summary(),
}
for name in ("json", "yaml", "jsonld", "turtle", "ntriples"):
    text = "".join(lobkit.serialized(catalog, name))
    answers[name] = text
    with open(f"/tmp/catalog.{name}", "w", encoding="utf-8") as file:
        file.write(text)
    answers[f"{name} back"] = lobkit.read(f"/tmp/catalog.{name}", format=name) == catalog
try:
    catalog.sparql("ASK { ?s ?p ?o }")
except LobkitError as error:
    answers["sparql"] = str(error)
json.dumps(answers)
