"""
Which of an author's fields differ from what was signed.

The register keeps no record, only a digest of it. So the record as it is now is put on the wire
again, with what was drawn then, and the two documents are compared field by field.
"""

from __future__ import annotations

import orjson

from testamur.crypto.strict_json import JsonObject
from testamur.model.award import Record
from testamur.model.credential import Credential
from testamur.model.site import Site
from testamur.problems import Route
from testamur.register.documents import Document
from testamur.wire import v3

UNPUBLISHED: Route = ("recipient",)
"""Where nothing published differs: a name or address that `display` keeps to ourselves."""


def differing_fields(
    record: Record, issued: Document, earned: Credential, site: Site
) -> tuple[Route, ...]:
    """Routes in the author's record; never empty for a record whose intent digest differs."""
    signed: JsonObject = orjson.loads(issued.unsigned)
    subject = signed["credentialSubject"]
    if not isinstance(subject, dict):
        raise TypeError("a signed credential has one subject")
    salt, identifiers = "", subject.get("identifier") or []
    known: dict[str, object] = {}
    if not isinstance(identifiers, list):
        raise TypeError("identifiers are a list")
    for each in identifiers:
        if isinstance(each, dict):
            salt = str(each.get("salt") or salt)
            known[str(each["identityType"])] = each["identityHash"]
    id_ = str(subject["id"])
    drawn = v3.Drawn(issued.award, id_, salt, issued.slot)
    wanted = v3.credential(record, earned, drawn, site)
    new = v3.subject(record, earned, drawn, site)

    now = {
        str(each["identityType"]): each["identityHash"]
        for each in v3.identifiers(record.recipient, salt)
        if isinstance(each, dict)
    }
    did = id_ if not id_.startswith("urn:uuid:") else None
    compared: tuple[tuple[Route, object, object], ...] = (
        (("credential",), _slug_of(issued), record.credential),
        (("recipient", "name"), known.pop("name", None), now.pop("name", None)),
        (("recipient", "email"), known.pop("emailAddress", None), now.pop("emailAddress", None)),
        (("recipient", "did"), did, record.recipient.did),
        (("recipient", "identifiers"), known, now),
        (("awarded",), signed.get("awardedDate"), wanted.get("awardedDate")),
        (("expires",), signed.get("validUntil"), wanted.get("validUntil")),
        (("evidence",), signed.get("evidence"), wanted.get("evidence")),
        (("results",), subject.get("result"), new.get("result")),
        (("narrative",), subject.get("narrative"), new.get("narrative")),
        (("language",), issued.language, record.language),
    )
    return tuple(route for route, was, is_ in compared if was != is_) or (UNPUBLISHED,)


def _slug_of(issued: Document) -> str:
    return issued.definition[0]
