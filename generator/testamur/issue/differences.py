"""
Which of an author's fields differ from what was signed.

The register keeps no record, only a digest of it. So the record as it is now is put on the wire
again, with what was drawn then, and the two documents are compared field by field.
"""

from __future__ import annotations

from testamur.issue.published import published
from testamur.model.award import Record
from testamur.model.credential import Credential
from testamur.model.site import Site
from testamur.problems import Route
from testamur.register.documents import Document
from testamur.wire import v3

UNPUBLISHED: Route = ("recipient",)
"""Where nothing published differs: a name or address that `display` keeps to ourselves."""

_TERMS_OF_SUBJECT = {
    "activity_start": "activityStartDate",
    "activity_end": "activityEndDate",
    "term": "term",
    "role": "role",
    "licence_number": "licenseNumber",
    "assessed_by": "source",
}


def differing_fields(
    record: Record, issued: Document, earned: Credential, site: Site
) -> tuple[Route, ...]:
    """Routes in the author's record; never empty for a record whose intent digest differs."""
    was = published(issued)
    drawn = v3.Drawn(issued.award, was.subject_id, was.salt, issued.slot, issued.suspension)
    wanted = v3.credential(record, earned, drawn, site)
    subject = v3.subject(record, earned, drawn, site)
    known = dict(was.identities)
    now = {
        str(each["identityType"]): each["identityHash"]
        for each in v3.identifiers(record.recipient, was.salt)
        if isinstance(each, dict)
    }
    compared: tuple[tuple[Route, object, object], ...] = (
        (("credential",), issued.definition[0], record.credential),
        (("recipient", "name"), known.pop("name", None), now.pop("name", None)),
        (("recipient", "email"), known.pop("emailAddress", None), now.pop("emailAddress", None)),
        (("recipient", "did"), was.did, record.recipient.did),
        (("recipient", "identifiers"), known, now),
        (("awarded",), was.signed.get("awardedDate"), wanted.get("awardedDate")),
        (("expires",), was.signed.get("validUntil"), wanted.get("validUntil")),
        (("evidence",), was.signed.get("evidence"), wanted.get("evidence")),
        (("results",), was.subject.get("result"), subject.get("result")),
        (("narrative",), was.subject.get("narrative"), subject.get("narrative")),
        *(
            ((field,), was.subject.get(term), subject.get(term))
            for field, term in _TERMS_OF_SUBJECT.items()
        ),
        (("language",), issued.language, record.language),
        (("recipient", "share_name"), issued.shares_name, bool(record.recipient.share_name)),
    )
    seen = (each for each in compared if not record.is_closed or each[0][0] != "recipient")
    return tuple(route for route, then, is_ in seen if then != is_) or (UNPUBLISHED,)
