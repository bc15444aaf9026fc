"""Hosted Open Badges 2.0 badges: the word of an address, and of nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.pictures import chunk, itxt, png, svg
from tests.verify.v2.issuer import (
    ASSERTION,
    BADGE,
    HOST,
    PROFILE,
    Json,
    Web,
    assertion,
    badge_class,
    hosted_web,
    judged,
    profile,
)

OTHER = "https://other.example"


def test_what_stands_at_its_address_is_valid() -> None:
    """
    Every step says what it rests on, and the first sentence that nothing is signed.
    """
    found = judged(assertion(), hosted_web())

    assert (
        "Valid, by the word of badges.example.org alone. "
        "Issued by Example Academy (badges.example.org) on 1 March 2026."
    ) == found.sentence()
    assert "valid" == found.word.value
    assert "badges.example.org" == found.as_json()["word_of"]
    assert (
        "It is not signed: it counts because badges.example.org serves it."
        == found.step("signature").detail
    )
    assert ["not-checked"] * 2 == [
        found.step(name).outcome.value for name in ("recipient", "register")
    ]


@pytest.mark.parametrize(
    "text",
    [
        {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": ASSERTION},
        assertion(issuedOn="2026-03-01T01:00:00+01:00", badge={"id": BADGE, "name": "Elsewhere"}),
        assertion(recipient=None, evidence="https://badges.example.org/evidence"),
        {"uid": "1", "badge": BADGE, "verify": {"type": "hosted", "url": ASSERTION}},
        png(itxt(json.dumps(assertion()).encode(), b"openbadges")),
        png(chunk(b"tEXt", b"openbadges\0" + ASSERTION.encode())),
        svg(
            f'<openbadges:assertion verify="{ASSERTION}"><![CDATA[{json.dumps(assertion())}]]>'
            "</openbadges:assertion>",
            ' xmlns:openbadges="http://openbadges.org"',
        ),
    ],
)
def test_only_the_address_of_what_is_given_counts(text: Json | bytes) -> None:
    """
    The rest of a file or of a picture may have been written by anybody, and nothing is said of it.
    """
    web = hosted_web()
    found = judged(text, web, email="ada@example.org")

    assert "valid" == found.word.value, found
    assert found.step("recipient").outcome.value == "held"
    assert [ASSERTION, BADGE, PROFILE] == web.asked


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"recipient": {"type": "email", "hashed": False, "identity": "eve@example.org"}},
            "it names another recipient",
        ),
        ({"recipient": {**assertion()["recipient"], "salt": "Other"}}, "another recipient"),
        ({"recipient": "eve@example.org"}, "its recipient is missing or not one object"),
        ({"issuedOn": "1999-01-01T00:00:00Z"}, "it has another issuedOn"),
        ({"issuedOn": "1999"}, "its issuedOn is not a moment"),
        ({"expires": "2099-01-01T00:00:00Z"}, "it has another expires"),
        ({"badge": f"{OTHER}/badge"}, "it names another badge class"),
        ({"badge": {"id": f"{OTHER}/badge"}}, "it names another badge class"),
    ],
)
@pytest.mark.parametrize("baked", [True, False])
def test_a_copy_must_not_contradict_its_address(changes: Json, said: str, *, baked: bool) -> None:
    """
    Whoever opens a copy reads the copy: one that names another person or day is not valid.
    """
    text = json.dumps(assertion(**changes)).encode()
    found = judged(png(itxt(text, b"openbadges")) if baked else text, hosted_web())

    assert "altered" == found.word.value
    assert "This copy says otherwise than its own address, https://" in found.sentence()
    assert said in found.sentence()


@pytest.mark.parametrize(
    ("email", "word"),
    [
        ("ada@example.org", "valid"),
        (" Ada@Example.org ", "valid"),
        ("eve@example.org", "altered"),
        ("ada@example.com", "altered"),
    ],
)
def test_its_holder_is_known(email: str, word: str) -> None:
    """
    Hashed with its salt, as typed and in lower case; somebody else is not.
    """
    assert word == judged(assertion(), hosted_web(), email=email).word.value


@pytest.mark.parametrize(
    ("web", "reason"),
    [
        (hosted_web(assertion=assertion(revoked=True, revocationReason="Copied.")), "Copied."),
        (
            hosted_web(
                assertion={"@context": assertion()["@context"], "type": "Assertion"}
                | {"id": ASSERTION, "revoked": True}
            ),
            None,
        ),
        (hosted_web(assertion=None), None),
    ],
)
def test_a_revoked_badge_is_withdrawn(web: Web, reason: str | None) -> None:
    """
    By its body, in full or in short form, or by the answer that it is gone.
    """
    found = judged(assertion(), web)

    assert ("revoked", 12) == (found.word.value, found.word.exit_code)
    assert reason == found.summary.reason
    assert found.sentence().startswith("Withdrawn: Copied." if reason else "Withdrawn.")
    assert found.sentence().endswith("Issued by badges.example.org.")


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"expires": "2026-11-22T11:59:59Z"}, "expired"),
        ({"expires": "2026-11-22T12:00Z"}, "expired"),
        ({"expires": "2026-11-22T12:30:00+01:00"}, "expired"),
        ({"expires": "2027-01-01T00:00:00Z"}, "valid"),
        ({"issuedOn": "2026-11-22T12:00:01Z"}, "not-yet-valid"),
        ({"issuedOn": "2026-11-22T12:00:00.000000+00:00"}, "valid"),
        # Older names of the same things.
        ({"verification": None, "verify": {"type": "hosted"}}, "valid"),
        ({"type": ["Assertion", "extensions:Other"]}, "valid"),
        ({"@context": ["https://w3id.org/openbadges/v2", {"@language": "cy"}]}, "valid"),
    ],
)
def test_its_dates_count(changes: Json, word: str) -> None:
    """
    From the second of issuing to that of its end, in whatever zone they are written.
    """
    badge = assertion(**changes)

    assert word == judged(badge, hosted_web(assertion=badge)).word.value


MALFORMED: dict[str, dict[str, Any]] = {
    "another id": {"assertion": assertion(id=f"{HOST}/assertions/2.json")},
    "no id": {"assertion": assertion(id=None)},
    "no recipient": {"assertion": assertion(recipient=None)},
    "no word on hashing": {
        "assertion": assertion(recipient={"type": "email", "identity": "ada@example.org"})
    },
    "plain where it says hashed": {
        "assertion": assertion(
            recipient={"type": "email", "hashed": True, "identity": "ada@example.org"}
        )
    },
    "hashed where it says plain": {
        "assertion": assertion(
            recipient={"type": "email", "hashed": False, "identity": "sha256$" + "0" * 64}
        )
    },
    "no badge": {"assertion": assertion(badge=None)},
    "no verification": {"assertion": assertion(verification=None)},
    "another verification": {"assertion": assertion(verification={"type": "Trust"})},
    "signed": {"assertion": assertion(verification={"type": "SignedBadge"})},
    "a bare day": {"assertion": assertion(issuedOn="2026-03-01")},
    "a number for a day": {"assertion": assertion(issuedOn=1_772_323_200)},
    "no zone": {"assertion": assertion(issuedOn="2026-03-01T00:00:00")},
    "no such day": {"assertion": assertion(issuedOn="2026-02-30T00:00:00Z")},
    "an end before its beginning": {"assertion": assertion(expires="2026-02-01T00:00:00Z")},
    "another context": {"assertion": assertion() | {"@context": "https://w3id.org/openbadges/v1"}},
    "a list": {"assertion": b"[]"},
    "no JSON": {"assertion": b"<!doctype html>"},
    "a member twice": {"assertion": b'{"id": 1, "id": 2}'},
    "no image": {"badge": badge_class(image=None)},
    "no criteria": {"badge": badge_class(criteria=None)},
    "no description": {"badge": badge_class(description=None)},
    "no name of the badge": {"badge": badge_class(name=None)},
    "no issuer": {"badge": badge_class(issuer=None)},
    "an issuer without an address": {"badge": badge_class(issuer=profile(id=None))},
    "another badge": {"badge": badge_class(id=f"{HOST}/badges/other.json")},
    "not a badge": {"badge": profile(id=BADGE)},
    "another issuer": {"profile": profile(id=f"{OTHER}/issuer.json")},
    "no website": {"profile": profile(url=None)},
    "not an issuer": {"profile": badge_class(id=PROFILE)},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_does_not_say_what_it_should_is_not_valid(name: str) -> None:
    """
    One thing wrong at a time, at the badge's own address or behind it.
    """
    found = judged(assertion(), hosted_web(**MALFORMED[name]))

    assert ("altered", 1) == (found.word.value, found.word.exit_code)
    assert found.sentence().startswith("Not valid. ")
    assert found.summary.issuer is None


SCOPES: dict[str, tuple[dict[str, Any], str]] = {
    "its own prefix": ({"startsWith": f"{HOST}/assertions/"}, "valid"),
    "one of two prefixes": ({"startsWith": [f"{OTHER}/", f"{HOST}/"]}, "valid"),
    "its own host": ({"allowedOrigins": "badges.example.org"}, "valid"),
    "host and prefix": (
        {"allowedOrigins": ["BADGES.example.org"], "startsWith": f"{HOST}/"},
        "valid",
    ),
    "another prefix": ({"startsWith": f"{HOST}/others/"}, "altered"),
    "another host's prefix": ({"startsWith": f"{OTHER}/"}, "altered"),
    "half of a host": ({"startsWith": "https://badges.example"}, "altered"),
    "another scheme": ({"startsWith": "http://badges.example.org/"}, "altered"),
    "another host": ({"allowedOrigins": "other.example"}, "altered"),
    "a host above": ({"allowedOrigins": "example.org"}, "altered"),
    "right host, wrong prefix": (
        {"allowedOrigins": "badges.example.org", "startsWith": f"{OTHER}/"},
        "altered",
    ),
}


@pytest.mark.parametrize("name", SCOPES)
def test_an_issuer_speaks_for_the_addresses_of_its_profile(name: str) -> None:
    """
    `startsWith` and `allowedOrigins` both have to fit, where they are given.
    """
    scope, word = SCOPES[name]
    found = judged(
        assertion(),
        hosted_web(profile=profile(verification={"type": "VerificationObject", **scope})),
    )

    assert word == found.word.value


@pytest.mark.parametrize(
    ("address", "badge"),
    [
        (f"{OTHER}/1.json", BADGE),
        ("https://badges.example.org.evil.example/1.json", BADGE),
        (f"{HOST}:8443/1.json", BADGE),
        (ASSERTION, f"{OTHER}/badge.json"),
        (f"{OTHER}/1.json", f"{OTHER}/badge.json"),
    ],
)
def test_nobody_issues_in_anothers_name(address: str, badge: str) -> None:
    """
    Without a scope of its own, a profile speaks for its own host alone.
    """
    given = assertion(id=address, badge=badge)
    web = Web({address: given, badge: badge_class(id=badge), PROFILE: profile()})
    found = judged(given, web)

    assert "altered" == found.word.value
    assert "Example Academy does not speak for this badge" in found.sentence()
    assert "Forge" not in json.dumps(found.as_json())


@pytest.mark.parametrize(
    "path", ["/assertions/../evil/1.json", "/assertions/%2e%2E/1.json", "/assertions/./1.json"]
)
def test_an_address_may_not_climb_out_of_the_scope(path: str) -> None:
    """
    A server may read it as another address than the one that begins as the profile says.
    """
    address = f"{HOST}{path}"
    scope = {"type": "VerificationObject", "startsWith": f"{HOST}/assertions/"}
    web = hosted_web(profile=profile(verification=scope))
    web.documents[address] = assertion(id=address)

    assert "altered" == judged(assertion(id=address), web).word.value


@pytest.mark.parametrize("missing", [ASSERTION, BADGE, PROFILE])
def test_what_cannot_be_asked_is_unknown(missing: str) -> None:
    """
    Nothing is believed of a badge whose address, badge class or issuer does not answer.
    """
    web = hosted_web()
    del web.documents[missing]
    found = judged(assertion(), web)

    assert ("unknown", 16) == (found.word.value, found.word.exit_code)
    assert f"{missing} answers 404" in found.sentence()


@pytest.mark.parametrize(
    "address", ["http://badges.example.org/1.json", "urn:uuid:1", "file:///etc/passwd", ""]
)
def test_an_address_that_cannot_be_asked_is_unknown(address: str) -> None:
    """
    Only https addresses have a word.
    """
    assert "unknown" == judged(assertion(id=address), hosted_web()).word.value


def test_what_is_embedded_with_an_address_is_asked_there() -> None:
    """
    A badge class inside the assertion is no better than what its own address says.
    """
    inside = badge_class(name="Nobel Prize", issuer=profile(name="Royal Academy"))
    found = judged(assertion(), hosted_web(assertion=assertion(badge=inside)))

    assert ("Forge Safety", "Example Academy") == (found.summary.credential, found.summary.issuer)


def test_a_signed_badge_without_its_signature_is_unknown() -> None:
    """
    As JSON it proves nothing, and nothing is asked.
    """
    web = hosted_web()
    found = judged(assertion(verification={"type": "SignedBadge"}), web)

    assert "unknown" == found.word.value
    assert "its signature is not here" in found.sentence()
    assert [] == web.asked


def test_another_site_is_foreign() -> None:
    """
    With a site at hand, a badge of any other is not judged, and one of this site is.
    """
    web = hosted_web()

    assert "foreign" == judged(assertion(), web, expected_site=OTHER).word.value
    assert [] == web.asked
    assert "valid" == judged(assertion(), web, expected_site=HOST).word.value


def test_nothing_of_a_stranger_reaches_the_terminal() -> None:
    """
    Control characters in names and reasons are taken out.
    """
    loud = "A\x1b[2J\u202eB"
    found = judged(
        assertion(), hosted_web(badge=badge_class(name=loud), profile=profile(name=loud))
    )

    assert "\x1b" not in json.dumps(found.as_json(), ensure_ascii=False)
    assert "A [2J B" == found.summary.issuer
