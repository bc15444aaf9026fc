"""From the authors' fields to values of the model: the one crossing."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.content.records.award import AwardFields, EvidenceFields, RecipientFields
from testamur.content.records.credential import (
    CredentialFields,
    ResultDescriptionFields,
    SkillFields,
)
from testamur.content.records.kinds import (
    NoteFields,
    PartyFields,
    RevocationFields,
    SuspensionFields,
)
from testamur.content.records.site import AddressFields, ForgottenFields, IssuerFields, SiteFields
from testamur.content.rules import MISSING_FIELD, SEALED_RECIPIENT
from testamur.model.award import (
    Display,
    Evidence,
    Forgotten,
    Hidden,
    Hiding,
    Note,
    Recipient,
    RecipientIdentifier,
    Record,
    Result,
)
from testamur.model.credential import (
    Alignment,
    Assessment,
    CoDeveloper,
    Credential,
    Credits,
    Kind,
    ResultDescription,
    RubricLevel,
)
from testamur.model.formats import CERTIFICATE, Format
from testamur.model.issuer import Identifier, Issuer, Party, PostalAddress
from testamur.model.picture import Picture
from testamur.model.site import DEFAULT_STATUS_DAYS, Paper, Site
from testamur.model.translation import Translation
from testamur.problems import Problem, Route


def site(fields: SiteFields, logo: Picture | None) -> Site:
    formats = dict.fromkeys(fields.formats or ())
    return Site(
        base_url=fields.base_url,
        title=fields.title,
        issuer=_issuer(fields.issuer),
        format=fields.format,
        languages=tuple(fields.languages or ("en",)),
        time_zone=fields.time_zone or "UTC",
        theme=fields.theme or "default",
        accent=fields.accent,
        register=fields.register_folder or "content/register",
        status_days=fields.status_validity or DEFAULT_STATUS_DAYS,
        separate_suspension=bool(fields.status and fields.status.suspension == "separate"),
        formats=tuple(Format(each) for each in formats if each != CERTIFICATE),
        certificates=CERTIFICATE in formats,
        paper=(fields.certificate and fields.certificate.paper) or Paper.A4,
        strict=fields.strict or False,
        embeds=fields.embeds is not False,
        logo=logo,
        handbook=fields.handbook,
        host=fields.host,
    )


def credential_gaps(fields: CredentialFields, file: str) -> Iterator[Problem]:
    """What an assessed credential must say and does not."""
    if fields.kind is not Kind.ASSESSED:
        return
    for name in ("competency", "assessment"):
        if getattr(fields, name) is None:
            yield MISSING_FIELD.at(
                file,
                (name,),
                f"`{name}` is missing, and this credential is assessed",
                "say what was assessed and how, or write kind: participation",
            )


def credential(
    fields: CredentialFields,
    slug: str,
    criteria: str,
    picture: Picture | None,
    translations: tuple[Translation, ...] = (),
) -> Credential:
    """The definition. Raises ValueError where `credential_gaps` finds any."""
    return Credential(
        slug=slug,
        version=fields.version or 1,
        name=fields.name,
        description=fields.description,
        criteria=criteria,
        kind=fields.kind,
        achievement_type=fields.achievement_type or "Badge",
        offered_from=fields.offered_from,
        competency=fields.competency,
        assessment=None
        if fields.assessment is None
        else Assessment(
            fields.assessment.method,
            fields.assessment.assessor,
            fields.assessment.pass_rule,
            fields.assessment.supervised,
        ),
        skills=_skills(fields.skills),
        level=fields.level,
        audience=fields.audience,
        effort=fields.effort,
        credits=None
        if fields.credits is None
        else Credits(fields.credits.value, fields.credits.scheme),
        delivery=fields.delivery,
        tags=tuple(fields.tags or ()),
        valid_for=fields.valid_for,
        results=tuple(_result_description(result) for result in fields.results or ()),
        requires=tuple(fields.requires or ()),
        co_developers=tuple(
            CoDeveloper(other.name, other.url, other.role) for other in fields.co_developers or ()
        ),
        licence=fields.licence,
        language=fields.language,
        picture=None if picture is None else picture.digest,
        picture_type=None if picture is None else picture.media_type,
        creator=_party(fields.creator),
        code=fields.code,
        field_of_study=fields.field_of_study,
        specialization=fields.specialization,
        identifiers=_identifiers(fields.identifiers),
        colour=fields.colour,
        translations=translations,
    )


def record(fields: AwardFields, identity: str, subject: str, source: str) -> Record:
    return Record(
        credential=fields.credential,
        recipient=recipient(fields.recipient),
        hidden=_hidden(fields.recipient),
        awarded=fields.awarded,
        expires=fields.expires,
        route=fields.route,
        evidence=tuple(_evidence(item) for item in fields.evidence or ()),
        results=tuple(
            Result(item.result, item.value, item.level, item.status)
            for item in fields.results or ()
        ),
        narrative=fields.narrative,
        language=fields.language,
        activity_start=fields.activity_start,
        activity_end=fields.activity_end,
        term=fields.term,
        role=fields.role,
        licence_number=fields.licence_number,
        assessed_by=_party(fields.assessed_by),
        identity=identity,
        subject=subject,
        source=source,
        corrected=_notes(fields.corrected),
        renewed=_notes(fields.renewed),
        revoked=None if fields.revoked is None else _withdrawal(fields.revoked),
        suspended=tuple(map(_withdrawal, fields.suspended or ())),
        reinstated=_notes(fields.reinstated),
    )


def award_gaps(fields: AwardFields, file: str) -> Iterator[Problem]:
    """Plain fields beside hidden ones, and withdrawals that do not say why: `other` is no reason."""
    yield from _recipient_gaps(fields.recipient, file)
    withdrawals: list[tuple[Route, SuspensionFields]] = [
        (("suspended", index), each) for index, each in enumerate(fields.suspended or ())
    ]
    if fields.revoked is not None:
        withdrawals.append((("revoked",), fields.revoked))
    for route, each in withdrawals:
        if each.reason is None and not (each.code and each.code.words):
            yield MISSING_FIELD.at(
                file,
                (*route, "reason"),
                f"`{route[0]}.reason` is missing",
                "say why, or choose a `code` that does (any but `other`)",
            )


def identity(fields: AwardFields, own_path: str | None) -> str | None:
    """
    What the record is known by: its key, else its path, else credential and e-mail.

    `own_path` is the path below `content/awards/` without extension of a file that holds this
    award alone. None where the record has nothing to be known by.
    """
    if fields.key is not None:
        return f"key:{fields.key}"
    if own_path is not None:
        return f"path:{own_path}"
    email = recipient(fields.recipient).normalised_email
    return None if email is None else f"row:{fields.credential}:{email}"


def recipient(fields: RecipientFields) -> Recipient:
    """Who it is, or a stand-in for whom the fields hide."""
    hidden = _hidden(fields)
    return hidden.stand_in if hidden else _recipient(fields)


def forgotten(fields: ForgottenFields) -> Forgotten:
    return Forgotten(fields.award, fields.date)


def _issuer(fields: IssuerFields) -> Issuer:
    return Issuer(
        name=fields.name,
        url=fields.url,
        description=fields.description,
        email=fields.email,
        image=fields.image,
        legal_name=fields.legal_name,
        identifiers=_identifiers(fields.identifiers),
        linkedin_organization=fields.linkedin_organization,
        phone=fields.phone,
        address=_address(fields.address),
        official=fields.official,
        parent=_party(fields.parent),
    )


def _address(fields: AddressFields | None) -> PostalAddress | None:
    return None if fields is None else PostalAddress(**fields.model_dump())


def _party(fields: PartyFields | None) -> Party | None:
    return None if fields is None else Party(**fields.model_dump())


def _identifiers(fields: dict[str, str] | None) -> tuple[Identifier, ...]:
    return tuple(Identifier(type_, value) for type_, value in (fields or {}).items())


def _skills(fields: list[SkillFields] | None) -> tuple[Alignment, ...]:
    return tuple(
        Alignment(
            skill.name,
            skill.url,
            skill.framework,
            skill.code,
            skill.description,
            skill.target_type,
        )
        for skill in fields or ()
    )


def _result_description(fields: ResultDescriptionFields) -> ResultDescription:
    return ResultDescription(
        id=fields.id,
        name=fields.name,
        type=fields.type,
        allowed_values=tuple(fields.allowed_values or ()),
        value_min=fields.value_min,
        value_max=fields.value_max,
        required_value=fields.required_value,
        required_level=fields.required_level,
        levels=tuple(
            RubricLevel(level.id, level.name, level.description, level.points, level.level)
            for level in fields.levels or ()
        ),
        skills=_skills(fields.skills),
    )


def _hidden(fields: RecipientFields) -> Hidden | None:
    if fields.sealed is not None:
        return Hidden(Hiding.SEALED, fields.sealed)
    return None if fields.person is None else Hidden(Hiding.PERSON, fields.person)


def _recipient_gaps(fields: RecipientFields, file: str) -> Iterator[Problem]:
    hidden = _hidden(fields)
    if hidden is None:
        return
    for name in type(fields).model_fields:
        if name != hidden.how and getattr(fields, name) is not None:
            yield SEALED_RECIPIENT.at(
                file,
                ("recipient", name),
                f"`{name}` stands in plain text beside `{hidden.how}`, which is to hide it",
                f"take `{name}` out: it belongs to what is hidden",
            )


def _recipient(fields: RecipientFields) -> Recipient:
    if fields.name is None:
        raise ValueError("a recipient that is not hidden has a name")
    return Recipient(
        name=fields.name,
        email=fields.email,
        did=fields.did,
        identifiers=tuple(
            RecipientIdentifier(type_, value) for type_, value in (fields.identifiers or {}).items()
        ),
        display=fields.display or Display.FULL,
        # What nobody asked for leaves no trace: records from before it was known stay as they are.
        share_name=fields.share_name or None,
    )


def _evidence(fields: EvidenceFields) -> Evidence:
    return Evidence(
        fields.name,
        fields.kind,
        fields.narrative,
        fields.url,
        fields.sha256,
        fields.genre,
        fields.description,
        fields.audience,
    )


def _notes(fields: list[NoteFields] | None) -> tuple[Note, ...]:
    return tuple(_note(item) for item in fields or ())


def _withdrawal(fields: SuspensionFields) -> Note:
    """A code that says enough stands for the reason that was left out."""
    successor = fields.replaced_by if isinstance(fields, RevocationFields) else None
    words = fields.code.words if fields.code else ""
    return Note(fields.date, fields.reason or words, fields.code, successor)


def _note(fields: NoteFields) -> Note:
    return Note(fields.date, fields.reason)
