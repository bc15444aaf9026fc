"""
The few facts about the curve edwards25519 that decide whether a public key is sound.

Backends verify with any 32 bytes that decode; a key of small or mixed order lets one signature
fit several messages or keys, so such keys are refused where they enter (RFC 8032 section 5.1).
Only public values pass through here: the arithmetic is not constant in time.
"""

from __future__ import annotations

FIELD = 2**255 - 19
"""The prime p of the field."""
ORDER = 2**252 + 27742317777372353535851937790883648493
"""The prime order L of the base point."""

_D = -121665 * pow(121666, -1, FIELD) % FIELD
_SQRT_MINUS_1 = pow(2, (FIELD - 1) // 4, FIELD)

_Point = tuple[int, int, int, int]  # extended coordinates X, Y, Z, T with x = X/Z, xy = T/Z
_IDENTITY: _Point = (0, 1, 1, 0)


def flaw(encoded: bytes) -> str | None:
    """
    Why these 32 bytes are no sound public key; None if they are.

    Sound: canonically encoded, on the curve, and of prime order L.
    """
    sign = encoded[31] >> 7
    y = int.from_bytes(encoded, "little") & (2**255 - 1)
    if y >= FIELD:
        return "is not canonically encoded"
    x = _recover_x(y)
    if x is None:
        return "is not a point of the curve"
    if x == 0 and sign:
        return "is not canonically encoded"
    if x & 1 != sign:
        x = FIELD - x
    point = (x, y, 1, x * y % FIELD)
    if _is_identity(_multiply(8, point)):
        return "has small order"
    if not _is_identity(_multiply(ORDER, point)):
        return "has mixed order"
    return None


def _recover_x(y: int) -> int | None:
    """A square root of (y^2 - 1) / (d y^2 + 1), as in RFC 8032 section 5.1.3."""
    square = (y * y - 1) * pow(_D * y * y + 1, -1, FIELD) % FIELD
    root = pow(square, (FIELD + 3) // 8, FIELD)
    if (root * root - square) % FIELD:
        root = root * _SQRT_MINUS_1 % FIELD
    return None if (root * root - square) % FIELD else root


def _add(p: _Point, q: _Point) -> _Point:
    """RFC 8032 section 5.1.4; complete, so it doubles as well."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % FIELD
    b = (p[1] + p[0]) * (q[1] + q[0]) % FIELD
    c = 2 * p[3] * q[3] * _D % FIELD
    d = 2 * p[2] * q[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def _multiply(scalar: int, point: _Point) -> _Point:
    result = _IDENTITY
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _is_identity(point: _Point) -> bool:
    return point[0] == 0 and (point[1] - point[2]) % FIELD == 0
