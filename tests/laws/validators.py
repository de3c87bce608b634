"""Validators that share no code with lobkit's readers, each as one question: does it accept this?"""

import os
from functools import cache
from typing import Any
from unittest import mock

import jsonschema_rs
import pyrudof
import pyshacl
import rdflib
from jsonschema import Draft202012Validator

from lobkit.errors import ReadError
from lobkit.formats import tree
from lobkit.formats.ntriples import NTRIPLES
from lobkit.schemas.json_schema import json_schema_of
from lobkit.schemas.shacl import shacl_of
from lobkit.validation.shacl import judged

Classes = tuple[type[Any], ...]


def python_takes_tree(data: Any, classes: Classes) -> bool:
    try:
        tree.structure(data, classes)
    except ReadError:
        return False
    return True


@cache
def _jsonschema(classes: Classes) -> Draft202012Validator:
    return Draft202012Validator(json_schema_of(classes))


@cache
def _jsonschema_rs(classes: Classes) -> Any:
    return jsonschema_rs.validator_for(json_schema_of(classes))


def jsonschema_takes(data: Any, classes: Classes) -> bool:
    return bool(_jsonschema(classes).is_valid(data))


def jsonschema_rs_takes(data: Any, classes: Classes) -> bool:
    return bool(_jsonschema_rs(classes).is_valid(data))


TREE_VALIDATORS = (python_takes_tree, jsonschema_takes, jsonschema_rs_takes)


def python_takes_graph(text: str, classes: Classes) -> bool:
    try:
        return NTRIPLES.parse(text, classes).records != ()
    except ReadError:
        return False


@cache
def _shapes(classes: Classes) -> Any:
    return rdflib.Graph().parse(data=shacl_of(classes), format="turtle")


@cache
def _rudof(classes: Classes) -> Any:
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_shacl(shacl_of(classes))
    return engine


def _graph(text: str) -> Any:
    return rdflib.Graph().parse(data=text, format="nt")


def pyshacl_takes(text: str, classes: Classes) -> bool:
    """pySHACL cannot write its report about a list that runs in a circle, and says so by an error."""
    try:
        return bool(pyshacl.validate(_graph(text), shacl_graph=_shapes(classes))[0])
    except ValueError as problem:
        if "recursive rdf:rest" in str(problem):
            return False
        raise


def rudof_takes(text: str, classes: Classes) -> bool:
    """pyrudof prepares to fetch from the web before each text: of 0.1 s, all but 2 ms went to the machine's certificates."""
    engine = _rudof(classes)
    engine.reset_data()
    with mock.patch.dict(os.environ, {"SSL_CERT_FILE": os.devnull}):
        os.environ.pop("SSL_CERT_DIR", None)
        engine.read_data(text, format=pyrudof.RDFFormat.NTriples)
    return bool(engine.validate_shacl().conforms)


def all_is_judged(text: str, classes: Classes) -> bool:
    """Law 4: no subject that a shape should have judged was passed over."""
    findings, _ = judged(_graph(text), _shapes(classes))
    return not any(one.severity == "violation" for one in findings)


GRAPH_VALIDATORS = (python_takes_graph, pyshacl_takes, rudof_takes)
