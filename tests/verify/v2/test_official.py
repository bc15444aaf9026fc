"""The examples of the Open Badges 2.0 specification, and pictures that others baked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.verify.v2 import shape
from testamur.verify.v2.shape import Assertion, Kind
from testamur.verify.writing import Malformed
from tests.verify.v2.issuer import NOW, Json, Web, badge_class, judged

VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "vectors" / "ob2"
BADGE = "https://example.org/robotics-badge.json"

pytestmark = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="the samples are not beside the repository"
)


def example(name: str) -> Json:
    found: Json = json.loads((VECTORS / "spec-examples" / name).read_bytes())
    return found


def web(**changes: Json) -> Web:
    """The examples at the addresses that they name; the specification gives no badge class."""
    documents = {
        "assertion": example("01-assertion.json"),
        "badge": badge_class(id=BADGE, issuer="https://example.org/organization.json"),
        "profile": example("03-issuer.json"),
        "key": example("07-cryptographickey.json"),
        "list": example("08-revocationlist.json"),
        **changes,
    }
    return Web({str(each["id"]): each for each in documents.values()})


def test_the_hosted_example_is_genuine_and_has_expired() -> None:
    """
    With everything that it refers to; without, it is unknown.
    """
    hosted = example("01-assertion.json")
    found = judged(hosted, web())

    assert "expired" == found.word.value, found
    assert "An Example Badge Issuer" == found.summary.issuer
    assert "unknown" == judged(hosted, Web()).word.value
    assert "valid" == judged(hosted, web(), now=NOW.replace(year=2017, month=1)).word.value


def test_the_signed_example_is_read_but_its_key_is_cut_short() -> None:
    """
    As JSON it lacks its signature; its parts say what the specification says.
    """
    signed = example("06-assertion.json")
    found = shape.assertion(signed)
    profile = shape.profile(example("03-issuer.json"))
    key = shape.key(example("07-cryptographickey.json"))

    assert "unknown" == judged(signed, web()).word.value
    assert isinstance(found, Assertion)
    assert Kind.SIGNED is found.kind
    assert found.creator == key.id == profile.keys[0]
    assert profile.id == key.owner
    assert "https://example.org/revocationList.json" == profile.revocation_list


def test_the_lists_entries_have_their_names_and_reasons() -> None:
    """
    An id, an id with a reason, and an older uid.
    """
    assert [
        ("urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e", None),
        ("urn:uuid:e79a6c18-787e-4868-8e65-e6a4530fb418", "Honor code violation"),
        ("abc123", "Issued in error."),
    ] == [(each.name, each.reason) for each in shape.revoked(example("08-revocationlist.json"))]


@pytest.mark.parametrize(
    "name", [path.name for path in sorted((VECTORS / "spec-examples").glob("*.json"))]
)
def test_what_is_no_assertion_is_not_taken_for_one(name: str) -> None:
    """
    Fragments, endorsements, issuers, keys and lists are neither valid nor a crash.
    """
    found = judged(example(name), web(), now=NOW.replace(year=2017, month=1))

    assert ("valid" == found.word.value) == (name == "01-assertion.json"), found
    if not shape.is_assertion(example(name)):
        with pytest.raises(Malformed):
            shape.assertion(example(name))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("03-issuer.json", "Issuer"),
        ("08-revocationlist.json", "RevocationList"),
        ("23-endorsement.json", "Endorsement"),
    ],
)
def test_other_parts_are_named_and_not_called_forgeries(name: str, kind: str) -> None:
    found = judged(example(name), web())

    assert "unknown" == found.word.value
    assert f"another part of it ({kind})" in found.sentence()


@pytest.mark.parametrize(
    ("picture", "word", "said"),
    [
        ("baked_example.svg", "altered", "not an Open Badges 2.0 assertion"),
        ("baked_heart.png", "unknown", "http://example.org/badgeinstance1"),
        ("public_domain_heart.png", "unknown", "holds no credential"),
        ("unbaked_example.svg", "unknown", "holds no credential"),
    ],
)
def test_what_others_baked(picture: str, word: str, said: str) -> None:
    """
    Badges of edition 1 lead to their address; what stands there must be 2.0.
    """
    older = {"uid": "1", "badge": BADGE, "verify": {"type": "hosted"}}
    data = (VECTORS / "baking" / picture).read_bytes()
    found = judged(data, Web({"https://example.org/assertion.json": older}))

    assert word == found.word.value
    assert said in found.sentence()
