"""Other serialisations as derivations: signatures rest on these bytes, so they never change."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto.jcs import canonical
from testamur.model.addresses import Addresses
from testamur.model.formats import Format
from testamur.wire import v2
from testamur.wire.derivations import DERIVATIONS, NEWEST, Source, derivation
from testamur.wire.derivations_1 import assertion_id

AT = Addresses("https://badges.example.org/academy")
AWARD = "0123456789abcdefghjkmnpqrs"
KEY = "6uuEaX_87uMh4VKEtSDkENgjC0g7Evt6vliSnD7XSDE"
PAGE = f"https://badges.example.org/academy/awards/{AWARD}/credential.json"
DOCUMENT: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": PAGE,
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": AT.did, "type": ["Profile"], "name": "Example Academy"},
    "awardedDate": "2026-11-14T00:00:00Z",
    "validFrom": "2026-11-20T09:30:00Z",
    "validUntil": "2027-11-14T00:00:00Z",
    "evidence": [
        {
            "type": ["Evidence"],
            "id": "https://work.example.org/",
            "name": "Gwaith",
            "genre": "artefact",
            "digestMultibase": "uEiA",
        },
        {"type": ["Evidence"], "narrative": "Siarad."},
    ],
    "credentialSubject": {
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "type": ["AchievementSubject"],
        "narrative": "Tri diwrnod “da”.",
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityType": "name",
                "identityHash": "A",
            },
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityType": "emailAddress",
                "identityHash": "sha256$00",
                "salt": "ab",
            },
        ],
        "achievement": {"id": AT.achievement("data-steward", 2), "name": "Data Steward"},
    },
}
FULL = Source(canonical(DOCUMENT), AWARD, 3, ("data-steward", 2), "cy", KEY, AT)
BARE = replace(
    FULL,
    unsigned=canonical(
        {
            **{name: DOCUMENT[name] for name in ("id", "issuer", "awardedDate", "validFrom")},
            "credentialSubject": {"id": "did:key:z6Mk", "achievement": {}},
        }
    ),
    version=1,
    language=None,
)

JWT_CLAIMS = (
    b',"exp":1826150400,"iss":"did:web:badges.example.org:academy","jti":"'
    + PAGE.encode()
    + b'","nbf":1795167000,"sub":"urn:uuid:00000000-0000-4000-8000-000000000001"}'
)
ASSERTION = (
    '{"@context":"https://w3id.org/openbadges/v2","@language":"cy",'
    '"badge":"https://badges.example.org/academy/credentials/data-steward/v2/badgeclass.json",'
    '"evidence":[{"genre":"artefact","id":"https://work.example.org/","name":"Gwaith",'
    '"type":"Evidence"},{"narrative":"Siarad.","type":"Evidence"}],'
    '"expires":"2027-11-14T00:00:00Z","id":"urn:uuid:aa1d35cd-a710-5f8c-bc64-6ab32a1919d5",'
    '"issuedOn":"2026-11-14T00:00:00Z","narrative":"Tri diwrnod “da”.",'
    '"recipient":{"hashed":true,"identity":"sha256$00","salt":"ab","type":"email"},'
    f'"related":[{{"id":"{PAGE}",'
    '"type":["https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"],'
    '"version":"Open Badges v3p0"}],"type":"Assertion",'
    f'"verification":{{"creator":"https://badges.example.org/academy/keys/{KEY}.json",'
    '"type":"SignedBadge"}}'
).encode()
BARE_ASSERTION = (
    '{"@context":"https://w3id.org/openbadges/v2",'
    '"badge":"https://badges.example.org/academy/credentials/data-steward/v2/badgeclass.json",'
    '"id":"urn:uuid:ae665208-3980-5c2b-b6cb-4420e5b94997",'
    '"issuedOn":"2026-11-14T00:00:00Z",'
    '"recipient":{"hashed":false,"identity":"did:key:z6Mk","type":"id"},'
    f'"related":[{{"id":"{PAGE}",'
    '"type":["https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"],'
    '"version":"Open Badges v3p0"}],"type":"Assertion",'
    f'"verification":{{"creator":"https://badges.example.org/academy/keys/{KEY}.json",'
    '"type":"SignedBadge"}}'
).encode()
KID = f"did:web:badges.example.org:academy#{KEY}"


@pytest.mark.parametrize(
    ("format_", "source", "payload"),
    [
        (Format.JWT, FULL, FULL.unsigned[:-1] + JWT_CLAIMS),
        (
            Format.JWT,
            BARE,
            BARE.unsigned[:-1]
            + JWT_CLAIMS.replace(b'"exp":1826150400,', b"").replace(
                b"urn:uuid:00000000-0000-4000-8000-000000000001", b"did:key:z6Mk"
            ),
        ),
        (Format.VC_JWT, FULL, FULL.unsigned),
        (Format.ASSERTION, FULL, ASSERTION),
        (Format.ASSERTION, BARE, BARE_ASSERTION),
    ],
)
def test_the_first_derivations_never_change(
    format_: Format, source: Source, payload: bytes
) -> None:
    """
    Byte for byte: every signature in every register rests on them.
    """
    assert payload == derivation(format_, 1).payload(source)


@pytest.mark.parametrize(
    ("format_", "header"),
    [
        (Format.JWT, {"alg": "ES256", "kid": KID, "typ": "JWT"}),
        (Format.VC_JWT, {"alg": "ES256", "kid": KID, "typ": "vc+jwt", "cty": "vc"}),
        (Format.ASSERTION, {"alg": "RS256"}),
    ],
)
def test_headers_never_change_either(format_: Format, header: dict[str, str]) -> None:
    assert header == derivation(format_, 1).header(FULL)


def test_a_derivation_of_a_later_release_is_not_guessed() -> None:
    for format_ in Format:
        with pytest.raises(ValueError, match="none that this testamur knows"):
            derivation(format_, NEWEST[format_] + 1)

    assert set(Format) == {format_ for format_, _number in DERIVATIONS}


TEXT = st.text(st.characters(exclude_categories=["Cs"], min_codepoint=32), max_size=30)
DATES = st.datetimes().map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20))


@settings(max_examples=50)
@given(TEXT, TEXT, DATES, st.none() | DATES)
def test_a_jwt_is_the_document_and_its_claims(
    name: str, narrative: str, begins: str, ends: str | None
) -> None:
    """
    There and back: without the claims, the payload is the document; the claims repeat it.
    """
    document: dict[str, Any] = {**DOCUMENT, "name": name, "validFrom": begins, "validUntil": ends}
    if ends is None:
        del document["validUntil"]
    document["credentialSubject"] = {**document["credentialSubject"], "narrative": narrative}
    payload = derivation(Format.JWT, 1).payload(replace(FULL, unsigned=canonical(document)))
    found = json.loads(payload)
    claims = {name: found.pop(name, None) for name in ("iss", "sub", "jti", "nbf", "exp")}

    assert document == found
    assert document["issuer"]["id"] == claims["iss"]
    assert document["credentialSubject"]["id"] == claims["sub"]
    assert document["id"] == claims["jti"]
    assert (ends is None) == (claims["exp"] is None)


def test_hosted_and_signed_assertion_say_the_same() -> None:
    """
    But for their id, and for how each is verified.
    """
    signed = json.loads(derivation(Format.ASSERTION, 1).payload(FULL))
    hosted = v2.assertion(DOCUMENT, AWARD, FULL.definition, FULL.language, AT)
    for each in (signed, hosted):
        del each["id"]
        del each["verification"]

    assert hosted == signed


def test_every_version_of_every_award_has_an_assertion_id_of_its_own() -> None:
    """
    A name-based UUID: validators know the versions 1 to 5.
    """
    other = AWARD.replace("0", "1")
    ids = [assertion_id(AT, award, version) for award in (AWARD, other) for version in (1, 2)]

    assert 4 == len(set(ids))
    assert all(each.startswith("urn:uuid:") and each[23] == "5" for each in ids)
    assert not any(AWARD in each for each in ids)
