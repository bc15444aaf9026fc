"""Lists that name what is revoked, and status entries of other issuers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import issuer

from .foreign import DID, HOST, OTHER, Json, badge, judged, proved, said, token, web

LIST = f"{HOST}/revocations"
BITS = f"{HOST}/status/1"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
ID = badge()["id"]


def listed(**changes: Any) -> Json:
    """A badge that names a revocation list."""
    return badge(
        **{
            "@context": [*badge()["@context"], EXTENSIONS],
            "credentialStatus": {"id": LIST, "type": "1EdTechRevocationList"},
            **changes,
        }
    )


def verdict(content: Any) -> Any:
    pages = web() if content is None else web(**{LIST: content})
    return judged(proved(listed()), pages)


@pytest.mark.parametrize("member", ["revokedCredentials", "revokedCredential"])
@pytest.mark.parametrize(
    "entry",
    [
        {"id": ID},
        {"id": ID, "revoked": True, "revocationReason": "Awarded by mistake"},
        ID,
        f" {ID[:-1]}%62",
    ],
)
def test_what_a_list_names_is_revoked(member: str, entry: Any) -> None:
    """
    Under either name of the member, with a reason or without.
    """
    found = verdict({"id": LIST, "issuer": DID, member: [{"id": "urn:uuid:9"}, entry]})

    assert "revoked" == found.word.value
    assert "by the issuer's list, which is not signed" in found.step("status").detail
    if isinstance(entry, dict) and "revocationReason" in entry:
        assert found.sentence().startswith("Withdrawn: Awarded by mistake. Issued by")


@pytest.mark.parametrize(
    "content",
    [
        {"revokedCredential": []},
        {"revokedCredentials": [{"id": "urn:uuid:9"}]},
        {"id": LIST, "issuer": {"id": DID}, "revokedCredential": [{"id": ID, "revoked": False}]},
    ],
)
def test_what_a_list_does_not_name_stands(content: Json) -> None:
    """
    That it rests on an unsigned list is said.
    """
    found = verdict(content)

    assert "valid" == found.word.value
    assert "which is not signed" in found.step("status").detail


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"<!doctype html>",
        b"[" * 10_000,
        [],
        {},
        {"revokedCredential": [7]},
        {"revokedCredential": [{}]},
        {"id": f"{LIST}/2", "revokedCredential": []},
        {"issuer": "did:web:evil.example", "revokedCredential": []},
        {"revokedCredential": "x" * 4_000_000},
    ],
)
def test_lists_that_cannot_be_relied_on(content: Any) -> None:
    """
    Missing, broken, another's: the question stays open.
    """
    found = verdict(content)

    assert "unknown" == found.word.value, said(found)


def bits(marked: list[int], **members: Any) -> Json:
    found: Json = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": BITS,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": DID},
        "validFrom": "2026-11-22T03:00:00Z",
        "credentialSubject": {
            "id": f"{BITS}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": issuer.encoded_list(issuer.bit_array(marked, 8 * 131_072)),
        },
        **members,
    }
    return found


def entry(index: int, **members: Any) -> Json:
    return {
        "id": f"{BITS}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": BITS,
        **members,
    }


def marked(status: Any, signed_list: Any) -> Any:
    return judged(proved(badge(credentialStatus=status)), web(**{BITS: signed_list}))


@pytest.mark.parametrize("as_token", [False, True])
@pytest.mark.parametrize(("index", "word"), [(5, "revoked"), (4, "valid")])
def test_any_issuers_status_list(index: int, word: str, *, as_token: bool) -> None:
    """
    As JSON with a proof, or as a token.
    """
    document = bits([5])
    payload = {**document, "iss": DID}
    content = token(payload, typ="vc+jwt") if as_token else proved(document)

    assert word == marked(entry(index), content).word.value


def test_a_list_is_read_in_either_kind_of_contexts() -> None:
    """
    Issuers of older proofs add their context to the list's.
    """
    more = ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/data-integrity/v2"]

    assert "revoked" == marked(entry(5), proved(bits([5], **{"@context": more}))).word.value


def test_a_list_that_somebody_else_signed() -> None:
    """
    It is never read as "not withdrawn".
    """
    assert "unknown" == marked(entry(4), proved(bits([]), OTHER)).word.value
    assert "unknown" == marked(entry(4), token(bits([]), OTHER, typ="vc+jwt")).word.value
    assert "unknown" == marked(entry(4), bits([])).word.value


@pytest.mark.parametrize(
    ("index", "size", "word"), [(1, 2, "revoked"), (2, 2, "valid"), (0, 8, "revoked")]
)
def test_entries_of_more_than_one_bit(index: int, size: int, word: str) -> None:
    """
    Any of an entry's bits withdraws: place 3 is the second bit of entry 1 of two.
    """
    assert word == marked(entry(index, statusSize=size), proved(bits([3]))).word.value


@pytest.mark.parametrize("size", [0, -1, 33, "2", True, 1.5])
def test_sizes_that_are_none(size: Any) -> None:
    """
    An entry of no size, or of a huge one, is refused.
    """
    document = {
        **proved(badge(credentialStatus=entry(1))),
        "credentialStatus": entry(1, statusSize=size),
    }

    assert "altered" == judged(document, web()).word.value


def test_a_list_too_short_for_its_size() -> None:
    """
    A million bits are fewer than 131,072 entries of nine.
    """
    assert "unknown" == marked(entry(1, statusSize=9), proved(bits([]))).word.value


def test_messages_are_read_out_and_withdraw_nothing() -> None:
    """
    A purpose `message` does not concern validity, but the issuer's words are passed on.
    """
    status = entry(
        1,
        statusPurpose="message",
        statusSize=2,
        statusMessage=[
            {"status": "0x0", "message": "pending review"},
            {"status": "0x1", "message": "accepted by the board"},
        ],
    )
    subject = {**bits([3])["credentialSubject"], "statusPurpose": "message"}
    found = marked([status], proved(bits([3], credentialSubject=subject)))

    assert "valid" == found.word.value, said(found)
    assert "Its issuer notes: accepted by the board." in found.step("status").detail
    assert "valid" == marked([status], b"").word.value
