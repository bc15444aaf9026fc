"""
/verify/ says of anybody's badge what `testamur verify` says: in every word, of the same documents.

Only where JSON cannot be read, each program says in its own words why.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from testamur.crypto.strict_json import JsonObject
from testamur.verify.document import verify_document
from testamur.verify.sources import Unavailable
from testamur.wire.bake import frame
from tests.interop import tampering
from tests.scripts import anything_samples
from tests.support.issuer import BASE_URL, VALID, at, honest_site
from tests.support.issuer import NOW as ACADEMY_NOW
from tests.support.sites import ROOT
from tests.verify.foreign import (
    DID,
    ED25519,
    NOW,
    OTHER,
    P256,
    badge,
    claims,
    did_jwk,
    encode,
    endorsement,
    proved,
    rsa,
    token,
    web,
)
from tests.verify.official import EXPECTED, VECTORS
from tests.verify.official import web as official_web

pytestmark = pytest.mark.skipif(
    not (ROOT / "browser" / "node_modules").is_dir(), reason="browser/node_modules: `make scripts`"
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@dataclass(frozen=True)
class Case:
    data: bytes
    pages: Mapping[str, bytes] = field(default_factory=dict)
    now: datetime = NOW
    site: str | None = None
    found_at: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class _Pages:
    """A source that says what the one in the script says."""

    pages: Mapping[str, bytes]

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        if url not in self.pages:
            raise Unavailable(f"{url} is not among the documents at hand")
        if len(self.pages[url]) > accept_bytes:
            raise Unavailable(f"{url} is too large")
        return self.pages[url]


def differences(cases: Iterable[Case]) -> list[tuple[Any, Any]]:
    asked = list(cases)
    lines = [
        {
            "data": _text(case.data),
            "pages": {url: _text(data) for url, data in case.pages.items()},
            "now": case.now.timestamp() * 1000,
            "site": case.site,
            "foundAt": case.found_at,
            "email": case.email,
            "name": None,
        }
        for case in asked
    ]
    done = subprocess.run(
        ["node", Path(__file__).with_name("anything.mjs")],
        input="".join(f"{json.dumps(line)}\n" for line in lines).encode(),
        capture_output=True,
        check=True,
        timeout=300,
    )
    theirs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(asked) == len(theirs)
    pairs = [(_ours(case), found) for case, found in zip(asked, theirs, strict=True)]
    return [pair for pair in pairs if _plain(pair[0]) != _plain(pair[1])]


def _ours(case: Case) -> JsonObject:
    return verify_document(
        case.data,
        _Pages(case.pages),
        now=case.now,
        expected_site=case.site,
        found_at=case.found_at,
        email=case.email,
    ).as_json()


def _plain(said: Any) -> Any:
    """Without why JSON could not be read."""
    text = json.dumps(said)
    return text if "cannot be read" not in text else [said.get("verdict"), _outcomes(said)]


def _outcomes(said: Any) -> list[Any]:
    return [step["outcome"] for step in said.get("steps", [])]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_the_samples_are_the_ones_that_are_made() -> None:
    assert anything_samples.text() == anything_samples.PLACE.read_text(encoding="utf-8")


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the official examples are not at hand")
def test_every_official_example() -> None:
    """With and without the documents that they refer to."""
    pages = official_web()
    cases = [
        Case((VECTORS / name).read_bytes(), found, ACADEMY_NOW)
        for name in EXPECTED
        for found in (pages, {})
    ]

    assert [] == differences(cases)


def test_own_documents_whole_and_tampered() -> None:
    """At their address, from elsewhere, and with a value changed anywhere."""
    site = honest_site()
    pages = {f"{BASE_URL}/{path}": data for path, data in site.items()}
    documents = [data for path, data in site.items() if path.endswith("/credential.json")]
    asked = {"pages": pages, "now": ACADEMY_NOW}
    cases = [
        Case(data, **asked, site=base)  # type: ignore[arg-type]  # what stands in `asked`
        for data in documents
        for base in (BASE_URL, "https://elsewhere.example", None)
    ]
    valid = json.loads(site[at(VALID)])
    for suite in ("jcs", "rdfc"):
        cases += [
            Case(encode(each), pages, ACADEMY_NOW, BASE_URL)
            for _, each in tampering.altered(valid, suite)
        ]

    assert [] == differences(cases)


def test_drawings_with_many_names() -> None:
    """Prefixes end with the element that declares them; many, above many elements, cost nothing."""
    plain = b"<svg xmlns='http://www.w3.org/2000/svg'"
    ours = b"xmlns:b='https://purl.imsglobal.org/ob/v3p0'"
    many = b"".join(b" xmlns:p%d='urn:x'" % number for number in range(20_000))
    drawings = [
        plain + many + b">" + b"<g/>" * 100_000 + b"</svg>",
        plain + b"><g " + ours + b"><b:credential>{}</b:credential></g></svg>",
        plain + b"><g " + ours + b"/><b:credential>{}</b:credential></svg>",
        plain + b"><g " + ours + b"><g xmlns:b='urn:x'/><b:credential>{}</b:credential></g></svg>",
        plain + b"><g " + ours + b"><g xmlns:b='urn:x'><b:credential/></g></g></svg>",
        plain + b"><g xmlns=''/><credential xmlns='https://purl.imsglobal.org/ob/v3p0'/></svg>",
        plain + b"><g xmlns:b=''/></svg>",
    ]

    assert [] == differences(Case(drawing) for drawing in drawings)


def test_more_inside_than_is_looked_at() -> None:
    """What was signed as it is may hold any number of endorsements."""
    many = token(claims(badge(endorsementJwt=["x"] * 150_000)), ED25519)
    pages = {url: encode(page) for url, page in web(ED25519, P256, rsa()).items()}

    assert [] == differences([Case(many, pages)])


def test_strangers_in_every_form() -> None:
    """Tokens, pictures, bare keys, endorsements, hostile bytes; good, altered, out of reach."""
    key = f"did:key:{ED25519.public_key.multibase}"
    good = proved(badge())
    tokens = [
        token(claims(badge()), signer, **header)
        for signer in (ED25519, P256, rsa())
        for header in ({}, {"alg": "none"}, {"alg": "HS256"}, {"kid": None}, {"typ": "x"})
    ]
    documents = [
        encode(good),
        encode({**good, "name": "Another"}),
        encode(proved(badge(), OTHER)),
        encode(proved(badge(key))),
        encode(proved(badge(did_jwk(P256)), P256)),
        encode(proved(badge(endorsement=[proved(endorsement(DID)), endorsement(DID)]))),
        encode(proved(badge(validUntil="2026-03-02T00:00:00Z"))),
        frame(SVG).bake(encode(good)),
        frame(SVG).bake(tokens[0]),
        SVG,
        SVG.replace(b"<path", b"<!DOCTYPE x><path"),
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG,
        b" " * 5000 + b"{}",
        b"<!doctype html><html></html>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"[" * 100,
        b'{"a":1,"a":2}',
        b"",
        *tokens,
        tokens[1][:-4] + b"AAAA",
    ]
    pages = {url: encode(page) for url, page in web(ED25519, P256, rsa()).items()}
    cases = [
        Case(data, found, NOW + later)
        for data in documents
        for found in (pages, {})
        for later in (timedelta(), -timedelta(days=999))
    ]

    assert [] == differences(cases)
