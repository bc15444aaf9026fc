"""
Boxes that anybody can close and one key opens: age files for one X25519 recipient.

The format is age-encryption.org/v1, so that any age program makes and opens them. A box is written
as the base64 of the file, on one line.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error

import pyrage

MAX_BOX = 8192
"""Bytes of a box; a name and its addresses take a tenth of that."""
PADDED_TO = 256
"""Lengths are rounded up to this, so that a box does not tell how long a name is."""

_MAGIC = b"age-encryption.org/v1\n"
_STANZA = re.compile(rb"^-> ([^ \n]+)", re.MULTILINE)


class BoxError(ValueError):
    """A box that cannot be used, as a clause; it repeats nothing of what is inside."""


def new_identity() -> tuple[str, str]:
    """A secret identity (`AGE-SECRET-KEY-1…`) and the public recipient (`age1…`) that it opens."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def close(data: bytes, recipient: str) -> str:
    """
    The box of `data`, padded with spaces, for whoever has the identity behind `recipient`.

    Chance is the library's own. Raises BoxError for what is no recipient, or for too much.
    """
    padded = data + b" " * (-len(data) % PADDED_TO)
    try:
        box = pyrage.encrypt(padded, [pyrage.x25519.Recipient.from_str(recipient)])
    except pyrage.RecipientError:
        raise BoxError("the public key is none of age's (age1…)") from None
    text = b64encode(box).decode()
    check(text)
    return text


def check(text: str) -> bytes:
    """The file in a box, as far as can be told without the key. Raises BoxError."""
    if len(text) > MAX_BOX * 4 // 3 + 4:
        raise BoxError(f"is larger than {MAX_BOX:,} bytes")
    try:
        box = b64decode(text, validate=True)
    except (Base64Error, ValueError):
        raise BoxError("is not base64") from None
    head, line, _ = box.partition(b"\n--- ")
    if not box.startswith(_MAGIC) or not line:
        raise BoxError("is no age file")
    kinds = [kind for kind in _STANZA.findall(head) if not kind.endswith(b"-grease")]
    if kinds != [b"X25519"]:
        raise BoxError("is not sealed to exactly one X25519 key")
    return box


def open_box(text: str, identity: str) -> bytes:
    """What is inside, with its padding. Raises BoxError, also for a key that is none."""
    box = check(text)
    try:
        key = pyrage.x25519.Identity.from_str(identity.strip())
    except pyrage.IdentityError:
        raise BoxError("cannot be opened: the people key is no age identity") from None
    try:
        return bytes(pyrage.decrypt(box, [key]))
    except pyrage.DecryptError:
        raise BoxError("is sealed to another key, or was altered") from None
