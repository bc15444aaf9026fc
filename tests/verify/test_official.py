"""Open Badges that others signed, as far as their issuers' keys are within reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.verify.document import verify_document
from testamur.verify.sources import Unavailable
from testamur.verify.verdict import Verdict
from tests.support import issuer

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "ob3" / "validator"

pytestmark = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="the official examples are not beside the repository"
)


class Offline:
    """Nothing can be fetched."""

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        raise Unavailable(f"{url} is out of reach")


def verdict(name: str) -> Verdict:
    return verify_document((VECTORS / name).read_bytes(), Offline(), now=issuer.NOW)


def test_a_signature_by_did_key_holds_but_does_not_speak_for_another_issuer() -> None:
    """
    The validator's did:key example has a good signature; its issuer is somebody else.
    """
    found = verdict("simple-did-key-method.json")

    assert found.step("signature").outcome.value == "held"
    assert found.step("issuer-key").outcome.value == "failed"
    assert found.word.value == "altered"


@pytest.mark.parametrize("name", ["simple.json", "simple-err-proof-method.json"])
def test_keys_of_profile_addresses_are_out_of_reach(name: str) -> None:
    """
    Where an issuer's document cannot be fetched the question is open: not valid, not altered.
    """
    assert verdict(name).word.value == "unknown"


def test_no_official_negative_example_is_valid() -> None:
    """
    Whatever is wrong with an example, and whatever kind of file it is, it is not called valid.
    """
    words = {path.name: verdict(path.name).word.value for path in sorted(VECTORS.iterdir())}

    assert "valid" not in words.values()
    assert words["simple-noproof.json"] == "altered"
    assert {words[name] for name in ("simple.jwt", "simple-jwt.png", "simple-json.svg")} == {
        "unknown"
    }
