"""What stands beside each learner's page: the signed record, its proof, and the bundle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import orjson

from testamur.building.awards import proof, proof_bytes
from testamur.building.badges import Oven
from testamur.building.definitions import achievement
from testamur.building.files import Maker, digest, endorsed_by
from testamur.building.identity import key_document
from testamur.model.addresses import (
    achievement_path,
    baked_path,
    bundle_path,
    clr_path,
    clr_proof_path,
    document_path,
    proof_path,
    serialised_path,
)
from testamur.model.endorsement import Endorsement, Target
from testamur.model.formats import Format
from testamur.pages.life import day_of
from testamur.publish.artifact import Artifact, Kind
from testamur.register import serialised
from testamur.register.documents import Document
from testamur.register.earned import what_was_earned
from testamur.register.learners import LearnerRecord
from testamur.wire import bundle


def learners(make: Maker) -> Iterator[Artifact]:
    """Of a record that was taken back nothing is left but a notice."""
    oven = Oven(make)
    keys = key_document(make)
    for record in make.register.learners.values():
        learner = record.learner
        yield make.constant(clr_path(learner), Kind.DOCUMENT, "document", record.signed)
        yield proof(make, record, clr_proof_path(learner))
        note = make.register.heads[make.register.proof_head(record.entry)]
        yield make.file(
            bundle_path(learner),
            Kind.DOCUMENT,
            {
                "document": digest(record.signed),
                "record": digest(note),
                "definition": digest(orjson.dumps(_definitions(make, record))),
                "keys": digest(keys),
                "formats": digest("\n".join(_tokens(make, record).values()).encode()),
                **endorsed_by(_endorsements(make, record)),
                "picture": digest(orjson.dumps([*map(oven.inputs, _held(make, record))])),
            },
            partial(_bundle, make, record, oven, keys),
        )


def _bundle(make: Maker, record: LearnerRecord, oven: Oven, keys: bytes) -> bytes:
    """
    Everything that verifies by itself; no status list, which would be old tomorrow.

    That the awards stood when the record was signed is what the signed record says.
    """
    members = {
        bundle.README: _readme(make, record).encode(),
        bundle.RECORD: record.signed,
        bundle.RECORD_PROOF: proof_bytes(make, record),
        bundle.KEYS: keys,
    }
    for document in _held(make, record):
        members[document_path(document.award)] = document.signed
        members[proof_path(document.award)] = proof_bytes(make, document)
        members[baked_path(document.award, oven.extension(document))] = oven.baked(document)
        path, data = _achievement(make, document)
        members[path] = data
    members |= {path: text.encode() for path, text in _tokens(make, record).items()}
    return bundle.pack(members)


def _tokens(make: Maker, record: LearnerRecord) -> dict[str, str]:
    """The JWTs of the awards inside, by path: what did.json is enough to check."""
    register = make.register
    return {
        serialised_path(each.format, document.award, None): serialised.compact(
            document, each, register.addresses
        ).decode()
        for document in _held(make, record)
        for each in serialised.standing(register, document)
        if each.format is not Format.ASSERTION
    }


def _held(make: Maker, record: LearnerRecord) -> list[Document]:
    found = [make.register.documents[entry] for entry in record.holds]
    return [each for each in found if isinstance(each, Document)]


def _endorsements(make: Maker, record: LearnerRecord) -> Iterator[Endorsement]:
    """Those of the awards themselves: the badges inside name them."""
    for each in _held(make, record):
        yield from make.endorsed.standing(Target(award=each.award))


def _achievement(make: Maker, document: Document) -> tuple[str, bytes]:
    """Path and bytes of what it names as what was earned."""
    earned = what_was_earned(document, make.register.addresses)
    definition = make.register.definitions[document.definition]
    return achievement_path(*earned), achievement(make, definition, earned[2])


def _definitions(make: Maker, record: LearnerRecord) -> list[str]:
    return [digest(_achievement(make, each)[1]) for each in _held(make, record)]


def _readme(make: Maker, record: LearnerRecord) -> str:
    signed, zone = orjson.loads(record.unsigned), make.site.zone
    issuer, host = signed["issuer"]["name"], make.register.addresses.host
    lines = [f"{signed['name']}", f"Issued by {issuer} ({host})", ""]
    lines += [
        "This file holds everything that its owner earned there and asked to have together.",
        "Keep all of it, as it is. It can be checked when the site it came from is gone.",
        "",
        f"Signed on {day_of(signed['validFrom'], zone)}. What happened to an award after that day, only",
        f"the issuer's own site can tell: https://{host}",
        "",
        "What is inside",
        "",
        "  clr.json           the record: all awards in one document, signed by the issuer",
        "                     (Comprehensive Learner Record 2.0)",
        "  clr.tlog-proof     that the record stands in the issuer's permanent record",
        "  awards/            each award by itself: the signed credential (Open Badges 3.0),",
        "                     the same inside its picture, its proof of record",
        "  credentials/       what each award was given for, and what it took",
        "  did.json           the issuer's public keys when this file was made",
        "",
        "How to check it",
        "",
        "  pip install testamur",
        "  testamur verify bundle.zip --online",
        "",
        "  asks the issuer's site whether the keys are really its own, and whether an award was",
        "  withdrawn since. Without --online it looks at this file alone: is it in one piece?",
        "  When the site is gone, a copy of its did.json that you have from elsewhere is enough",
        "  (--documents).",
        "  Any program for Open Badges 3.0 or Verifiable Credentials reads the .json files.",
        "",
        "The awards inside",
        "",
    ]
    for held in signed["credentialSubject"]["verifiableCredential"]:
        ends = f", valid until {day_of(held['validUntil'], zone)}" if "validUntil" in held else ""
        awarded = day_of(held["awardedDate"], zone)
        lines += [f"  {held['name']} ({awarded}{ends})", f"    {held['id']}"]
    return "\n".join(lines) + "\n"
