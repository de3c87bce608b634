"""A model of another project: its root classes as one value, with the verbs of the front door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from lobkit import exchange, placing
from lobkit.errors import DeclarationError, Finding, LobkitError, ValueRefused, WriteError, shown
from lobkit.formats.format import Parsed
from lobkit.published import Published, derived
from lobkit.schemas.context import ADDRESSES
from lobkit.shape import is_declared, shapes_of
from lobkit.sources import Source
from lobkit.values import Iri

if TYPE_CHECKING:
    from lobkit.schemas.ontology import Named
    from lobkit.validation.report import Report


def _roots(given: Iterable[type[Any]]) -> tuple[type[Any], ...]:
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise DeclarationError(f"the roots of a model are classes: write roots=(MyClass, …), not {shown(given)}")
    return tuple(given)


def _base(text: str) -> Iri:
    base = Iri(text)
    if base[-1] not in "/#":
        raise ValueRefused(f"the base {shown(text)} ends in neither / nor #; the names of files are set behind it")
    return base


@frozen
class Model:
    """The classes whose things stand at the top of a project's files, and the addresses of what is derived from them.

    Declare it where the classes are declared: from then on, records of these classes name its context.

    Args:
        roots: the classes, each with `rdf_type` and `Property` entries; lobkit's own can be among them.
        name: what the derived files are called, such as `praktijk` for `praktijk.schema.json`.
        base: the IRI under which they are published.
        version: the version of the model, which their addresses carry.
        about: what people call its terms, for the ontology.

    Raises:
        DeclarationError: where the classes together have no one meaning in every form.
    """

    roots: tuple[type[Any], ...] = field(converter=_roots)
    name: str
    base: Iri = field(converter=_base)
    version: str = "0.1"
    about: Named | None = field(default=None, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        shapes_of(*self.roots)
        ADDRESSES[self.roots] = self.schemas()["context"].iri

    def read(self, source: Source, *, format: str | None = None, lenient: bool = False) -> tuple[Any, ...]:
        """The records in a file, in a folder of files, or on standard input (`-`).

        Raises:
            ReadError: with every problem and its place.
        """
        return self.load(source, format=format, lenient=lenient).records

    def load(
        self,
        source: Source,
        *,
        format: str | None = None,
        lenient: bool = False,
        each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
    ) -> Parsed:
        """As `read`, with the findings; `each` may watch the files of a folder pass by."""
        return exchange.gathered(source, format, lenient=lenient, each=each, classes=self.roots)

    def write(
        self,
        records: Iterable[Any],
        target: Source,
        *,
        format: str | None = None,
        enrich: bool = False,
        no_loss: bool = False,
    ) -> tuple[Finding, ...]:
        """Writes records to a file that appears whole or not at all, or to standard output (`-`).

        Returns:
            What the format does not carry, as `lobkit.write` does; `no_loss` refuses then.

        Raises:
            WriteError: where the format or the place cannot take them.
        """
        chosen = exchange.format_to_write(target, format)
        found = self._own(records)
        from lobkit.citing.losses import lost_in  # noqa: PLC0415 - not before something is written

        lost = lost_in(chosen, found, "<stdout>" if str(target) == "-" else str(target), no_loss=no_loss)
        placing.write_text(exchange.pieces_to_write(found, chosen.name, enrich=enrich), target)
        return lost

    def serialized(self, records: Iterable[Any], format: str, *, enrich: bool = False) -> Iterator[str]:
        """The text of records in a format, in pieces.

        Raises:
            WriteError: where the format cannot take them.
        """
        return exchange.serialized_things(self._own(records), format, enrich=enrich)

    def _own(self, records: Iterable[Any]) -> list[Any]:
        """The records, all of which are of this model; one is a list of it."""
        found = [records] if is_declared(type(records)) or not isinstance(records, Iterable) else list(records)
        for one in found:
            if type(one) not in self.roots:
                names = ", ".join(cls.__name__ for cls in self.roots)
                raise WriteError(f"{shown(one)} is no record of the model {self.name}, which has {names}")
        return found

    def validate(self, source: Any, **options: Any) -> Report:
        """Judges files, folders or records of the model: `lobkit.validate`, with the same options."""
        from lobkit.validation.check import validate  # noqa: PLC0415 - not needed for reading and writing

        return validate(source, classes=self.roots, **options)

    def schemas(self) -> Mapping[str, Published]:
        """What is derived for other tools: `context`, `json-schema`, `shacl` and `ontology`, each with its address."""
        return derived(self.roots, self.name, self.base, self.version, self._about)

    def schema(self, name: str) -> str:
        """The text of the `context`, `json-schema`, `shacl` or `ontology`.

        Raises:
            LobkitError: for another name, or an ontology of terms that nobody has named.
        """
        if name not in self.schemas():
            raise LobkitError(f"{shown(name)} is no schema; choose one of {', '.join(self.schemas())}")
        return self.schemas()[name].make()

    def _about(self) -> Named:
        if self.about is None:
            raise LobkitError(f"the model {self.name} has no labels for an ontology; give it `about=Named(…)`")
        return self.about


def model_of(name: str) -> Model:
    """The model that a name such as `praktijk.model:MODEL` stands for; its package must be installed.

    Raises:
        LobkitError: where there is none, with what to do.
    """
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        raise LobkitError(f"{shown(name)} names no model; write it as MODULE:NAME, such as praktijk.model:MODEL")
    try:
        found = getattr(import_module(module), attribute, None)
    except ImportError as problem:
        advice = "install the project that has it, in the environment of lobkit"
        raise LobkitError(f"the module of the model {name} cannot be imported: {problem}; {advice}") from None
    if not isinstance(found, Model):
        other = f"it is {shown(found)}" if found is not None else f"{module} has nothing of that name"
        raise LobkitError(f"{name} is no model (lobkit.Model): {other}")
    return found
