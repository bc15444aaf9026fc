"""
Credentials inside another: endorsements, and what a learner record bundles, each judged by itself.

OB 3.0, "Verification and Validation"; CLR 2.0. What becomes of one inside says nothing about the
one around it, but is never kept silent.
"""

from __future__ import annotations

from hashlib import sha256

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.envelope import Opened, open_document, open_token
from testamur.verify.recipient import email_forms
from testamur.verify.shape import Credential, Identity, Inner, Kind
from testamur.verify.verdict import Finding, Part, Verdict, failed, held
from testamur.verify.words import shown


def open_inner(inner: Inner) -> Opened | tuple[Finding, ...]:
    """The credential inside, which was read as a part of the one around it."""
    readable = held("It stands inside the other credential.")
    if isinstance(inner.content, str):
        return open_token(inner.content, readable)
    if isinstance(inner.content, dict):
        return open_document(inner.content, readable)
    return (failed("It is neither a credential nor a signed token."),)


def part(
    inner: Inner,
    found: Credential | None,
    verdict: Verdict,
    around: Credential,
    ids: frozenset[str],
) -> Part:
    """
    The part, and whether it belongs where it stands.

    `found` is what it says, if it could be read; `ids` are all that the document around it has.
    """
    if inner.endorses:
        objection = _misplaced(found, ids) if found else None
        return Part("endorsement", verdict, objection, belongs=objection is None)
    same, note = _same_person(found, around) if found else (None, None)
    return Part("credential", verdict, note, belongs=same is not False)


def ids_of(document: JsonObject) -> frozenset[str]:
    """Every `id` in a document: what an endorsement in it may be about."""
    found: set[str] = set()
    pending: list[JsonValue] = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            each = value.get("id")
            if isinstance(each, str):
                found.add(each)
            pending += [
                member for name, member in value.items() if name not in {"endorsement", "proof"}
            ]
        elif isinstance(value, list):
            pending += value
    return frozenset(found)


def _misplaced(endorsement: Credential, ids: frozenset[str]) -> str | None:
    if endorsement.kind is not Kind.ENDORSEMENT:
        return "It stands in the place of an endorsement, but is none."
    if endorsement.subject not in ids:
        return f"It endorses something else: {shown(str(endorsement.subject))}."
    return None


def _same_person(bundled: Credential, record: Credential) -> tuple[bool | None, str | None]:
    """Whether both were made out to one person, None where that cannot be told; and what to say."""
    one, other = bundled.subject, record.subject
    if one is not None and one == other:
        return True, None
    compared = [
        _same(mine, theirs)
        for mine in bundled.identities
        for theirs in record.identities
        # People share names, and spell them in many ways.
        if mine.type == theirs.type != "name"
    ]
    if True in compared:
        return True, None
    dids = one is not None and other is not None and one.startswith("did:") and other[:4] == "did:"
    if False in compared or dids:
        return False, "It was made out to another person than the record."
    return None, "That it is of the same person rests on the word of the record's issuer."


def _same(one: Identity, other: Identity) -> bool | None:
    """Whether two identifiers are the same; None where two hashes cannot be compared."""
    if one.hashed and other.hashed:
        same = (one.value.lower(), one.salt) == (other.value.lower(), other.salt)
        return True if same else (False if one.salt == other.salt else None)
    if not one.hashed and not other.hashed:
        return one.value == other.value
    plain, hashed = (other, one) if one.hashed else (one, other)
    forms = email_forms(plain.value) if plain.type == "emailAddress" else [plain.value]
    digests = (sha256((form + hashed.salt).encode("utf-8", "surrogatepass")) for form in forms)
    return hashed.value.lower() in {f"sha256${digest.hexdigest()}" for digest in digests}
