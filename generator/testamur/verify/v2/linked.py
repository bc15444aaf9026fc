"""
The documents that an Open Badges 2.0 badge refers to, each from its own address.
"""

from __future__ import annotations

from testamur.crypto import strict_json
from testamur.crypto.strict_json import JsonObject
from testamur.verify.sources import Source
from testamur.verify.v2.shape import Linked
from testamur.verify.words import shown
from testamur.verify.writing import Malformed

MAX_DOCUMENT = 2_000_000
"""Bytes of a document that are read; revocation lists may be long."""


class Linker:
    """Reads linked documents, each address once in a run."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[str, bytes] = {}

    def resolve(self, linked: Linked, *, embedded: bool = False) -> JsonObject:
        """
        The object behind a link, as `at`; an object without an address of its own as it is.

        With `embedded`, one that has an address too: it is signed with what is around it.
        """
        if isinstance(linked, str):
            return self.at(linked)
        own = linked.get("id")
        is_elsewhere = isinstance(own, str) and own.startswith(("https://", "http://"))
        if embedded or not is_elsewhere:
            return linked
        return self.at(str(own))

    def at(self, address: str) -> JsonObject:
        """
        The document at an address, which must call itself by that address.

        Raises Unavailable where nothing can be read, Malformed for what is no such document.
        """
        if address not in self._known:
            self._known[address] = self._source.fetch(address, MAX_DOCUMENT)
        return self.read(self._known[address], address)

    def read(self, data: bytes, address: str) -> JsonObject:
        """As `at`, of bytes that were read from there already."""
        self._known[address] = data
        try:
            document = strict_json.parse(data, max_bytes=MAX_DOCUMENT)
        except ValueError as error:
            raise Malformed(f"It cannot be read as JSON: {shown(str(error))}.") from None
        if not isinstance(document, dict):
            raise Malformed("It is no JSON object.")
        if document.get("id", address) != address:
            raise Malformed(f"It calls itself {shown(str(document['id']))}.")
        return document
