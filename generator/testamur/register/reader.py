"""
Reads a register from its folder and refuses one that does not hold together.

No key is needed: the log commits to documents, definitions and status bits, and every head is
signed. What only a stranger's check can tell (the proofs of each document) is `verify`'s job.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from testamur.crypto.strict_json import parse as parse_json
from testamur.model.addresses import Addresses
from testamur.model.pathway import Pathway
from testamur.model.picture import Picture
from testamur.problems import REGISTER_REFUSED, Exit, RegisterError, Rule
from testamur.register import (
    definitions,
    documents,
    files,
    learners,
    pathways,
    records,
    serialised,
    soundness,
)
from testamur.register.documents import Document, Erased
from testamur.register.entries import ENTRIES_A_FILE, Entry, parse
from testamur.register.finished import COMPLETE, UNFINISHED, is_finished
from testamur.register.folder import RESTORE, Folder
from testamur.register.learners import ErasedRecord, LearnerRecord
from testamur.register.register import Definition, Register, StatusList
from testamur.register.soundness import BASE_URL_CHANGED, HasSlot
from testamur.wire import bitstring
from testamur.wire.instants import parse_instant

MISSING = Rule("register-missing", "There is no register", exit=Exit.REGISTER)
RULES = (REGISTER_REFUSED, MISSING, UNFINISHED, BASE_URL_CHANGED)

_HEAD_NAME = re.compile(r"heads/([1-9][0-9]{0,14})")
_STATUS_NAME = re.compile(r"status/(revocation|suspension)-([1-9][0-9]{0,5})\.json")
_CHUNK_NAME = re.compile(r"documents/([0-9]{4,9})\.jsonl")

Documents = dict[int, Document | Erased]
Records = dict[int, LearnerRecord | ErasedRecord]


def read(folder: Folder, at: Addresses, *, complete: bool = True) -> Register:
    """
    The register of the site at `at`.

    With `complete=False` a register whose writing was cut short is taken as far as its log
    reaches, for signing to complete it. Raises RegisterError for anything else: missing, cut
    short, edited, another site's, or signed by a key that was not the register's.
    """
    if not is_there(folder):
        raise RegisterError(
            f"there is no register at {folder.name}",
            "restore it from Git, or by `testamur register pull` from branches of its own; only for a "
            "site that has never issued anything, begin one with "
            "`testamur issue --first`",
            MISSING,
        )
    register = Register(addresses=at, entries=tuple(_entries(folder)), heads=_heads(folder))
    # Whose register it is comes first: all else would be another's.
    soundness.heads_are_of_this_log(register)
    found, learned, strays = _documents(folder, register, complete=complete)
    register = replace(
        register,
        documents=found,
        learner_documents=learned,
        strays=strays,
        status_lists=_status_lists(folder),
    )
    records.versions_count_up(register)
    register = replace(register, definitions=_definitions(folder, register, complete=complete))
    register = replace(register, pathways=dict(_pathways(folder, register)))
    soundness.bits_only_grow(register)
    if complete:
        is_finished(register)
    return register


def begin(folder: Folder, at: Addresses) -> Register:
    """
    The register before the first issuing.

    Raises RegisterError if there is one already: it is never started afresh.
    """
    if is_there(folder):
        raise RegisterError(
            f"there is a register at {folder.name} already, and it is never begun anew",
            "issue without --first",
        )
    return Register(addresses=at, strays=frozenset(_chunk(name) for name in _chunks(folder)))


def is_there(folder: Folder) -> bool:
    """Whether a log was begun."""
    return bool(folder.names(files.LOG, "*.txt"))


def status_list_of(purpose: str, number: int, signed: bytes) -> StatusList:
    """The list of its signed JSON. Raises ValueError, KeyError or TypeError for another shape."""
    fields = parse_json(signed)
    if not isinstance(fields, dict) or not isinstance(fields["credentialSubject"], dict):
        raise ValueError("no status list")
    bits = bitstring.decode(str(fields["credentialSubject"]["encodedList"]))
    if len(bits) * 8 != bitstring.ENTRIES or "proof" not in fields:
        raise ValueError("a status list of another length, or one that nobody signed")
    return StatusList(
        purpose=purpose,
        number=number,
        signed=signed,
        bits=bits,
        valid_from=parse_instant(str(fields["validFrom"])),
        valid_until=parse_instant(str(fields["validUntil"])),
    )


def _entries(folder: Folder) -> Iterator[Entry]:
    names = folder.names(files.LOG, "*.txt")
    previous: Entry | None = None
    for number, name in enumerate(names):
        if name != f"{files.LOG}/{files.chunk_name(number, 'txt')}":
            raise RegisterError(f"{folder.of(name)}: the log lacks a file before this one", RESTORE)
        lines = folder.lines(name)
        whole = len(lines) == ENTRIES_A_FILE
        if not whole and not (0 < len(lines) < ENTRIES_A_FILE and number + 1 == len(names)):
            raise RegisterError(
                f"{folder.of(name)} has {len(lines)} entries, not {ENTRIES_A_FILE}", RESTORE
            )
        for line_number, line in enumerate(lines, 1):
            where = f"{folder.of(name)}:{line_number}"
            try:
                entry = parse(line)
            except ValueError as error:
                raise RegisterError(f"{where}: {error}", RESTORE) from error
            if previous and entry.day < previous.day:
                raise RegisterError(f"{where}: the day is before the last", RESTORE)
            previous = entry
            yield entry


def _documents(
    folder: Folder, register: Register, *, complete: bool
) -> tuple[Documents, Records, frozenset[int]]:
    """Awards and learners' records by entry; and the chunks with lines that the log does not know."""
    found: Documents = {}
    learned: Records = {}
    strays: set[int] = set()
    last = -1
    for name in _chunks(folder):
        for line_number, line in enumerate(folder.lines(name), 1):
            where = f"{folder.of(name)}:{line_number}"
            is_record = learners.is_line(line)
            document = learners.decode(line, where) if is_record else documents.decode(line, where)
            if document.entry <= last or document.entry // ENTRIES_A_FILE != _chunk(name):
                raise RegisterError(f"{where}: the line is out of its order", RESTORE)
            last = document.entry
            if not complete:
                document, cut = _completed(document, register)
                strays |= {_chunk(name)} if cut else set()
            if last < register.size:
                entry, at = register.entries[last], register.addresses
                if isinstance(document, Document | Erased):
                    soundness.document_is_committed(document, entry, where)
                    soundness.bookkeeping_is_signed(document, at, where)
                    serialised.follow(document, at, where)
                    found[last] = document
                else:
                    records.is_committed(document, entry, where)
                    records.says_what_is_signed(document, at, where)
                    learned[last] = document
            elif complete:
                raise RegisterError(
                    f"{where} is of entry {last + 1}, which the log lacks",
                    f"{COMPLETE}; if it was not, {RESTORE}",
                    UNFINISHED,
                )
            else:
                strays.add(_chunk(name))
    every = {**found, **learned}
    soundness.nothing_is_missing(every, register.entries)
    soundness.erasures_fit(every, register.entries)
    soundness.events_are_committed(found, register.entries)
    soundness.versions_count_up(found)
    soundness.slots_are_unique(every)
    return found, learned, frozenset(strays)


