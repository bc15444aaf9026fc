"""
A learner's record, from enrolment to draft and from draft to the signed document.

The awards inside are put there by the process that signs, out of its own register: they are
signed first, and never touched afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import orjson

from testamur.crypto.jcs import canonical
from testamur.crypto.signer import Signer
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.issue import lint_record
from testamur.issue.append import append
from testamur.issue.drafts import DraftRecord, Drafts, says
from testamur.issue.lint import Linted, flaws, lint
from testamur.issue.prepare import SALT_BYTES, Draw
from testamur.issue.sign import sign
from testamur.issue.tail import is_signed
from testamur.model.addresses import Addresses
from testamur.model.ids import AWARD_ID_BYTES, URN_BYTES, award_id, is_award_id, urn
from testamur.model.learner import Learner, identities
from testamur.model.site import Site
from testamur.model.status import REVOCATION, Slot
from testamur.problems import Problem, RegisterError
from testamur.register.documents import NONCE_BYTES, Document
from testamur.register.entries import EraseEntry, IssueEntry
from testamur.register.folder import RESTORE
from testamur.register.learners import ErasedRecord, LearnerRecord, person_digest
from testamur.register.register import Register
from testamur.wire import clr
from testamur.wire.bitstring import ENTRIES
from testamur.wire.instants import instant

_HEX = re.compile(r"[0-9a-f]{64}")
_DRAWN = "urn:uuid:"


def draft(
    learner: Learner,
    holding: clr.Holding,
    awards: tuple[str, ...],
    site: Site,
    register: Register,
    *,
    intent: str,
    existing: LearnerRecord | None,
    slot: Slot,
    draw: Draw,
) -> DraftRecord:
    """The draft of a learner's first record, or of the one that replaces `existing`."""
    drawn = clr.Drawn(
        learner=existing.learner if existing else award_id(draw(AWARD_ID_BYTES)),
        subject=(existing and _subject(existing)) or urn(draw(URN_BYTES)),
        salt=(existing and _salt(existing)) or draw(SALT_BYTES).hex(),
        slot=slot,
    )
    return DraftRecord(
        learner=drawn.learner,
        version=existing.version + 1 if existing else 1,
        person=person_digest(identities(learner.recipient)[0], register.addresses),
        intent=intent,
        nonce=draw(NONCE_BYTES).hex(),
        slot=slot,
        awards=awards,
        document=canonical(clr.learner_record(learner, holding, drawn, site)).decode(),
    )


def unsignable(learner: Learner, holding: clr.Holding, site: Site, now: datetime) -> Iterator[str]:
    """What signing would refuse about the record itself; chance and awards have stand-ins."""
    at = Addresses(site.base_url)
    drawn = clr.Drawn("0" * 26, urn(bytes(URN_BYTES)), "00" * SALT_BYTES, Slot(1, 0))
    document = {**clr.learner_record(learner, holding, drawn, site), "validFrom": instant(now)}
    lints = [each for each in lint_record.LINTS if each is not lint_record.holds_signed_awards]
    yield from flaws(document, at, lints)


def faults(drafts: Drafts, register: Register) -> Iterator[str]:
    """What `draft` would not have written, a clause each."""
    taken = {*register.slots[REVOCATION], *(each.slot for each in drafts.awards)}
    for each in drafts.records:
        if each.slot in taken or not 0 <= each.slot.index < ENTRIES:
            yield f"{each.slot} is no free place in a status list"
        taken.add(each.slot)
        if not is_award_id(each.learner) or not all(map(is_award_id, each.awards)):
            yield f"{each.learner!r} is no id of a learner, or holds what is no award"
        if not says(each.document, clr.place(each.learner, each.slot, register.addresses)):
            yield f"the record of learner {each.learner} is drafted as another document"
        if not all(map(_HEX.fullmatch, (each.person, each.intent, each.nonce))):
            yield "a digest or nonce of a learner's record is not 64 hex digits"
        if not each.awards or len(set(each.awards)) < len(each.awards):
            yield f"the record of learner {each.learner} holds nothing, or an award twice"
    ids = [each.learner for each in drafts.records] + list(drafts.retired)
    if len(set(ids)) < len(ids):
        yield "one learner's record is drafted twice"


