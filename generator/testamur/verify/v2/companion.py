"""
The 2.0 badge beside a 3.0 credential in one picture: is it about the same award?

It is judged by what it says, and nothing is fetched: the credential is signed and can vouch for
itself, so that all there is to see to is that readers of either edition are shown the same.
"""

from __future__ import annotations

from testamur.crypto import strict_json
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.fields import MAX_DOCUMENT, instant
from testamur.verify.v2 import scope, shape
from testamur.verify.v2.shape import Assertion
from testamur.verify.writing import Malformed


class NotCompared(ValueError):
    """Nothing can be said of the two. The message is a clause."""


def difference(credential: bytes, badge: bytes) -> str | None:
    """
    In what the `badge` differs from the `credential`, a clause; None if it is the same award.

    Raises NotCompared where one of them does not say enough.
    """
    signed, assertion = _object(credential), _assertion(badge)
    if assertion.signed_edition is None:
        raise NotCompared("it does not say which credential it is an edition of")
    address = str(signed.get("id"))
    if assertion.signed_edition != address:
        return "it is an edition of another credential"
    if scope.host(assertion.id) != scope.host(address):
        return "it stands on another host"
    # Readers of 2.0 ask its address, and believe only what they find there.
    if assertion.id.rpartition("/")[0] != address.rpartition("/")[0]:
        raise NotCompared("it does not stand beside the credential")
    if not _same_recipient(assertion, signed):
        return "it names another recipient"
    try:
        begins = {
            instant(signed[name], name) for name in ("awardedDate", "validFrom") if name in signed
        }
        ends = instant(signed["validUntil"], "validUntil") if "validUntil" in signed else None
    except Malformed:
        raise NotCompared("the credential's dates cannot be read") from None
    if assertion.issued not in begins:
        return "it was issued on another day"
    if assertion.expires != ends:
        return "it ends on another day"
    return None


def _same_recipient(assertion: Assertion, signed: JsonObject) -> bool:
    subject = signed.get("credentialSubject")
    if not isinstance(subject, dict):
        return False
    named = assertion.recipient
    if named.type == "id":
        return named.value == subject.get("id")
    listed = subject.get("identifier", [])
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return (named.type, named.value, named.hashed, named.salt) in [
        (
            each.get("identityType"),
            each.get("identityHash"),
            each.get("hashed"),
            each.get("salt", ""),
        )
        for each in found
    ]


def _assertion(badge: bytes) -> Assertion:
    document = _object(badge)
    try:
        found = shape.assertion(document)
    except Malformed:
        raise NotCompared("it cannot be read") from None
    if not isinstance(found, Assertion):
        raise NotCompared("it says that it was withdrawn")
    return found


def _object(text: bytes) -> JsonObject:
    if not text.lstrip().startswith(b"{"):
        raise NotCompared("one of the two is not written as JSON")
    try:
        value: JsonValue = strict_json.parse(text, max_bytes=MAX_DOCUMENT)
    except ValueError:
        raise NotCompared("one of the two cannot be read") from None
    return value if isinstance(value, dict) else {}
