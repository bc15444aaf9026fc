"""
Endorsements signed by throw-away keys, and the broken sites that hold them.

`python -m tests.support.endorsements` writes those sites anew: a signature cannot be typed.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from testamur.crypto.integrity import add_proofs
from testamur.crypto.signer import Ed25519Signer
from testamur.model.addresses import Addresses
from testamur.model.endorsement import Endorser
from testamur.verify.dids import web_site
from testamur.wire import endorsement as wire
from testamur.wire.contexts import contexts
from testamur.wire.did import did_document
from tests.support.repository import AWARD_SEED, BASE_URL
from tests.support.sites import ROOT

AT = Addresses(BASE_URL)
SIGNED = datetime(2026, 3, 5, 9, tzinfo=UTC)
WITHDRAWN = datetime(2026, 3, 9, 9, tzinfo=UTC)
WEB = "did:web:guild.example.com"
ISSUER = BASE_URL.replace("https://", "did:web:")
STEWARD = f"{BASE_URL}/credentials/data-steward/v2/achievement.json"
ID = "urn:uuid:5f1f2a3c-0f3e-4d0a-9b39-52d1f0f1a001"

Json = dict[str, Any]


@dataclass(frozen=True)
class Guild:
    """Somebody who endorses, with a key of their own."""

    seed: bytes = bytes([21]) * 32
    name: str = "Guild of Archivists"
    did: str | None = None
    """None for a did:key."""
    url: str | None = "https://guild.example.com/"
    email: str | None = "office@guild.example.com"

    @property
    def signer(self) -> Ed25519Signer:
        return Ed25519Signer.from_seed(self.seed)

    @property
    def key(self) -> str:
        return self.signer.public_key.multibase

    @property
    def identity(self) -> str:
        return self.did or f"did:key:{self.key}"

    @property
    def endorser(self) -> Endorser:
        return Endorser(self.identity, self.name, self.url, self.email)

    def document(self) -> bytes:
        """The did.json of a did:web."""
        site = web_site(self.identity)
        assert site is not None
        return written(did_document(Addresses(site.base_url), [self.signer.public_key]))

    def endorses(
        self,
        about: str = STEWARD,
        comment: str = "Our members ask for *exactly* this.",
        *,
        id_: str = ID,
        since: datetime = SIGNED,
        until: datetime | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> Json:
        unsigned = wire.endorsement(id_, about, self.endorser, comment, since=since, until=until)
        return self.signs({**unsigned, **(changes or {})})

    def withdraws(
        self,
        about: str = STEWARD,
        reason: str = "The exam was dropped.",
        *,
        id_: str = ID,
        moment: datetime = WITHDRAWN,
    ) -> Json:
        return self.signs(wire.withdrawal(id_, about, self.endorser, reason, moment=moment))

    def signs(self, unsigned: Mapping[str, Any]) -> Json:
        proofs = add_proofs(
            dict(unsigned),
            self.signer,
            method=f"{self.identity}#{self.key}",
            created=unsigned["validFrom"],
            contexts=contexts(),
        )
        return {**unsigned, "proof": proofs}


def written(document: Mapping[str, Any]) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


GUILD = Guild()
ON_THE_WEB = Guild(did=WEB)
STRANGER = Guild(seed=bytes([22]) * 32, name="Somebody Else")
OF_THE_ISSUER = Guild(seed=AWARD_SEED)


def _with_suite(document: Json, suite: str) -> Json:
    return {**document, "proof": [{**document["proof"][0], "cryptosuite": suite}]}


def _ended(document: bytes) -> bytes:
    found = orjson.loads(document)
    found["verificationMethod"][0]["expires"] = "2026-10-01T00:00:00Z"
    return written(found)


def broken() -> Mapping[str, Mapping[str, bytes]]:
    """By name of a broken site, its files below content/endorsements/."""
    good = GUILD.endorses()
    tampered = GUILD.endorses()
    tampered["credentialSubject"]["endorsementComment"] = "We have seen nothing better."
    of_web, key_document = ON_THE_WEB.endorses(), ON_THE_WEB.document()
    withdrawn, alone = written(GUILD.withdraws()), "guild.withdrawal.json"
    later = datetime(2026, 12, 24, tzinfo=UTC)
    over = datetime(2026, 6, 1, tzinfo=UTC)
    achievement = {"type": ["VerifiableCredential", "OpenBadgeCredential"]}
    link = "See [this](http://guild.example.com/why)."
    one: Mapping[str, Json] = {
        "endorsement-form": GUILD.endorses(changes=achievement),
        "endorsement-form--status": GUILD.endorses(
            changes={
                "credentialStatus": {
                    "id": f"{BASE_URL}/status/revocation-1.json#7",
                    "type": "BitstringStatusListEntry",
                    "statusPurpose": "revocation",
                    "statusListIndex": "7",
                    "statusListCredential": f"{BASE_URL}/status/revocation-1.json",
                }
            }
        ),
        "endorsement-signature": tampered,
        "endorsement-signature--key": {**good, "issuer": STRANGER.endorses()["issuer"]},
        "endorsement-unchecked": of_web,
        "endorsement-unchecked--suite": _with_suite(good, "bbs-2023"),
        "endorsement-by-issuer": Guild(seed=AWARD_SEED, did=ISSUER).endorses(),
        "endorsement-by-issuer--key": OF_THE_ISSUER.endorses(),
        "endorsement-target": GUILD.endorses(STEWARD.replace("/v2/", "/v3/")),
        "endorsement-not-yet": GUILD.endorses(since=later),
        "endorsement-ended": GUILD.endorses(until=over),
        "hidden-character--endorsement": GUILD.endorses(comment="Good \u202edoog"),
        "url--endorsement": GUILD.endorses(comment=link),
        "text-length--endorsement": Guild(name="Guild " * 60).endorses(),
    }
    return {name: {"guild.json": written(document)} for name, document in one.items()} | {
        "endorsement-twice": {"guild.json": written(good), "guild-again.json": written(good)},
        "endorsement-ended--key": {
            "guild.json": written(of_web),
            "endorsers/guild/did.json": _ended(key_document),
        },
        "endorsement-withdrawal": {
            "guild.json": written(good),
            alone: written(STRANGER.withdraws()),
        },
        "endorsement-withdrawal--alone": {alone: withdrawn},
        "endorsement-withdrawal--first-gone": {"guild.json": withdrawn},
        "endorsement-withdrawal--other": {
            "guild.json": written(good),
            alone: written(GUILD.withdraws(id_=ID.replace("a001", "a002"))),
        },
        "endorser-document": {
            "guild.json": written(good),
            "endorsers/guild/did.json": key_document.replace(b"assertionMethod", b"authentication"),
        },
        "endorser-document--twice": {
            "endorsers/guild/did.json": key_document,
            "endorsers/guild-of-archivists/did.json": key_document,
        },
        "json-syntax": {"guild.json": written(good).replace(b'"id":', b'"name": "", "id":', 1)},
        "slug--endorsement": {"Guild of Archivists.json": written(good)},
        "stray-file--endorsement": {"guild.yaml": b"endorsement: yes\n"},
    }


def main() -> None:
    for name, files in broken().items():
        site = ROOT / "tests" / "sites" / "broken" / name
        shutil.rmtree(site / "content", ignore_errors=True)
        for path, data in files.items():
            target = site / "content" / "endorsements" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        (site / "OVER.txt").write_text("This site is laid over the issued one.\n", "utf-8")


if __name__ == "__main__":
    main()
