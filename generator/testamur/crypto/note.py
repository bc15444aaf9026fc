"""
Signed heads of the log and proofs about it, as text: C2SP signed-note, tlog-checkpoint, tlog-proof.

Reading is strict. Where the formats leave room that we do not use (extension lines, many
signatures), a note that takes it is refused, so that no two notes of ours say the same.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from testamur.crypto.keys import SIGNATURE_LENGTH, Algorithm, PublicKey
from testamur.crypto.merkle import HASH_LENGTH
from testamur.crypto.signer import Signer

MAX_SIGNATURES = 100
MAX_NOTE = 512_000
"""Bytes of a note or a proof that are read: room for signatures of several kB."""
MAX_PROOF_HASHES = 63

_KEY_ID_LENGTH = 4
_ED25519 = b"\x01"
_PROOF_HEADER = "c2sp.org/tlog-proof@v1"
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z")
_NAME = re.compile(r"[^\s+\x00-\x20\x7f]+\Z")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteError(ValueError):
    """A note, checkpoint or proof that is not what it should be, in one sentence."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: `root` is the Merkle tree hash of its first `size` entries."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """An offline proof that an entry is in a log; `extra` is not covered by any signature."""

    index: int
    hashes: tuple[bytes, ...]
    note: bytes
    extra: bytes | None = None


def key_id(name: str, key: PublicKey) -> bytes:
    """Four bytes that hint at the key: signed-note, "Signatures", type 0x01."""
    _check_key(name, key)
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + key.raw).digest()[:_KEY_ID_LENGTH]


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """The checkpoint as a note signed under its origin. Raises NoteError if it cannot be one."""
    if checkpoint.size < 0 or len(checkpoint.root) != HASH_LENGTH:
        raise NoteError("a checkpoint has a size from 0 on and a root hash of 32 bytes")
    name = checkpoint.origin
    hint = key_id(name, signer.public_key)
    text = f"{name}\n{checkpoint.size}\n{_base64(checkpoint.root)}\n"
    signature = hint + signer.sign(text.encode())
    return f"{text}\n\u2014 {name} {_base64(signature)}\n".encode()


def open_checkpoint(note: bytes, origin: str, keys: Sequence[PublicKey]) -> Checkpoint:
    """
    Read a checkpoint of `origin` that at least one of `keys` has signed.

    Signatures by keys that are not given are passed over, as the specification asks. Raises
    NoteError for any departure from the format, another origin, extension lines, more than 100
    signatures, two by the same key, a false one by a known key, and for none by a known key.
    """
    text, lines = _split_note(note)
    known = {(origin, key_id(origin, key)): key for key in keys}
    seen: set[tuple[str, bytes]] = set()
    held = False
    for line in lines:
        name, hint, signature = _signature(line)
        if (name, hint) in seen:
            raise NoteError("the note has two signatures by the same key")
        seen.add((name, hint))
        key = known.get((name, hint))
        if key is None:
            continue
        if len(signature) != SIGNATURE_LENGTH or not key.verify(signature, text.encode()):
            raise NoteError("the note has a false signature by a known key")
        held = True
    if not held:
        raise NoteError("the note is not signed by a known key")
    checkpoint = _checkpoint(text)
    if checkpoint.origin != origin:
        raise NoteError("the checkpoint is of another log")
    return checkpoint


def encode_proof(
    index: int, hashes: Sequence[bytes], checkpoint_note: bytes, extra: bytes | None
) -> bytes:
    """A `.tlog-proof` file around a signed checkpoint. Raises NoteError for impossible parts."""
    if index < 0 or any(len(item) != HASH_LENGTH for item in hashes):
        raise NoteError("a proof has an index from 0 on and hashes of 32 bytes")
    head = [_PROOF_HEADER]
    if extra is not None:
        head.append(f"extra {_base64(extra)}")
    head.append(f"index {index}")
    head += [_base64(item) for item in hashes]
    return "".join(f"{line}\n" for line in [*head, ""]).encode() + checkpoint_note


def decode_proof(data: bytes) -> Proof:
    """
    Read a `.tlog-proof` file; its checkpoint is cut out, not judged.

    Raises NoteError for any departure from the format.
    """
    head, empty, note = _text(data).partition("\n\n")
    lines = head.split("\n")
    if not empty or not note or lines.pop(0) != _PROOF_HEADER:
        raise NoteError(f"not a proof: it begins with {_PROOF_HEADER} and ends in a checkpoint")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = _unbase64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise NoteError("the proof names no index")
    index = _decimal(lines.pop(0).removeprefix("index "))
    if len(lines) > MAX_PROOF_HASHES:
        raise NoteError("the proof has more hashes than a tree has levels")
    return Proof(index, tuple(_hash(line) for line in lines), note.encode(), extra)


def _split_note(note: bytes) -> tuple[str, list[str]]:
    """The signed text, with its final newline, and the signature lines without theirs."""
    content = _text(note)
    text, blank, signatures = content.rpartition("\n\n")
    if not blank or not text or not signatures.endswith("\n"):
        raise NoteError("not a note: text, an empty line and signatures, each line ended")
    lines = signatures[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(f"the note has more than {MAX_SIGNATURES} signatures")
    return text + "\n", lines


def _signature(line: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not _NAME.match(parts[1]):
        raise NoteError("a line of the note is no signature line")
    data = _unbase64(parts[2])
    if len(data) <= _KEY_ID_LENGTH:
        raise NoteError("a signature of the note is too short")
    return parts[1], data[:_KEY_ID_LENGTH], data[_KEY_ID_LENGTH:]


def _checkpoint(text: str) -> Checkpoint:
    lines = text[:-1].split("\n")
    if len(lines) != 3 or not lines[0]:
        raise NoteError("a checkpoint has three lines: origin, size and root hash")
    return Checkpoint(origin=lines[0], size=_decimal(lines[1]), root=_hash(lines[2]))


def _check_key(name: str, key: PublicKey) -> None:
    if key.algorithm is not Algorithm.ED25519:
        raise NoteError("notes are signed with Ed25519")
    if not _NAME.match(name):
        raise NoteError("the name of a note key has no spaces, plus signs or control characters")


def _text(data: bytes) -> str:
    if len(data) > MAX_NOTE:
        raise NoteError(f"a note of more than {MAX_NOTE} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteError("a note is text in UTF-8") from None
    if _CONTROL.search(text):
        raise NoteError("a note has no control characters but the newline")
    return text


def _decimal(text: str) -> int:
    number = int(text) if _DECIMAL.match(text) else -1
    if not 0 <= number < 2**63:
        raise NoteError("a size or index is a plain decimal number below 2^63")
    return number


def _hash(text: str) -> bytes:
    data = _unbase64(text)
    if len(data) != HASH_LENGTH:
        raise NoteError(f"a hash has {HASH_LENGTH} bytes")
    return data


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("not base64") from None
    if _base64(data) != text:
        raise NoteError("not base64 in its one canonical form")
    return data
