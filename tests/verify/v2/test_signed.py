"""Signed Open Badges 2.0 badges: the issuer's key, as its own profile names it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.pictures import itxt, png, svg
from tests.verify.v2.issuer import (
    ASSERTION,
    BADGE,
    HOST,
    KEY,
    LIST,
    PROFILE,
    URN,
    Json,
    Web,
    assertion,
    badge_class,
    hosted_web,
    judged,
    key_document,
    pem,
    profile,
    revocation_list,
    sign,
    signed_assertion,
    signed_web,
    signing_profile,
)

OTHER = "https://other.example"


def test_what_the_issuers_key_signed_is_valid() -> None:
    """
    Said without reserve: it is signed, and the issuer's profile names the key.
    """
    found = judged(sign(signed_assertion()), signed_web(), email="Ada@example.org")

    assert "valid" == found.word.value, found
    assert (
        "Valid. Issued by Example Academy (badges.example.org) on 1 March 2026." == found.sentence()
    )
    assert found.step("recipient").outcome.value == "held"
    assert found.as_json()["word_of"] is None


def test_both_places_of_an_svg_must_hold_one_badge() -> None:
    """
    Some programs read `verify`, others the body: where these are two badges, none is chosen.
    """
    signed = sign(signed_assertion()).decode()
    said, other = json.dumps(signed_assertion()), json.dumps(signed_assertion(evidence=HOST))
    hosted = json.dumps(assertion())
    web = Web(signed_web().documents | hosted_web(profile=signing_profile()).documents)

    for verify, body, word in (
        (signed, said, "valid"),
        (ASSERTION, hosted, "valid"),
        (signed, other, "altered"),
        (signed, hosted, "altered"),
        ("https://evil.example/1.json", hosted, "altered"),
        ("eyJ.eyJ.", said, "altered"),
    ):
        assert word == judged(_both(verify, body), web).word.value, (verify, body)


def _both(verify: str, body: str) -> bytes:
    return svg(
        f'<openbadges:assertion verify="{verify}"><![CDATA[{body}]]></openbadges:assertion>',
        ' xmlns:openbadges="http://openbadges.org"',
    )


@pytest.mark.parametrize(
    "picture",
    [
        lambda text: png(itxt(text, b"openbadges")),
        lambda text: svg(
            f'<openbadges:assertion verify="{text.decode()}"/>',
            ' xmlns:openbadges="http://openbadges.org"',
        ),
        lambda text: b" " + text + b"\n",
    ],
)
def test_it_may_be_inside_a_picture(picture: Any) -> None:
    """
    In the chunk of a PNG, in the attribute of an SVG, in a file of its own.
    """
    assert "valid" == judged(picture(sign(signed_assertion())), signed_web()).word.value


@pytest.mark.parametrize(
    ("payload", "web"),
    [
        (signed_assertion(verification={"type": "signed"}), signed_web()),
        (signed_assertion(badge=badge_class(id="urn:uuid:1", name="As issued")), signed_web()),
        (signed_assertion(badge=badge_class(name="As issued")), signed_web(badge=b"{}")),
        (signed_assertion(), signed_web(profile=signing_profile(publicKey=key_document()))),
        (
            signed_assertion(verification={"type": "SignedBadge"}),
            signed_web(
                profile=signing_profile(
                    publicKey=[key_document(id=None, publicKeyPem=pem("x")), KEY]
                )
            ),
        ),
        (signed_assertion(), signed_web(profile=profile(publicKey=KEY))),
    ],
)
def test_many_honest_forms(payload: Json, web: Web) -> None:
    """
    No creator, an embedded badge class, embedded keys, several keys, no revocation list.
    """
    found = judged(sign(payload), web)

    assert "valid" == found.word.value, found


@pytest.mark.parametrize(
    "changes",
    [
        {"issuedOn": "2026-03-02T00:00:00Z"},
        {"badge": f"{HOST}/badges/other.json"},
        {"recipient": {"type": "email", "hashed": False, "identity": "eve@example.org"}},
        {"expires": "2999-01-01T00:00:00Z"},
        {"id": "urn:uuid:b953081a-4bbd-4927-9653-7219bca00e3b"},
    ],
)
def test_no_signed_word_can_be_changed(changes: Json) -> None:
    """
    The payload of one badge under the signature of another.
    """
    header, _payload, signature = sign(signed_assertion()).split(b".")
    payload = sign(signed_assertion(**changes)).split(b".")[1]
    web = signed_web()
    web.documents[f"{HOST}/badges/other.json"] = badge_class(id=f"{HOST}/badges/other.json")
    found = judged(b".".join([header, payload, signature]), web)

    assert ("altered", 1) == (found.word.value, found.word.exit_code)
    assert "signature does not fit" in found.sentence()
    assert found.summary.issuer is None


FORGED: dict[str, tuple[bytes, Web, str]] = {
    "another key": (sign(signed_assertion(), key="mallory"), signed_web(), "altered"),
    "no algorithm": (
        sign(signed_assertion(), header={"alg": "none"}),
        signed_web(),
        "altered",
    ),
    "a shared secret": (sign(signed_assertion(), header={"alg": "HS256"}), signed_web(), "altered"),
    "another kind of key": (
        sign(signed_assertion(), header={"alg": "ES256"}),
        signed_web(),
        "altered",
    ),
    "its own key in the header": (
        sign(signed_assertion(), key="mallory", header={"alg": "RS256", "jwk": {"kty": "RSA"}}),
        signed_web(),
        "altered",
    ),
    "a key that the issuer does not list": (
        sign(
            signed_assertion(verification={"type": "SignedBadge", "creator": f"{OTHER}/key"}),
            key="mallory",
        ),
        signed_web(),
        "altered",
    ),
    "an issuer inside who lists it": (
        sign(
            signed_assertion(
                badge=badge_class(
                    issuer=signing_profile(publicKey=key_document(publicKeyPem=pem("mallory")))
                )
            ),
            key="mallory",
        ),
        signed_web(),
        "altered",
    ),
    "a key of somebody else": (
        sign(signed_assertion()),
        signed_web(key=key_document(owner=f"{OTHER}/issuer.json")),
        "altered",
    ),
    "a weak key": (
        sign(signed_assertion()),
        signed_web(key=key_document(publicKeyPem=pem("weak", 1024))),
        "altered",
    ),
    "no PEM": (sign(signed_assertion()), signed_web(key=key_document(publicKeyPem="x")), "altered"),
    "a key without an owner": (
        sign(signed_assertion()),
        signed_web(key=key_document(owner=None)),
        "altered",
    ),
    "a key under another name": (
        sign(signed_assertion()),
        signed_web(key=key_document(id=f"{HOST}/keys/2.json")),
        "altered",
    ),
    "hosted, it says": (sign(assertion()), signed_web(), "altered"),
    "revoked, it says": (sign(signed_assertion(revoked=True)), signed_web(), "altered"),
    "no recipient": (sign({**signed_assertion(), "recipient": None}), signed_web(), "altered"),
    "an issuer without keys": (
        sign(signed_assertion()),
        signed_web(profile=profile()),
        "unknown",
    ),
    "an algorithm that is not read": (
        sign(signed_assertion(), header={"alg": "PS256"}),
        signed_web(),
        "unknown",
    ),
    "an empty header": (sign(signed_assertion(), header={"typ": "JWT"}), signed_web(), "altered"),
    "another payload": (sign({"type": "Assertion"}), signed_web(), "altered"),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_the_issuer_did_not_sign_is_not_valid(name: str) -> None:
    """
    One forgery at a time; nothing that the forger wrote is repeated.
    """
    data, web, word = FORGED[name]
    found = judged(data, web)

    assert word == found.word.value, found
    assert "Forge" not in json.dumps(found.as_json())


@pytest.mark.parametrize(
    ("entries", "word"),
    [
        ((URN,), "revoked"),
        (({"id": URN, "revocationReason": "Copied."},), "revoked"),
        (({"uid": "17", "revocationReason": "Copied."},), "revoked"),
        (({"id": URN, "revoked": False},), "valid"),
        (({"id": f"{URN}0"}, {"uid": "1"}), "valid"),
        ((), "valid"),
    ],
)
def test_the_issuers_list_takes_badges_back(entries: tuple[Json | str, ...], word: str) -> None:
    """
    By id, by the older uid, with a reason or without.
    """
    found = judged(sign(signed_assertion(uid="17")), signed_web(list=revocation_list(*entries)))

    assert word == found.word.value
    if word == "revoked":
        assert "Withdrawn" in found.sentence()
        assert "Issued by Example Academy" in found.sentence()


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{}",
        b"[]",
        revocation_list(revokedAssertions=None),
        revocation_list(17),  # type: ignore[arg-type]  # what a careless issuer writes
        revocation_list({}),
        revocation_list(id=f"{HOST}/other.json"),
        revocation_list(type="Assertion"),
        None,
    ],
)
def test_a_list_that_cannot_be_read_leaves_it_unknown(document: Json | bytes | None) -> None:
    """
    Whether the badge was taken back is not known, and it is not called valid.
    """
    found = judged(sign(signed_assertion()), signed_web(list=document))

    assert "unknown" == found.word.value
    assert "revocation list cannot be read" in found.sentence()


@pytest.mark.parametrize("missing", [KEY, PROFILE, BADGE, LIST])
def test_what_cannot_be_asked_is_unknown(missing: str) -> None:
    """
    Key, profile, badge class and list are the issuer's own word, and each is needed.
    """
    web = signed_web()
    del web.documents[missing]

    assert "unknown" == judged(sign(signed_assertion()), web).word.value


def test_it_ends() -> None:
    """
    A signed badge has dates like any other.
    """
    ended = sign(signed_assertion(expires="2026-11-01T00:00:00Z"))

    assert "expired" == judged(ended, signed_web()).word.value
    assert "foreign" == judged(ended, signed_web(), expected_site=OTHER).word.value


def test_the_profile_is_never_asked_for_more_keys_than_there_is_patience_for() -> None:
    """
    A profile may list any number of keys; few are tried.
    """
    keys = [f"{HOST}/keys/{number}" for number in range(90)]
    web = signed_web(profile=signing_profile(publicKey=keys))
    found = judged(sign(signed_assertion(verification={"type": "signed"})), web)

    assert "unknown" == found.word.value
    assert len(web.asked) < 25
