"""
What became of a document whose bit is set: replaced, suspended or revoked.

A status list says only "withdrawn". Replaced is what the issuer's own newer, signed version
shows; suspended is the issuer's unsigned word on its own site, and the only such word believed,
since it can turn one "withdrawn" into another but never into "valid".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from testamur.crypto import strict_json
from testamur.verify import record, shape
from testamur.verify.dids import web_site
from testamur.verify.fields import MAX_DOCUMENT
from testamur.verify.proofs import Proofs
from testamur.verify.shape import Credential
from testamur.verify.sources import Source, Unavailable
from testamur.verify.status import SUSPENSION, Standing
from testamur.verify.verdict import Finding, Word, day, ended, failed, shown

_MAX_STATE = 20_000


@dataclass(frozen=True, slots=True)
class Fate:
    finding: Finding
    word: Word | None = None
    """None while the document stands, or while that is unknown."""
    since: date | None = None
    reason: str | None = None
    newest: str | None = None
    """Address of the version that replaces it."""


def withdrawn(credential: Credential, standing: Standing, source: Source, proofs: Proofs) -> Fate:
    """The fate of a genuine document that a list of its issuer has marked."""
    fate = replaced(credential, source, proofs)
    if fate is not None:
        return fate
    state = _hosted_state(credential, source)
    if state is not None:
        word, since, reason = state
        said = "Suspended since" if word is Word.SUSPENDED else "Withdrawn by its issuer on"
        why = f": {ended(reason)}" if reason else "."
        return Fate(failed(f"{said} {day(since)}{why}"), word, since, reason)
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
    return Fate(
        failed(f"Replaced by the version of {day(newest.valid_from)}."),
        Word.SUPERSEDED,
        newest=credential.id,
    )


def _hosted_state(credential: Credential, source: Source) -> tuple[Word, date, str | None] | None:
    """What the issuer's site says in `state.json` beside the newest version."""
    site = web_site(credential.issuer)
    if site is None or record.place(credential.id, site.base_url) is None:
        return None
    address = f"{credential.id.rpartition('/')[0]}/state.json"
    try:
        state = strict_json.parse(source.fetch(address, _MAX_STATE), max_bytes=_MAX_STATE)
    except (Unavailable, ValueError):
        return None
    if not isinstance(state, dict):
        return None
    word = {"suspended": Word.SUSPENDED, "revoked": Word.REVOKED}.get(str(state.get("state")))
    since, reason = state.get("date"), state.get("reason")
    if word is None or not isinstance(since, str):
        return None
    try:
        return word, date.fromisoformat(since), shown(reason) if isinstance(reason, str) else None
    except ValueError:
        return None
