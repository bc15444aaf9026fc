"""
RDF dataset canonicalisation (RDFC-1.0) of JSON-LD documents, with pinned contexts only.

The work is PyLD's. Around it stand what PyLD lacks: nothing is fetched, nothing is lost in
silence, and hostile input ends early.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Protocol

from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver
from pyld.identifier_issuer import IdentifierIssuer
from pyld.jsonld import JsonLdError, JsonLdProcessor

from testamur.crypto import safe_mode
from testamur.crypto.strict_json import JsonObject, JsonValue

MAX_VALUES = 10_000
"""Members and items of a document; PyLD takes about 0.1 ms for each."""
MAX_ITEMS = 1_000
"""Items of one array, which PyLD compares with one another."""
MAX_DEPTH = 64
MAX_BLANK_NODES = 1_000
MAX_WORK = 1_000_000
"""Orders of look-alike blank nodes tried, times names to copy: a few seconds."""

_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_PYLD_ERRORS = (
    JsonLdError,
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Malformed JSON-LD makes PyLD stumble in all of these ways."""


class RdfcError(ValueError):
    """A document that cannot be canonicalised safely, in one sentence."""


class Canonicaliser(Protocol):
    """Gives documents their canonical form; it knows the contexts that they may use."""

    def canonical(self, document: JsonObject) -> str:
        """The canonical N-Quads. Raises RdfcError."""
        ...


class Contexts:
    """JSON-LD contexts by their exact address. Documents can use these and no others."""

    def __init__(self, documents: Mapping[str, JsonObject]) -> None:
        self._documents = dict(documents)
        self._resolved: dict[str, Any] = {}

    def __contains__(self, url: object) -> bool:
        return url in self._documents

    def canonical(self, document: JsonObject) -> str:
        """As the function `canonical` of this module."""
        return canonical(document, self)

    def resolver(self) -> ContextResolver:
        """
        A resolver for one operation.

        What it learns of our own contexts is kept; contexts inside documents are forgotten, so
        that no stranger fills the memory.
        """
        return ContextResolver(_Kept(self._resolved, self._documents), self.load)

    def load(self, url: str, _options: object) -> dict[str, object]:
        """PyLD's document loader: ours or none. Raises RdfcError for an unknown address."""
        if url not in self._documents:
            raise RdfcError(f"the context {url} is not among the bundled ones")
        # PyLD rewrites relative addresses in the document that it is given.
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": deepcopy(self._documents[url]),
            "tag": "static",
        }


def canonical(document: JsonObject, contexts: Contexts, max_work: int = MAX_WORK) -> str:
    """
    The canonical N-Quads of `document`, every line ended by a newline (RDFC-1.0, SHA-256).

    Raises RdfcError for an unknown context, for data that would be lost (`data_loss`), for
    control characters other than LF, on whose escaping canonicalisers disagree, and for
    documents too large or too entangled.
    """
    dataset, lost = to_rdf(document, contexts)
    if lost:
        raise RdfcError(f"not covered by the contexts, so not signed: {', '.join(lost)}")
    return canonical_dataset(dataset, max_work)


def data_loss(document: JsonObject, contexts: Contexts) -> tuple[str, ...]:
    """
    Names of what a signature over the graph of `document` would not cover; empty if all is.

    Undefined terms and types, relative references, ill-formed language tags, text directions
    and dropped values. Raises RdfcError as `canonical` does.
    """
    return to_rdf(document, contexts)[1]


def canonical_dataset(dataset: dict[str, Any], max_work: int = MAX_WORK) -> str:
    """
    The canonical N-Quads of an RDF dataset in PyLD's form, which is used up by it.

    Raises RdfcError when it has too many blank nodes or they are too much alike.
    """
    # A dataset is a set; PyLD writes a quad twice that came from, say, both true and "true".
    unique = {graph: _unique(triples) for graph, triples in dataset.items()}
    text: str = _BoundedCanonicaliser(max_work).main(unique, {"format": "application/n-quads"})
    return text


def to_rdf(document: JsonObject, contexts: Contexts) -> tuple[dict[str, Any], tuple[str, ...]]:
    """
    The RDF dataset of `document` in PyLD's form, and what it does not hold (`data_loss`).

    Undefined terms and relative references are in it under `safe_mode.VOCABULARY` and `BASE`.
    Raises RdfcError as `canonical` does.
    """
    _check_size(document)
    processor = _SafeProcessor()
    options = {
        "base": safe_mode.BASE,
        "expandContext": {"@vocab": safe_mode.VOCABULARY},
        "documentLoader": contexts.load,
        "contextResolver": contexts.resolver(),
        "processingMode": "json-ld-1.1",
        "identifierIssuer": IdentifierIssuer("_:b"),
    }
    try:
        dataset = processor.to_rdf(document, options)
    except _PYLD_ERRORS as cause:
        raise RdfcError(_reason(cause)) from cause
    return dataset, processor.lost


