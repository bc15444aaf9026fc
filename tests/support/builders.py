"""
Domain values for tests: every default is valid, so that a test mentions only what it is about.

The proofs are shaped like proofs and verify nowhere: whoever needs a signature signs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson

from testamur.crypto.keys import Algorithm, PublicKey
from testamur.model.addresses import Addresses
from testamur.model.award import Display, Evidence, Recipient, Record, Result
from testamur.model.credential import (
    Alignment,
    Assessment,
    Credential,
    Kind,
    ResultDescription,
    RubricLevel,
)
from testamur.model.ids import award_id
from testamur.model.issuer import Identifier, Issuer
from testamur.model.pathway import Group, Pathway
from testamur.model.picture import Picture
from testamur.model.site import Site
from testamur.model.status import Event, Slot
from testamur.register.documents import Document, Erased
from testamur.register.entries import (
    DefinitionEntry,
    Entry,
    EraseEntry,
    IssueEntry,
    KeyAction,
    KeyEntry,
    Role,
)
from testamur.register.register import Definition, Register, StatusList
from testamur.wire import v3
from testamur.wire.instants import instant

AS_OF = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
"""The second of the last signing of a register built here."""

PROOF = orjson.dumps(
    [
        {
            "type": "DataIntegrityProof",
            "cryptosuite": suite,
            "created": instant(AS_OF),
            "proofPurpose": "assertionMethod",
            "verificationMethod": "did:web:badges.example.org#test-only",
            "proofValue": "z" + "1" * 87,
        }
        for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022")
    ]
)

_PUBLIC_KEYS = (
    # RFC 8032 section 7.1, tests 1 and 2.
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
)


def a_public_key(number: int = 0) -> PublicKey:
    """One of two well-known Ed25519 keys."""
    return PublicKey(Algorithm.ED25519, bytes.fromhex(_PUBLIC_KEYS[number]))


def an_issuer(**changes: Any) -> Issuer:
    fields: dict[str, Any] = {
        "name": "Example Academy",
        "url": "https://www.example.org",
        "description": "A school of crafts in the harbour quarter.",
        "email": "badges@example.org",
        "legal_name": "Example Academy Foundation",
        "identifiers": (Identifier("ROR", "https://ror.org/05xpvk416"),),
    }
    return Issuer(**fields | changes)


def a_site(**changes: Any) -> Site:
    fields: dict[str, Any] = {
        "base_url": "https://badges.example.org",
        "title": "Example Academy",
        "issuer": an_issuer(),
        "time_zone": "Europe/Berlin",
    }
    return Site(**fields | changes)


def a_picture() -> Picture:
    """An SVG of one circle."""
    return Picture(
        "image/svg+xml",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        b'<circle cx="32" cy="32" r="30" fill="#345"/></svg>',
    )


def a_credential(**changes: Any) -> Credential:
    """An assessed credential with a skill and a rubric of two levels."""
    fields: dict[str, Any] = {
        "slug": "safe-forge-work",
        "version": 1,
        "name": "Safe Forge Work",
        "description": "Works at a gas forge without supervision and without harm to anybody.",
        "criteria": "Two days at the forge, then a **practical exam**.",
        "kind": Kind.ASSESSED,
        "achievement_type": "Certificate",
        "competency": "Can light, use and shut down a gas forge alone.",
        "assessment": Assessment(
            method="Practical exam",
            assessor="Two masters of the guild",
            pass_rule="All twelve points of the safety list",
            supervised=True,
        ),
        "skills": (
            Alignment(
                name="operate forging equipment",
                url="https://data.europa.eu/esco/skill/1c2d8d8a",
                framework="ESCO",
                code="S8.6.1",
            ),
        ),
        "results": (
            ResultDescription(
                id="care",
                name="Care for others",
                type="RubricCriterionLevel",
                required_level="steady",
                levels=(
                    RubricLevel("steady", "Steady", "Keeps to the list when reminded."),
                    RubricLevel("exemplary", "Exemplary", "Notices what others overlook."),
                ),
            ),
        ),
    }
    return Credential(**fields | changes)


def a_participation(**changes: Any) -> Credential:
    """A credential that nobody assessed."""
    fields: dict[str, Any] = {
        "slug": "open-forge-day",
        "version": 1,
        "name": "Open Forge Day",
        "description": "Spent a day at the forge.",
        "criteria": "Be there.",
        "kind": Kind.PARTICIPATION,
    }
    return Credential(**fields | changes)


def a_pathway(**changes: Any) -> Pathway:
    """One step, from the open day to the exam."""
    fields: dict[str, Any] = {
        "slug": "to-the-forge",
        "name": "The way to the forge",
        "description": "From a first look to a licence.",
        "steps": Group(("open-forge-day",)),
        "leads_to": "safe-forge-work",
    }
    return Pathway(**fields | changes)


def a_record(**changes: Any) -> Record:
    fields: dict[str, Any] = {
        "credential": "safe-forge-work",
        "recipient": Recipient("Ada Lovelace", email="ada@example.com"),
        "awarded": date(2026, 5, 14),
        "evidence": (Evidence("Gate hinge", url="https://work.example.org/hinge"),),
        "results": (Result("care", level="exemplary"),),
        "identity": "key:ada-forge",
        "subject": "content/awards/ada.yaml",
    }
    return Record(**fields | changes)


def an_award_id(number: int = 0) -> str:
    return award_id(hashlib.sha256(b"award %d" % number).digest()[:16])


def a_document(  # one argument for each part of a document that tests are about
    record: Record | None = None,
    *,
    credential: Credential | None = None,
    site: Site | None = None,
    number: int = 0,
    version: int = 1,
    entry: int = 1,
    events: Iterable[Event] = (),
    valid_from: datetime = AS_OF,
    changes: Mapping[str, Any] | None = None,
) -> Document:
    """
    One version of an award as it stands in a register.

    `number` tells awards apart; `changes` are laid over the top level of the unsigned credential.
    """
    record = record or a_record()
    credential = credential or a_credential(slug=record.credential)
    drawn = v3.Drawn(
        award=an_award_id(number),
        subject=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        salt=f"salt-{number}",
        slot=Slot(1, 64 * number + version),
    )
    unsigned = v3.credential(record, credential, drawn, site or a_site())
    unsigned["validFrom"] = instant(valid_from)
    unsigned |= changes or {}
    return Document(
        entry=entry,
        award=drawn.award,
        version=version,
        definition=(credential.slug, credential.version),
        record=hashlib.sha256(f"{record.identity} {number}".encode()).hexdigest(),
        intent=hashlib.sha256(repr(record).encode()).hexdigest(),
        source=record.source,
        declared=record.declared,
        nonce=hashlib.sha256(b"nonce %d %d" % (number, version)).digest(),
        slot=drawn.slot,
        language=record.language,
        events=tuple(events),
        proof=PROOF,
        # JCS for what our documents hold: no floats, keys inside the basic plane.
        unsigned=orjson.dumps(unsigned, option=orjson.OPT_SORT_KEYS),
    )


def a_definition(
    credential: Credential | None = None, picture: Picture | None = None
) -> Definition:
    return Definition(credential or a_credential(), picture)


def a_register(
    documents: Iterable[Document | Erased] | None = None,
    definitions: Iterable[Definition] | None = None,
    *,
    pathways: Iterable[Pathway] = (),
    site: Site | None = None,
    day: date = date(2026, 11, 22),
    entries: int | None = None,
    as_of: datetime = AS_OF,
) -> Register:
    """
    A register with two keys in use and one status list.

    By default it holds one award of one credential; `entries` asks for so many entries at least.
    The entries of documents are where the documents say; the rest are keys and definitions.
    """
    found = [a_document()] if documents is None else list(documents)
    defined = [a_definition()] if definitions is None else list(definitions)
    facts: dict[int, Any] = {}
    for document in found:
        fact = (
            IssueEntry(document.commitment)
            if isinstance(document, Document)
            else IssueEntry(hashlib.sha256(b"erased").hexdigest())
        )
        facts[document.entry] = fact
    others: list[Any] = [
        KeyEntry(Role.AWARD, KeyAction.ADD, a_public_key(0)),
        KeyEntry(Role.REGISTER, KeyAction.ADD, a_public_key(1)),
        *(
            DefinitionEntry(
                each.credential.slug,
                each.credential.version,
                hashlib.sha256(repr(each.credential).encode()).hexdigest(),
            )
            for each in defined
        ),
        *(EraseEntry(each.entry) for each in found if isinstance(each, Erased)),
    ]
    size = max([entries or 0, len(facts) + len(others), *(index + 1 for index in facts)])
    filler = IssueEntry(hashlib.sha256(b"somebody else's award").hexdigest())
    lines = []
    for index in range(size):
        fact = facts.get(index) or (others.pop(0) if others else filler)
        lines.append(Entry(day, fact))
    return Register(
        addresses=Addresses((site or a_site()).base_url),
        entries=tuple(lines),
        documents={each.entry: each for each in sorted(found, key=lambda each: each.entry)},
        definitions={(each.credential.slug, each.credential.version): each for each in defined},
        pathways={(each.slug, 1): each for each in pathways},
        status_lists={("revocation", 1): _a_status_list(as_of)},
        heads={size: b""},
    )


def hidden(record: Record) -> Record:
    """The same record of somebody who does not want to be named."""
    return _shown(record, Display.HIDDEN)


def _shown(record: Record, display: Display) -> Record:
    recipient = record.recipient
    return a_record(
        credential=record.credential,
        recipient=Recipient(recipient.name, recipient.email, display=display),
    )


def _a_status_list(as_of: datetime) -> StatusList:
    return StatusList(
        purpose="revocation",
        number=1,
        signed=b"{}",
        bits=bytes(131_072 // 8),
        valid_from=as_of,
        valid_until=as_of + timedelta(days=7),
    )
