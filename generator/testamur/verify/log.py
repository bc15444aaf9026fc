"""
The issuer's permanent record as published: read whole, and recomputed.

C2SP tlog-tiles and tlog-checkpoint. What its lines say of keys outranks every key document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from testamur.crypto.keys import PublicKey
from testamur.crypto.merkle import TILE_WIDTH, Tree, tiles
from testamur.crypto.note import Checkpoint, open_checkpoint
from testamur.model.addresses import Addresses
from testamur.register.entries import (
    MAX_LINE,
    Entry,
    EraseEntry,
    IssueEntry,
    KeyAction,
    KeyEntry,
    Role,
    StatusEntry,
    parse,
)
from testamur.verify.controllers import Method
from testamur.verify.sources import Source, Unavailable

MAX_ENTRIES = 5_000_000
"""Of a record that is read whole."""

_MAX_CHECKPOINT = 100_000
_LENGTH = 2
"""Bytes before each entry of a bundle that give its length."""


class BrokenLog(ValueError):
    """A record that does not hold together. The message is a sentence."""


@dataclass(frozen=True)
class PublishedLog:
    """Entries that hash to the root of a signed head."""

    checkpoint: Checkpoint
    entries: tuple[Entry, ...]

    @cached_property
    def keys(self) -> Mapping[PublicKey, tuple[tuple[int, KeyEntry], ...]]:
        """By key, its entries with their index, oldest first."""
        found: dict[PublicKey, tuple[tuple[int, KeyEntry], ...]] = {}
        for index, entry in enumerate(self.entries):
            if isinstance(entry.fact, KeyEntry):
                key = entry.fact.key
                found[key] = (*found.get(key, ()), (index, entry.fact))
        return found

    @cached_property
    def issued(self) -> frozenset[int]:
        """Indices of the documents entered."""
        return self._of(IssueEntry)

    @cached_property
    def erased(self) -> frozenset[int]:
        """Indices of the documents that were forgotten."""
        return frozenset(
            entry.fact.index for entry in self.entries if isinstance(entry.fact, EraseEntry)
        )

    @cached_property
    def list_digests(self) -> Mapping[tuple[str, int], str]:
        """By purpose and number of a status list, the digest of its bits entered last."""
        return {
            (entry.fact.purpose, entry.fact.number): entry.fact.digest
            for entry in self.entries
            if isinstance(entry.fact, StatusEntry)
        }

    def entry(self, index: int) -> Entry | None:
        """The entry at `index`, from 0; None outside the record."""
        return self.entries[index] if 0 <= index < len(self.entries) else None

    def objection(self, key: PublicKey, role: Role, index: int | None = None) -> str | None:
        """
        Why `key` may not have signed in this role; None if it may.

        `index` is where a document stands in the record; without it, the signature is of today.
        """
        name = f"the key {key.multibase}"
        history = [(at, fact) for at, fact in self.keys.get(key, ()) if fact.role is role]
        if not any(fact.action is KeyAction.ADD for _, fact in history):
            return f"{name} was never entered in the record as {role} key"
        for at, fact in history:
            # A compromise that names no size spares nothing; an ended key, what came before.
            limit = {KeyAction.END: at, KeyAction.COMPROMISED: fact.size or 0}.get(fact.action)
            if limit is not None and (index is None or index >= limit):
                return f"{name} is {_PAST[fact.action]} since no. {at + 1:,} of the record"
        return None

    def method_before_loss(self, method: str, index: int) -> Method | None:
        """
        A method that left the key document, if it may still vouch for the document at `index`.

        Our methods have the key itself as fragment; the record must say that it was an award
        key, compromised only later.
        """
        try:
            key = PublicKey.from_multibase(method.partition("#")[2])
        except ValueError:
            return None
        lost = any(fact.action is KeyAction.COMPROMISED for _, fact in self.keys.get(key, ()))
        if not lost or self.objection(key, Role.AWARD, index) is not None:
            return None
        return Method(method, key)

    def flaws(self, source: Source, at: Addresses) -> Iterator[str]:
        """What is wrong with the record beyond its root: days, erasures, tiles."""
        for index, (earlier, later) in enumerate(zip(self.entries, self.entries[1:], strict=False)):
            if later.day < earlier.day:
                yield f"Entry {index + 2:,} of the register is dated before the one above it."
        for index in sorted(self.erased - self.issued):
            yield f"The register erases entry {index + 1:,}, which is no document."
        for path, expected in tiles([entry.leaf for entry in self.entries]):
            try:
                found = source.fetch(at.of(f"register/{path}"), len(expected))
            except Unavailable as reason:
                yield f"A tile of the register is missing: {reason}."
                continue
            if sha256(found).digest() != sha256(expected).digest():
                yield f"The tile register/{path} does not follow from the entries."

    def _of(self, kind: type) -> frozenset[int]:
        return frozenset(
            index for index, entry in enumerate(self.entries) if isinstance(entry.fact, kind)
        )


_PAST = {KeyAction.END: "ended", KeyAction.COMPROMISED: "compromised"}


def read_head(source: Source, at: Addresses, keys: tuple[PublicKey, ...]) -> Checkpoint:
    """
    The newest head of the record of the site at `at`, which one of `keys` must have signed.

    Raises BrokenLog if it is not to be relied on, Unavailable if it is not there.
    """
    note = source.fetch(at.of("register/checkpoint"), _MAX_CHECKPOINT)
    try:
        return open_checkpoint(note, at.origin, keys)
    except ValueError as error:
        raise BrokenLog(f"The head of the register is not to be relied on: {error}.") from None


def read_log(source: Source, at: Addresses, keys: tuple[PublicKey, ...]) -> PublishedLog:
    """
    The whole record of the site at `at`, whose head one of `keys` must have signed.

    Raises BrokenLog if it does not hold together, Unavailable if a part is not there.
    """
    checkpoint = read_head(source, at, keys)
    if checkpoint.size > MAX_ENTRIES:
        raise BrokenLog(f"The register has more than {MAX_ENTRIES:,} entries.")
    lines: list[bytes] = []
    for path, width in _bundles(checkpoint.size):
        limit = width * (_LENGTH + MAX_LINE)
        lines += _entries(source.fetch(at.of(f"register/{path}"), limit), width, path)
    entries: list[Entry] = []
    for line in lines:
        try:
            entries.append(parse(line))
        except ValueError as error:
            raise BrokenLog(
                f"Entry {len(entries) + 1:,} of the register cannot be read: {error}."
            ) from None
    if Tree(entry.leaf for entry in entries).root() != checkpoint.root:
        raise BrokenLog("The entries of the register are not those that its head was signed for.")
    return PublishedLog(checkpoint, tuple(entries))


def _entries(bundle: bytes, width: int, path: str) -> list[bytes]:
    lines: list[bytes] = []
    position = 0
    while position < len(bundle):
        start = position + _LENGTH
        position = start + int.from_bytes(bundle[start - _LENGTH : start])
        lines.append(bundle[start:position])
    if position != len(bundle) or len(lines) != width:
        raise BrokenLog(f"The entries in register/{path} are cut short or too many.")
    return lines


def _bundles(size: int) -> Iterator[tuple[str, int]]:
    """Path and number of entries of each bundle of a log of this size."""
    full, rest = divmod(size, TILE_WIDTH)
    for number in range(full):
        yield f"tile/entries/{_number_path(number)}", TILE_WIDTH
    if rest:
        yield f"tile/entries/{_number_path(full)}.p/{rest}", rest


def _number_path(number: int) -> str:
    """1234067 is x001/x234/067 (C2SP tlog-tiles)."""
    groups = f"{number:,}".split(",")
    padded = [group.zfill(3) for group in groups]
    return "/".join([*(f"x{group}" for group in padded[:-1]), padded[-1]])
