"""
Reads a register from its folder and refuses one that does not hold together.

No key is needed: the log commits to documents, definitions and status bits, and every head is
signed. What only a stranger's check can tell (the proofs of each document) is `verify`'s job.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from testamur.crypto.note import NoteError, open_checkpoint
from testamur.crypto.strict_json import parse as parse_json
from testamur.model.addresses import Addresses
from testamur.model.picture import Picture
from testamur.problems import REGISTER_REFUSED, Exit, RegisterError, Rule
from testamur.register import definitions, documents, files
from testamur.register.documents import Document, Erased
from testamur.register.entries import (
    ENTRIES_A_FILE,
    Entry,
    EraseEntry,
    IssueEntry,
    Role,
    parse,
)
from testamur.register.register import REVOCATION, Definition, Register, StatusList
from testamur.wire import bitstring
from testamur.wire.instants import parse_instant

_COMPLETE = "the last issuing was interrupted; `testamur refresh` completes it"
RESTORE = "restore it from Git: `git checkout HEAD -- content/register`"

MISSING = Rule("register-missing", "There is no register", exit=Exit.REGISTER)
UNFINISHED = Rule("register-unfinished", "Issuing was interrupted", exit=Exit.REGISTER)
BASE_URL_CHANGED = Rule(
    "base-url-changed",
    "base_url is not the one that everything was issued under",
    exit=Exit.REGISTER,
)
RULES = (REGISTER_REFUSED, MISSING, UNFINISHED, BASE_URL_CHANGED)

_HEAD_NAME = re.compile(r"[1-9][0-9]{0,14}")
_STATUS_NAME = re.compile(r"([a-z]+)-([1-9][0-9]{0,5})\.json")


def read(folder: Path, at: Addresses, *, complete: bool = True) -> Register:
    """
    The register of the site at `at`.

    With `complete=False` a register whose writing was cut short is taken as far as its log
    reaches, for signing to complete it. Raises RegisterError for anything else: missing, cut
    short, edited, another site's, or signed by a key that was not the register's.
    """
    if not _has_log(folder):
        raise RegisterError(
            f"there is no register at {folder}",
            "restore it from Git; only for a site that has never issued anything, begin one with "
            "`testamur issue --first`",
            MISSING,
        )
    register = Register(addresses=at, entries=tuple(_entries(folder)), heads=_heads(folder))
    # Whose register it is comes first: all else would be another's.
    _check_heads(register)
    found, strays = _documents(folder, register.entries, at, complete=complete)
    register = replace(register, documents=found, strays=strays, status_lists=_status_lists(folder))
    register = replace(register, definitions=_definitions(folder, register, complete=complete))
    _check_bits_only_grow(register)
    if complete and (what := unfinished(register)):
        raise RegisterError(
            f"the register is unfinished: {what}",
            _COMPLETE,
            UNFINISHED,
        )
    return register


def begin(folder: Path, at: Addresses) -> Register:
    """
    The register before the first issuing.

    Raises RegisterError if there is one already: it is never started afresh.
    """
    if _has_log(folder):
        raise RegisterError(
            f"there is a register at {folder} already, and it is never begun anew",
            "issue without --first",
        )
    left = (folder / files.DOCUMENTS).glob("*.jsonl")
    strays = frozenset(int(path.stem) for path in left if path.stem.isdecimal())
    return Register(addresses=at, strays=strays)


def _has_log(folder: Path) -> bool:
    # What an interrupted run left under a temporary name is no log.
    return any((folder / files.LOG).glob("*.txt"))


def unfinished(register: Register) -> str | None:
    """What the last signing did not come to write, or None."""
    if register.head_size < register.size:
        return f"its newest head covers {register.head_size} of {register.size} entries"
    erased = {entry.fact.index for entry in register.entries if isinstance(entry.fact, EraseEntry)}
    for document in register.documents.values():
        if isinstance(document, Erased) and document.entry not in erased:
            return f"no. {document.entry + 1} was erased without an entry for it"
    for (purpose, number), digest in register.logged_lists.items():
        status_list = register.status_lists.get((purpose, number))
        if status_list is None or sha256(status_list.bits).hexdigest() != digest:
            return f"status list {purpose}-{number} is not the one of the log"
        if wanted_bits(register, number) != status_list.bits:
            return f"status list {purpose}-{number} does not know of the latest change"
    return None


def wanted_bits(register: Register, number: int) -> bytes:
    """The bits that list `number` must have."""
    return bitstring.bits_of(slot.index for slot in register.set_slots if slot.list == number)


def _entries(folder: Path) -> Iterator[Entry]:
    paths = sorted((folder / files.LOG).glob("*.txt"), key=lambda path: (len(path.name), path.name))
    previous: Entry | None = None
    for number, path in enumerate(paths):
        if path.name != files.chunk_name(number, "txt"):
            raise RegisterError(f"{path}: the log lacks a file before this one", RESTORE)
        lines = _bytes(path).split(b"\n")
        if lines.pop() != b"":
            raise RegisterError(f"{path} is cut short: its last line has no end", RESTORE)
        if (
            not lines
            or len(lines) > ENTRIES_A_FILE
            or (len(lines) < ENTRIES_A_FILE and number + 1 < len(paths))
        ):
            raise RegisterError(f"{path} has {len(lines)} entries, not {ENTRIES_A_FILE}", RESTORE)
        for line_number, line in enumerate(lines, 1):
            try:
                entry = parse(line)
            except ValueError as error:
                raise RegisterError(f"{path}:{line_number}: {error}", RESTORE) from error
            if previous and entry.day < previous.day:
                raise RegisterError(f"{path}:{line_number}: the day is before the last", RESTORE)
            previous = entry
            yield entry


def _documents(
    folder: Path, entries: tuple[Entry, ...], at: Addresses, *, complete: bool
) -> tuple[dict[int, Document | Erased], frozenset[int]]:
    found: dict[int, Document | Erased] = {}
    strays: set[int] = set()
    paths = (folder / files.DOCUMENTS).glob("*.jsonl")
    for path in sorted(paths, key=lambda path: (len(path.name), path.name)):
        lines = _bytes(path).split(b"\n")
        if lines.pop() != b"":
            raise RegisterError(f"{path} is cut short: its last line has no end", RESTORE)
        for line_number, line in enumerate(lines, 1):
            where = f"{path}:{line_number}"
            document = documents.decode(line, where)
            if document.entry >= len(entries):
                if complete:
                    raise RegisterError(
                        f"{where} is of entry {document.entry + 1}, which the log lacks",
                        f"{_COMPLETE}; if it was not, {RESTORE}",
                        UNFINISHED,
                    )
                strays.add(document.entry // ENTRIES_A_FILE)
                continue
            _check_committed(document, entries[document.entry], where)
            _check_bookkeeping(document, at, where)
            found[document.entry] = document
    issued = [number for number, entry in enumerate(entries) if isinstance(entry.fact, IssueEntry)]
    missing = [number for number in issued if number not in found]
    if missing:
        raise RegisterError(
            f"the document of award no. {missing[0] + 1} is missing"
            + (f", and {len(missing) - 1} more" if len(missing) > 1 else ""),
            RESTORE,
        )
    return dict(sorted(found.items())), frozenset(strays)


def _check_committed(document: Document | Erased, entry: Entry, where: str) -> None:
    if not isinstance(entry.fact, IssueEntry):
        raise RegisterError(f"{where}: entry {document.entry + 1} issued nothing", RESTORE)
    if isinstance(document, Document) and document.commitment != entry.fact.commitment:
        raise RegisterError(
            f"{where}: award no. {document.entry + 1} is not what was issued", RESTORE
        )


def _check_bookkeeping(document: Document | Erased, at: Addresses, where: str) -> None:
    """
    What the line says beside the signed text is what the signed text says.

    Quotes inside JSON text are escaped, so these bytes can only be members of the document.
    """
    if isinstance(document, Erased):
        return
    status_list = at.status_list(REVOCATION, document.slot.list)
    for said in (
        f'"id":"{at.credential_json(document.award)}"',
        f'"id":"{at.achievement(*document.definition)}"',
        f'"statusListCredential":"{status_list}","statusListIndex":"{document.slot.index}"',
    ):
        if said.encode() not in document.unsigned:
            raise RegisterError(
                f"{where}: the line says otherwise than the document that it holds", RESTORE
            )


def _definitions(
    folder: Path, register: Register, *, complete: bool
) -> dict[tuple[str, int], Definition]:
    used = {
        document.definition
        for document in register.documents.values()
        if isinstance(document, Document)
    }
    found: dict[tuple[str, int], Definition] = {}
    for (slug, version), digest in register.logged_definitions.items():
        place = folder / files.definition_folder(slug, version)
        try:
            credential = definitions.decode(_bytes(place / "definition.json"))
            picture = _picture(place, credential.picture_type)
        except ValueError as error:
            raise RegisterError(f"{place}: {error}", RESTORE) from error
        intact = definitions.digest(credential) == digest and credential.picture == (
            picture.digest if picture else None
        )
        if intact:
            found[slug, version] = Definition(credential, picture)
        elif complete or (slug, version) in used:
            raise RegisterError(f"{place} is not the definition that was issued", RESTORE)
        # Otherwise it was being replaced when the last run was cut; signing logs it anew.
    lost = used - found.keys()
    if lost:
        raise RegisterError(f"the log has no definition of {min(lost)}", RESTORE)
    return found


def _picture(folder: Path, media_type: str | None) -> Picture | None:
    if media_type is None:
        return None
    return Picture(media_type, _bytes(folder / f"badge.{Picture(media_type, b'').extension}"))


def _status_lists(folder: Path) -> dict[tuple[str, int], StatusList]:
    found: dict[tuple[str, int], StatusList] = {}
    for path in sorted((folder / files.STATUS).glob("*.json")):
        name = _STATUS_NAME.fullmatch(path.name)
        if not name:
            raise RegisterError(f"{path} is no status list", RESTORE)
        try:
            found[name[1], int(name[2])] = status_list_of(name[1], int(name[2]), _bytes(path))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RegisterError(f"{path} is not a list that testamur signed", RESTORE) from error
    return found


def status_list_of(purpose: str, number: int, signed: bytes) -> StatusList:
    """The list of its signed JSON. Raises ValueError, KeyError or TypeError for another shape."""
    fields = parse_json(signed)
    if not isinstance(fields, dict) or not isinstance(fields["credentialSubject"], dict):
        raise ValueError("no status list")
    return StatusList(
        purpose=purpose,
        number=number,
        signed=signed,
        bits=bitstring.decode(str(fields["credentialSubject"]["encodedList"])),
        valid_from=parse_instant(str(fields["validFrom"])),
        valid_until=parse_instant(str(fields["validUntil"])),
    )


def _heads(folder: Path) -> Mapping[int, bytes]:
    found: dict[int, bytes] = {}
    for path in (folder / files.HEADS).glob("*"):
        if _HEAD_NAME.fullmatch(path.name):
            found[int(path.name)] = _bytes(path)
        elif not path.name.startswith("."):
            raise RegisterError(f"{path} is no head of the register", RESTORE)
    return dict(sorted(found.items()))


def _check_heads(register: Register) -> None:
    """Each head is of this site, signed by a register key, and of this very log."""
    keys = [
        key
        for key, history in register.keys.items()
        if any(entry.role is Role.REGISTER for entry in history)
    ]
    origin = register.addresses.origin
    for size, note in register.heads.items():
        signed_as = note.partition(b"\n")[0].decode(errors="replace")
        if signed_as != origin:
            raise RegisterError(
                f"the register is of {signed_as}, but base_url makes it {origin}",
                "put base_url in content/site.yaml back: every credential that was issued names it",
                BASE_URL_CHANGED,
            )
        try:
            head = open_checkpoint(note, origin, keys)
        except NoteError as error:
            raise RegisterError(
                f"head {size} of the register was not signed by its key: {error}", RESTORE
            ) from error
        if head.size != size:
            raise RegisterError(f"head {size} of the register speaks of {head.size}", RESTORE)
        if size > register.size:
            raise RegisterError(
                f"the register was cut short: a head of {size} entries was signed, "
                f"{register.size} are left",
                RESTORE,
            )
        if head.root != register.tree.root(size):
            raise RegisterError(
                f"the log was rewritten: its first {size} entries are not those that were signed",
                RESTORE,
            )


def _check_bits_only_grow(register: Register) -> None:
    """No bit is ever cleared: a reinstated award is a new version with another slot."""
    for (purpose, number), status_list in register.status_lists.items():
        wanted = wanted_bits(register, number)
        if any(signed & ~now for signed, now in zip(status_list.bits, wanted, strict=True)):
            raise RegisterError(
                f"status list {purpose}-{number} withdraws something that the documents say stands",
                RESTORE,
            )
    slots = sorted(
        (document.slot.list, document.slot.index) for document in register.documents.values()
    )
    for first, second in pairwise(slots):
        if first == second:
            raise RegisterError(f"two documents have slot {first[1]} of list {first[0]}", RESTORE)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise RegisterError(f"{path} is missing", RESTORE) from error
