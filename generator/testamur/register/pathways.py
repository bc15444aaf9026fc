"""A pathway's texts as issued, as JSON, and how the log commits to them: by number and digest."""

from __future__ import annotations

from hashlib import sha256

import orjson

from testamur.crypto.jcs import canonical
from testamur.model.pathway import Pathway
from testamur.model.plain import Plain, from_plain, to_plain
from testamur.problems import RegisterError
from testamur.register.entries import PathwayEntry
from testamur.register.folder import RESTORE
from testamur.register.register import Register

_DIGEST_TAG = b"testamur/pathway/v1\n"


def encode(pathway: Pathway) -> bytes:
    """Readable JSON of the decoded fields."""
    return orjson.dumps(to_plain(pathway), option=orjson.OPT_INDENT_2) + b"\n"


def decode(data: bytes) -> Pathway:
    """Raises ValueError for anything that `encode` would not have written."""
    fields: Plain = orjson.loads(data)
    pathway = from_plain(Pathway, fields)
    if encode(pathway) != data:
        raise ValueError("a pathway is written in one way only")
    return pathway


def digest(pathway: Pathway) -> str:
    """SHA-256 over a domain tag and the JCS of the decoded fields, hex."""
    return sha256(_DIGEST_TAG + canonical(to_plain(pathway))).hexdigest()


def count_up(register: Register) -> None:
    """The texts of a pathway follow each other from 1, in the order of the log."""
    last: dict[str, int] = {}
    for entry in register.entries:
        if isinstance(entry.fact, PathwayEntry):
            slug, number = entry.fact.slug, entry.fact.number
            if number != last.get(slug, 0) + 1:
                raise RegisterError(f"pathway {slug} has a text {number} out of its order", RESTORE)
            last[slug] = number


def are_kept(before: Register, after: Register) -> None:
    """Every text of a pathway that the log knows is at hand, and the earlier ones are the same."""
    count_up(after)
    if after.pathways.keys() != after.logged_pathways.keys() or any(
        after.pathways[key] != pathway for key, pathway in before.pathways.items()
    ):
        raise RegisterError("a pathway would lose its text, or get one that was not entered")
