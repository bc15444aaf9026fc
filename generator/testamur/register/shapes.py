"""
What files a register may consist of, by their paths and sizes alone, pure.

A register that comes from elsewhere is held against this before any of it becomes a file. The limits
are there against a hostile remote and a broken disk; no register of a million awards comes near.
"""

from __future__ import annotations

import re

from testamur.register.entries import ENTRIES_A_FILE, MAX_LINE

MAX_FILES = 250_000
"""
Files and folders. A million awards with three entries each make 12,000 files of log, as many of
documents, and 365 heads a year; the rest is definitions.
"""

MAX_BYTES = 16 << 30
"""All files together. A million awards at 7 kB each make 7 GB of documents and 1 GB of log."""

_LOG = ENTRIES_A_FILE * (MAX_LINE + 1)
_DOCUMENTS = 100 << 20
"""What GitHub takes as one file; 256 documents of 7 kB are 2 MB, learners' records are longer."""
_OTHER = 16 << 20
"""A picture has 10 MB at most, texts and status lists far less."""

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CHUNK = r"(?:[0-9]{4}|[1-9][0-9]{4,8})"
_VERSION = r"v[1-9][0-9]{0,8}"
_SHAPES = (
    (re.compile(rf"log/{_CHUNK}\.txt"), _LOG),
    (re.compile(rf"documents/{_CHUNK}\.jsonl"), _DOCUMENTS),
    (
        re.compile(rf"definitions/{_SLUG}/{_VERSION}/(?:definition\.json|badge\.(?:png|svg))"),
        _OTHER,
    ),
    (re.compile(rf"pathways/{_SLUG}/{_VERSION}\.json"), _OTHER),
    (re.compile(r"status/(?:revocation|suspension)-[1-9][0-9]{0,5}\.json"), _OTHER),
    (re.compile(r"heads/[1-9][0-9]{0,14}"), _OTHER),
)


def most_bytes(path: str) -> int | None:
    """
    How many bytes a file may have at this path from the register's folder on; None for a path that
    no register has.

    All letters are small, so that no two paths are one file on any disk.
    """
    return next((most for shape, most in _SHAPES if shape.fullmatch(path)), None)
