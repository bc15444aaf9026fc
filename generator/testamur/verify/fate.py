"""
What became of a document whose bit is set: replaced, suspended or revoked.

A status list says only "withdrawn". Replaced is what the issuer's own newer, signed version
shows; suspended is the issuer's unsigned word on its own site, and the only such word believed,
since it can turn one "withdrawn" into another but never into "valid".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from testamur.crypto import strict_json
from testamur.model.addresses import Addresses
from testamur.model.status import Change, Event
from testamur.verify import life, record, shape
from testamur.verify.dids import web_site
from testamur.verify.fields import MAX_DOCUMENT
from testamur.verify.life import State
from testamur.verify.proofs import Proofs
from testamur.verify.shape import Credential
from testamur.verify.sources import Source, Unavailable
from testamur.verify.status import SUSPENSION, Standing
from testamur.verify.verdict import Finding, Word, failed
from testamur.verify.words import day, ended, shown


@dataclass(frozen=True, slots=True)
class Fate:
    finding: Finding
    word: Word | None = None
    """None while the document stands, or while that is unknown."""
    since: date | None = None
    reason: str | None = None
    newest: str | None = None
    """Address of the version that replaces it."""
    successor: str | None = None
    """Page of the award that took the place of a revoked one."""


def withdrawn(credential: Credential, standing: Standing, source: Source, proofs: Proofs) -> Fate:
    """The fate of a genuine document that a list of its issuer has marked."""
    fate = replaced(credential, source, proofs)
    if fate is not None:
        return fate
    said = _hosted_state(credential, source)
    event = said.withdrawal if said else None
    if event is not None and _fits(event, credential, standing):
        suspended = event.change is Change.SUSPENDED
        lead = "Suspended since" if suspended else "Withdrawn by its issuer on"
        why = f": {ended(shown(event.in_full))}" if event.reason else "."
        word = Word.SUSPENDED if suspended else Word.REVOKED
        fate = _when_and_why(Fate(failed(f"{lead} {day(event.day)}{why}"), word), event)
        site = web_site(credential.issuer)
        if event.replaced_by and site and not suspended:
            successor = Addresses(site.base_url).award_page(event.replaced_by)
            fate = replace(fate, successor=successor)
        return fate
    if standing.purpose == SUSPENSION:
        return Fate(failed("Suspended, by the issuer's signed list."), Word.SUSPENDED)
    if not standing.signed:
        why = f": {ended(standing.reason)}" if standing.reason else "."
        finding = failed(f"Withdrawn, by the issuer's list, which is not signed{why}")
        return Fate(finding, Word.REVOKED, reason=standing.reason)
    return Fate(failed("Withdrawn, by the issuer's signed list."), Word.REVOKED)


def replaced(credential: Credential, source: Source, proofs: Proofs) -> Fate | None:
    """
    Whether the document's own address serves a newer version: the same id and issuer, a later
    `validFrom` (OB 3.0, credential equality), and proofs that hold.
    """
    if not credential.id.startswith("https://"):
        return None
    try:
        document = strict_json.parse(
            source.fetch(credential.id, MAX_DOCUMENT), max_bytes=MAX_DOCUMENT
        )
        if not isinstance(document, dict):
            return None
        newest = shape.credential(document)
    except (Unavailable, ValueError):
        return None
    same = newest.id == credential.id and newest.issuer == credential.issuer
    if not same or newest.valid_from <= credential.valid_from:
        return None
    if not proofs.check(document, newest.issuer).genuine:
        return None
    fate = Fate(
        failed(f"Replaced by the version of {day(newest.valid_from)}."),
        Word.SUPERSEDED,
        newest=credential.id,
    )
    said = _hosted_state(credential, source)
    replacements = said.replaced if said else ()
    steps = (each.event for each in replacements if each.issued == credential.valid_from)
    step = next(steps, None)
    return _when_and_why(fate, step) if step else fate


def _hosted_state(credential: Credential, source: Source) -> State | None:
    """What the issuer's site says in `state.json` beside the newest version."""
    site = web_site(credential.issuer)
    if site is None or record.place(credential.id, site.base_url) is None:
        return None
    address = f"{credential.id.rpartition('/')[0]}/state.json"
    try:
        return life.read(source.fetch(address, life.MAX_STATE))
    except (Unavailable, ValueError):
        return None


def _fits(event: Event, credential: Credential, standing: Standing) -> bool:
    """Where suspensions have a signed list of their own, its word goes before the hosted one."""
    purposes = {entry.purpose for entry in credential.status.bits}
    suspended = event.change is Change.SUSPENDED
    return SUSPENSION not in purposes or suspended == (standing.purpose == SUSPENSION)


def _when_and_why(fate: Fate, event: Event) -> Fate:
    return replace(fate, since=event.day, reason=shown(event.in_full))
