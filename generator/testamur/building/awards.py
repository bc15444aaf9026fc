"""What stands beside each award's page: its documents, and its proof of record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import orjson

from testamur.building.files import Maker, digest, endorsed_by, json
from testamur.crypto.note import encode_proof
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import (
    assertion_path,
    award_folder,
    document_path,
    proof_path,
)
from testamur.model.endorsement import Endorsement, Target
from testamur.model.status import Change, Event
from testamur.publish.artifact import Artifact, Kind
from testamur.register.awards import Award
from testamur.register.documents import Document
from testamur.register.earned import what_was_earned
from testamur.register.learners import LearnerRecord
from testamur.wire import v2
from testamur.wire.endorsement import links_to


def documents(make: Maker) -> Iterator[Artifact]:
    """The signed credential, its Open Badges 2.0 edition, and its proof of being recorded."""
    for award in make.register.awards.values():
        for document in award.versions:
            earlier = None if document is award.newest else document.version
            yield make.constant(
                document_path(award.id, earlier), Kind.DOCUMENT, "document", document.signed
            )
            yield proof(make, document, proof_path(award.id, earlier))
        if make.hosts_v2:
            yield _assertion(make, award)
        if award.withdrawal or len(award.versions) > 1:
            path = f"{award_folder(award.id)}state.json"
            yield make.constant(path, Kind.STATUS, "state", _state(award))


def proof(make: Maker, document: Document | LearnerRecord, path: str) -> Artifact:
    """That a document is recorded: against the first head that has its entry, so for ever."""
    register = make.register
    note = register.heads[register.proof_head(document.entry)]
    made_from = {"document": document.commitment, "head": digest(note)}
    return make.file(path, Kind.DOCUMENT, made_from, partial(proof_bytes, make, document))


def proof_bytes(make: Maker, document: Document | LearnerRecord) -> bytes:
    register = make.register
    size = register.proof_head(document.entry)
    hashes = register.tree.inclusion(document.entry, size)
    day = register.entries[document.entry].day.isoformat().encode()
    return encode_proof(document.entry, hashes, register.heads[size], document.nonce + day)


def _assertion(make: Maker, award: Award) -> Artifact:
    """The Open Badges 2.0 edition; in its short form where the award is withdrawn."""
    newest, event, at = award.newest, award.withdrawal, make.register.addresses
    path = assertion_path(award.id)
    if event:
        return make.constant(path, Kind.STATUS, "state", json(v2.withdrawn(award.id, event, at)))

    inputs = {"document": assertion_digest(make, newest)}
    return make.file(path, Kind.STATUS, inputs, partial(assertion_of, make, newest))


def assertion_of(make: Maker, newest: Document) -> bytes:
    """The assertion of an award that stands: `newest` is its newest version."""
    signed, at = orjson.loads(newest.unsigned), make.register.addresses
    about = (newest.award, what_was_earned(newest, at), newest.language)
    document = v2.assertion(signed, *about, at, version=newest.version)
    return json(document | links_to(_endorsed(make, newest), at))


def assertion_digest(make: Maker, newest: Document) -> str:
    """Of all that `assertion_of` is made from."""
    made_from: list[object] = [
        *(digest(newest.unsigned), newest.definition, newest.language, newest.version),
        *endorsed_by(_endorsed(make, newest)).values(),
    ]
    return digest(orjson.dumps(made_from))


def _endorsed(make: Maker, newest: Document) -> tuple[Endorsement, ...]:
    return make.endorsed.standing(Target(award=newest.award))


def _state(award: Award) -> bytes:
    """
    The issuer's own word on an award that is withdrawn, or has earlier versions.

    A bit alone cannot say suspended, nor why, nor what took the place of a version. The word is
    not signed, but entry and nonce open the log's commitment to each step: whoever asks can tell
    that it was entered then, and in these words.
    """
    event = award.withdrawal
    now: JsonObject = {"state": "active"}
    if event is not None:
        revoked = event.change is Change.REVOKED
        now = {"state": "revoked" if revoked else "suspended", **_step(event)}
    replaced: list[JsonValue] = [
        {
            "version": earlier.version,
            "issued": str(orjson.loads(earlier.unsigned)["validFrom"]),
            "by": following.version,
            "change": step.change.value,
            **_step(step),
        }
        for earlier, following in pairwise(award.versions)
        if (step := following.origin) is not None
    ]
    return json(now | ({"replaced": replaced} if replaced else {}))


def _step(event: Event) -> JsonObject:
    added = {"code": event.code, "replaced_by": event.replaced_by}
    return {
        "date": event.day.isoformat(),
        "reason": event.reason,
        **{name: str(value) for name, value in added.items() if value is not None},
        "entered": event.entered.isoformat(),
        "entry": event.entry,
        "nonce": event.nonce,
    }
