"""
A secret line sealed with a passphrase: still one line, of no use to whoever finds the file.

The key comes from the passphrase by scrypt (RFC 7914, 128 MB and some tenths of a second for each
guess); AES-256-GCM (NIST SP 800-38D) hides the line and notices any change.
"""

from __future__ import annotations

import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from testamur.crypto.multibase import base64url_decode, base64url_encode

PREFIX = "testamur-sealed-1:"
"""Of every sealed line; the number stands for the choices below."""
SALT_LENGTH = 16
MIN_PASSPHRASE = 12
"""Characters of a passphrase that we seal with."""

_COST, _BLOCKS, _LANES = 2**17, 8, 1
# A salt makes a key that nothing else is sealed with, so that this never repeats with one key.
_NONCE = bytes(12)


def seal(line: str, passphrase: str, salt: bytes) -> str:
    """
    The line, sealed.

    `salt` is 16 random bytes. Raises ValueError for another length and a passphrase that is short.
    """
    if len(salt) != SALT_LENGTH:
        raise ValueError(f"a salt has {SALT_LENGTH} bytes")
    if len(passphrase) < MIN_PASSPHRASE:
        raise ValueError(f"a passphrase has at least {MIN_PASSPHRASE} characters")
    hidden = AESGCM(_key(passphrase, salt)).encrypt(_NONCE, line.encode(), PREFIX.encode())
    return PREFIX + base64url_encode(salt + hidden)


def is_sealed(line: str) -> bool:
    return line.startswith(PREFIX)


def unseal(line: str, passphrase: str) -> str:
    """The line inside. Raises ValueError for another passphrase and for a damaged line."""
    data = base64url_decode(line.removeprefix(PREFIX))
    salt, hidden = data[:SALT_LENGTH], data[SALT_LENGTH:]
    if len(salt) != SALT_LENGTH or not hidden:
        raise ValueError("a sealed secret that was cut short")
    try:
        return AESGCM(_key(passphrase, salt)).decrypt(_NONCE, hidden, PREFIX.encode()).decode()
    except InvalidTag:
        raise ValueError("another passphrase, or a damaged line") from None


def _key(passphrase: str, salt: bytes) -> bytes:
    # Keyboards differ in how they write an accented letter.
    text = unicodedata.normalize("NFC", passphrase).encode()
    return Scrypt(salt=salt, length=32, n=_COST, r=_BLOCKS, p=_LANES).derive(text)
