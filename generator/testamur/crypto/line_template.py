"""
Canonical N-Quads with open places: what is left to do for a document once its shape is known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

XSD_DOUBLE = "http://www.w3.org/2001/XMLSchema#double"
"""PyLD rewrites texts of this type, so they never pass through unchanged."""

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

_Quad = dict[str, dict[str, str]]
_Select = Callable[[list[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Places:
    """Which slots stand in a dataset as whole literals, as whole IRIs, or in any other way."""

    literals: set[int]
    iris: set[int]
    others: set[int]


def places(
    dataset: Mapping[str, Sequence[_Quad]],
    literals: Mapping[str, int],
    iris: Mapping[str, int],
    sentinel: re.Pattern[str],
) -> Places:
    """
    Where the sentinels of `literals` and `iris` ended up.

    `sentinel` finds one anywhere in a text; its group 1 is the number of the slot.
    """
    found = Places(set(), set(), set())
    for quad in _quads(dataset):
        for part in quad.values():
            if not part:
                continue  # PyLD's place for a list item that it lost; the loss is reported.
            value = part["value"]
            rest = [part.get("language", "")]
            if part["type"] == "literal":
                rest.append(part["datatype"])
                if value in literals and part["datatype"] != XSD_DOUBLE:
                    found.literals.add(literals[value])
                else:
                    rest.append(value)
            elif part["type"] == "IRI" and value in iris:
                found.iris.add(iris[value])
            else:
                rest.append(value)
            for text in rest:
                found.others.update(int(slot) for slot in sentinel.findall(text))
    return found


def escaped(literal: str) -> str:
    """A text as N-Quads write it; of the control characters only LF may be in it."""
    return literal.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


class LineTemplate:
    """
    The quads of a shape as format strings.

    Literals and IRIs equal to a key of `slots` are filled with the text of that number.
    """

    __slots__ = ("_degrees", "_lines")

    def __init__(
        self, dataset: Mapping[str, Sequence[_Quad]], slots: Mapping[str, int], size: int
    ) -> None:
        quads = list(_quads(dataset))
        names = dict.fromkeys(
            part["value"]
            for quad in quads
            for part in quad.values()
            if part["type"] == "blank node"
        )
        # The names of blank nodes follow the texts of the slots.
        numbers = {name: size + number for number, name in enumerate(names)}
        self._lines = _Lines.of(quads, slots, numbers, None)
        self._degrees = [
            _Lines.of([quad for quad in quads if _mentions(quad, name)], slots, numbers, name)
            for name in names
        ]

    def fill(self, texts: list[str]) -> str | None:
        """
        The canonical form with `texts`, escaped, in the slots.

        None if two blank nodes have equal first-degree hashes: RDFC-1.0 then looks further.
        """
        hashes = [_digest(lines.fill(texts)) for lines in self._degrees]
        if len(set(hashes)) < len(hashes):
            return None
        ranks = {digest: rank for rank, digest in enumerate(sorted(hashes))}
        labels = [f"_:c14n{ranks[digest]}" for digest in hashes]
        return "\n".join(self._lines.fill(texts + labels)) + "\n"


@dataclass(frozen=True, slots=True)
class _Lines:
    """Some lines as one format string, and the choice of texts that fill it."""

    form: str
    select: _Select
    marked: bool

    @classmethod
    def of(
        cls,
        quads: Sequence[_Quad],
        slots: Mapping[str, int],
        numbers: Mapping[str, int],
        reference: str | None,
    ) -> _Lines:
        """
        All of `quads`, each a line.

        With a `reference`, blank nodes are named as for its first-degree hash (RDFC-1.0 section
        4.6): `_:a` for itself and `_:z` for any other. Lines that differ in nothing but which
        other nodes they name still count each, so a mark behind a tab tells them apart.
        """
        forms: list[str] = []
        chosen: list[int] = []
        marked = False
        for quad in quads:
            words: list[str] = []
            others: list[str] = []
            for role in ("subject", "predicate", "object", "name"):
                part = quad.get(role)
                if not part:
                    continue
                value = part["value"]
                if part["type"] == "blank node":
                    if reference is None:
                        chosen.append(numbers[value])
                        words.append("%s")
                    elif value == reference:
                        words.append("_:a")
                    else:
                        words.append("_:z")
                        others.append(str(numbers[value]))
                    continue
                slot = slots.get(value)
                if slot is not None:
                    chosen.append(slot)
                    value = "%s"
                elif part["type"] == "literal":
                    value = escaped(value).replace("%", "%%")
                else:
                    value = value.replace("%", "%%")
                words.append(
                    f'"{value}"{_suffix(part)}' if part["type"] == "literal" else f"<{value}>"
                )
            mark = "\t" + ",".join(others) if others else ""
            marked = marked or bool(mark)
            forms.append(" ".join(words) + " ." + mark)
        return cls("\n".join(forms), itemgetter(*chosen) if chosen else _nothing, marked)

    def fill(self, texts: list[str]) -> list[str]:
        """The lines, those of one quad once, in code point order."""
        lines = sorted(set((self.form % self.select(texts)).split("\n")))
        return [line.partition("\t")[0] for line in lines] if self.marked else lines


def _suffix(part: Mapping[str, str]) -> str:
    datatype = part["datatype"]
    if datatype == _LANG_STRING:
        return "@" + part["language"].replace("%", "%%")
    if datatype == _XSD_STRING:
        return ""
    return f"^^<{datatype}>".replace("%", "%%")


def _digest(lines: list[str]) -> bytes:
    return hashlib.sha256(("\n".join(lines) + "\n").encode()).digest()


def _mentions(quad: _Quad, name: str) -> bool:
    return any(part["type"] == "blank node" and part["value"] == name for part in quad.values())


def _nothing(_: list[str]) -> tuple[()]:
    return ()


def _quads(dataset: Mapping[str, Sequence[Any]]) -> Iterator[_Quad]:
    """The quads of a dataset in PyLD's form, the graph's name with each."""
    for graph, triples in dataset.items():
        for triple in triples:
            if graph == "@default":
                yield triple
            else:
                kind = "blank node" if graph.startswith("_:") else "IRI"
                yield {**triple, "name": {"type": kind, "value": graph}}
