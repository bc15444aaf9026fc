"""
Text forms of bytes: base58btc and base64url, without their multibase letters.

Decoding is strict: for each sequence of bytes exactly one text is accepted.
"""

from __future__ import annotations

import base64
import binascii
import re

MAX_BASE58 = 512
"""Longest base58 text that is decoded: the work grows with the square of the length."""

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*\Z")


def base58btc_encode(data: bytes) -> str:
    """Base58 with the Bitcoin alphabet; each leading zero byte becomes a `1`."""
    number = int.from_bytes(data)
    letters = []
    while number:
        number, value = divmod(number, 58)
        letters.append(_ALPHABET[value])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(letters))


def base58btc_decode(text: str, longest: int = MAX_BASE58) -> bytes:
    """
    The bytes behind `text`, which carries no multibase letter.

    Raises ValueError for a foreign letter and for more than `longest` characters.
    """
    if len(text) > longest:
        raise ValueError(f"base58 text is longer than {longest} characters")
    number = 0
    for letter in text:
        value = _VALUES.get(letter)
        if value is None:
            raise ValueError("not base58btc: a character outside its alphabet")
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def base64url_encode(data: bytes) -> str:
    """RFC 4648 section 5, without padding."""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def base64url_decode(text: str) -> bytes:
    """
    The bytes behind unpadded base64url `text`.

    Raises ValueError for padding, foreign characters, an impossible length, and for spare bits
    that are not zero (RFC 4648 section 3.5), so that no two texts mean the same bytes.
    """
    if not _BASE64URL.match(text):
        raise ValueError("not base64url: padding or a character outside its alphabet")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError("not base64url: impossible length") from None
    if base64url_encode(data) != text:
        raise ValueError("not base64url: spare bits are set")
    return data
