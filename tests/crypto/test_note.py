"""Signed heads and proofs as text; most of these tests are about what is refused."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto import note
from testamur.crypto.keys import PublicKey
from testamur.crypto.merkle import Tree, check_inclusion, leaf_hash
from testamur.crypto.note import (
    Checkpoint,
    NoteError,
    Proof,
    decode_proof,
    encode_proof,
    open_checkpoint,
    sign_checkpoint,
)
from testamur.crypto.signer import Ed25519Signer

from .support import OTHER_SIGNER, SIGNER
from .test_keys import P256_KEY

ORIGIN = "badges.example/register"
HEAD = Checkpoint(ORIGIN, 5, bytes(range(32)))
NOTE = sign_checkpoint(HEAD, SIGNER)
KEYS = [SIGNER.public_key]


def signed(text: str, *signers: Ed25519Signer, name: str = ORIGIN) -> bytes:
    """Any text as a note, well-formed or not."""
    lines = [
        f"\u2014 {name} "
        + base64.b64encode(
            note.key_id(ORIGIN, signer.public_key) + signer.sign(text.encode())
        ).decode()
        + "\n"
        for signer in signers or (SIGNER,)
    ]
    return f"{text}\n{''.join(lines)}".encode()


def head_text(size: str = "5", root: bytes = HEAD.root, more: str = "") -> str:
    return f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n{more}"


def test_published_note() -> None:
    """
    The first four bytes of the signature in the published note are the id of its key.
    """
    # golang.org/x/mod/sumdb/note: the example key "PeterNeumann" of its verifier line
    raw = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    key = PublicKey(SIGNER.public_key.algorithm, raw[1:])

    assert "c74f20a3" == note.key_id("PeterNeumann", key).hex()


def test_a_checkpoint_comes_back() -> None:
    """
    What was signed is read with the right key, among others and beside unknown signatures.
    """
    assert HEAD == open_checkpoint(NOTE, ORIGIN, KEYS)
    assert HEAD == open_checkpoint(NOTE, ORIGIN, [OTHER_SIGNER.public_key, *KEYS])
    both = signed(head_text(), OTHER_SIGNER, SIGNER)
    assert HEAD == open_checkpoint(both, ORIGIN, KEYS)
    assert NOTE == signed(head_text())


@settings(max_examples=80)
@given(st.integers(0, 8 * len(NOTE) - 1))
def test_v21_any_changed_bit(bit: int) -> None:
    """
    A note with one bit changed is refused.
    """
    changed = bytearray(NOTE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NoteError):
        open_checkpoint(bytes(changed), ORIGIN, KEYS)


@pytest.mark.parametrize(
    "size",
    [
        "+5",
        "05",
        "1_0",
        "٥",
        "-5",
        " 5",
        "5 ",
        "",
        "5.0",
        "0x5",
        "5e0",
        "５",
        "00",
        str(2**63),
        str(2**64),
        "9" * 5000,
    ],
)
def test_v21_sizes(size: str) -> None:
    """
    A size is a plain decimal number: no sign, leading zero, underscore or foreign digit.
    """
    with pytest.raises(NoteError):
        open_checkpoint(signed(head_text(size)), ORIGIN, KEYS)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n5\n", b"\n5\t\n"),
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data + b" ",
        lambda data: b"\n" + data,
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data + data.splitlines(keepends=True)[-1],
        lambda data: data + "\u2014 other.example AAAAAQ==\n".encode() * 2,
        lambda data: data.replace("\u2014 ".encode(), b"- "),
        lambda data: data.replace("\u2014 ".encode(), "\u2014  ".encode()),
        lambda data: data.split("\u2014".encode())[0],
        lambda data: data.replace(b"=\n", b"\n"),
        lambda _: b"",
        lambda _: b"\n\n",
        lambda data: b"\xff" + data,
        lambda data: data + bytes(600_000),
        lambda data: data + "\u2014 a+b AAAAAAA=\n".encode(),
        lambda data: data + "\u2014 a\u00a0b AAAAAAA=\n".encode(),
        lambda data: data + "\u2014 short AAAAAA==\n".encode(),
        lambda data: data + "\u2014 spare AAAAAAB=\n".encode(),
    ],
)
def test_v21_other_spellings(spoil: Callable[[bytes], bytes]) -> None:
    """
    Other line ends, tabs, missing newlines, repeated and ill-formed signature lines are refused.
    """
    with pytest.raises(NoteError):
        open_checkpoint(spoil(NOTE), ORIGIN, KEYS)


@pytest.mark.parametrize(
    "text",
    [
        head_text(more="an extension\n"),
        head_text(more="\n"),
        head_text(root=bytes(31)),
        head_text(root=bytes(33)),
        f"{ORIGIN}\n5\n",
        f"\n5\n{base64.b64encode(HEAD.root).decode()}\n",
        head_text().replace(ORIGIN, "other.example/register"),
        head_text().replace("=", ""),
    ],
)
def test_v21_signed_but_no_checkpoint(text: str) -> None:
    """
    A good signature does not save another log's head, an extension line, or a false root.
    """
    with pytest.raises(NoteError):
        open_checkpoint(signed(text), ORIGIN, KEYS)


def test_v21_number_of_signatures() -> None:
    """
    A hundred signatures are read, one more is refused.
    """
    strangers = [
        f"\u2014 witness{number}.example {base64.b64encode(bytes(68)).decode()}\n".encode()
        for number in range(100)
    ]

    assert HEAD == open_checkpoint(NOTE + b"".join(strangers[:99]), ORIGIN, KEYS)
    with pytest.raises(NoteError, match="more than 100"):
        open_checkpoint(NOTE + b"".join(strangers), ORIGIN, KEYS)


def test_v21_two_lines_by_the_same_key() -> None:
    """
    Two signatures by one key are refused, even if both are good.
    """
    with pytest.raises(NoteError, match="same key"):
        open_checkpoint(signed(head_text(), SIGNER, SIGNER), ORIGIN, KEYS)


def test_v21_unknown_key() -> None:
    """
    A note without a signature by a known key, or with a false one, is refused.
    """
    with pytest.raises(NoteError, match="not signed by a known key"):
        open_checkpoint(NOTE, ORIGIN, [OTHER_SIGNER.public_key])
    with pytest.raises(NoteError, match="not signed by a known key"):
        open_checkpoint(NOTE, ORIGIN, [])
    with pytest.raises(NoteError, match="not signed by a known key"):
        open_checkpoint(signed(head_text(), name="other.example"), ORIGIN, KEYS)
    with pytest.raises(NoteError, match="false signature"):
        open_checkpoint(NOTE.replace(b"\n5\n", b"\n6\n"), ORIGIN, KEYS)


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\nb", "a\u2028b", "a\tb"])
def test_v21_origins_that_cannot_be_signed(origin: str) -> None:
    """
    An origin that would not survive as a line and a key name is refused.
    """
    with pytest.raises(NoteError):
        sign_checkpoint(Checkpoint(origin, 5, bytes(32)), SIGNER)


def test_v21_impossible_heads() -> None:
    """
    A negative size, a short root and a key of the wrong kind are refused before signing.
    """
    for head in (Checkpoint(ORIGIN, -1, bytes(32)), Checkpoint(ORIGIN, 1, bytes(31))):
        with pytest.raises(NoteError):
            sign_checkpoint(head, SIGNER)
    with pytest.raises(NoteError, match="Ed25519"):
        note.key_id(ORIGIN, P256_KEY)


@settings(max_examples=40)
@given(
    st.integers(0, 2**63 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=63),
    st.none() | st.binary(max_size=50),
)
def test_a_proof_comes_back(index: int, hashes: list[bytes], extra: bytes | None) -> None:
    """
    Whatever is written into a proof file is read from it.
    """
    data = encode_proof(index, hashes, NOTE, extra)

    assert Proof(index, tuple(hashes), NOTE, extra) == decode_proof(data)


def test_a_proof_file_as_a_whole() -> None:
    """
    A proof file reads line by line as the specification shows it, and proves its entry.
    """
    tree = Tree([leaf_hash(entry) for entry in (b"a", b"b", b"c")])
    head = sign_checkpoint(Checkpoint(ORIGIN, 3, tree.root()), SIGNER)
    data = encode_proof(2, tree.inclusion(2, 3), head, b"\x01\x02")
    proof = decode_proof(data)
    checkpoint = open_checkpoint(proof.note, ORIGIN, KEYS)

    assert [
        "c2sp.org/tlog-proof@v1",
        "extra AQI=",
        "index 2",
        base64.b64encode(tree.root(2)).decode(),
        "",
        ORIGIN,
        "3",
    ] == data.decode().split("\n")[:7]
    assert check_inclusion(
        leaf_hash(b"c"), proof.index, checkpoint.size, proof.hashes, checkpoint.root
    )


PROOF = encode_proof(7, [bytes(32), bytes(range(32))], NOTE, b"extra")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"@v1", b"@v2"),
        lambda data: data.replace(b"index 7", b"index 07"),
        lambda data: data.replace(b"index 7", b"index +7"),
        lambda data: data.replace(b"index 7", b"index -7"),
        lambda data: data.replace(b"index 7", b"index  7"),
        lambda data: data.replace(b"index 7", b"index"),
        lambda data: data.replace(b"index 7", b"index " + str(2**64).encode()),
        lambda data: data.replace(b"index 7\n", b""),
        lambda data: data.replace(b"index 7\n", b"index 7\nindex 7\n"),
        lambda data: data.replace(b"extra ", b"Extra "),
        lambda data: data.replace(b"extra ", b"extra ZZ==\nextra "),
        lambda data: data.replace(b"extra ZXh0cmE=", b"extra ZXh0cmE"),
        lambda data: data.replace(b"extra ZXh0cmE=", b"extra ZXh0cmF="),
        lambda data: data.replace(base64.b64encode(bytes(32)), base64.b64encode(bytes(31))),
        lambda data: data.replace(base64.b64encode(bytes(32)), base64.b64encode(bytes(33))),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n\n", b"\n", 1),
        lambda data: data.partition(b"\n\n")[0],
        lambda data: data.partition(b"\n\n")[0] + b"\n\n",
        lambda data: b"\n" + data,
        lambda data: data.replace(b"index 7\n", b"index 7\n" + b"A" * 43 + b"=\n" * 62, 1),
        lambda data: data.replace(b"index 7\n", b"index 7\n" + (b"A" * 43 + b"=\n") * 62, 1),
        lambda data: data.replace(b"extra", b"\x00extra"),
        lambda _: b"",
    ],
)
def test_v22_ill_formed_proofs(spoil: Callable[[bytes], bytes]) -> None:
    """
    Other versions, indices, encodings and hashes of the wrong length are refused.
    """
    assert 7 == decode_proof(PROOF).index
    with pytest.raises(NoteError):
        decode_proof(spoil(PROOF))


def test_v22_impossible_proofs_are_not_written() -> None:
    """
    A negative index and a short hash are refused before they are written.
    """
    with pytest.raises(NoteError):
        encode_proof(-1, [], NOTE, None)
    with pytest.raises(NoteError):
        encode_proof(1, [bytes(31)], NOTE, None)