def issue_records(
    drafts: Drafts,
    register: Register,
    signer: Callable[[], Signer],
    moment: datetime,
    throwaway: Signer,
) -> Register | tuple[Problem, ...]:
    """
    Sign the drafted records around the awards as they stand now, and erase what they replace.

    The problems are of documents that break a rule; then nothing was signed.
    """
    documents = [(each, _whole(each, register, moment)) for each in drafts.records]
    linted = [
        lint(
            document,
            f"record of learner {each.learner}",
            register.addresses,
            throwaway,
            lint_record.LINTS,
        )
        for each, document in documents
    ]
    problems = [each for found in linted if not isinstance(found, Linted) for each in found]
    if problems:
        return tuple(problems)
    fit = [each for each in linted if isinstance(each, Linted)]
    issued = [
        replace(_issued(each, document, register, signer, moment), entry=register.size + number)
        for number, (each, document) in enumerate(zip(drafts.records, fit, strict=True))
    ]
    grown = append(register, [IssueEntry(each.commitment) for each in issued], moment)
    gone = [
        ErasedRecord(old.entry, old.learner, old.version, old.slot, moment.date())
        for old in register.learners.values()
        if old.learner in {*drafts.retired, *(each.learner for each in drafts.records)}
    ]
    grown = append(grown, [EraseEntry(each.entry) for each in gone], moment)
    records: dict[int, LearnerRecord | ErasedRecord] = {**register.learner_documents}
    records |= {each.entry: each for each in gone}
    records |= {each.entry: each for each in issued}
    return replace(grown, learner_documents=records)


def _whole(each: DraftRecord, register: Register, moment: datetime) -> JsonObject:
    known = register.learners.get(each.learner)
    if each.version != (known.version + 1 if known else 1) or each.learner in (
        register.former_learners
    ):
        raise RegisterError(
            f"the draft of the record of learner {each.learner} does not fit the register",
            "run `testamur prepare` again",
        )
    awards: list[JsonValue] = [
        orjson.loads(document.signed) for document in _genuine(each.awards, register)
    ]
    document: JsonObject = orjson.loads(each.document)
    return {**clr.holding(document, awards), "validFrom": instant(moment)}


def _held(awards: tuple[str, ...], register: Register) -> Iterator[Document]:
    for id_ in awards:
        award = register.awards.get(id_)
        if award is None or award.withdrawal:
            raise RegisterError(
                f"a learner's record would hold award {id_}, which does not stand",
                "run `testamur prepare` again",
            )
        yield award.newest


def _genuine(awards: tuple[str, ...], register: Register) -> Iterator[Document]:
    """
    Those awards, each with proofs that hold.

    No commitment covers proofs: what stands in the register's place of one would be signed along.
    """
    for document in _held(awards, register):
        if not is_signed(document, register):
            raise RegisterError(
                f"the proofs of award no. {document.entry + 1} do not hold, and a learner's record "
                "would repeat them",
                RESTORE,
            )
        yield document


def _issued(
    each: DraftRecord,
    fit: Linted,
    register: Register,
    signer: Callable[[], Signer],
    moment: datetime,
) -> LearnerRecord:
    return LearnerRecord(
        entry=register.size,
        learner=each.learner,
        version=each.version,
        slot=each.slot,
        person=each.person,
        intent=each.intent,
        holds=tuple(document.entry for document in _held(each.awards, register)),
        nonce=bytes.fromhex(each.nonce),
        proof=sign(fit, signer(), register.addresses, moment),
        unsigned=fit.unsigned,
    )


def _subject(existing: LearnerRecord) -> str | None:
    """The id that was drawn for the learner; none where they had a DID."""
    found = orjson.loads(existing.unsigned)["credentialSubject"]["id"]
    return found if isinstance(found, str) and found.startswith(_DRAWN) else None


def _salt(existing: LearnerRecord) -> str | None:
    subject = orjson.loads(existing.unsigned)["credentialSubject"]
    salts = (str(each["salt"]) for each in subject.get("identifier", ()) if each.get("salt"))
    return next(salts, None)
