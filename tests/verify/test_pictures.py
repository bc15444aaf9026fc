"""Badges as pictures: what is signed inside is judged, whatever is drawn around it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.verify.document import verify_document
from testamur.verify.site import verify_site
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import Verdict
from testamur.wire.bake import frame, unbake
from testamur.wire.baked import Edition
from tests.support import issuer
from tests.support.issuer import CORRECTED, EXPIRED, REVOKED, VALID, at
from tests.support.pictures import SVG, carrier, chunk, itxt, png, svg

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors"
SITE = issuer.honest_site()
CREDENTIAL = SITE[at(VALID)]
OTHER = SITE[at(CORRECTED)]
UNREAD = "an Open Badges 2.0 badge that cannot be read."
NOT_ASKED = "It is not signed, and its own address cannot be asked: "
PNG_BADGE, SVG_BADGE = f"awards/{VALID}/badge.png", f"awards/{VALID}/badge.svg"


def verdict(picture: bytes) -> Verdict:
    return verify_document(picture, SiteFolder(SITE.get, issuer.BASE_URL), now=issuer.NOW)


def faults(**changes: bytes | None) -> tuple[str, ...]:
    site = issuer.honest_site() | {PNG_BADGE: frame(png()).bake(CREDENTIAL)}
    for path, data in changes.items():
        if data is None:
            del site[path]
        else:
            site[path] = data
    return verify_site(site.get, site, now=issuer.NOW).faults


@pytest.mark.parametrize("picture", [png(), SVG])
@pytest.mark.parametrize(
    ("award", "word"), [(VALID, "valid"), (EXPIRED, "expired"), (REVOKED, "revoked")]
)
def test_a_baked_credential_gets_the_word_it_gets_alone(
    picture: bytes, award: str, word: str
) -> None:
    """
    The verdict is that of the credential; the first step says that the drawing is not signed.
    """
    found = verdict(frame(picture).bake(SITE[at(award)]))
    alone = verdict(SITE[at(award)])

    assert (word, word) == (found.word.value, alone.word.value)
    assert (alone.sentence(), alone.steps[1:]) == (found.sentence(), found.steps[1:])
    assert "the drawing around it is not signed" in found.step("readable").detail


def test_v16_another_picture_changes_nothing_that_is_said() -> None:
    """
    Somebody's credential in somebody else's picture: its signed fields are shown, and no others.
    """
    forged = svg("<title>Nobel Prize</title><text>awarded to Mallory</text>")
    found = verdict(frame(forged).bake(CREDENTIAL))

    assert "valid" == found.word.value
    assert "Ada Lovelace" in found.sentence()
    assert "Nobel" not in json.dumps(found.as_json())
    assert "Only this counts" in found.step("readable").detail


@pytest.mark.parametrize(
    "picture",
    [
        png(itxt(CREDENTIAL), itxt(OTHER)),
        png(itxt(CREDENTIAL), itxt(CREDENTIAL)),
        png(itxt(CREDENTIAL), behind=itxt(OTHER)),
        png(itxt(CREDENTIAL), chunk(b"tEXt", b"openbadgecredential\0" + OTHER)),
        png(itxt(CREDENTIAL), itxt(OTHER, b"openbadges")),
        svg(carrier(CREDENTIAL.decode()) + carrier(OTHER.decode())),
        svg(f"{carrier(CREDENTIAL.decode())}<g>{carrier(OTHER.decode())}</g>"),
    ],
)
def test_v16_of_two_credentials_none_is_chosen(picture: bytes) -> None:
    """
    Programs differ in which one they show, so that neither is called valid.
    """
    found = verdict(picture)

    assert ("altered", 1) == (found.word.value, found.word.exit_code)
    assert "holds 2 credentials" in found.sentence()
    assert "Ada" not in found.sentence()


@pytest.mark.parametrize(
    ("picture", "where"),
    [
        (png(chunk(b"tEXt", b"openbadgecredential\0" + CREDENTIAL)), "in a tEXt chunk"),
        (png(itxt(CREDENTIAL, b"openbadges")), "in the place of an Open Badges 2.0 badge"),
        (svg(f"<g>{carrier(CREDENTIAL.decode())}</g>"), "deep inside the drawing"),
    ],
)
def test_v16_a_credential_in_the_wrong_place_is_judged_with_a_warning(
    picture: bytes, where: str
) -> None:
    """
    It is genuine wherever it stands; that other programs will not find it is said.
    """
    found = verdict(picture)

    assert "valid" == found.word.value
    assert f"It stands {where}, where other programs do not look" in found.step("readable").detail


def test_a_badge_of_the_older_edition_beside_it_is_named() -> None:
    """
    Of a picture with both editions the newer one is judged, and the older one not passed over.
    """
    found = verdict(frame(png(itxt(b'{"type": "Assertion"}', b"openbadges"))).bake(CREDENTIAL))

    assert "valid" == found.word.value
    assert found.step("readable").detail.endswith(
        "an Open Badges 2.0 badge, which was not looked at: it cannot be read."
    )


def older(**changes: object) -> bytes:
    """The 2.0 edition of the credential, as a hosted assertion."""
    subject = json.loads(CREDENTIAL)["credentialSubject"]
    hashed = subject["identifier"][0]
    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"{issuer.BASE_URL}/{at(VALID).replace('credential', 'assertion')}",
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": hashed["salt"],
            "identity": hashed["identityHash"],
        },
        "badge": f"{issuer.BASE_URL}/credentials/forge-safety/v1/badgeclass.json",
        "verification": {"type": "HostedBadge"},
        "issuedOn": json.loads(CREDENTIAL)["awardedDate"],
        "related": [
            {
                "id": f"{issuer.BASE_URL}/{at(VALID)}",
                "type": [
                    "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
                ],
            }
        ],
    }
    return json.dumps({**assertion, **changes}).encode()


@pytest.mark.parametrize("picture", [png(), SVG])
def test_both_editions_of_one_award_are_told(picture: bytes) -> None:
    """
    The signed one is judged; the other one says the same and is named, in either form of picture.
    """
    baked = frame(picture, tuple(Edition)).bake(CREDENTIAL, older())
    found = verdict(baked)
    subject = json.loads(CREDENTIAL)["credentialSubject"]["id"]
    by_id = older(recipient={"type": "id", "hashed": False, "identity": subject})
    again = verdict(frame(baked, tuple(Edition)).bake(CREDENTIAL, by_id))

    assert [Edition.V3, Edition.V2] == [each.edition for each in unbake(baked)]
    for each in (found, again):
        assert "valid" == each.word.value
        assert each.step("readable").detail.endswith(
            "The picture also holds the same award in Open Badges 2.0."
        )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"issuedOn": "2026-03-02T00:00:00Z"}, "it was issued on another day"),
        ({"expires": "2999-01-01T00:00:00Z"}, "it ends on another day"),
        (
            {"recipient": {"type": "email", "hashed": False, "identity": "eve@example.org"}},
            "it names another recipient",
        ),
        (
            {"recipient": {"type": "id", "hashed": False, "identity": "urn:uuid:1"}},
            "it names another recipient",
        ),
        (
            {"related": [{"id": "https://a.example/1", "type": "OpenBadgeCredential"}]},
            "it is an edition of another credential",
        ),
        ({"id": "https://evil.example/assertion.json"}, "it stands on another host"),
    ],
)
@pytest.mark.parametrize("picture", [png(), SVG])
def test_v16_of_two_editions_that_differ_none_is_chosen(
    picture: bytes, changes: dict[str, object], said: str
) -> None:
    """
    A reader of 2.0 would show something else than one of 3.0: the picture is not called valid.
    """
    found = verdict(frame(picture, tuple(Edition)).bake(CREDENTIAL, older(**changes)))

    assert ("altered", 1) == (found.word.value, found.word.exit_code)
    assert said in found.sentence()
    assert "Ada" not in json.dumps(found.as_json())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"https://badges.example.org/1.json", "not written as JSON"),
        (b"eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "not written as JSON"),
        (b"{", "cannot be read"),
        (older(related=[]), "which credential it is an edition of"),
        (older(revoked=True), "it was withdrawn"),
        (older(issuedOn="yesterday"), "it cannot be read"),
        (older(id=f"{issuer.BASE_URL}/awards/other/assertion.json"), "beside the credential"),
    ],
)
def test_what_cannot_be_compared_is_said(text: bytes, said: str) -> None:
    """
    The signed credential keeps its word; of the older badge nothing is claimed.
    """
    found = verdict(png(itxt(CREDENTIAL), itxt(text, b"openbadges")))

    assert "valid" == found.word.value
    assert "an Open Badges 2.0 badge, which was not looked at" in found.step("readable").detail
    assert said in found.step("readable").detail


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (png(), "The PNG picture holds no credential."),
        (SVG, "The SVG picture holds no credential."),
        (png(itxt(b'{"type": "Assertion"}', b"openbadges")), f"The PNG picture holds {UNREAD}"),
        (
            png(chunk(b"tEXt", b"openbadges\0https://a.example/1")),
            f"{NOT_ASKED}https://a.example/1",
        ),
        (png(itxt(CREDENTIAL))[:-1], "The PNG picture is cut short; no credential was read"),
        (
            b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg(carrier(CREDENTIAL.decode())),
            "declarations of its own; no credential was read",
        ),
    ],
)
def test_a_picture_without_a_credential_proves_nothing(picture: bytes, said: str) -> None:
    """
    It could not be checked, and the sentence says what it holds instead.
    """
    found = verdict(picture)

    assert ("unknown", 16) == (found.word.value, found.word.exit_code)
    assert said in found.sentence()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"Dear Ada,",
        b"[]",
        CREDENTIAL.replace(b"Ada Lovelace", b"Mallory"),
        CREDENTIAL + b"{}",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_a_damaged_or_altered_credential_is_not_valid(text: bytes) -> None:
    """
    A picture does not soften what is wrong with the credential inside.
    """
    found = verdict(png(itxt(text)))

    assert "altered" == found.word.value
    assert found.sentence()


def test_a_site_may_hold_its_credentials_as_pictures() -> None:
    """
    A picture with exactly the credential beside it is in order, however the JSON is written.
    """
    rewritten = json.dumps(json.loads(CREDENTIAL), indent=3).encode()

    assert () == faults()
    assert () == faults(**{SVG_BADGE: frame(SVG).bake(rewritten)})


@pytest.mark.parametrize(
    ("path", "picture", "said"),
    [
        (PNG_BADGE, frame(png()).bake(OTHER), "holds another credential than the one beside it"),
        (PNG_BADGE, png(), "does not hold one credential in its place"),
        (PNG_BADGE, png(itxt(CREDENTIAL), itxt(CREDENTIAL)), "does not hold one credential"),
        (PNG_BADGE, png(itxt(CREDENTIAL, b"openbadges")), "does not hold one credential"),
        (SVG_BADGE, svg(f"<g>{carrier(CREDENTIAL.decode())}</g>"), "does not hold one credential"),
        (
            PNG_BADGE,
            frame(png(), tuple(Edition)).bake(CREDENTIAL, older()),
            "holds an Open Badges 2.0 badge, and there is none beside it",
        ),
        (
            PNG_BADGE,
            png(itxt(CREDENTIAL), itxt(older(), b"openbadges"), itxt(older(), b"openbadges")),
            "holds more than one Open Badges 2.0 badge",
        ),
        (PNG_BADGE, frame(png()).bake(CREDENTIAL)[:-1], "is cut short"),
        (PNG_BADGE, png(itxt(b"{")), "holds what cannot be read"),
        (PNG_BADGE, b"", "is neither PNG nor SVG"),
        (
            f"awards/{REVOKED}/badge.png",
            frame(png()).bake(SITE[at(REVOKED)]),
            "is published, though its award is withdrawn",
        ),
        (f"awards/{'0' * 26}/badge.svg", frame(SVG).bake(OTHER), "has no credential beside it"),
    ],
)
def test_a_sites_picture_must_hold_the_credential_beside_it(
    path: str, picture: bytes, said: str
) -> None:
    """
    Another credential, none, two, a broken picture, a withdrawn or unknown award: a fault each.
    """
    found = faults(**{path: picture})

    assert 1 == len(found), found
    assert path in found[0]
    assert said in found[0]


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the samples are not beside the repository")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ob2/baking/baked_example.svg", f"{NOT_ASKED}https://example.org/assertion.json"),
        ("ob2/baking/baked_heart.png", f"{NOT_ASKED}http://example.org/badgeinstance1"),
        ("ob2/baking/public_domain_heart.png", "holds no credential"),
        ("ob3/validator/simple-json.svg", "keys could not be fetched: https://example.com/issuers"),
        ("ob3/validator/simple-jwt.png", "The key is not shown to be the issuer's."),
        ("ob3/validator/simple-jwt_v1.svg", "The key is not shown to be the issuer's."),
    ],
)
def test_what_others_baked_is_told_apart(name: str, said: str) -> None:
    """
    Of samples whose keys or formats are out of reach, the verdict says which it is.
    """
    found = verdict((VECTORS / name).read_bytes())

    assert "unknown" == found.word.value
    assert said in found.sentence()
