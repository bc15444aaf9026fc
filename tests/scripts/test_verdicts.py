"""
The browser says what `testamur verify` says: the same word, the same steps, of the same documents.

Proofs over the graph are looked at and not computed in the browser, so that what changes nothing
but the value of such a proof is left out here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import pytest

from testamur.crypto.strict_json import JsonObject, JsonValue
from tests.interop import tampering
from tests.scripts.browser import CAN_BUILD, Case, differences, ours
from tests.support.issuer import (
    BASE_URL,
    CORRECTED,
    EXPIRED,
    LIST,
    NOT_YET,
    REVOKED,
    SUSPENDED,
    VALID,
    at,
    did_path,
    encode,
    honest_site,
    sign,
    unsigned,
)

pytestmark = pytest.mark.skipif(not CAN_BUILD, reason="browser/node_modules: `make scripts`")

DID = did_path(BASE_URL)
LIST_URL = f"{BASE_URL}/{LIST}"
STATES = (VALID, EXPIRED, NOT_YET, REVOKED, SUSPENDED, CORRECTED)


@cache
def site() -> Mapping[str, bytes]:
    return honest_site()


def document(award: str = VALID) -> JsonObject:
    found: JsonObject = json.loads(site()[at(award)])
    return found


def changed(**members: JsonValue) -> bytes:
    """The valid document with other members, signed by the issuer all the same."""
    return encode(sign({**unsigned(VALID, 1), **members}))


def without(name: str) -> bytes:
    return encode(sign({key: value for key, value in unsigned(VALID, 1).items() if key != name}))


def test_every_state() -> None:
    """Each award, at its own address, from another site's view, and with no site in mind."""
    cases = [
        Case(
            f"{path} {expected} {found_at}",
            data,
            expected_site=expected,
            found_at=f"{BASE_URL}/{path}" if found_at else None,
        )
        for path, data in site().items()
        if path.endswith("/credential.json")
        for expected in (BASE_URL, "https://elsewhere.example.org", None)
        for found_at in (True, False)
    ]

    words = {ours(site(), case).word.value for case in cases}
    assert {"foreign", "superseded", "suspended", "revoked", "expired", "not-yet-valid"} < words
    assert [] == differences(site(), cases)


def test_every_value_changed() -> None:
    """A character anywhere: in what was signed, in the proof over the JSON, in the list, the keys."""
    listed = json.loads(site()[LIST])
    keys = json.loads(site()[DID])
    valid = site()[at(VALID)]
    cases = [Case(name, encode(each)) for name, each in tampering.altered(document(), "jcs")]
    cases += [Case(name, encode(each)) for name, each in tampering.without_status(document())]
    cases += [Case(name, encode(each)) for name, each in tampering.signed_by_a_stranger(document())]
    cases += [
        Case(f"list {name}", valid, {LIST: encode(each)})
        for name, each in tampering.altered(listed, "jcs")
    ]
    cases += [
        Case(f"keys {name}", valid, {DID: encode(each)}) for name, each in tampering.values(keys)
    ]

    assert all("valid" != ours(site(), case).word for case in cases if " " not in case.name)
    assert [] == differences(site(), cases)
