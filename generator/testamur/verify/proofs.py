"""
The proof set of a secured document, and the keys behind it: steps 3 and 4 of verifying.

Data Integrity 1.0, "Verify Proof Sets and Chains"; every proof that can be checked must hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from testamur.crypto.integrity import UnknownSuite, check_proof
from testamur.crypto.keys import PublicKey
from testamur.crypto.rdfc import Canonicaliser
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.crypto.suites import SUITES
from testamur.verify import dids
from testamur.verify.dids import Controller, KeyRefused, Method, NoSuchMethod
from testamur.verify.shape import instant
from testamur.verify.sources import Source, Unavailable
from testamur.verify.verdict import Finding, failed, held, not_checked, shown
from testamur.verify.writing import Malformed, proofs_of, suite_of

_NONE_LOST: Mapping[str, Method] = MappingProxyType({})
_MAX_PROOFS = 8
_OURS = frozenset(SUITES)
# Suites that exist but are not read here. Beside a proof that holds they are passed over; any
# other name is not: a proof set with a name spoiled in it has been altered.
_OTHERS = frozenset(
    {
        "bbs-2023",
        "ecdsa-2019",
        "ecdsa-sd-2023",
        "ecdsa-xi-2023",
        "Ed25519Signature2018",
        "JsonWebSignature2020",
    }
)


@dataclass(frozen=True, slots=True)
class Signed:
    """What the proofs of a document came to."""

    signature: Finding
    issuer_key: Finding
    keys: frozenset[PublicKey] = frozenset()
    """Those whose signatures were checked."""
    created: tuple[datetime, ...] = ()
    expires: datetime | None = None
    """From when on the proofs themselves are not to be relied on any more."""
    departed: tuple[str, ...] = ()
    """Methods of the issuer that its key document does not have (any more)."""

    @property
    def genuine(self) -> bool:
        return self.signature.held and self.issuer_key.held


class Proofs:
    """Proof sets checked in one run; the DID documents they need are fetched once."""

    def __init__(self, source: Source, now: datetime, canonicaliser: Canonicaliser) -> None:
        self._source = source
        self._now = now
        self._canonicaliser = canonicaliser
        self._known: dict[str, Controller | Finding] = {}

    def controller(self, did: str) -> Controller | Finding:
        """The keys of an issuer, or what stands in their way."""
        if did not in self._known:
            self._known[did] = self._find(did)
        return self._known[did]

    def check(
        self, document: JsonObject, issuer: str, lost: Mapping[str, Method] = _NONE_LOST
    ) -> Signed:
        """
        Check every proof of `document`, whose issuer says it is `issuer` (a DID).

        `lost`: methods that the issuer's document has no more, but that may still vouch for this
        document, since it was entered in the permanent record before they were lost.
        """
        proofs = proofs_of(document)
        if not proofs or len(proofs) > _MAX_PROOFS:
            reason = "It carries no signature." if not proofs else "It carries too many signatures."
            return Signed(failed(reason), not_checked("There is no signature to find a key for."))
        ours: list[JsonObject] = []
        others: list[str] = []
        for proof in proofs:
            if not isinstance(proof, dict):
                return _unsigned(failed("One of its signatures is not an object."))
            suite = suite_of(proof)
            if suite is None:
                return _unsigned(failed("One of its signatures does not say of what kind it is."))
            if suite in _OURS:
                ours.append(proof)
            elif suite in _OTHERS:
                others.append(suite)
            else:
                return _unsigned(
                    not_checked(f"It has a signature of an unknown kind, {shown(suite)}.")
                )
        if not ours:
            names = ", ".join(dict.fromkeys(others))
            return _unsigned(not_checked(f"Its signatures are of kinds not read here: {names}."))
        controller = self.controller(issuer)
        if isinstance(controller, Controller) and lost:
            controller = replace(controller, methods={**lost, **controller.methods})
        each = [self._check_one(document, proof, issuer, controller) for proof in ours]
        return _together(each, issuer)

    def _find(self, did: str) -> Controller | Finding:
        try:
            by_itself = dids.did_key(did)
            if by_itself is not None:
                return by_itself
            site = dids.web_site(did)
            if site is None:
                return not_checked(f"Keys of {shown(did)} cannot be found: it is no did:web.")
            return dids.read_document(self._source.fetch(site.document, dids.MAX_DOCUMENT), did)
        except Unavailable as reason:
            return not_checked(f"The issuer's keys could not be fetched: {reason}.")
        except KeyRefused as reason:
            return failed(str(reason))
        except Malformed as reason:
            return not_checked(str(reason))

    def _check_one(
        self,
        document: JsonObject,
        proof: JsonObject,
        issuer: str,
        controller: Controller | Finding,
    ) -> Signed:
        named = proof.get("verificationMethod")
        method_id = dids.method_id(named) if isinstance(named, str) else ""
        if "#" not in method_id:
            return _unsigned(failed("A signature of it names no key."))
        whose = method_id.partition("#")[0]
        stranger = None
        if whose != issuer:
            stranger = failed(f"It is signed with a key of {shown(whose)}, not of its issuer.")
            # Nothing is fetched for a stranger to the issuer, but did:key needs no fetching.
            controller = _by_itself(whose)
        if isinstance(controller, Finding):
            finding = stranger or controller
            return Signed(_keyless(finding), finding)
        try:
            method = controller.method(method_id)
        except KeyRefused as reason:
            finding = stranger or failed(str(reason))
            gone = (method_id,) if isinstance(reason, NoSuchMethod) else ()
            return Signed(_keyless(finding), finding, departed=gone)
        try:
            flaw = check_proof(document, proof, method.key, self._canonicaliser)
            created, expires = _moment(proof, "created"), _moment(proof, "expires")
        except UnknownSuite as suite:
            return _unsigned(not_checked(f"It has a signature of an unknown kind, {suite}."))
        except Malformed as reason:
            return Signed(failed(str(reason)), stranger or _untried())
        if flaw is not None:
            return Signed(failed(f"Its signature does not hold: {flaw}."), stranger or _untried())
        return Signed(
            held("The signature holds."),
            stranger or _in_force(method, created, self._now),
            keys=frozenset({method.key}),
            created=() if created is None else (created,),
            expires=expires,
        )


def _in_force(method: Method, created: datetime | None, now: datetime) -> Finding:
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


def _together(each: list[Signed], issuer: str) -> Signed:
    """A set of proofs is as good as the worst of them."""
    signature = _worst([signed.signature for signed in each])
    issuer_key = _worst([signed.issuer_key for signed in each])
    keys = frozenset[PublicKey]().union(*(signed.keys for signed in each))
    if signature.held:
        count = "signature holds" if len(each) == 1 else f"{len(each)} signatures hold"
        signature = held(f"Unaltered since it was signed: its {count}.")
    if issuer_key.held:
        site = dids.web_site(issuer)
        where = f"published at {site.host}" if site else "which is its own identifier"
        issuer_key = held(f"Signed with the issuer's key {_list_keys(keys)}, {where}.")
    return Signed(
        signature,
        issuer_key,
        keys,
        created=tuple(moment for signed in each for moment in signed.created),
        expires=min((signed.expires for signed in each if signed.expires), default=None),
        departed=tuple(method for signed in each for method in signed.departed),
    )


def _worst(findings: list[Finding]) -> Finding:
    for finding in findings:
        if finding.failed:
            return finding
    return next((finding for finding in findings if not finding.held), findings[0])


def _by_itself(did: str) -> Controller | Finding:
    try:
        return dids.did_key(did) or not_checked("No key of a stranger is fetched.")
    except KeyRefused as reason:
        return failed(str(reason))


def _unsigned(signature: Finding) -> Signed:
    return Signed(signature, _untried())


def _keyless(reason: Finding) -> Finding:
    return not_checked(f"There is no key to check its signature with. {reason.detail}")


def _untried() -> Finding:
    return not_checked("No signature holds, so it does not matter whose key it was.")


def _moment(proof: JsonObject, name: str) -> datetime | None:
    value: JsonValue = proof.get(name)
    return None if value is None else instant(value, name)


def _list_keys(keys: frozenset[PublicKey]) -> str:
    return " and ".join(sorted(_short(key) for key in keys))


@lru_cache(maxsize=256)
def _short(key: PublicKey) -> str:
    return f"{key.multibase[:8]}…{key.multibase[-4:]}"
