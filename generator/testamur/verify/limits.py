"""
How much work a stranger's document may make: fetches, and canonicalising what is inside it.

Everything in a credential may have been written to keep its reader busy, and each credential inside
it again.
"""

from __future__ import annotations

import time

from testamur.crypto import rdfc
from testamur.crypto.rdfc import Canonicaliser, Contexts
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.sources import Source, Unavailable

MAX_FETCHES = 100
"""Of other documents, for one credential and all that is inside it."""
MAX_SECONDS = 120
"""Of waiting for them, all together: a host can be slow on purpose, and name others that are."""
MAX_WORK_INSIDE = 10_000
"""For each credential inside another; see `rdfc.MAX_WORK`. Honest ones need next to none."""
MAX_VALUES_INSIDE = 60_000
"""Members and items of all credentials inside one that are looked at: a few seconds' work."""


_PART = 50
"""What any of them costs, however little it says."""


class Rationed:
    """A source that answers so often and for so long, and then no more until it is refilled."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.refill()

    def refill(self) -> None:
        self._left = MAX_FETCHES
        self._waited = 0.0

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        if self._left == 0:
            raise Unavailable(f"it needs more than {MAX_FETCHES} documents of others")
        if self._waited >= MAX_SECONDS:
            raise Unavailable(f"documents of others took longer than {MAX_SECONDS} seconds")
        self._left -= 1
        begun = time.monotonic()
        try:
            return self._source.fetch(url, accept_bytes)
        finally:
            self._waited += time.monotonic() - begun


class Lean:
    """For what is inside another credential: one that takes long to canonicalise is refused."""

    def __init__(self, contexts: Contexts) -> None:
        self._contexts = contexts

    def canonical(self, document: JsonObject) -> str:
        return rdfc.canonical(document, self._contexts, MAX_WORK_INSIDE)


class Once:
    """For the proofs of one document: it has one canonical form, however many are over it."""

    def __init__(self, canonicaliser: Canonicaliser) -> None:
        self._canonicaliser = canonicaliser
        self._known: list[tuple[JsonObject, str]] = []

    def canonical(self, document: JsonObject) -> str:
        for known, text in self._known:
            # By identity: 1 and true are equal, and do not mean the same.
            if known.keys() == document.keys() and all(
                value is document[name] for name, value in known.items()
            ):
                return text
        text = self._canonicaliser.canonical(document)
        self._known.append((document, text))
        return text


class Allowance:
    """What is left of the members and items that may be looked at inside one document."""

    def __init__(self) -> None:
        self._left = MAX_VALUES_INSIDE

    def takes(self, content: JsonValue) -> bool:
        """Whether there is still room for `content`, which then counts as looked at."""
        self._left -= _PART + _values(content)
        return self._left >= 0


def _values(content: JsonValue) -> int:
    count = 0
    pending = [content]
    while pending:
        value = pending.pop()
        count += 1
        if isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return count
