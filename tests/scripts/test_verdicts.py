"""
The browser says what `testamur verify` says: the same word, the same steps, of the same documents.

Proofs over the graph are looked at and not computed in the browser, so that what changes nothing
but the value of such a proof is left out here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache

import pytest

from testamur.crypto.strict_json import JsonObject, JsonValue
from tests.interop import tampering
from tests.scripts.browser import CAN_BUILD, Case, differences, ours
from tests.support.issuer import (
    AWARD_KEY,
    BASE_URL,
    EXPIRED,
    LIST,
    MARKED,
    NOW,
    REGISTER_KEY,
    STRANGERS_KEY,
    VALID,
    at,
    did_document,
    did_path,
    encode,
    honest_site,
    sign,
    status_list,
    unsigned,
)

pytestmark = pytest.mark.skipif(not CAN_BUILD, reason="browser/node_modules: `make scripts`")

DID = did_path(BASE_URL)
LIST_URL = f"{BASE_URL}/{LIST}"


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


def test_every_way_to_fail() -> None:
    """Strange JSON, other contexts, other people's keys and lists, proofs of something else."""
    valid = site()[at(VALID)]
    proof = at(VALID).replace("credential.json", "record.tlog-proof")
    other_proof = site()[at(EXPIRED).replace("credential.json", "record.tlog-proof")]
    text = valid.decode()
    listed = status_list(MARKED)
    documents = {
        "nothing": b"",
        "no JSON": b"hello",
        "a list": b"[]",
        "a web page": b"<!doctype html><p>Sign in</p>",
        "a mark": b"\xef\xbb\xbf" + valid,
        "not UTF-8": valid + b"\xff",
        "cut short": valid[:-1],
        "something behind": valid + b"{}",
        "twice": text.replace(
            '"name":"Forge Safety"', '"name":"x","name":"Forge Safety"', 1
        ).encode(),
        "twice, escaped": text.replace('"id":', '"\\u0069d":"x","id":', 1).encode(),
        "proto": text.replace("{", '{"__proto__":{},', 1).encode(),
        "beyond doubles": text.replace("{", '{"x":1e400,', 1).encode(),
        "minus zero": text.replace("{", '{"x":-0,', 1).encode(),
        "lone surrogate": text.replace("{", '{"x":"\\ud800",', 1).encode(),
        "deep": b'{"x":' + b"[" * 100 + b"]" * 100 + b"}",
        "null": encode({**json.loads(text), "name": None}),
        "a number as a context": encode({**json.loads(text), "@context": [2**60]}),
        "a number as a name": encode({**json.loads(text), "name": 2**60}),
        "no proof": encode(unsigned(VALID, 1)),
        "stranger": encode(sign(unsigned(VALID, 1), STRANGERS_KEY)),
        "register key": encode(sign(unsigned(VALID, 1), REGISTER_KEY)),
        "no type": encode({**json.loads(text), "type": []}),
        "no validFrom": without("validFrom"),
        "no date": text.replace("2026-11-20T", "2026-02-30T").encode(),
        "no zone": text.replace("09:30:00Z", "09:30:00").encode(),
        "ends before it begins": changed(validUntil="2020-01-01T00:00:00Z"),
        "no status": without("credentialStatus"),
    }
    for number, each in enumerate(json.loads(text)["proof"]):
        proofs_of_it = json.loads(text)["proof"]
        proofs_of_it[number] = {**each, "@context": [2**60]}
        documents[f"a number in proof {number}"] = encode(
            {**json.loads(text), "proof": proofs_of_it}
        )
    for index in ("-1", "007", "1e3", "131072", 1):
        entry = json.loads(text)["credentialStatus"] | {"statusListIndex": index}
        documents[f"index {index!r}"] = changed(credentialStatus=entry)
    for purpose in ("suspension", "message", "another"):
        entry = json.loads(text)["credentialStatus"] | {"statusPurpose": purpose}
        documents[f"purpose {purpose}"] = changed(credentialStatus=entry)
    cases = [Case(name, data) for name, data in documents.items()]
    lists: dict[str, JsonObject | None] = {
        "missing": None,
        "unsigned": listed,
        "stranger's": sign(listed, STRANGERS_KEY),
        "old": sign(status_list(MARKED, validUntil="2026-11-22T11:00:00Z"), REGISTER_KEY),
        "early": sign(status_list(MARKED, validFrom="2026-11-22T13:00:00Z"), REGISTER_KEY),
        "another's": sign(status_list(MARKED, issuer="did:web:other.example.org"), REGISTER_KEY),
        "another": sign(status_list(MARKED, id=f"{BASE_URL}/status/x.json"), REGISTER_KEY),
        "short": sign(status_list(MARKED, bits=1024), REGISTER_KEY),
        "marked": sign(status_list([1]), REGISTER_KEY),
    }
    cases += [
        Case(f"list {name}", valid, {LIST: encode(each) if each else None})
        for name, each in lists.items()
    ]
    keys = did_document([AWARD_KEY, REGISTER_KEY])
    documents_of_keys: dict[str, bytes | None] = {
        "missing": None,
        "a page": b"<!doctype html>",
        "register key alone": encode(did_document([REGISTER_KEY])),
        "unlisted": encode({**keys, "assertionMethod": []}),
        "another's": encode({**keys, "id": "did:web:other.example.org"}),
        "no kind": encode(keys).replace(b'"Multikey"', b"null"),
        "two kinds": encode(keys).replace(b'"Multikey"', b'["Multikey","x"]'),
        "weak": encode(keys).replace(
            AWARD_KEY.public_key.multibase.encode(),
            b"z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP",
        ),
    }
    cases += [Case(f"keys {name}", valid, {DID: each}) for name, each in documents_of_keys.items()]
    proofs = {"missing": None, "another's": other_proof, "a page": b"<!doctype html>", "empty": b""}
    cases += [Case(f"record {name}", valid, {proof: each}) for name, each in proofs.items()]
    cases += [
        Case("rolled back", valid, remembered={LIST_URL: NOW}),
        Case("list seen before", valid, remembered={LIST_URL: NOW - timedelta(days=9)}),
        Case("clock behind", valid, now=NOW - timedelta(days=400)),
        Case("clock ahead", valid, now=NOW + timedelta(days=400)),
    ]
    accepted = [case.name for case in cases if ours(site(), case).word == "valid"]

    assert 3 * len(accepted) < len(cases)
    assert [] == differences(site(), cases)


@pytest.mark.parametrize(
    "person",
    [
        {"email": "ada@example.org"},
        {"email": " ADA@Example.org "},
        {"email": "ada+badges@example.org"},
        {"email": "grace@example.org"},
        {"name": "  ada   LOVELACE"},
        {"name": "Ada"},
        {"email": "ada@example.org", "name": "Grace Hopper"},
    ],
)
def test_who_it_was_made_out_to(person: Mapping[str, str]) -> None:
    """The rule for e-mail addresses and names is one."""
    assert [] == differences(site(), [Case("person", site()[at(VALID)], person=person)])
