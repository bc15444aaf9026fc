"""
What JSON-LD expansion would lose, and a signature over the graph would therefore not cover.

Data Integrity 1.0 asks for an error where a processor drops data in silence (section 4.1,
"data loss detection"). PyLD has no such mode, so its input and its output are compared here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from testamur.crypto.strict_json import JsonObject, JsonValue

VOCABULARY = "urn:unmapped:"
"""Where terms end that no context defines: given to the processor as the default vocabulary."""
BASE = "relative://unmapped/"
"""What relative references are resolved against; an own scheme, so that `//host` shows as well."""

IRI = re.compile(
    r"(?!relative:|urn:unmapped:)([A-Za-z][A-Za-z0-9+.-]*:(?://)?)[^\s\x00-\x20<>\"{}|\\^`\x7f\ud800-\udfff]*\Z"
)
"""An absolute IRI that N-Quads can hold as it is, and none of our own; group 1 is its beginning."""

_BLANK = re.compile(r"_:[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_SHOWN = 80
_UNSIGNED = frozenset({"@direction", "@index"})


def losses(document: JsonObject, expanded: JsonValue, dropped: Iterable[str]) -> tuple[str, ...]:
    """
    What is lost between `document` and its expanded form, each item named once.

    `expanded` was made with `VOCABULARY` and `BASE`; `dropped` are names the processor itself
    reported as dropped.
    """
    found = [*dropped, *_named(expanded)]
    if not found and _leaves(expanded) < _leaves(document):
        found.append("a value without meaning in its place")
    return tuple(dict.fromkeys(found))


def _named(expanded: JsonValue) -> Iterator[str]:
    pending = [expanded]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending += item
        elif isinstance(item, dict):
            for name, value in item.items():
                if name in {"@id", "@type"}:
                    yield from _references(name, value)
                elif name == "@language":
                    if not (isinstance(value, str) and _LANGUAGE.match(value)):
                        yield "an ill-formed language tag"
                elif name in _UNSIGNED:
                    yield name
                elif not name.startswith("@"):
                    if not IRI.match(name):
                        yield _shown(name)
                    pending.append(value)
                elif name != "@value":
                    pending.append(value)


def _references(name: str, value: JsonValue) -> Iterator[str]:
    for reference in value if isinstance(value, list) else [value]:
        if reference == "@json":
            continue
        if not isinstance(reference, str):
            yield f"{name} that is no text"
        elif not (IRI.match(reference) or _BLANK.match(reference)):
            yield f"{name} {_shown(reference)}"


def _shown(reference: str) -> str:
    """The reference as its author wrote it, near enough, and cut short."""
    text = reference.removeprefix(VOCABULARY).removeprefix(BASE)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _leaves(value: JsonValue) -> int:
    """Texts, numbers and truth values that ought to reach the graph; null says nothing."""
    count = 0
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending += item
        elif isinstance(item, dict):
            if "@value" in item:
                # The type of a value may come from the context, so it is not counted.
                pending.append(item["@value"])
            else:
                pending += [value for name, value in item.items() if name != "@context"]
        elif item is not None:
            count += 1
    return count
