"""
The register as one frozen value, and what can be asked of it.

Nothing here reads a file or a clock: `register/reader.py` does the one, and "now" is `as_of`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from testamur.crypto.keys import PublicKey
from testamur.crypto.merkle import Tree
from testamur.model.addresses import Addresses
from testamur.model.credential import Credential, Versions
from testamur.model.formats import Format
from testamur.model.pathway import Pathway
from testamur.model.picture import Picture
from testamur.model.status import REVOCATION, SUSPENSION, Slot
from testamur.register.awards import Award
from testamur.register.detached import SIGNED_BY
from testamur.register.documents import Document, Erased
from testamur.register.entries import (
    DefinitionEntry,
    Entry,
    EraseEntry,
    KeyAction,
    KeyEntry,
    PathwayEntry,
    Role,
    StatusEntry,
)
from testamur.register.learners import ErasedRecord, LearnerRecord


@dataclass(frozen=True, slots=True)
class Definition:
    """A credential as it was issued."""

    credential: Credential
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class StatusList:
    """A signed status list, as of the last signing."""

    purpose: str
    number: int
    signed: bytes
    """JSON of the BitstringStatusListCredential with its proofs."""
    bits: bytes
    """The uncompressed bitstring."""
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True)
class Register:
    """All that was ever issued. `Register.empty(...)` is the one before the first issuing."""

    addresses: Addresses
    entries: tuple[Entry, ...] = ()
    documents: Mapping[int, Document | Erased] = field(default_factory=dict)
    """By entry number, ascending."""
    learner_documents: Mapping[int, LearnerRecord | ErasedRecord] = field(default_factory=dict)
    """Learners' records, likewise."""
    definitions: Mapping[tuple[str, int], Definition] = field(default_factory=dict)
    """By slug and version."""
    pathways: Mapping[tuple[str, int], Pathway] = field(default_factory=dict)
    """Every text of every pathway, by slug and by its number from 1."""
    status_lists: Mapping[tuple[str, int], StatusList] = field(default_factory=dict)
    """By purpose and number."""
    heads: Mapping[int, bytes] = field(default_factory=dict)
    """Signed checkpoints by size, ascending."""

    strays: frozenset[int] = frozenset()
    """Chunks whose file holds documents of an interrupted run, which the log does not know."""

    @property
    def size(self) -> int:
        return len(self.entries)

    @property
    def head_size(self) -> int:
        """How many entries the newest signed head covers; less than `size` if issuing was cut."""
        return max(self.heads, default=0)

    @property
    def as_of(self) -> datetime | None:
        """The newest second of signing; None before the first."""
        return max((each.valid_from for each in self.status_lists.values()), default=None)

    @cached_property
    def tree(self) -> Tree:
        return Tree([entry.leaf for entry in self.entries])

    @property
    def erased(self) -> Iterator[Erased]:
        return (each for each in self.documents.values() if isinstance(each, Erased))

    @cached_property
    def awards(self) -> Mapping[str, Award]:
        """By public id, in the order of first issue; forgotten ones are not among them."""
        versions: dict[str, list[Document]] = {}
        for document in self.documents.values():
            if isinstance(document, Document) and document.award not in self.forgotten:
                versions.setdefault(document.award, []).append(document)
        return {id_: Award(id_, tuple(found)) for id_, found in versions.items()}

    @cached_property
    def forgotten(self) -> Mapping[str, tuple[Erased, ...]]:
        """Erased versions by public id."""
        found: dict[str, tuple[Erased, ...]] = {}
        for document in self.erased:
            found[document.award] = (*found.get(document.award, ()), document)
        return found

    @property
    def half_forgotten(self) -> Iterator[Document]:
        """Versions that an interrupted run did not come to erase."""
        return (
            each
            for each in self.documents.values()
            if isinstance(each, Document) and each.award in self.forgotten
        )

    @cached_property
    def by_record(self) -> Mapping[str, Award]:
        """Awards by the digest of what their record is known by."""
        return {award.newest.record: award for award in self.awards.values()}

    @cached_property
    def learners(self) -> Mapping[str, LearnerRecord]:
        """The records that are published, by public id."""
        return {
            each.learner: each
            for each in self.learner_documents.values()
            if isinstance(each, LearnerRecord) and each.entry not in self.logged_erasures
        }

    @cached_property
    def former_learners(self) -> frozenset[str]:
        """Public ids of learners whose record was taken back."""
        known = {each.learner for each in self.learner_documents.values()}
        return frozenset(known - self.learners.keys())

    @cached_property
    def logged_erasures(self) -> Mapping[int, Entry]:
        """What the log says was erased: the entry of each, by the number of what it erases."""
        return {
            entry.fact.index: entry for entry in self.entries if isinstance(entry.fact, EraseEntry)
        }

    @cached_property
    def slots(self) -> Mapping[str, frozenset[Slot]]:
        """Every slot ever given, by the purpose of its list."""
        documents, records = self.documents.values(), self.learner_documents.values()
        return {
            REVOCATION: frozenset(each.slot for each in (*documents, *records)),
            SUSPENSION: frozenset(each.suspension for each in documents if each.suspension),
        }

    @cached_property
    def set_slots(self) -> Mapping[str, frozenset[Slot]]:
        """
        By purpose, the slots whose bit must be set.

        Revoked are superseded, withdrawn and forgotten versions, and suspended ones that name no
        list of suspensions.
        """
        withdrawn = {
            version.slot for award in self.awards.values() for version in award.withdrawn_versions
        }
        forgotten = {each.slot for each in self.documents.values() if each.award in self.forgotten}
        living = {each.entry for each in self.learners.values()}
        forgotten |= {
            each.slot for entry, each in self.learner_documents.items() if entry not in living
        }
        set_aside = (award.set_aside for award in self.awards.values())
        return {
            REVOCATION: frozenset(
                withdrawn | forgotten | {each.slot for each in self.signed_after_loss}
            ),
            SUSPENSION: frozenset(slot for slot in set_aside if slot),
        }

    @cached_property
    def signed_after_loss(self) -> tuple[Document, ...]:
        """What a lost key signed when it was in other hands: nobody's word."""
        return tuple(
            each
            for key, size in self.lost_keys.items()
            for each in self.documents.values()
            if isinstance(each, Document) and each.entry >= size and each.is_signed_by(key)
        )

    @cached_property
    def keys(self) -> Mapping[PublicKey, tuple[KeyEntry, ...]]:
        """Every key with its history in the log, oldest first: authoritative over keys/."""
        found: dict[PublicKey, tuple[KeyEntry, ...]] = {}
        for entry in self.entries:
            if isinstance(entry.fact, KeyEntry):
                key = entry.fact.key
                found[key] = (*found.get(key, ()), entry.fact)
        return found

    @cached_property
    def trusted_keys(self) -> Mapping[PublicKey, Role]:
        """Every key that may vouch for what it signed: all but the compromised ones."""
        return {
            key: history[0].role for key, history in self.keys.items() if key not in self.lost_keys
        }

    @cached_property
    def format_keys(self) -> Mapping[Format, Mapping[str, PublicKey]]:
        """The trusted keys that may vouch for each other serialisation, by thumbprint."""
        return {
            format_: {
                key.thumbprint: key
                for key, role in self.trusted_keys.items()
                if role in roles and key.algorithm is algorithm
            }
            for format_, (roles, algorithm) in SIGNED_BY.items()
        }

    @cached_property
    def lost_keys(self) -> Mapping[PublicKey, int]:
        """The compromised keys, each with the size of the log when it was last trusted."""
        return {
            key: entry.size or 0
            for key, history in self.keys.items()
            for entry in history
            if entry.action is KeyAction.COMPROMISED
        }

    @cached_property
    def awarded_definitions(self) -> frozenset[tuple[str, int]]:
        """
        The definitions that may not be replaced: some award was issued under them.

        What a forgotten award was for is not kept, so each that was there before it counts.
        """
        used = {version.definition for award in self.awards.values() for version in award.versions}
        last_erased = max((each.entry for each in self.erased), default=-1)
        older = {
            (entry.fact.slug, entry.fact.version)
            for number, entry in enumerate(self.entries)
            if isinstance(entry.fact, DefinitionEntry) and number < last_erased
        }
        return frozenset(used | older)

    @cached_property
    def versions(self) -> Versions:
        """Of each credential the versions that were issued, ascending."""
        found: dict[str, tuple[int, ...]] = {}
        for slug, version in sorted(self.definitions):
            found[slug] = (*found.get(slug, ()), version)
        return found

    @cached_property
    def logged_definitions(self) -> Mapping[tuple[str, int], str]:
        """The digest of each definition that the log knows, by slug and version; newest wins."""
        return {
            (entry.fact.slug, entry.fact.version): entry.fact.digest
            for entry in self.entries
            if isinstance(entry.fact, DefinitionEntry)
        }

    @cached_property
    def logged_pathways(self) -> Mapping[tuple[str, int], str]:
        """The digest of each text of a pathway that the log knows, by slug and number."""
        return {
            (entry.fact.slug, entry.fact.number): entry.fact.digest
            for entry in self.entries
            if isinstance(entry.fact, PathwayEntry)
        }

    @cached_property
    def newest_pathways(self) -> Mapping[str, tuple[int, Pathway]]:
        """By slug, in their order: the text that counts, and its number."""
        return {
            slug: (number, self.pathways[slug, number]) for slug, number in sorted(self.pathways)
        }

    @cached_property
    def logged_lists(self) -> Mapping[tuple[str, int], str]:
        """The digest of each status list's bits that the log knows; newest wins."""
        return {
            (entry.fact.purpose, entry.fact.number): entry.fact.digest
            for entry in self.entries
            if isinstance(entry.fact, StatusEntry)
        }

    def proof_head(self, entry: int) -> int:
        """Size of the first head that contains the entry: the head of its proof, for ever."""
        return min(size for size in self.heads if size > entry)
