"""
RDF canonicalisation, compiled: documents of one shape share the work of JSON-LD.

What PyLD makes of a document depends on its members, contexts, types and a few other values: its
*shape*. Most texts and IRIs only pass through: its *slots*. So PyLD is given a document of the
shape with a sentinel in each slot. The quads that come back are the template; a document fills
it, orders its blank nodes by their first-degree hashes, and sorts its lines.

A sentinel that comes back changed, or not at all, makes its place part of the shape. All else out
of the ordinary goes to PyLD: look-alike blank nodes, IRIs that are not absolute, texts that it
refuses. The first document to fill a template is compared with PyLD.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

import orjson

from testamur.crypto import rdfc, safe_mode
from testamur.crypto.line_template import LineTemplate, Places, escaped, places
from testamur.crypto.rdfc import Contexts, RdfcError
from testamur.crypto.strict_json import JsonObject, JsonValue

MAX_SHAPES = 256
MAX_TOKENS = 4_000
"""Size of a shape that is kept."""
MAX_VARIANTS = 64
"""Templates of one shape. More mean that a value varies which does not pass through unchanged."""

_TO_LOOK_AT = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff]')
_TO_REFUSE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")

_SHAPING = frozenset({"@context", "@type", "type"})
"""Members that decide what others mean; under any other name for `@type`, nothing is compiled."""

_Key = tuple[Hashable, ...]
_Chosen = tuple[str, ...]


class Canonicaliser:
    """
    Canonical N-Quads equal to those of `rdfc.canonical`, many times faster for many alike.

    A shape is compiled when it is met for the second time, so that single documents pay little.
    """

    def __init__(self, contexts: Contexts) -> None:
        self._contexts = contexts
        self._shapes: OrderedDict[_Key, _Shape] = OrderedDict()

    def canonical(self, document: JsonObject) -> str:
        """
        As `rdfc.canonical`, with the same refusals.

        Raises RuntimeError, a defect of this program, if a template and PyLD disagree.
        """
        text = self._compiled(document)
        return rdfc.canonical(document, self._contexts) if text is None else text

    def data_loss(self, document: JsonObject) -> tuple[str, ...]:
        """As `rdfc.data_loss`: what fills a template loses nothing."""
        return rdfc.data_loss(document, self._contexts) if self._compiled(document) is None else ()

    def _compiled(self, document: JsonObject) -> str | None:
        """The canonical form by way of a template; None where only PyLD can tell."""
        tokens: list[Hashable] = []
        values: list[str] = []
        try:
            _read(document, tokens, values)
            shape = self._met_before(tuple(tokens)) if len(tokens) <= MAX_TOKENS else None
        except (TypeError, ValueError, RecursionError):
            shape = None
        return None if shape is None else shape.fill(document, values, self._contexts)

    def _met_before(self, key: _Key) -> _Shape | None:
        shape = self._shapes.get(key)
        if shape is None:
            self._shapes[key] = _Shape(key)
            if len(self._shapes) > MAX_SHAPES:
                self._shapes.popitem(last=False)
        else:
            self._shapes.move_to_end(key)
        return shape


@dataclass(slots=True)
class _Variant:
    """A template, and whether a document has confirmed it; without one, PyLD does the work."""

    template: LineTemplate | None
    confirmed: bool = False


class _State(Enum):
    """What is known of a shape: nothing yet, its slots, or that it cannot be compiled."""

    MET = auto()
    KNOWN = auto()
    HOPELESS = auto()


@dataclass(slots=True)
class _Shape:
    """Documents alike in structure. What stands at their fixed places chooses the template."""

    key: _Key
    state: _State = _State.MET
    literals: list[int] = field(default_factory=list)
    iris: list[int] = field(default_factory=list)
    fixed: list[int] = field(default_factory=list)
    variants: dict[_Chosen, _Variant] = field(default_factory=dict)

    def fill(self, document: JsonObject, values: list[str], contexts: Contexts) -> str | None:
        """The canonical form of `document`; None where only PyLD can tell."""
        if self.state is _State.MET:
            self.state = self._discover(document, len(values), contexts)
        if self.state is _State.HOPELESS:
            return None
        texts = values.copy()
        chosen = [values[slot] for slot in self.fixed]
        for slot in self.iris:
            match = safe_mode.IRI.match(values[slot])
            if match is None:
                return None
            # A compact IRI is expanded according to its prefix, and to `//` after that.
            chosen.append(match[1])
        for slot in self.literals:
            if _TO_LOOK_AT.search(values[slot]):
                if _TO_REFUSE.search(values[slot]):
                    return None
                texts[slot] = escaped(values[slot])
        key = tuple(chosen)
        variant = self.variants.get(key)
        if variant is None:
            if len(self.variants) == MAX_VARIANTS:
                return None
            variant = _Variant(self._compile(document, values, key, contexts))
            self.variants[key] = variant
        text = None if variant.template is None else variant.template.fill(texts)
        if text is not None and not variant.confirmed:
            if text != rdfc.canonical(document, contexts):
                raise RuntimeError("compiled and plain RDF canonicalisation disagree")
            variant.confirmed = True
        return text

    def _discover(self, document: JsonObject, size: int, contexts: Contexts) -> _State:
        """
        Learn from a document of sentinels alone what becomes of each place.

        A sentinel is a relative reference and no term, so it shows which way it was taken.
        """
        pattern, sentinels = _sentinels(self.key, size)
        try:
            dataset, _ = rdfc.to_rdf(_substituted(document, iter(sentinels)), contexts)
        except RdfcError:
            return _State.HOPELESS
        literals = {sentinel: slot for slot, sentinel in enumerate(sentinels)}
        iris = {safe_mode.BASE + sentinel: slot for sentinel, slot in literals.items()}
        found = places(dataset, literals, iris, pattern)
        self.literals = sorted(found.literals - found.iris - found.others)
        self.iris = sorted(found.iris - found.literals - found.others)
        self.fixed = sorted({*range(size)} - {*self.literals, *self.iris})
        return _State.KNOWN

    def _compile(
        self, document: JsonObject, values: list[str], key: _Chosen, contexts: Contexts
    ) -> LineTemplate | None:
        """The template for these fixed values and beginnings of IRIs, if there can be one."""
        if any(text.startswith("_:") for text in key):
            return None
        pattern, sentinels = _sentinels((self.key, key), len(values))
        literals = {sentinels[slot]: slot for slot in self.literals}
        beginnings = key[len(self.fixed) :]
        iris = {
            f"{beginning}{sentinels[slot]}": slot
            for slot, beginning in zip(self.iris, beginnings, strict=True)
        }
        texts = values.copy()
        for text, slot in (literals | iris).items():
            texts[slot] = text
        try:
            dataset, lost = rdfc.to_rdf(_substituted(document, iter(texts)), contexts)
        except RdfcError:
            return None
        if lost:
            return None
        found = places(dataset, literals, iris, pattern)
        passed_through = found == Places({*self.literals}, {*self.iris}, set())
        if not passed_through or not any(dataset.values()):
            return None
        return LineTemplate(dataset, literals | iris, len(values))


def _read(value: JsonValue, tokens: list[Hashable], values: list[str]) -> None:
    """
    Take a document apart: what belongs to its structure, and its texts, in the same order.

    The tokens are a prefix code, so equal tokens mean equal structure.
    """
    if type(value) is dict:
        tokens.append("{")
        tokens.append(len(value))
        for name, member in value.items():
            tokens.append(name)
            if name in _SHAPING:
                tokens.append(member if type(member) is str else _frozen(member))
            elif type(member) is str:
                tokens.append("$")
                values.append(member)
            else:
                _read(member, tokens, values)
    elif type(value) is list:
        tokens.append("[")
        tokens.append(len(value))
        for item in value:
            _read(item, tokens, values)
    elif type(value) is str:
        tokens.append("$")
        values.append(value)
    else:
        # A number is part of the structure: how it is written depends on its value.
        tokens.append(f"#{value!r}")


def _frozen(value: JsonValue) -> Hashable:
    """Contexts and types, which decide about everything else."""
    if type(value) is list and all(type(item) is str for item in value):
        return tuple(value)
    return orjson.dumps(value)


def _substituted(value: JsonValue, texts: Iterator[str]) -> Any:
    """The same structure with other texts, in the order of `_read`."""
    if type(value) is dict:
        return {
            name: member if name in _SHAPING else _substituted(member, texts)
            for name, member in value.items()
        }
    if type(value) is list:
        return [_substituted(item, texts) for item in value]
    return next(texts) if type(value) is str else value


def _sentinels(key: Hashable, size: int) -> tuple[re.Pattern[str], list[str]]:
    """
    A text for each slot, and how to find it anywhere.

    The mark in it is a digest of the shape, so that no document can contain its own.
    """
    mark = hashlib.sha256(repr(key).encode("utf-8", "surrogatepass")).hexdigest()
    return re.compile(rf"{mark}\.([0-9]+)\."), [f"{mark}.{slot}." for slot in range(size)]