def _completed(document: HasSlot, register: Register) -> tuple[HasSlot, bool]:
    """As an interrupted run would have left it, as far as its entries came."""
    if isinstance(document, Document | Erased):
        return _without_strays(document, register.size)
    return records.as_logged(document, register)


def _without_strays(document: Document | Erased, size: int) -> tuple[Document | Erased, bool]:
    """
    Without the events that an interrupted run did not come to enter.

    They are not completed: authors' content says them, and the next issuing enters them again.
    """
    if isinstance(document, Erased):
        return document, False
    entered = tuple(event for event in document.events if event.entry < size)
    return replace(document, events=entered), entered != document.events


def _chunks(folder: Folder) -> list[str]:
    names = folder.names(files.DOCUMENTS, "*.jsonl")
    odd = next((name for name in names if not _CHUNK_NAME.fullmatch(name)), None)
    if odd:
        raise RegisterError(f"{folder.of(odd)} is no part of the register", RESTORE)
    return names


def _chunk(name: str) -> int:
    return int(name.removeprefix(f"{files.DOCUMENTS}/").removesuffix(".jsonl"))


def _definitions(
    folder: Folder, register: Register, *, complete: bool
) -> dict[tuple[str, int], Definition]:
    used = {each.definition for each in register.documents.values() if isinstance(each, Document)}
    found: dict[tuple[str, int], Definition] = {}
    for (slug, version), digest in register.logged_definitions.items():
        place = files.definition_folder(slug, version)
        try:
            credential = definitions.decode(folder.read(f"{place}/definition.json"))
        except ValueError as error:
            raise RegisterError(f"{folder.of(place)}: {error}", RESTORE) from error
        picture = _picture(folder, place, credential.picture_type)
        drawn = picture.digest if picture else None
        if definitions.digest(credential) == digest and credential.picture == drawn:
            found[slug, version] = Definition(credential, picture)
        elif complete or (slug, version) in used:
            raise RegisterError(
                f"{folder.of(place)} is not the definition that was issued", RESTORE
            )
        # Otherwise it was being replaced when the last run was cut; signing logs it anew.
    lost = used - found.keys()
    if lost:
        slug, version = min(lost)
        raise RegisterError(f"the log has no definition of {slug} version {version}", RESTORE)
    return found


def _pathways(folder: Folder, register: Register) -> Iterator[tuple[tuple[str, int], Pathway]]:
    pathways.count_up(register)
    for (slug, number), digest in register.logged_pathways.items():
        name = files.pathway_file(slug, number)
        try:
            pathway = pathways.decode(folder.read(name))
        except ValueError as error:
            raise RegisterError(f"{folder.of(name)}: {error}", RESTORE) from error
        if pathway.slug != slug or pathways.digest(pathway) != digest:
            raise RegisterError(f"{folder.of(name)} is not the pathway that was issued", RESTORE)
        yield (slug, number), pathway


def _picture(folder: Folder, place: str, media_type: str | None) -> Picture | None:
    if media_type is None:
        return None
    extension = Picture(media_type, b"").extension
    return Picture(media_type, folder.read(f"{place}/badge.{extension}"))


def _status_lists(folder: Folder) -> dict[tuple[str, int], StatusList]:
    found: dict[tuple[str, int], StatusList] = {}
    for name in folder.names(files.STATUS, "*"):
        parts = _STATUS_NAME.fullmatch(name)
        if not parts:
            raise RegisterError(f"{folder.of(name)} is no status list", RESTORE)
        purpose, number = parts[1], int(parts[2])
        try:
            found[purpose, number] = status_list_of(purpose, number, folder.read(name))
        except (ValueError, KeyError, TypeError) as error:
            raise RegisterError(
                f"{folder.of(name)} is not a list that testamur signed", RESTORE
            ) from error
    return found


def _heads(folder: Folder) -> Mapping[int, bytes]:
    found: dict[int, bytes] = {}
    for name in folder.names(files.HEADS, "*"):
        size = _HEAD_NAME.fullmatch(name)
        if not size:
            raise RegisterError(f"{folder.of(name)} is no head of the register", RESTORE)
        found[int(size[1])] = folder.read(name)
    return dict(sorted(found.items()))
