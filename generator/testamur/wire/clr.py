"""
Comprehensive Learner Record 2.0: one person's awards, bundled into one signed document.

The awards stand inside as they were signed, proofs and all. In this context `verifiableCredential`
is an ordinary property: the record's own signature covers them in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses
from testamur.model.credential import Credential
from testamur.model.learner import Learner
from testamur.model.pathway import Pathway
from testamur.model.site import Site
from testamur.model.status import REVOCATION, Slot
from testamur.wire import v3
from testamur.wire.contexts import CLR_V2, OB_EXTENSIONS, OB_V3, VC_V2
from testamur.wire.instants import start_of
from testamur.wire.pathway import following

SCHEMA = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
CONTEXTS = (VC_V2, CLR_V2, OB_V3, OB_EXTENSIONS)
HELD = "verifiableCredential"
"""The property of the subject that holds the awards."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What chance decided about a learner's record when it was first prepared."""

    learner: str
    """Public id."""
    subject: str
    """`urn:uuid:...`; the learner's own DID goes before it."""
    salt: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class Holding:
    """What a record holds beside the awards themselves."""

    earned: tuple[Credential, ...]
    """The definitions of the awards inside, each once."""
    referred: tuple[Credential, ...]
    """Definitions that those name, and that were not earned or are left out."""
    ways: tuple[Pathway, ...]
    """The pathways on which some of them are a step."""
    partial: bool
    """Whether the issuer knows of awards that are left out."""


def learner_record(learner: Learner, holding: Holding, drawn: Drawn, site: Site) -> JsonObject:
    """
    The unsigned ClrCredential (CLR 2.0), but for `validFrom` and the awards inside.

    Signing adds both: only then is it known which bytes they have.
    """
    at = Addresses(site.base_url)
    name = learner.recipient.public_name
    return {
        "@context": list(CONTEXTS),
        **place(drawn.learner, drawn.slot, at),
        "name": f"Learner record of {name}" if name else "Learner record",
        "partial": holding.partial,
        "issuer": v3.profile(site),
        "awardedDate": start_of(learner.consent, site.zone),
        "credentialSubject": _subject(learner, holding, drawn, site),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def place(learner: str, slot: Slot, at: Addresses) -> JsonObject:
    """What tells this record from every other document, as `v3.place` of an award."""
    return {
        "id": at.clr_json(learner),
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialStatus": v3.status_entry(REVOCATION, slot, at),
        "refreshService": {"id": at.newest_clr(learner), "type": "1EdTechCredentialRefresh"},
    }


def holding(document: JsonObject, awards: Sequence[JsonValue]) -> JsonObject:
    """The record with the signed awards inside. Raises TypeError for one without a subject."""
    subject = document["credentialSubject"]
    if not isinstance(subject, dict):
        raise TypeError("a learner's record has one subject")
    return {**document, "credentialSubject": {**subject, HELD: list(awards)}}


def weight(value: JsonValue) -> int:
    """How many values a document has: what RDF canonicalisation takes its time by."""
    if isinstance(value, dict):
        return 1 + sum(map(weight, value.values()))
    return 1 + sum(map(weight, value)) if isinstance(value, list) else 1


def associations(holding: Holding, at: Addresses) -> Iterator[JsonObject]:
    """
    How the credentials of a record belong together (CLR 2.0, Association).

    What a credential requires is part of it, and so are the steps of a pathway that leads to it;
    where there is an order, one precedes the other. An earlier version was replaced by the next.
    """
    # Said twice, as a requirement and as a step, it would be one node of the graph.
    for kind, source, target in dict.fromkeys(_associated(holding, at)):
        yield _association(kind, source, target)


def _associated(holding: Holding, at: Addresses) -> Iterator[tuple[str, str, str]]:
    """Kind, source and target."""
    known = (*holding.earned, *holding.referred)
    for credential in holding.earned:
        this = at.achievement(credential.slug, credential.version)
        for slug in credential.requires:
            for each in known:
                if each.slug == slug:
                    yield "isPartOf", at.achievement(slug, each.version), this
        later = [each.version for each in known if each.slug == credential.slug]
        after = min((number for number in later if number > credential.version), default=None)
        if after is not None:
            yield "replacedBy", this, at.achievement(credential.slug, after)
    newest = {each.slug: each.version for each in sorted(known, key=lambda each: each.version)}
    for way in holding.ways:
        named = {slug: at.achievement(slug, newest[slug]) for slug in newest}
        larger = named.get(way.leads_to or "")
        for slug in way.credentials if larger else ():
            if larger and slug in named:
                yield "isPartOf", named[slug], larger
        for first, second in following(way.steps):
            if first in named and second in named:
                yield "precedes", named[first], named[second]


def _subject(learner: Learner, holding: Holding, drawn: Drawn, site: Site) -> JsonObject:
    """Whose record it is (CLR 2.0, ClrSubject)."""
    subject: JsonObject = {
        "id": learner.recipient.did or drawn.subject,
        "type": ["ClrSubject"],
    }
    optional: dict[str, list[JsonValue]] = {
        "identifier": v3.identifiers(learner.recipient, drawn.salt),
        "achievement": [v3.achievement(each, site) for each in holding.referred],
        "association": [*associations(holding, Addresses(site.base_url))],
    }
    return {**subject, **{name: value for name, value in optional.items() if value}}


def _association(kind: str, source: str, target: str) -> JsonObject:
    return {
        "type": "Association",
        "associationType": kind,
        "sourceId": source,
        "targetId": target,
    }
