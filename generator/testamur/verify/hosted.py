"""
The Open Badges 2.0 edition of a site, held against the signed 3.0 credentials beside it.

Nothing in 2.0 is signed: its documents are the site's own word. They may not say anything else of
who earned what, when, and what became of it, than the signed credential and its status do.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import (
    PROFILE_PATH,
    Addresses,
    assertion_path,
    award_folder,
    document_path,
)
from testamur.verify import life
from testamur.verify.files import Reader, json_object
from testamur.verify.verdict import Verdict, Word
from testamur.wire.v2 import revocation_reason

_ASSERTION = re.compile(r"awards/([0-9a-z]{26})/assertion\.json")
_CREDENTIAL = re.compile(r"awards/([0-9a-z]{26})/credential\.json")
_CLASS = re.compile(r"(credentials/[^/]+/v[0-9]+/(?:[^/]+/)?)badgeclass\.json")
_WITHDRAWN = frozenset({Word.REVOKED, Word.SUSPENDED})


class Hosted:
    """What a site says in Open Badges 2.0. A site that says nothing in it has no faults."""

    def __init__(self, read: Reader, paths: list[str], at: Addresses) -> None:
        self._read = read
        self._at = at
        self._assertions = [match[1] for match in map(_ASSERTION.fullmatch, paths) if match]
        self._credentials = [match[1] for match in map(_CREDENTIAL.fullmatch, paths) if match]
        self._classes = [match[1] for match in map(_CLASS.fullmatch, paths) if match]
        self._known: dict[str, JsonObject | None] = {}

    def faults(self, verdicts: Mapping[str, Verdict], only: Container[str] | None) -> Iterator[str]:
        """
        Where the two editions disagree, a sentence each.

        `verdicts` are those of the 3.0 documents, by path, as far as they were judged. With
        `only`, the awards and credentials with one of these files are compared, and no others.
        """
        if not self._assertions and not self._classes and self._read(PROFILE_PATH) is None:
            return
        yield from self._profile()
        for award in sorted(set(self._credentials) - set(self._assertions)):
            yield f"{document_path(award)} has no assertion in Open Badges 2.0 beside it."
        for award in sorted(set(self._assertions) - set(self._credentials)):
            yield f"{assertion_path(award)} is of an award that has no signed credential."
        for award in sorted(set(self._assertions) & set(self._credentials)):
            paths = [assertion_path(award), document_path(award), _state_path(award)]
            if only is None or any(path in only for path in paths):
                for fault in self._assertion(award, verdicts.get(document_path(award))):
                    yield f"{assertion_path(award)} {fault}."
        for folder in self._classes:
            if only is None or f"{folder}badgeclass.json" in only:
                for fault in self._class(folder):
                    yield f"{folder}badgeclass.json {fault}."

    def _profile(self) -> Iterator[str]:
        profile = self._document(PROFILE_PATH)
        if profile is None:
            yield f"{PROFILE_PATH} is missing or cannot be read: nobody issued the assertions."
        elif profile.get("id") != self._at.profile or member(
            profile, "verification", "startsWith"
        ) != (self._at.of("")):
            yield f"{PROFILE_PATH} is the profile of another site."

    def _assertion(self, award: str, verdict: Verdict | None) -> Iterator[str]:
        assertion = self._document(assertion_path(award))
        credential = self._document(document_path(award))
        if assertion is None:
            yield "cannot be read"
            return
        if credential is None:
            # That is a fault of the credential, and said there.
            return
        if assertion.get("id") != self._at.assertion(award):
            yield "holds another document"
        withdrawn = assertion.get("revoked") is True
        if verdict is not None and withdrawn != (verdict.word in _WITHDRAWN):
            yield f"does not say what became of the award, which is {verdict.word}"
        expected = self._reason(award)
        if withdrawn != (expected is not None):
            yield "and state.json do not agree whether the award is withdrawn"
        elif withdrawn:
            if assertion.get("revocationReason") != expected:
                yield "gives another reason or day than state.json"
        else:
            yield from self._who_what_when(assertion, credential)

    def _who_what_when(self, assertion: JsonObject, credential: JsonObject) -> Iterator[str]:
        if recipient_of(assertion) != earner(credential):
            yield "names another recipient than the credential"
        achievement = member(credential, "credentialSubject", "achievement")
        address = str(member(achievement, "id"))
        folder = address.removeprefix(self._at.of("")).removesuffix("achievement.json")
        path = f"{folder}badgeclass.json"
        earned = self._document(path)
        if assertion.get("badge") != self._at.of(path) or earned is None:
            yield "is for another badge than the credential"
        elif any(member(earned, name) != member(achievement, name) for name in ("name", "version")):
            yield "is for another version of the badge than the credential"
        for ours, theirs in (("issuedOn", "awardedDate"), ("expires", "validUntil")):
            if assertion.get(ours) != credential.get(theirs):
                yield f"has an `{ours}` that is not the credential's `{theirs}`"

    def _class(self, folder: str) -> Iterator[str]:
        """Against the achievement beside it."""
        found = self._document(f"{folder}badgeclass.json")
        achievement = self._document(f"{folder}achievement.json")
        if found is None or achievement is None:
            yield "or the achievement beside it cannot be read"
            return
        if found.get("id") != self._at.of(f"{folder}badgeclass.json"):
            yield "holds another document"
        if found.get("issuer") != self._at.profile:
            yield "names another issuer"
        for name in ("name", "description", "version", "criteria"):
            if found.get(name) != achievement.get(name):
                yield f"has another `{name}` than the achievement beside it"
        image = str(found.get("image")).removeprefix(self._at.of(""))
        if self._read(image) is None:
            yield "shows a picture that is not on the site"

    def _reason(self, award: str) -> str | None:
        """What state.json would have the assertion say; None for an award that stands."""
        data = self._read(_state_path(award))
        if data is None:
            return None
        try:
            event = life.read(data).withdrawal
        except ValueError:
            return "an unreadable state"
        return revocation_reason(event, self._at) if event else None

    def _document(self, path: str) -> JsonObject | None:
        # Many awards share a badge class; what belongs to one award is not kept.
        if _CLASS.fullmatch(path) is None:
            return json_object(self._read(path))
        if path not in self._known:
            self._known[path] = json_object(self._read(path))
        return self._known[path]


def recipient_of(assertion: JsonObject) -> tuple[JsonValue, ...]:
    """Who it says earned it."""
    recipient = assertion.get("recipient")
    return tuple(member(recipient, name) for name in ("type", "hashed", "salt", "identity"))


def earner(credential: JsonObject) -> tuple[JsonValue, ...]:
    """The `recipient_of` that the assertion of this credential must have."""
    subject = member(credential, "credentialSubject")
    identifiers = member(subject, "identifier")
    for each in identifiers if isinstance(identifiers, list) else []:
        if member(each, "identityType") == "emailAddress":
            return ("email", True, member(each, "salt"), member(each, "identityHash"))
    return ("id", False, None, member(subject, "id"))


def member(value: JsonValue, *route: str) -> JsonValue:
    """What stands there; None where nothing does."""
    for name in route:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _state_path(award: str) -> str:
    return f"{award_folder(award)}state.json"
