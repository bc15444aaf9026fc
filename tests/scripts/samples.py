"""
The samples that a browser must judge rightly before it judges anything: `browser/src/page/samples.js`.

Made from the test issuer, whose keys are obvious on purpose: `python -m tests.scripts.samples`.
"""

from __future__ import annotations

import json

from testamur.crypto.strict_json import JsonObject
from tests.support.issuer import (
    AWARD_KEY,
    BASE_URL,
    LIST,
    REGISTER_KEY,
    REVOKED,
    STRANGERS_KEY,
    VALID,
    at,
    did_document,
    did_path,
    honest_site,
    method,
    sign,
    status_list,
    unsigned,
)
from tests.support.sites import ROOT

PLACE = ROOT / "browser" / "src" / "page" / "samples.js"
PROOF = at(VALID).replace("credential.json", "record.tlog-proof")
_AT = 1795348800000
"""NOW of the test issuer, in milliseconds."""


def samples() -> str:
    """The module's text."""
    good = _lean(sign(unsigned(VALID, 1)))
    changed = json.loads(json.dumps(good))
    changed["credentialSubject"]["achievement"]["name"] = "Forge Safely"
    forged = sign(unsigned(VALID, 1), STRANGERS_KEY, method_id=method(AWARD_KEY))
    documents = {
        "good.json": ("valid", good),
        "changed.json": ("altered", changed),
        "forged.json": ("altered", _lean(forged)),
        at(REVOKED): ("revoked", _lean(sign(unsigned(REVOKED, 4)))),
    }
    others = {
        did_path(BASE_URL): did_document([AWARD_KEY, REGISTER_KEY]),
        LIST: _lean(sign(status_list([4]), REGISTER_KEY)),
    }
    files = {path: document for path, (_, document) in documents.items()} | others
    made = {
        "base": BASE_URL,
        "now": _AT,
        "expected": {path: word for path, (word, _) in documents.items()},
        "files": {
            PROOF: honest_site()[PROOF].decode(),
            **{path: json.dumps(each, separators=(",", ":")) for path, each in files.items()},
        },
    }
    return (
        "// Made by `python -m tests.scripts.samples`: what a browser must judge rightly before\n"
        "// it judges anything else.\n\n"
        f"export const SAMPLES = {json.dumps(made, indent=2)};\n"
    )


def _lean(document: JsonObject) -> JsonObject:
    """With the proof over the JSON alone."""
    proofs = document["proof"]
    assert isinstance(proofs, list)
    return {**document, "proof": proofs[1:]}


if __name__ == "__main__":
    PLACE.write_text(samples(), encoding="utf-8")
