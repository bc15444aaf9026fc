"""
The proof set of a secured document, and the keys behind it: steps 3 and 4 of verifying.

Data Integrity 1.0, "Verify Proof Sets and Chains"; every proof that can be checked must hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from testamur.crypto.integrity import UnknownSuite, check_proof
from testamur.crypto.rdfc import Canonicaliser
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.crypto.suites import SUITES
from testamur.verify import dids, token_keys
from testamur.verify.controllers import Controller, KeyRefused, Method, NoSuchMethod
from testamur.verify.fields import instant
from testamur.verify.issuers import Issuers
from testamur.verify.limits import Once
from testamur.verify.signatures import (
    Signed,
    in_force,
    key_finding,
    keyless,
    stranger,
    together,
    unsigned,
    untried,
)
from testamur.verify.sources import Source
from testamur.verify.tokens import Token
from testamur.verify.verdict import Finding, failed, held, not_checked
from testamur.verify.words import shown
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


class Proofs:
    """Signatures checked in one run; the documents they need are fetched once."""

    def __init__(
        self,
        source: Source,
        now: datetime,
        canonicaliser: Canonicaliser,
        issuers: Issuers | None = None,
    ) -> None:
        self._source = source
        self._now = now
        self._canonicaliser = canonicaliser
        self._issuers = issuers or Issuers(source)

    def inside(self, canonicaliser: Canonicaliser) -> Proofs:
        """For credentials inside others: the same issuers, with another canonicaliser."""
        return Proofs(self._source, self._now, canonicaliser, self._issuers)

    def controller(self, issuer: str) -> Controller | Finding:
        """The keys of an issuer, or what stands in their way."""
        return self._issuers.controller(issuer)

    def check(
        self,
        document: JsonObject,
        issuer: str,
        lost: Mapping[str, Method] = _NONE_LOST,
        *,
        token: Token | None = None,
    ) -> Signed:
        """
        Check every signature of `document`, whose issuer says it is `issuer`.

        `lost`: methods that the issuer's document has no more, but that may still vouch for this
        document, since it was entered in the permanent record before they were lost. `token`: what
        the document was in; its signature is checked, too.
        """
        proofs = proofs_of(document)
        if len(proofs) > _MAX_PROOFS:
            return _none("It carries too many signatures.")
        if not proofs and token is None:
            return _none("It carries no signature.")
        ours: list[JsonObject] = []
        others: list[str] = []
        for proof in proofs:
            if not isinstance(proof, dict):
                return unsigned(failed("One of its signatures is not an object."))
            suite = suite_of(proof)
            if suite is None:
                return unsigned(failed("One of its signatures does not say of what kind it is."))
            if suite in _OURS:
                ours.append(proof)
            elif suite in _OTHERS:
                others.append(suite)
            else:
                return unsigned(
                    not_checked(f"It has a signature of an unknown kind, {shown(suite)}.")
                )
        if not ours and token is None:
            names = ", ".join(dict.fromkeys(others))
            return unsigned(not_checked(f"Its signatures are of kinds not read here: {names}."))
        each: list[Signed] = []
        if token is not None:
            each.append(token_keys.check(token, issuer, self._issuers, self._source, self._now))
        controller = self._issuers.controller(issuer) if ours else untried()
        if isinstance(controller, Controller) and lost:
            controller = replace(controller, methods={**lost, **controller.methods})
        canonicaliser = Once(self._canonicaliser)
        each += [
            self._check_one(document, proof, issuer, controller, canonicaliser) for proof in ours
        ]
        return together(each, issuer)

    def _check_one(
        self,
        document: JsonObject,
        proof: JsonObject,
        issuer: str,
        controller: Controller | Finding,
        canonicaliser: Canonicaliser,
    ) -> Signed:
        named = proof.get("verificationMethod")
        method_id = dids.method_id(named) if isinstance(named, str) else ""
        linked = isinstance(controller, Controller) and method_id in controller.linked
        whose = method_id.partition("#")[0]
        apart = method_id.startswith("https://") and issuer.startswith("https://")
        if "#" not in method_id and not apart:
            return unsigned(failed("A signature of it names no key."))
        if apart and isinstance(controller, Finding):
            # Whether the issuer's document would link to it, nobody can tell.
            return keyless(controller)
        foreign = None
        if whose != issuer and not linked:
            foreign = stranger(whose)
            # Nothing is fetched for a stranger to the issuer, but some keys need no fetching.
            controller = _alone(whose)
        if isinstance(controller, Finding):
            finding = foreign or controller
            return keyless(finding)
        try:
            method = self._issuers.method(controller, method_id)
        except KeyRefused as reason:
            gone = (method_id,) if isinstance(reason, NoSuchMethod) else ()
            return keyless(foreign or key_finding(reason), departed=gone)
        try:
            flaw = check_proof(document, proof, method.key, canonicaliser)
            created, expires = _moment(proof, "created"), _moment(proof, "expires")
        except UnknownSuite as suite:
            return unsigned(not_checked(f"It has a signature of an unknown kind, {suite}."))
        except Malformed as reason:
            return Signed(failed(str(reason)), foreign or untried())
        if flaw is not None:
            return Signed(failed(f"Its signature does not hold: {flaw}."), foreign or untried())
        return Signed(
            held("The signature holds."),
            foreign or in_force(method, created, self._now),
            keys=frozenset({method.key}),
            created=() if created is None else (created,),
            expires=expires,
        )


def _none(reason: str) -> Signed:
    return Signed(failed(reason), not_checked("There is no signature to find a key for."))


def _alone(whose: str) -> Controller | Finding:
    try:
        return dids.by_itself(whose) or not_checked("No key of a stranger is fetched.")
    except KeyRefused as reason:
        return failed(str(reason))


def _moment(proof: JsonObject, name: str) -> datetime | None:
    value: JsonValue = proof.get(name)
    return None if value is None else instant(value, name)
