"""Kinds of fields, each with its reader, for the records beside this module."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator
from pydantic_core import PydanticCustomError

from testamur.content import contacts, values
from testamur.content.refused import Refused
from testamur.content.rules import EMPTY_VALUE, WRONG_SHAPE
from testamur.model import vocabulary
from testamur.model.award import Display, EvidenceKind, Route
from testamur.model.credential import Colour, Kind
from testamur.model.status import ReasonCode

_T = TypeVar("_T")


def reader(read: Callable[[str], _T]) -> PlainValidator:
    """The reader of one text as a step of validation, with its refusal as a custom error."""

    def validate(value: object) -> _T:
        if value is None:
            raise _error(Refused(EMPTY_VALUE, "has no value", "write one, or delete the field"))
        if not isinstance(value, str):
            found = "a list" if isinstance(value, list) else "fields of its own"
            raise _error(Refused(WRONG_SHAPE, f"is expected to be text, but is {found}"))
        try:
            return read(value)
        except Refused as refused:
            raise _error(refused) from None

    return PlainValidator(validate)


def _error(refused: Refused) -> PydanticCustomError:
    # The phrase travels as data: it may hold braces of the author's.
    return PydanticCustomError(
        "refused",
        "refused",
        {"code": refused.rule.code, "phrase": refused.phrase, "hint": refused.hint},
    )


def _as_list(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class Fields(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Box = Annotated[str, reader(values.box)]
Line = Annotated[str, reader(values.line)]
Passage = Annotated[str, reader(values.passage)]
Markdown = Annotated[str, reader(values.markdown)]
Url = Annotated[str, reader(values.url)]
BaseUrl = Annotated[str, reader(values.base_url)]
Day = Annotated[date, reader(values.day)]
Duration = Annotated[str, reader(values.duration)]
Email = Annotated[str, reader(values.email)]
Did = Annotated[str, reader(values.did)]
Phone = Annotated[str, reader(contacts.phone)]
CountryCode = Annotated[str, reader(contacts.country_code)]
Scheme = Annotated[str, reader(contacts.scheme)]
Slug = Annotated[str, reader(values.slug)]
AwardId = Annotated[str, reader(values.award_id)]
Language = Annotated[str, reader(values.language)]
TimeZone = Annotated[str, reader(values.time_zone)]
Sha256 = Annotated[str, reader(values.sha256)]
PictureName = Annotated[str, reader(values.picture_name)]
Folder = Annotated[str, reader(values.folder)]
Boolean = Annotated[bool, reader(values.boolean)]
FormatVersion = Annotated[int, reader(values.format_version)]
Version = Annotated[int, reader(values.number(1, 9999))]
Credits = Annotated[int, reader(values.number(1, 100_000))]
StatusDays = Annotated[int, reader(values.number(1, 3660))]
WhyWithdrawn = Annotated[ReasonCode, reader(values.member(ReasonCode))]
CredentialKind = Annotated[Kind, reader(values.member(Kind))]
BadgeColour = Annotated[Colour, reader(values.member(Colour))]
AwardRoute = Annotated[Route, reader(values.member(Route))]
KindOfEvidence = Annotated[EvidenceKind, reader(values.member(EvidenceKind))]
HowDisplayed = Annotated[Display, reader(values.member(Display))]

# What may be said beside these lists starts with `ext:`.
AchievementType = Annotated[
    str, reader(values.choice(vocabulary.ACHIEVEMENT_TYPES, extensible=True))
]
TargetType = Annotated[str, reader(values.choice(vocabulary.TARGET_TYPES, extensible=True))]
IdentityType = Annotated[str, reader(values.choice(vocabulary.IDENTITY_TYPES, extensible=True))]
ResultType = Annotated[str, reader(values.choice(vocabulary.RESULT_TYPES, extensible=True))]
ResultStatus = Annotated[str, reader(values.choice(vocabulary.RESULT_STATES))]


class PartyFields(Fields):
    """A person or an organisation beside the issuer."""

    name: Line
    url: Url
    email: Email | None = None
    did: Did | None = None


class NoteFields(Fields):
    date: Day
    reason: Line


class SuspensionFields(Fields):
    date: Day
    code: WhyWithdrawn | None = None
    reason: Line | None = None


class RevocationFields(SuspensionFields):
    replaced_by: AwardId | None = None


Notes = Annotated[list[NoteFields], BeforeValidator(_as_list)]
"""One event, or a list of them."""
Suspensions = Annotated[list[SuspensionFields], BeforeValidator(_as_list)]
"""Likewise."""
