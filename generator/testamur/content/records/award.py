"""The fields of one award, in a file of its own, a list or a row of a cohort."""

from __future__ import annotations

from testamur.content.records.kinds import (
    AwardRoute,
    Boolean,
    Day,
    Did,
    Email,
    Fields,
    HowDisplayed,
    IdentityType,
    KindOfEvidence,
    Language,
    Line,
    Markdown,
    Notes,
    PartyFields,
    Passage,
    ResultStatus,
    RevocationFields,
    Sha256,
    Slug,
    Suspensions,
    Url,
)


class RecipientFields(Fields):
    name: Line
    email: Email | None = None
    did: Did | None = None
    identifiers: dict[IdentityType, Line] | None = None
    display: HowDisplayed | None = None
    share_name: Boolean | None = None


class EvidenceFields(Fields):
    name: Line
    kind: KindOfEvidence | None = None
    narrative: Markdown | None = None
    url: Url | None = None
    sha256: Sha256 | None = None
    genre: Line | None = None
    description: Passage | None = None
    audience: Line | None = None


class ResultFields(Fields):
    result: Slug
    value: Line | None = None
    level: Slug | None = None
    status: ResultStatus | None = None


class AwardFields(Fields):
    credential: Slug
    recipient: RecipientFields
    awarded: Day
    key: Slug | None = None
    expires: Day | None = None
    route: AwardRoute | None = None
    evidence: list[EvidenceFields] | None = None
    results: list[ResultFields] | None = None
    narrative: Markdown | None = None
    language: Language | None = None
    activity_start: Day | None = None
    activity_end: Day | None = None
    term: Line | None = None
    role: Line | None = None
    licence_number: Line | None = None
    assessed_by: PartyFields | None = None
    corrected: Notes | None = None
    renewed: Notes | None = None
    suspended: Suspensions | None = None
    reinstated: Notes | None = None
    revoked: RevocationFields | None = None