def _unique(triples: list[dict[str, dict[str, str]]]) -> list[dict[str, dict[str, str]]]:
    found = {
        tuple(tuple(sorted(part.items())) for part in triple.values()): triple for triple in triples
    }
    return list(found.values())


def _check_size(document: JsonObject) -> None:
    values = 0
    pending: list[tuple[JsonValue, int]] = [(document, 1)]
    while pending:
        item, depth = pending.pop()
        values += 1
        if isinstance(item, str):
            _check_text(item)
        elif isinstance(item, dict | list):
            if depth > MAX_DEPTH:
                raise RdfcError(f"the document is nested deeper than {MAX_DEPTH} levels")
            if len(item) > MAX_ITEMS:
                raise RdfcError(f"an array or object has more than {MAX_ITEMS} items")
            children = item
            if isinstance(item, dict):
                for name in item:
                    _check_text(name)
                children = list(item.values())
            pending += [(child, depth + 1) for child in children]
        elif not _is_json_scalar(item):
            raise RdfcError("the document has a number or value that JSON cannot carry unchanged")
    if values > MAX_VALUES:
        raise RdfcError(f"the document has more than {MAX_VALUES} values")


def _is_json_scalar(item: object) -> bool:
    if isinstance(item, float):
        return math.isfinite(item)
    # Libraries differ on integers that a double cannot hold.
    return item is None or (isinstance(item, int) and abs(item) < 2**53)


def _check_text(text: str) -> None:
    if not isinstance(text, str):
        raise RdfcError("the document has a name that is no text")
    if _FORBIDDEN.search(text):
        raise RdfcError("a text has half a character, or a control character other than LF")


def _reason(cause: BaseException) -> str:
    """The innermost sentence of a chain of PyLD's errors, or ours."""
    reason = "it is not well-formed JSON-LD"
    step: BaseException | None = cause
    while step is not None:
        if isinstance(step, RdfcError):
            return str(step)
        if isinstance(step, JsonLdError) and step.code:
            reason = f"it is not well-formed JSON-LD: {step.code}"
        step = step.__cause__
    return reason


class _Kept(dict[str, Any]):
    """Resolved contexts of one operation, on top of those that outlive it."""

    def __init__(self, kept: dict[str, Any], bundled: Mapping[str, object]) -> None:
        super().__init__(kept)
        self._outlive = kept
        self._bundled = bundled

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        if key in self._bundled or key == _VOCABULARY_KEY:
            self._outlive[key] = value


_VOCABULARY_KEY = f'{{"@vocab":"{safe_mode.VOCABULARY}"}}'
"""PyLD's name for the context that every expansion begins with."""


class _SafeProcessor(JsonLdProcessor):  # type: ignore[misc]  # PyLD ships no types
    """Notes, between expansion and RDF, what was lost."""

    lost: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._dropped: list[str] = []
        super().__init__(on_property_dropped=self._note)

    def expand(self, input_: JsonObject, options: dict[str, Any]) -> JsonValue:
        expanded: JsonValue = super().expand(input_, options)
        self.lost = safe_mode.losses(input_, expanded, self._dropped)
        return expanded

    def _note(self, name: str | None) -> None:
        self._dropped.append(name or "a member without a name")


class _BoundedCanonicaliser(URDNA2015):  # type: ignore[misc]  # PyLD ships no types
    """
    RDFC-1.0, which PyLD knows by its older name, with a bound on its work.

    The orders in which look-alike blank nodes are tried grow with the factorial of their number,
    and for each the names given so far are copied; so both are counted before it is done.
    """

    def __init__(self, max_work: int) -> None:
        super().__init__()
        self._max_work = max_work
        self._work = 0

    def hash_first_degree_quads(self, id_: str) -> str:
        if len(self.blank_node_info) > MAX_BLANK_NODES:
            raise RdfcError(f"the document has more than {MAX_BLANK_NODES} unnamed objects")
        info = self.blank_node_info[id_]
        if "hash" not in info:
            # PyLD counts a quad twice that names a blank node twice; RDFC-1.0 has a set of quads.
            info["quads"] = list({id(quad): quad for quad in info["quads"]}.values())
        digest: str = super().hash_first_degree_quads(id_)
        return digest

    def create_hash_to_related(self, id_: str, issuer: Any) -> dict[str, list[str]]:
        related: dict[str, list[str]] = super().create_hash_to_related(id_, issuer)
        orders = sum(math.factorial(min(len(nodes), 20)) for nodes in related.values())
        self._work += orders * (10 + len(issuer.existing))
        if self._work > self._max_work:
            raise RdfcError("the document has too many unnamed objects that look alike")
        return related
