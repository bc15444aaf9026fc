"""
Public keys as JSON Web Keys: RFC 7517 (the form), 7518 section 6 (EC, RSA), 8037 (Ed25519).

Only what is public is written or read: a key with a private member is refused, not stripped.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from testamur.crypto.algorithms import RSA_BITS, RSA_EXPONENT, Algorithm, Opened, raw_of
from testamur.crypto.multibase import base64url_decode, base64url_encode
from testamur.crypto.strict_json import JsonObject

_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_ALGORITHMS = {
    Algorithm.ED25519: frozenset({"EdDSA", "Ed25519"}),
    Algorithm.P256: frozenset({"ES256"}),
    Algorithm.RSA: frozenset({"RS256"}),
}


class UnsupportedKey(ValueError):
    """
    A key of a kind that is not ours: it can be neither relied on nor called bad.

    The message is the name of the kind.
    """


def written(key: Opened) -> JsonObject:
    """The members that RFC 7638 section 3.2 requires, and no others."""
    if isinstance(key, Ed25519PublicKey):
        return {"crv": "Ed25519", "kty": "OKP", "x": base64url_encode(key.public_bytes_raw())}
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        return {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
    point = key.public_numbers()
    return {
        "crv": "P-256",
        "kty": "EC",
        "x": base64url_encode(point.x.to_bytes(32)),
        "y": base64url_encode(point.y.to_bytes(32)),
    }


def read(jwk: JsonObject) -> tuple[Algorithm, bytes]:
    """
    Kind and raw bytes of the key, which need not be sound.

    Raises UnsupportedKey for another type or curve, ValueError for private members, members that
    are missing or malformed, and for a key that says it is not for verifying.
    """
    if jwk.keys() & _PRIVATE:
        raise ValueError("the JWK has private members")
    algorithm, raw = _key(jwk)
    if jwk.get("use", "sig") != "sig":
        raise ValueError("the JWK is not for signatures, says its use")
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        raise ValueError("the JWK is not for verifying, say its key_ops")
    if "alg" in jwk and jwk["alg"] not in _ALGORITHMS[algorithm]:
        raise ValueError("the JWK names an alg that is not its own")
    return algorithm, raw


def _key(jwk: JsonObject) -> tuple[Algorithm, bytes]:
    kind, curve = jwk.get("kty"), jwk.get("crv")
    if kind == "RSA":
        return Algorithm.RSA, _rsa(jwk)
    if not isinstance(kind, str) or (kind in {"OKP", "EC"} and not isinstance(curve, str)):
        raise ValueError("the JWK does not say of what kind it is")
    if (kind, curve) == ("OKP", "Ed25519"):
        return Algorithm.ED25519, _bytes(jwk, "x", 32)
    if (kind, curve) == ("EC", "P-256"):
        x, y = _bytes(jwk, "x", 32), _bytes(jwk, "y", 32)
        point = ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), ec.SECP256R1())
        try:
            return raw_of(point.public_key())
        except ValueError:
            raise ValueError("the P-256 key is not a point of the curve") from None
    raise UnsupportedKey(f"{kind} {curve}" if kind in {"OKP", "EC"} else kind)


def _rsa(jwk: JsonObject) -> bytes:
    modulus, exponent = _whole(jwk, "n"), _whole(jwk, "e")
    if modulus.bit_length() not in RSA_BITS or exponent != RSA_EXPONENT:
        raise ValueError(
            f"the RSA key is not of {RSA_BITS[0]} to {RSA_BITS[-1]} bits and exponent "
            f"{RSA_EXPONENT}"
        )
    return raw_of(rsa.RSAPublicNumbers(exponent, modulus).public_key())[1]


def _bytes(jwk: JsonObject, name: str, length: int) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str):
        raise ValueError(f"the JWK has no {name}")
    data = base64url_decode(value)
    if len(data) != length:
        raise ValueError(f"the member {name} of the JWK has {len(data)} bytes, not {length}")
    return data


def _whole(jwk: JsonObject, name: str) -> int:
    value = jwk.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"the JWK has no {name}")
    data = base64url_decode(value)
    if data.startswith(b"\0"):
        raise ValueError(f"the member {name} of the JWK begins with a zero")  # RFC 7518 section 2
    return int.from_bytes(data)


def _number(number: int) -> str:
    return base64url_encode(number.to_bytes((number.bit_length() + 7) // 8))
