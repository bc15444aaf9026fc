"""
What the signatures of a document came to, each by itself and all together: steps 3 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from testamur.crypto.keys import PublicKey
from testamur.verify.controllers import KeyRefused, KeyUnread, Method
from testamur.verify.issuers import home
from testamur.verify.verdict import Finding, failed, held, not_checked
from testamur.verify.words import shown


@dataclass(frozen=True, slots=True)
class Signed:
    """What the signatures of a document came to."""

    signature: Finding
    issuer_key: Finding
    keys: frozenset[PublicKey] = frozenset()
    """Those whose signatures were checked."""
    created: tuple[datetime, ...] = ()
    expires: datetime | None = None
    """From when on the signatures themselves are not to be relied on any more."""
    departed: tuple[str, ...] = ()
    """Methods of the issuer that its key document does not have (any more)."""

    @property
    def genuine(self) -> bool:
        return self.signature.held and self.issuer_key.held


def together(each: list[Signed], issuer: str) -> Signed:
    """A set of signatures is as good as the worst of them."""
    signature = _worst([signed.signature for signed in each])
    issuer_key = _worst([signed.issuer_key for signed in each])
    keys = frozenset[PublicKey]().union(*(signed.keys for signed in each))
    if signature.held:
        count = "signature holds" if len(each) == 1 else f"{len(each)} signatures hold"
        signature = held(f"Unaltered since it was signed: its {count}.")
    if issuer_key.held:
        host = home(issuer)
        where = f"published at {host}" if host else "which is its own identifier"
        issuer_key = held(f"Signed with the issuer's key {_list_keys(keys)}, {where}.")
    return Signed(
        signature,
        issuer_key,
        keys,
        created=tuple(moment for signed in each for moment in signed.created),
        expires=min((signed.expires for signed in each if signed.expires), default=None),
        departed=tuple(method for signed in each for method in signed.departed),
    )


def unsigned(signature: Finding) -> Signed:
    """Where no signature was found good, so that nobody's key was looked for."""
    return Signed(signature, untried())


def keyless(reason: Finding, *, departed: tuple[str, ...] = ()) -> Signed:
    """Where the key was not found, or may not be used."""
    signature = not_checked(f"There is no key to check its signature with. {reason.detail}")
    return Signed(signature, reason, departed=departed)


def untried() -> Finding:
    return not_checked("No signature holds, so it does not matter whose key it was.")


def stranger(whose: str) -> Finding:
    return failed(f"It is signed with a key of {shown(whose)}, not of its issuer.")


def key_finding(reason: KeyRefused) -> Finding:
    """A key that is refused speaks against the document; one that is not read says nothing."""
    return not_checked(str(reason)) if isinstance(reason, KeyUnread) else failed(str(reason))


def in_force(method: Method, created: datetime | None, now: datetime) -> Finding:
    """
    Whether the key may still vouch (Controlled Identifiers 1.0, `revoked` and `expires`).

    Nobody but the signer says when something was signed, so that a revoked key is refused
    whatever `created` says.
    """
    if method.revoked is not None and now >= method.revoked:
        return failed(f"The key was revoked by its owner on {method.revoked:%Y-%m-%d}.")
    if method.expires is not None and created is not None and created >= method.expires:
        return failed(f"The key had ended on {method.expires:%Y-%m-%d}, before it signed.")
    if method.expires is not None and now >= method.expires:
        return not_checked(
            f"The key ended on {method.expires:%Y-%m-%d}: nobody can tell what it signed before."
        )
    return held(f"The key is {_short(method.key)}.")


def _worst(findings: list[Finding]) -> Finding:
    for finding in findings:
        if finding.failed:
            return finding
    return next((finding for finding in findings if not finding.held), findings[0])


def _list_keys(keys: frozenset[PublicKey]) -> str:
    return " and ".join(sorted(_short(key) for key in keys))


@lru_cache(maxsize=256)
def _short(key: PublicKey) -> str:
    return f"{key.multibase[:8]}…{key.multibase[-4:]}"
