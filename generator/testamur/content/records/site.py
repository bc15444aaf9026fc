"""The fields of `content/site.yaml` and `content/forgotten.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from testamur.content import looks, values
from testamur.content.records.kinds import (
    AwardId,
    BaseUrl,
    Boolean,
    CountryCode,
    Day,
    Email,
    Fields,
    Folder,
    FormatVersion,
    Language,
    Line,
    PartyFields,
    Passage,
    Phone,
    PictureName,
    Scheme,
    Slug,
    StatusDays,
    TimeZone,
    Url,
    reader,
)
from testamur.model.formats import CERTIFICATE, OPTIONAL
from testamur.model.hosts import Host
from testamur.model.site import Paper

HexColour = Annotated[str, reader(looks.colour)]
Suspension = Annotated[str, reader(values.choice(("shared", "separate")))]
OptionalFormat = Annotated[str, reader(values.choice((*sorted(OPTIONAL), CERTIFICATE)))]
PaperSize = Annotated[Paper, reader(values.member(Paper))]
HostName = Annotated[Host, reader(values.member(Host))]
DuplicateAwards = Annotated[str, reader(values.choice(("warning", "error")))]


class AddressFields(Fields):
    street: Line | None = None
    post_office_box: Line | None = None
    postal_code: Line | None = None
    locality: Line | None = None
    region: Line | None = None
    country: Line | None = None
    country_code: CountryCode | None = None


class IssuerFields(Fields):
    name: Line
    url: Url
    description: Passage | None = None
    email: Email | None = None
    image: PictureName | None = None
    legal_name: Line | None = None
    identifiers: dict[Scheme, Line] | None = None
    phone: Phone | None = None
    address: AddressFields | None = None
    official: Line | None = None
    parent: PartyFields | None = None
    linkedin_organization: Annotated[str, reader(values.organization_number)] | None = None


class StatusFields(Fields):
    suspension: Suspension | None = None


class CertificateFields(Fields):
    paper: PaperSize | None = None


class SiteFields(Fields):
    format: FormatVersion
    base_url: BaseUrl
    title: Line
    issuer: IssuerFields
    languages: list[Language] | None = None
    time_zone: TimeZone | None = None
    theme: Slug | None = None
    accent: HexColour | None = None
    # The plain name is taken in the library's own class.
    register_folder: Folder | None = Field(default=None, alias="register")
    status_validity: StatusDays | None = None
    status: StatusFields | None = None
    formats: list[OptionalFormat] | None = None
    certificate: CertificateFields | None = None
    strict: Boolean | None = None
    embeds: Boolean | None = None
    duplicate_awards: DuplicateAwards | None = None
    handbook: Folder | None = None
    host: HostName | None = None


class ForgottenFields(Fields):
    award: AwardId
    date: Day
