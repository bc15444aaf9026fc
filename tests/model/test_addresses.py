"""Addresses are identity: each form is fixed here, since signed documents hold them for ever."""

from __future__ import annotations

import pytest

from testamur.model.addresses import Addresses

AT_ROOT, BELOW = "https://badges.example.org", "https://example.github.io/badges/2026"


@pytest.mark.parametrize(
    ("base_url", "did", "did_path"),
    [
        (AT_ROOT, "did:web:badges.example.org", ".well-known/did.json"),
        (BELOW, "did:web:example.github.io:badges:2026", "did.json"),
        ("https://localhost:8443", "did:web:localhost%3A8443", ".well-known/did.json"),
        ("https://localhost:8443/a", "did:web:localhost%3A8443:a", "did.json"),
    ],
)
def test_the_did_leads_to_its_document(base_url: str, did: str, did_path: str) -> None:
    """
    did:web, "Read": the specification's own table of examples.
    """
    at = Addresses(base_url)

    assert did == at.did
    assert did_path == at.did_path


def test_every_address_hangs_below_the_base() -> None:
    at = Addresses(BELOW)
    award = "0" * 26

    assert f"{BELOW}/awards/{award}/credential.json" == at.credential_json(award)
    assert f"{BELOW}/awards/{award}/credential.json?newest" == at.newest(award)
    assert f"{BELOW}/awards/{award}/" == at.award_page(award)
    assert f"{BELOW}/credentials/data/v2/achievement.json" == at.achievement("data", 2)
    assert f"{BELOW}/credentials/data/v2/badge.svg" == at.picture("data", 2, "svg")
    assert f"{BELOW}/status/revocation-1.json" == at.status_list("revocation", 1)
    assert "example.github.io/badges/2026/register" == at.origin
    assert "example.github.io" == at.host
