"""
A tiny honest issuer: a complete site as a mapping of paths to bytes.

It spells every shape out by hand and shares no code with the program's own issuing, so that the
verifier is tried against a second opinion. Its keys are obvious on purpose.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256

from testamur.crypto.integrity import add_proofs
from testamur.crypto.jcs import canonical
from testamur.crypto.merkle import Tree, entry_bundles, leaf_hash, tiles
from testamur.crypto.multibase import base64url_encode
from testamur.crypto.note import Checkpoint, encode_proof, sign_checkpoint
from testamur.crypto.signer import Ed25519Signer, Signer
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V2, contexts

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASE_URL = "https://badges.example.org/academy"
AWARD_KEY = Ed25519Signer.from_seed(b"test-only award key".ljust(32, b"."))
REGISTER_KEY = Ed25519Signer.from_seed(b"test-only register key".ljust(32, b"."))
STRANGERS_KEY = Ed25519Signer.from_seed(b"test-only stranger's key".ljust(32, b"."))
SALT = "0123456789abcdef"
BITS = 131_072
LIST = "status/revocation-1.json"
NAME = "Ada Lovelace"
EMAIL = "ada@example.org"

# One award each, by what became of it.
VALID = "00000000000000000000000001"
EXPIRED = "00000000000000000000000002"
NOT_YET = "00000000000000000000000003"
REVOKED = "00000000000000000000000004"
SUSPENDED = "00000000000000000000000005"
CORRECTED = "00000000000000000000000006"
FORGOTTEN = "00000000000000000000000007"
MARKED = (4, 5, 6, 7)
"""Places in the list of the revoked, suspended, replaced and forgotten documents."""


def did_of(base_url: str) -> str:
    return "did:web:" + base_url.removeprefix("https://").replace(":", "%3A").replace("/", ":")


def did_path(base_url: str) -> str:
    return "did.json" if base_url.count("/") > 2 else ".well-known/did.json"


def method(signer: Signer, base_url: str = BASE_URL) -> str:
    return f"{did_of(base_url)}#{signer.public_key.multibase}"


def unsigned(
    award: str,
    slot: int,
    *,
    base_url: str = BASE_URL,
    valid_from: str = "2026-11-20T09:30:00Z",
    valid_until: str | None = None,
    name: str | None = NAME,
    email: str = EMAIL,
) -> JsonObject:
    """An OpenBadgeCredential without proofs."""
    identifiers: list[JsonValue] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": "sha256$" + sha256((email + SALT).encode()).hexdigest(),
            "identityType": "emailAddress",
            "salt": SALT,
        }
    ]
    if name is not None:
        identifiers.append(
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": name,
                "identityType": "name",
            }
        )
    address = f"{base_url}/awards/{award}/credential.json"
    document: JsonObject = {
        "@context": [VC_V2, OB_V3, OB_EXTENSIONS],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Forge Safety",
        "issuer": {"id": did_of(base_url), "type": ["Profile"], "name": "Example Academy"},
        "awardedDate": "2026-11-14T00:00:00Z",
        "validFrom": valid_from,
        "credentialSubject": {
            "id": f"urn:uuid:00000000-0000-4000-8000-{slot:012}",
            "type": ["AchievementSubject"],
            "identifier": identifiers,
            "achievement": {
                "id": f"{base_url}/credentials/forge-safety/v1/achievement.json",
                "type": ["Achievement"],
                "name": "Forge Safety",
                "description": "Works safely at a forge.",
                "criteria": {"narrative": "Passed the practical exam."},
            },
        },
        "credentialStatus": {
            "id": f"{base_url}/{LIST}#{slot}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(slot),
            "statusListCredential": f"{base_url}/{LIST}",
        },
        "refreshService": {"id": f"{address}?newest", "type": "1EdTechCredentialRefresh"},
    }
    if valid_until is not None:
        document["validUntil"] = valid_until
    return document


def sign(
    document: JsonObject,
    signer: Signer = AWARD_KEY,
    *,
    base_url: str = BASE_URL,
    created: str | None = None,
    method_id: str | None = None,
) -> JsonObject:
    """The document with a proof set over it."""
    content = {name: value for name, value in document.items() if name != "proof"}
    moment = created or str(content.get("validFrom", "2026-11-20T09:30:00Z"))
    proofs: list[JsonValue] = [
        *add_proofs(
            content,
            signer,
            method=method_id or method(signer, base_url),
            created=moment,
            contexts=contexts(),
        )
    ]
    return {**content, "proof": proofs}


def encode(document: JsonValue) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def status_list(
    marked: Iterable[int],
    *,
    base_url: str = BASE_URL,
    bits: int = BITS,
    **members: JsonValue,
) -> JsonObject:
    """A BitstringStatusListCredential without proofs; `members` replace its own."""
    return {
        "@context": [VC_V2],
        "id": f"{base_url}/{LIST}",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(base_url),
        "validFrom": "2026-11-22T03:00:00Z",
        "validUntil": "2026-11-29T03:00:00Z",
        "credentialSubject": list_subject(encoded_list(bit_array(marked, bits)), base_url=base_url),
        **members,
    }


def list_subject(
    encoded: str, *, base_url: str = BASE_URL, purpose: JsonValue = "revocation"
) -> JsonObject:
    return {
        "id": f"{base_url}/{LIST}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purpose,
        "encodedList": encoded,
    }


def bit_array(marked: Iterable[int], bits: int = BITS) -> bytes:
    array = bytearray(bits // 8)
    for index in marked:
        array[index // 8] |= 1 << (7 - index % 8)
    return bytes(array)


def encoded_list(array: bytes) -> str:
    return "u" + base64url_encode(gzip.compress(array, 6, mtime=0))


def did_document(signers: Iterable[Signer], base_url: str = BASE_URL) -> JsonObject:
    did = did_of(base_url)
    keys = list(signers)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": method(key, base_url),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.public_key.multibase,
            }
            for key in keys
        ],
        "assertionMethod": [method(key, base_url) for key in keys],
    }


@dataclass
class Book:
    """The register while it is written: lines, and the files of what has been entered."""

    base_url: str = BASE_URL
    signer: Signer = REGISTER_KEY
    lines: list[bytes] = field(default_factory=list)
    waiting: list[tuple[str, int, bytes]] = field(default_factory=list)
    site: dict[str, bytes] = field(default_factory=dict)

    def enter(self, line: str) -> int:
        self.lines.append(line.encode())
        return len(self.lines) - 1

    def happen(self, award: str, state: str, reason: str, day: date) -> JsonObject:
        """Enter a step in an award's life, a day after its author's; what the site says of it."""
        nonce = sha256(f"{award} {state}".encode()).digest()
        said: JsonObject = {
            "award": award,
            "change": state,
            "day": "2026-11-21",
            "reason": reason,
        }
        inner = sha256(canonical(said)).digest()
        commitment = sha256(b"testamur/event/v1\n" + nonce + inner).hexdigest()
        return {
            "state": state,
            "date": "2026-11-21",
            "reason": reason,
            "entered": day.isoformat(),
            "entry": self.enter(f"event 1 {day} {commitment}"),
            "nonce": nonce.hex(),
        }

    def issue(self, path: str, document: JsonObject, day: date) -> int:
        """Enter a signed document that is published at `path`."""
        content = {name: value for name, value in document.items() if name != "proof"}
        nonce = sha256(path.encode()).digest()
        inner = sha256(canonical(content)).digest()
        commitment = sha256(b"testamur/commitment/v1\n" + nonce + inner).hexdigest()
        index = self.enter(f"issue 1 {day} {commitment}")
        self.site[path] = encode(document)
        self.waiting.append((path, index, nonce + str(day).encode()))
        return index

    def publish(self) -> None:
        """Sign a head, and give proofs against it to all that was entered since the last."""
        tree = Tree([leaf_hash(line) for line in self.lines])
        size = len(self.lines)
        origin = f"{self.base_url.removeprefix('https://')}/register"
        head = sign_checkpoint(Checkpoint(origin, size, tree.root()), self.signer)
        for path, index, extra in self.waiting:
            proof = path.replace("credential.json", "record.tlog-proof")
            self.site[proof] = encode_proof(index, tree.inclusion(index, size), head, extra)
        self.waiting.clear()
        self.site["register/checkpoint"] = head

    def files(self) -> dict[str, bytes]:
        layout = [*tiles([leaf_hash(line) for line in self.lines]), *entry_bundles(self.lines)]
        return {**self.site, **{f"register/{path}": data for path, data in layout}}


def at(award: str, version: int | None = None) -> str:
    """Path of a document; without a version, of the newest."""
    return f"awards/{award}/" + (f"v{version}/" if version else "") + "credential.json"


@cache
def _honest_site(base_url: str) -> Mapping[str, bytes]:
    book = Book(base_url)
    first, second = date(2026, 11, 20), date(2026, 11, 22)

    def issue(path: str, document: JsonObject, day: date) -> int:
        return book.issue(path, sign(document, base_url=base_url), day)

    book.enter(f"key 1 {first} award add {AWARD_KEY.public_key.multibase}")
    book.enter(f"key 1 {first} register add {REGISTER_KEY.public_key.multibase}")
    book.enter(f"definition 1 {first} forge-safety 1 {sha256(b'definition').hexdigest()}")
    issue(at(VALID), unsigned(VALID, 1, base_url=base_url), first)
    issue(
        at(EXPIRED),
        unsigned(EXPIRED, 2, base_url=base_url, valid_until="2026-11-21T00:00:00Z"),
        first,
    )
    issue(at(REVOKED), unsigned(REVOKED, 4, base_url=base_url), first)
    issue(at(SUSPENDED), unsigned(SUSPENDED, 5, base_url=base_url), first)
    misspelt = unsigned(CORRECTED, 6, base_url=base_url, name="Ada Lovelase")
    issue(at(CORRECTED, 1), misspelt, first)
    forgotten = book.enter(f"issue 1 {first} {sha256(b'forgotten').hexdigest()}")
    book.publish()
    issue(
        at(NOT_YET),
        unsigned(NOT_YET, 3, base_url=base_url, valid_from="2026-12-01T00:00:00Z"),
        second,
    )
    issue(
        at(CORRECTED),
        unsigned(CORRECTED, 8, base_url=base_url, valid_from="2026-11-22T02:59:00Z"),
        second,
    )
    revoked = book.happen(REVOKED, "revoked", "Awarded by mistake.", second)
    suspended = book.happen(SUSPENDED, "suspended", "Under review.", second)
    book.enter(f"erase 1 {second} {forgotten}")
    book.enter(f"status 1 {second} revocation 1 {sha256(bit_array(MARKED)).hexdigest()}")
    book.publish()
    marked = status_list(MARKED, base_url=base_url)
    return {
        **book.files(),
        did_path(base_url): encode(did_document([AWARD_KEY, REGISTER_KEY], base_url)),
        LIST: encode(sign(marked, REGISTER_KEY, base_url=base_url)),
        f"awards/{REVOKED}/state.json": encode(revoked),
        f"awards/{SUSPENDED}/state.json": encode(suspended),
        "index.html": b"<!doctype html>",
    }


def honest_site(base_url: str = BASE_URL) -> dict[str, bytes]:
    """
    A site with an award of every kind.

    A new mapping at each call, to be altered at will.
    """
    return dict(_honest_site(base_url))


def site_after_loss(size: int) -> dict[str, bytes]:
    """
    A site whose award key was compromised when the record had `size` entries.

    Its one document, entry 3, is still the one that the lost key signed.
    """
    return _site_after(f"award compromised {AWARD_KEY.public_key.multibase} {size}", [REGISTER_KEY])


def site_after_end(*, before: bool) -> dict[str, bytes]:
    """A site whose award key, still published, ended before or after its one document."""
    ended = f"award end {AWARD_KEY.public_key.multibase}"
    return _site_after(ended, [AWARD_KEY, REGISTER_KEY], before=before)


def _site_after(change: str, published: list[Signer], *, before: bool = False) -> dict[str, bytes]:
    day = date(2026, 11, 20)
    book = Book()
    book.enter(f"key 1 {day} award add {AWARD_KEY.public_key.multibase}")
    book.enter(f"key 1 {day} register add {REGISTER_KEY.public_key.multibase}")
    if before:
        book.enter(f"key 1 {day} {change}")
    else:
        book.enter(f"definition 1 {day} forge-safety 1 {sha256(b'definition').hexdigest()}")
    book.issue(at(VALID), sign(unsigned(VALID, 1)), day)
    book.publish()
    if not before:
        book.enter(f"key 1 {day} {change}")
        book.publish()
    return {
        **book.files(),
        did_path(BASE_URL): encode(did_document(published)),
        LIST: encode(sign(status_list([]), REGISTER_KEY)),
    }
