"""A record with something in every field: what the table of losses is made from."""

import itertools

import attrs

from lobkit.citing.losses import losses_of
from lobkit.exchange import FORMATS
from lobkit.model import Publication
from lobkit.shape import Cardinality, IriRange, LangMapRange, LiteralRange, NodeRange, shape_of
from lobkit.values import STRING, Address, LangMap
from lobkit.vocabularies import soort


def filled(cls, tokens, depth=2):
    """A thing with a text of its own in every field that takes any text, and something in most others."""
    values = {}
    for one in shape_of(cls).properties:
        match one.range:
            case LiteralRange(datatype=datatype) if datatype is STRING:
                value = next(tokens)
            case LiteralRange(datatype=datatype) if datatype.examples:
                value = datatype.examples[0]
            case LangMapRange():
                value = LangMap(nl=next(tokens), en=next(tokens))
            case NodeRange(classes=classes) if depth:
                value = filled(classes[0], tokens, depth - 1)
            case IriRange(iri_class=iri_class) if members := getattr(iri_class, "members", dict)():
                value = iri_class(min(members))
            case _:
                continue
        many = {Cardinality.ORDERED: lambda item: (item,), Cardinality.UNORDERED: lambda item: frozenset({item})}
        values[one.name] = many.get(one.cardinality, lambda item: item)(value)
    return cls(**values)


def record(kind=None):
    """A publication with a text of its own in every field, of a kind or of none."""
    tokens = (f"token{n}x" for n in itertools.count())
    made = attrs.evolve(filled(Publication, tokens), full_text=Address("https://example.org/a"))
    return attrs.evolve(made, soort=soort[kind] if kind else None)


def table():
    """For the docs: each field of an article that has them all, and whether a format carries it."""
    thing = record("artikel")
    forms = [one for one in FORMATS.values() if one.serialize and not one.lossless]
    lost = {form.name: [one.path for one in losses_of(form, [thing])] for form in forms}
    lines = []
    for one in shape_of(Publication).properties:
        if getattr(thing, one.name) not in (None, (), frozenset()):
            lines.append(f"| `{one.key}` | {' | '.join(_cell(one.key, lost[form.name]) for form in forms)} |\n")
    head = f"| | {' | '.join(form.title for form in forms)} |\n" + "|---" * (len(forms) + 1) + "|\n"
    return head + "".join(lines)


def _cell(key, paths):
    if key in paths:
        return "–"
    parts = sorted({path.removeprefix(key) for path in paths if path.startswith((f"{key}.", f"{key}["))})
    return "without " + ", ".join(f"`{_plain(part)}`" for part in parts) if parts else "yes"


def _plain(part):
    return part.replace("[0]", "").strip(".")
