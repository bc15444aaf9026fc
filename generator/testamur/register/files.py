"""
The register as files: which of them a new state writes, in the order that survives a crash.

Documents and definitions come first, then the log, then the status lists, then the head: what
is pointed at stands before what points at it. A run that is cut anywhere leaves documents that
no entry knows (the next run drops them) or entries that no head covers (the next run signs one).
"""

from __future__ import annotations

from collections.abc import Iterator

from testamur.register import definitions, documents, learners, pathways
from testamur.register.entries import ENTRIES_A_FILE
from testamur.register.learners import ErasedRecord, LearnerRecord
from testamur.register.register import Definition, Register

LOG = "log"
DOCUMENTS = "documents"
DEFINITIONS = "definitions"
PATHWAYS = "pathways"
STATUS = "status"
HEADS = "heads"


def changed(old: Register, new: Register) -> Iterator[tuple[str, bytes]]:
    """
    Paths relative to the register's folder, with their bytes, in the order of writing.

    `new` must have grown out of `old`: chunks whose documents are the same objects are not
    written again.
    """
    yield from _documents(old, new, _touched(old, new), erased=False)
    for key, definition in new.definitions.items():
        if old.definitions.get(key) != definition:
            yield from _definition(definition)
    for (slug, number), pathway in new.pathways.items():
        if old.pathways.get((slug, number)) != pathway:
            yield pathway_file(slug, number), pathways.encode(pathway)
    yield from _log(old, new)
    # What the log does not call erased yet is still needed, should the run be cut before it.
    yield from _documents(old, new, _erasing(old, new), erased=True)
    for (purpose, number), status_list in new.status_lists.items():
        if old.status_lists.get((purpose, number)) != status_list:
            yield f"{STATUS}/{purpose}-{number}.json", status_list.signed
    for size, note in new.heads.items():
        if old.heads.get(size) != note:
            yield f"{HEADS}/{size}", note


def chunk_name(chunk: int, extension: str) -> str:
    """`0000.txt`: four digits, more when there are more."""
    return f"{chunk:04}.{extension}"


def definition_folder(slug: str, version: int) -> str:
    return f"{DEFINITIONS}/{slug}/v{version}"


def pathway_file(slug: str, number: int) -> str:
    """The text of a pathway; each has a file of its own, so that none is ever overwritten."""
    return f"{PATHWAYS}/{slug}/v{number}.json"


def _touched(old: Register, new: Register) -> list[int]:
    """The chunks of which some line is new, or goes."""
    changed = [
        entry
        for entry, document in new.documents.items()
        if old.documents.get(entry) is not document
    ]
    changed += [
        entry
        for entry, record in new.learner_documents.items()
        if old.learner_documents.get(entry) is not record
    ]
    return sorted({entry // ENTRIES_A_FILE for entry in changed} | old.strays)


def _erasing(old: Register, new: Register) -> list[int]:
    """The chunks with learners' records that the new state erases."""
    return sorted({entry // ENTRIES_A_FILE for entry in _erased_records(old, new)})


def _erased_records(old: Register, new: Register) -> Iterator[int]:
    for entry, record in old.learner_documents.items():
        if isinstance(record, LearnerRecord) and isinstance(
            new.learner_documents.get(entry), ErasedRecord
        ):
            yield entry


def _documents(
    old: Register, new: Register, chunks: list[int], *, erased: bool
) -> Iterator[tuple[str, bytes]]:
    kept = set() if erased else set(_erased_records(old, new))
    for chunk in chunks:
        lines: list[bytes] = []
        for entry in range(chunk * ENTRIES_A_FILE, (chunk + 1) * ENTRIES_A_FILE):
            if entry in new.documents:
                lines.append(documents.encode(new.documents[entry]) + b"\n")
            elif entry in new.learner_documents:
                records = (old if entry in kept else new).learner_documents
                lines.append(learners.encode(records[entry]) + b"\n")
        yield f"{DOCUMENTS}/{chunk_name(chunk, 'jsonl')}", b"".join(lines)


def _definition(definition: Definition) -> Iterator[tuple[str, bytes]]:
    credential, picture = definition.credential, definition.picture
    folder = definition_folder(credential.slug, credential.version)
    if picture:
        yield f"{folder}/badge.{picture.extension}", picture.data
    yield f"{folder}/definition.json", definitions.encode(credential)


def _log(old: Register, new: Register) -> Iterator[tuple[str, bytes]]:
    if old.size == new.size:
        return
    for chunk in range(old.size // ENTRIES_A_FILE, (new.size - 1) // ENTRIES_A_FILE + 1):
        entries = new.entries[chunk * ENTRIES_A_FILE : (chunk + 1) * ENTRIES_A_FILE]
        lines = b"".join(entry.line + b"\n" for entry in entries)
        yield f"{LOG}/{chunk_name(chunk, 'txt')}", lines
