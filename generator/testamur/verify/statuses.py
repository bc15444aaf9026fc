"""
Where a credential says that its withdrawal would be written: its `credentialStatus`.

Bitstring Status List 1.0 section 2.1; OB 3.0, the older `1EdTechRevocationList`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from testamur.crypto.strict_json import JsonObject
from testamur.verify.fields import address, listed, text, texts
from testamur.verify.words import shown
from testamur.verify.writing import Malformed

MAX_SIZE = 32
"""Bits of one entry that are read."""

_MAX_ENTRIES = 4
"""Each makes a verifier fetch a list."""
_VALUE = re.compile(r"0x[0-9A-Fa-f]{1,8}", re.ASCII)
_INDEX = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One BitstringStatusListEntry."""

    purpose: str
    index: int
    list: str
    """Address of the list."""
    size: int = 1
    """Bits of an entry."""
    messages: tuple[tuple[int, str], ...] = ()
    """What the values mean, in the issuer's words."""

    def message(self, value: int) -> str | None:
        return dict(self.messages).get(value)


@dataclass(frozen=True, slots=True)
class Entries:
    """Every place where its withdrawal would be written."""

    bits: tuple[StatusEntry, ...] = ()
    revocation_lists: tuple[str, ...] = ()
    """Addresses of lists that name what is revoked."""
    unread: tuple[str, ...] = ()
    """Types of status that are not read here."""


def status_of(document: JsonObject) -> Entries:
    """The status entries of a credential. Raises Malformed."""
    found = listed(document.get("credentialStatus"))
    if len(found) > _MAX_ENTRIES:
        raise Malformed("It names too many status lists.")
    bits: list[StatusEntry] = []
    lists: list[str] = []
    unread: list[str] = []
    places: dict[str, tuple[str, int, int]] = {}
    for each in found:
        if not isinstance(each, dict):
            raise Malformed("Its credentialStatus is not an object.")
        types = texts(each, "type")
        if types == ("BitstringStatusListEntry",):
            entry = _entry(each)
            bits.append(entry)
            place = (entry.list, entry.index, entry.size)
            # In a graph two objects with one id are one: whose index is whose, it does not say.
            if "id" in each and places.setdefault(text(each, "id"), place) != place:
                unread.append("two entries with one id")
        elif types == ("1EdTechRevocationList",):
            lists.append(address(each, "id"))
        else:
            unread.append(shown(", ".join(types)))
    return Entries(tuple(bits), tuple(lists), tuple(unread))


def _entry(entry: JsonObject) -> StatusEntry:
    index = entry.get("statusListIndex")
    if not isinstance(index, str) or not _INDEX.fullmatch(index):
        raise Malformed("Its statusListIndex is not a plain decimal number in a string.")
    list_address = address(entry, "statusListCredential")
    if entry.get("id") == list_address:
        raise Malformed("Its status entry claims to be the status list.")
    size = entry.get("statusSize", 1)
    if not isinstance(size, int) or isinstance(size, bool) or not 0 < size <= MAX_SIZE:
        raise Malformed(f"Its statusSize is not a whole number from 1 to {MAX_SIZE}.")
    purpose = text(entry, "statusPurpose")
    return StatusEntry(purpose, int(index), list_address, size, tuple(_messages(entry)))


def _messages(entry: JsonObject) -> Iterator[tuple[int, str]]:
    for each in listed(entry.get("statusMessage")):
        if not isinstance(each, dict) or not _VALUE.fullmatch(text(each, "status")):
            raise Malformed("Its statusMessage does not say what each value means.")
        yield int(text(each, "status"), 16), shown(text(each, "message"))
