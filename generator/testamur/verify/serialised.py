"""
The other serialisations of a site's credentials, held against the credentials beside them.

A JWT says the same as the credential and is signed by a key of the same issuer; so is a signed
assertion of Open Badges 2.0, and the public list says of it what the status list says.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from datetime import datetime

from testamur.crypto import jws, strict_json
from testamur.crypto.jws import Jws
from testamur.crypto.keys import PublicKey
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import (
    PROFILE_PATH,
    REVOCATIONS_PATH,
    Addresses,
    award_folder,
    document_path,
)
from testamur.model.formats import Format
from testamur.register.detached import SIGNED_BY
from testamur.register.entries import KeyAction
from testamur.verify.controllers import Controller, KeyRefused
from testamur.verify.fields import MAX_DOCUMENT
from testamur.verify.files import Reader, json_object
from testamur.verify.hosted import earner, member, recipient_of
from testamur.verify.life import is_withdrawn
from testamur.verify.log import PublishedLog
from testamur.verify.verdict import Verdict, Word
from testamur.wire.derivations_1 import assertion_id

_FILE = re.compile(
    r"(awards/([0-9a-z]{26})/(?:v([1-9][0-9]{0,5})/)?)(credential\.jwt|credential\.vc\.jwt|assertion\.jws)"
)
_FORMATS = {
    "credential.jwt": Format.JWT,
    "credential.vc.jwt": Format.VC_JWT,
    "assertion.jws": Format.ASSERTION,
}
_TYPES = {
    Format.JWT: {"alg": "ES256", "typ": "JWT"},
    Format.VC_JWT: {"alg": "ES256", "typ": "vc+jwt", "cty": "vc"},
}
_WITHDRAWN = frozenset({Word.REVOKED, Word.SUSPENDED, Word.SUPERSEDED})


class Serialised:
    """What a site says in other serialisations. A site that has none has no faults."""

    def __init__(
        self,
        read: Reader,
        paths: list[str],
        at: Addresses,
        controller: Controller,
        log: PublishedLog | None,
    ) -> None:
        self._read = read
        self._at = at
        self._controller = controller
        self._log = log
        self._files = [match for match in map(_FILE.fullmatch, paths) if match]
        self._paths = set(paths)
        self._known: dict[str, JsonObject | None] = {}
        self._revoked: frozenset[str] | None = None

    def faults(self, verdicts: Mapping[str, Verdict], only: Container[str] | None) -> Iterator[str]:
        """
        Where a serialisation is not what the credential is, a sentence each.

        `verdicts` are those of the credentials, by path, as far as they were judged. With `only`,
        those are looked at that stand beside one of these files.
        """
        for match in self._files:
            path, folder = match[0], match[1]
            beside = [path, f"{folder}credential.json", f"{folder}state.json"]
            if only is None or any(each in only for each in beside):
                for fault in self._file(match, verdicts.get(f"{folder}credential.json")):
                    yield f"{path} {fault}."
        if any(_FORMATS[match[4]] is Format.ASSERTION for match in self._files):
            yield from self._issuer()

    def _file(self, match: re.Match[str], verdict: Verdict | None) -> Iterator[str]:
        credential = json_object(self._read(f"{match[1]}credential.json"))
        if credential is None:
            yield "has no signed credential beside it"
            return
        format_ = _FORMATS[match[4]]
        try:
            found = jws.parse((self._read(match[0]) or b"").decode("ascii"))
            payload = strict_json.parse(found.payload, max_bytes=MAX_DOCUMENT)
        except ValueError as error:
            yield f"cannot be read: {error}"
            return
        if not isinstance(payload, dict):
            yield "is of no JSON object"
        elif format_ is Format.ASSERTION:
            yield from self._assertion(match, found, payload, credential, verdict)
        else:
            yield from self._jwt(format_, found, payload, credential)

    def _jwt(
        self, format_: Format, found: Jws, payload: JsonObject, credential: JsonObject
    ) -> Iterator[str]:
        kid = found.header.get("kid")
        if found.header != {**_TYPES[format_], "kid": kid} or not isinstance(kid, str):
            yield "has another header than such a token"
            return
        try:
            key = self._controller.method(kid).key
        except KeyRefused as reason:
            yield f"is signed with a key that does not count: {str(reason).removesuffix('.')}"
            return
        yield from self._signature(format_, found, key)
        said = {name: value for name, value in credential.items() if name != "proof"}
        if payload != ({**said, **_claims(said)} if format_ is Format.JWT else said):
            yield "says something else than the credential beside it"

    def _assertion(
        self,
        match: re.Match[str],
        found: Jws,
        payload: JsonObject,
        credential: JsonObject,
        verdict: Verdict | None,
    ) -> Iterator[str]:
        if found.header != {"alg": "RS256"}:
            yield "has another header than a signed assertion"
        creator = str(member(payload, "verification", "creator"))
        key = self._assertion_key(creator)
        if member(payload, "verification", "type") != "SignedBadge" or key is None:
            yield "names no key that the issuer publishes for assertions"
        else:
            yield from self._signature(Format.ASSERTION, found, key)
        if recipient_of(payload) != earner(credential):
            yield "names another recipient than the credential"
        achievement = str(member(credential, "credentialSubject", "achievement", "id"))
        badge = f"{achievement.removesuffix('achievement.json')}badgeclass.json"
        if payload.get("badge") != badge or badge.removeprefix(self._at.of("")) not in self._paths:
            yield "is for another badge than the credential"
        for ours, theirs in (("issuedOn", "awardedDate"), ("expires", "validUntil")):
            if payload.get(ours) != credential.get(theirs):
                yield f"has an `{ours}` that is not the credential's `{theirs}`"
        yield from self._fate(match, payload, verdict)

    def _fate(
        self, match: re.Match[str], payload: JsonObject, verdict: Verdict | None
    ) -> Iterator[str]:
        """Its id is its own, and listed as revoked exactly if the version does not stand."""
        award, earlier = match[2], match[3]
        newest = member(json_object(self._read(document_path(award))), "validFrom")
        version = int(earlier) if earlier else 1 + self._earlier_versions(award)
        if newest is None or payload.get("id") != assertion_id(self._at, award, version):
            yield "has an id of another assertion"
        withdrawn = bool(earlier) or is_withdrawn(self._read(f"{award_folder(award)}state.json"))
        is_listed = str(payload.get("id")) in self._revocations()
        if is_listed != withdrawn:
            yield f"is {'' if is_listed else 'not '}in {REVOCATIONS_PATH}, which is not what it is"
        if verdict is not None and (verdict.word in _WITHDRAWN) != is_listed:
            yield f"does not say what became of the award, which is {verdict.word}"

    def _signature(self, format_: Format, found: Jws, key: PublicKey) -> Iterator[str]:
        try:
            why_not = jws.check(found, key)
        except jws.UnknownAlgorithm as name:
            why_not = f"it is signed with {name}"
        if why_not:
            yield f"is not signed by the key that it names: {why_not}"
        roles, _ = SIGNED_BY[format_]
        history = [] if self._log is None else [fact for _, fact in self._log.keys.get(key, ())]
        if self._log is not None and not (
            history
            and history[0].role in roles
            and all(fact.action is not KeyAction.COMPROMISED for fact in history)
        ):
            yield "is signed with a key that the register does not have for this"

    def _issuer(self) -> Iterator[str]:
        """That strangers find what they need: the list, and keys that are the issuer's own."""
        listed = self._document(REVOCATIONS_PATH)
        entries = member(listed, "revokedAssertions")
        # Validators that compact the list as JSON-LD do not see a single entry.
        if not isinstance(entries, list) or len(entries) < 2:
            yield f"{REVOCATIONS_PATH} lists less than two assertions, so validators read none."
        profile = self._document(PROFILE_PATH)
        if member(profile, "revocationList") != self._at.revocations or (
            member(listed, "issuer") != self._at.profile
        ):
            yield f"{PROFILE_PATH} and {REVOCATIONS_PATH} do not name each other."

    def _revocations(self) -> frozenset[str]:
        if self._revoked is None:
            listed = member(self._document(REVOCATIONS_PATH), "revokedAssertions")
            entries = listed if isinstance(listed, list) else []
            self._revoked = frozenset(str(member(each, "id")) for each in entries)
        return self._revoked

    def _assertion_key(self, address: str) -> PublicKey | None:
        listed = member(self._document(PROFILE_PATH), "publicKey")
        if not isinstance(listed, list) or address not in listed:
            return None
        document = self._document(address.removeprefix(self._at.of("")))
        if (
            document is None
            or document.get("id") != address
            or document.get("owner") != self._at.profile
        ):
            return None
        try:
            return PublicKey.from_pem(str(document.get("publicKeyPem")))
        except ValueError:
            return None

    def _earlier_versions(self, award: str) -> int:
        number = 0
        while document_path(award, number + 1) in self._paths:
            number += 1
        return number

    def _document(self, path: str) -> JsonObject | None:
        """One of the few that many awards share."""
        if path not in self._known:
            self._known[path] = json_object(self._read(path))
        return self._known[path]


def _claims(credential: JsonObject) -> JsonObject:
    """Open Badges 3.0 section 8.2: what a VC-JWT repeats of its credential."""
    claims: dict[str, JsonValue] = {
        "iss": member(credential, "issuer", "id"),
        "sub": member(credential, "credentialSubject", "id"),
        "jti": credential.get("id"),
        "nbf": _numeric_date(credential.get("validFrom")),
    }
    if "validUntil" in credential:
        claims["exp"] = _numeric_date(credential["validUntil"])
    return claims


def _numeric_date(text: JsonValue) -> int | None:
    try:
        return int(datetime.fromisoformat(str(text)).timestamp())
    except ValueError:
        return None
