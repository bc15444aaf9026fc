"""
Whose signature a token carries: the key must stand in its issuer's own document.

A `jwk` in the header, or an address in `kid`, says where a key is and not whose (VC-JOSE-COSE; OB
3.0 allows both), so that they never decide.
"""

from __future__ import annotations

from datetime import datetime

from testamur.crypto import jws, strict_json
from testamur.crypto.jws import UnknownAlgorithm
from testamur.crypto.keys import PublicKey, UnsupportedKey
from testamur.crypto.strict_json import JsonValue
from testamur.verify import dids
from testamur.verify.controllers import MAX_DOCUMENT, Controller, KeyRefused, Method, NoSuchMethod
from testamur.verify.issuers import Issuers, home
from testamur.verify.signatures import (
    Signed,
    in_force,
    key_finding,
    keyless,
    stranger,
    unsigned,
    untried,
)
from testamur.verify.sources import Source, Unavailable
from testamur.verify.tokens import Token
from testamur.verify.verdict import Finding, failed, held, not_checked
from testamur.verify.words import shown


class _Unsound(ValueError):
    """A signature that proves nothing, whoever made it. The message is a sentence."""


def check(token: Token, issuer: str, issuers: Issuers, source: Source, now: datetime) -> Signed:
    """Whether the signature holds, and whether its key is one of the issuer's."""
    kid = token.jws.header.get("kid")
    try:
        _check_algorithm(token)
        if isinstance(kid, str) and kid.startswith("#"):
            kid = f"{issuer}{kid}"
        if isinstance(kid, str) and kid.startswith(("did:", f"{issuer}#")):
            return _by_name(token, kid, issuer, issuers, now)
        announced = _announced(token, issuer, source)
        controller = issuers.controller(issuer)
        if isinstance(controller, Finding):
            return _unbound(token, announced, controller)
        if isinstance(kid, str) and kid in controller.linked:
            return _by_name(token, kid, issuer, issuers, now)
        return _by_any(token, controller, announced, kid, now)
    except _Unsound as reason:
        return unsigned(failed(str(reason)))
    except UnknownAlgorithm as name:
        return unsigned(not_checked(f"It has a signature of a kind not read here, {name}."))


def _check_algorithm(token: Token) -> None:
    """Before any key is looked for: a header must not decide how a key is used."""
    name = str(token.jws.header["alg"])
    if name.lower() == "none":
        raise _Unsound("It is not signed: its alg is none.")
    if name.startswith("HS"):
        raise _Unsound(f"It is signed with a secret that its readers share ({shown(name)}).")
    if jws.algorithm(token.jws) is None:
        raise _Unsound(f"Its alg, {shown(name)}, is none that can be relied on.")


def _by_name(token: Token, kid: str, issuer: str, issuers: Issuers, now: datetime) -> Signed:
    """With the key that `kid` names as one of the issuer's own document."""
    url = dids.method_id(kid)
    whose = url.partition("#")[0]
    controller = issuers.controller(issuer)
    if whose != issuer and not (isinstance(controller, Controller) and url in controller.linked):
        return keyless(stranger(whose))
    if isinstance(controller, Finding):
        return keyless(controller)
    try:
        method = issuers.method(controller, url)
    except KeyRefused as reason:
        gone = (url,) if isinstance(reason, NoSuchMethod) else ()
        return keyless(key_finding(reason), departed=gone)
    flaw = jws.check(token.jws, method.key)
    if flaw is not None:
        return Signed(failed(f"Its signature does not hold: {flaw}."), untried())
    return _holds(token, method, now)


def _by_any(
    token: Token, controller: Controller, announced: PublicKey | None, kid: object, now: datetime
) -> Signed:
    """With whichever key of the issuer's own document it may be."""
    for method in controller.methods.values():
        if jws.check(token.jws, method.key) is None:
            return _holds(token, method, now)
    if announced is not None and jws.check(token.jws, announced) is None:
        return Signed(
            held("The signature holds."),
            failed(
                "The key is not shown to be the issuer's: "
                f"the document of {shown(controller.did)} does not list it."
            ),
            keys=frozenset({announced}),
        )
    place = home(kid) if isinstance(kid, str) else None
    if announced is None and place is not None and place != home(controller.did):
        return keyless(stranger(place))
    return Signed(failed("Its signature does not hold with any key of its issuer."), untried())


def _unbound(token: Token, announced: PublicKey | None, reason: Finding) -> Signed:
    """The issuer's own keys are out of reach; still, the signature may be bad by itself."""
    if announced is None:
        return keyless(reason)
    flaw = jws.check(token.jws, announced)
    if flaw is not None:
        return Signed(failed(f"Its signature does not hold: {flaw}."), untried())
    said = f"The key is not shown to be the issuer's. {reason.detail}"
    return Signed(
        held("Unaltered since it was signed with the key that it names."),
        failed(said) if reason.failed else not_checked(said),
        keys=frozenset({announced}),
    )


def _announced(token: Token, issuer: str, source: Source) -> PublicKey | None:
    """The key that the header brings along, or names at an address of the issuer's own host."""
    kid, jwk = token.jws.header.get("kid"), token.jws.header.get("jwk")
    if jwk is not None:
        return _brought(jwk)
    if not isinstance(kid, str) or not kid:
        raise _Unsound("Its signature names no key.")
    place = home(kid)
    if place is None or place != home(issuer):
        return None
    try:
        found = strict_json.parse(source.fetch(kid, MAX_DOCUMENT), max_bytes=MAX_DOCUMENT)
        return PublicKey.from_jwk(found) if isinstance(found, dict) else None
    except (Unavailable, ValueError):
        return None


def _brought(jwk: JsonValue) -> PublicKey | None:
    if not isinstance(jwk, dict):
        raise _Unsound("The key that it brings along is no JWK.")
    try:
        return PublicKey.from_jwk(jwk)
    except UnsupportedKey:
        return None
    except ValueError as error:
        raise _Unsound(f"The key that it brings along is refused: {error}.") from None


def _holds(token: Token, method: Method, now: datetime) -> Signed:
    return Signed(
        held("The signature holds."),
        in_force(method, None, now),
        keys=frozenset({method.key}),
        expires=token.expires,
    )
