"""Secret lines sealed with a passphrase: opened by it alone, and only while they are whole."""

from __future__ import annotations

import pytest

from testamur.crypto import sealed
from testamur.crypto.keyring import load_signer
from testamur.crypto.signer import Ed25519Signer
from testamur.problems import KeyRefusedError

PASSPHRASE = "a sieve, a kettle, a hedgehog"
OWN = Ed25519Signer.from_seed(
    bytes.fromhex("7a1f3c5e9b2d4f6081a3c5e7f90b1d2f3e5d7c9bafc1e3d5f70918273645544f")
)
LINE = OWN.secret_line()
SEALED = sealed.seal(LINE, PASSPHRASE, bytes(range(16)))


def refusal(text: str, **more: str) -> str:
    """The message and the hint, which repeat neither secret nor passphrase."""
    with pytest.raises(KeyRefusedError) as caught:
        load_signer("env:KEY", environ={"KEY": text, **more})
    said = f"{caught.value} {caught.value.hint}"

    assert not any(part in said for part in (text[-20:], LINE[4:16], "hedgehog"))
    return said


def test_a_sealed_line_is_one_line_and_opens() -> None:
    """
    One line of ASCII without the secret; the passphrase gives it back, however it is composed.
    """
    accented = sealed.seal(LINE, "ein ébéniste sans rabot", bytes(16))

    assert SEALED.isascii()
    assert "\n" not in SEALED
    assert LINE not in SEALED
    assert LINE == sealed.unseal(SEALED, PASSPHRASE)
    assert LINE == sealed.unseal(accented, "ein e\u0301be\u0301niste sans rabot")


def test_another_salt_is_another_line() -> None:
    assert SEALED != sealed.seal(LINE, PASSPHRASE, bytes(range(1, 17)))


def test_the_passphrase_comes_from_its_variable_or_from_a_person() -> None:
    """
    The variable goes first; a person is asked with the name of what is to be opened.
    """
    asked: list[str] = []

    def ask(of_what: str) -> str:
        asked.append(of_what)
        return PASSPHRASE

    by_variable = load_signer(
        "env:KEY",
        environ={"KEY": SEALED, "TESTAMUR_KEY_PASSPHRASE": PASSPHRASE},
        ask=ask,
    )
    by_person = load_signer("env:KEY", environ={"KEY": f"{SEALED}\n"}, ask=ask)

    assert OWN.public_key == by_variable.public_key == by_person.public_key
    assert ["Passphrase of the variable KEY"] == asked


def test_nobody_to_ask() -> None:
    assert "set the variable TESTAMUR_KEY_PASSPHRASE" in refusal(SEALED)


@pytest.mark.parametrize(
    "text",
    [
        SEALED[:-1] + ("A" if SEALED[-1] != "A" else "B"),
        SEALED[:-8],
        SEALED[:40],
        sealed.PREFIX,
        SEALED.replace(":", ": "),
        SEALED.replace(sealed.PREFIX, f"{sealed.PREFIX}AAAA"),
    ],
)
def test_damaged_lines(text: str) -> None:
    """
    A character changed, lost or added anywhere: it does not open.
    """
    assert "does not open" in refusal(text, TESTAMUR_KEY_PASSPHRASE=PASSPHRASE)


@pytest.mark.parametrize("passphrase", ["", "a sieve, a kettle, a hedgehoG", f"{PASSPHRASE} "])
def test_other_passphrases(passphrase: str) -> None:
    assert "does not open" in refusal(SEALED, TESTAMUR_KEY_PASSPHRASE=passphrase)


def test_another_number_is_another_format() -> None:
    """
    What a later testamur sealed is not taken for a secret of today.
    """
    assert "malformed" in refusal(
        SEALED.replace("sealed-1:", "sealed-2:"), TESTAMUR_KEY_PASSPHRASE=PASSPHRASE
    )


def test_what_is_not_sealed_with() -> None:
    """
    A short passphrase and a salt of another length.
    """
    with pytest.raises(ValueError, match="at least 12"):
        sealed.seal(LINE, "hedgehogs", bytes(16))
    with pytest.raises(ValueError, match="16 bytes"):
        sealed.seal(LINE, PASSPHRASE, b"")
