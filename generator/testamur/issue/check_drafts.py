"""
Whether drafts may be signed at all: they come from a process that parses what anybody wrote.

Names become paths and lines of the log, numbers become places in lists; what is signed cannot be
taken back. What a draft says of an award is judged by `lint`, as a whole.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import orjson

from testamur.issue import learners
from testamur.issue.drafts import Draft, DraftDefinition, Drafts, Happening, Update, says
from testamur.model.addresses import Addresses
from testamur.model.formats import OPTIONAL
from testamur.model.ids import is_award_id, is_slug
from testamur.model.picture import Picture
from testamur.model.status import REVOCATION, SUSPENSION, Change
from testamur.model.translation import nearest, translated
from testamur.problems import RegisterError
from testamur.register.definitions import digest
from testamur.register.documents import NEXT
from testamur.register.register import Register
from testamur.wire import v3
from testamur.wire.bitstring import ENTRIES

MAX_STATUS_DAYS = 3660
_HEX = re.compile(r"[0-9a-f]{64}")
_PICTURES = frozenset({"image/png", "image/svg+xml", None})


def check_drafts(drafts: Drafts, register: Register) -> None:
    """Raises RegisterError for the first thing that `prepare` would not have written."""
    fault = next(_faults(drafts, register), None)
    if fault:
        raise RegisterError(f"the drafts cannot be signed: {fault}", "run `testamur prepare` again")


def _faults(drafts: Drafts, register: Register) -> Iterator[str]:
    if not OPTIONAL.issuperset(drafts.formats):
        yield "only optional formats are asked for"
    if not 1 <= drafts.status_days <= MAX_STATUS_DAYS:
        yield f"status lists would live for {drafts.status_days} days"
    defined = {key: each.credential for key, each in register.definitions.items()}
    for new in drafts.definitions:
        yield from _definition_faults(new, register)
        defined[new.credential.slug, new.credential.version] = new.credential
    yield from _pathway_faults(drafts, {slug for slug, _ in defined})
    yield from learners.faults(drafts, register)
    yield from _slot_faults(drafts, register)
    ids = [draft.award for draft in drafts.awards]
    for draft in drafts.awards:
        yield from _award_faults(draft, register.addresses)
        earned = defined.get((draft.slug, draft.definition))
        if earned is None:
            yield f"{draft.slug} version {draft.definition} is not defined"
            continue
        language = nearest(earned, draft.language)
        named = register.addresses.achievement(draft.slug, draft.definition, language)
        told = translated(earned, language)
        text = (named, told.name, told.description, v3.criteria(earned, language))
        if _said_to_be_earned(draft) != text:
            yield f"award {draft.award} says otherwise than the definition of {draft.slug}"
    if len(set(ids)) < len(ids):
        yield "one award is drafted twice"
    for update in drafts.updates:
        if any(_needs_version(each, update, register) for each in update.happenings):
            yield f"award {update.award} would change without a new version"
        yield from _nonce_faults([each.nonce for each in update.happenings])
        if not (_HEX.fullmatch(update.record) and _HEX.fullmatch(update.source)):
            yield "a digest is 64 hex digits"
    for award, steps in (
        *((draft.award, draft.happenings) for draft in drafts.awards),
        *((update.award, update.happenings) for update in drafts.updates),
    ):
        successors = {step.replaced_by for step in steps if step.replaced_by}
        if not successors <= register.awards.keys() - {award}:
            yield f"award {award} would be replaced by something that is no award"


def _slot_faults(drafts: Drafts, register: Register) -> Iterator[str]:
    new = {
        REVOCATION: [
            *(draft.slot for draft in drafts.awards),
            *(draft.slot for draft in drafts.records),
        ],
        SUSPENSION: [draft.suspension for draft in drafts.awards if draft.suspension],
    }
    for purpose, slots in new.items():
        used = {slot.list for slot in (*register.slots[purpose], *slots)}
        if used != set(range(1, len(used) + 1)):
            yield "status lists are numbered from 1 without a gap"
        for slot in slots:
            if not 0 <= slot.index < ENTRIES:
                yield f"{slot} is no place in a status list"


def _needs_version(happening: Happening, update: Update, register: Register) -> bool:
    known = register.awards.get(update.award)
    if happening.change is Change.REINSTATED and known and known.newest.suspension:
        return False
    return happening.change in NEXT


def _said_to_be_earned(draft: Draft) -> tuple[object, ...] | None:
    try:
        said = orjson.loads(draft.document)["credentialSubject"]["achievement"]
        return said["id"], said["name"], said["description"], said["criteria"]["narrative"]
    except (ValueError, KeyError, TypeError):
        return None


def _pathway_faults(drafts: Drafts, slugs: AbstractSet[str]) -> Iterator[str]:
    slugs_of_pathways = [pathway.slug for pathway in drafts.pathways]
    if len(set(slugs_of_pathways)) < len(slugs_of_pathways):
        yield "one pathway is drafted twice"
    for pathway in drafts.pathways:
        if not is_slug(pathway.slug):
            yield f"{pathway.slug!r} is no name of a pathway"
        named = {*pathway.credentials, *([pathway.leads_to] if pathway.leads_to else [])}
        for slug in sorted(named - slugs):
            yield f"the pathway {pathway.slug} names {slug}, which is not defined"


def _definition_faults(draft: DraftDefinition, register: Register) -> Iterator[str]:
    credential = draft.credential
    if not is_slug(credential.slug) or credential.picture_type not in _PICTURES:
        yield f"{credential.slug!r} is no name of a credential, or its picture no picture"
        return
    key = (credential.slug, credential.version)
    logged = register.logged_definitions.get(key)
    if logged not in {None, digest(credential)} and key in register.awarded_definitions:
        yield f"{credential.slug} version {credential.version} has awards and would be replaced"
    try:
        data = None if draft.picture is None else b64decode(draft.picture, validate=True)
    except Base64Error:
        yield f"the picture of {credential.slug} is not base64"
        return
    media_type = credential.picture_type
    found = Picture(media_type, data).digest if media_type and data is not None else None
    if found != credential.picture:
        yield f"the picture of {credential.slug} is not the one that its definition names"


def _award_faults(draft: Draft, at: Addresses) -> Iterator[str]:
    if not is_award_id(draft.award):
        yield f"{draft.award!r} is no award id"
        return
    if not says(draft.document, v3.place(draft.award, draft.slot, draft.suspension, at)):
        yield f"award {draft.award} is drafted as another document"
    digests = (draft.record, draft.intent, draft.source)
    if not all(map(_HEX.fullmatch, digests)):
        yield "a digest is 64 hex digits"
    if len(draft.declared) != 2 or min(draft.declared) < 0:
        yield "a draft declares so many corrections and so many renewals"
    yield from _nonce_faults([draft.nonce, *(each.nonce for each in draft.happenings)])


def _nonce_faults(nonces: list[str]) -> Iterator[str]:
    if not all(map(_HEX.fullmatch, nonces)):
        yield "a nonce has 32 bytes, written in hex"
