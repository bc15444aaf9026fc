"""The fields of one award, in a file of its own, a list or a row of a cohort."""

from __future__ import annotations

from pydantic import model_validator

from testamur.content.records.kinds import (
    AwardRoute,
    Boolean,
    Box,
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

_WHO = ("name", "sealed", "person")


class _NamedFields(Fields):
    name: Line
    email: Email | None = None
    did: Did | None = None
    identifiers: dict[IdentityType, Line] | None = None
    display: HowDisplayed | None = None
    share_name: Boolean | None = None


class RecipientFields(Fields):
    name: Line | None = None
    email: Email | None = None
    did: Did | None = None
    identifiers: dict[IdentityType, Line] | None = None
    display: HowDisplayed | None = None
    share_name: Boolean | None = None
    sealed: Box | None = None
    person: Slug | None = None

    @model_validator(mode="before")
    @classmethod
    def _named_or_hidden(cls, value: object) -> object:
        """A name may be left out only where something stands for it."""
        if isinstance(value, dict) and all(value.get(each) is None for each in _WHO):
            _NamedFields.model_validate(value)
        return value


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
