"""V-23: is it this person?"""

from __future__ import annotations

from hashlib import sha256

import pytest

from testamur.verify.recipient import check
from testamur.verify.shape import Identity

SALT = "Kosher"


def made_out_to(*identities: Identity) -> tuple[Identity, ...]:
    return identities


def hashed(email: str) -> Identity:
    digest = sha256((email + SALT).encode()).hexdigest()
    return Identity("emailAddress", f"sha256${digest}", hashed=True, salt=SALT)


def plain(value: str, kind: str = "emailAddress") -> Identity:
    return Identity(kind, value, hashed=False, salt="")


# OB 2.0 and 3.0 give this value for a@example.com with the salt Kosher.
PUBLISHED = Identity(
    "emailAddress",
    "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
    hashed=True,
    salt=SALT,
)


@pytest.mark.parametrize(
    ("identity", "email"),
    [
        (PUBLISHED, "a@example.com"),
        (PUBLISHED, " A@Example.COM\n"),
        (hashed("Ada@Example.org"), "Ada@Example.org"),
        (hashed("ada@example.org"), "ADA@EXAMPLE.ORG"),
        (hashed("ada+forge@example.org"), "ada+forge@example.org"),
        (hashed("ada@xn--bcher-kva.example"), "ada@bücher.example"),
        (hashed("ada@bücher.example"), "ada@xn--bcher-kva.example"),
        (hashed("ada@bücher.example"), "ada@BÜCHER.example"),
        (plain("Ada@Example.org"), "ada@example.org"),
    ],
)
def test_v23_the_same_address(identity: Identity, email: str) -> None:
    """
    Space around, letter case and the two forms of a domain make no difference.
    """
    assert check(made_out_to(identity), email, None).held


@pytest.mark.parametrize(
    ("identity", "email"),
    [
        (PUBLISHED, "b@example.com"),
        (PUBLISHED, ""),
        (PUBLISHED, "a@example.co"),
        (PUBLISHED, "a @example.com"),
        (PUBLISHED, "\ud800"),
        (PUBLISHED, "a@" + "x" * 300),
        (hashed("ada@example.org"), "ada+forge@example.org"),
        (hashed("ada+forge@example.org"), "ada@example.org"),
        (hashed("a.da@example.org"), "ada@example.org"),
        # Made from the address as typed in capitals: the lower-case form is another text.
        (hashed("Ada@Example.org"), "ada@example.org"),
        (plain("ada@example.org"), "grace@example.org"),
    ],
)
def test_v23_another_address(identity: Identity, email: str) -> None:
    """
    Anything else is another person's: a plus-address, another dot, another domain.
    """
    assert check(made_out_to(identity), email, None).failed


def test_any_identity_may_match() -> None:
    """
    A recipient may be known by several addresses.
    """
    credential = made_out_to(hashed("work@example.org"), hashed("home@example.org"))

    assert check(credential, "home@example.org", None).held


@pytest.mark.parametrize(
    ("signed", "asked"),
    [
        ("Ada Lovelace", "ada  LOVELACE "),
        ("Nguyễn Thị Minh", "Nguye\u0302\u0303n Thi\u0323 Minh"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_match_whatever_their_spelling_form(signed: str, asked: str) -> None:
    """
    Case, spacing and normal form of a name make no difference.
    """
    assert check(made_out_to(plain(signed, "name")), None, asked).held


def test_a_wrong_name_outweighs_a_right_address() -> None:
    """
    Of two things asked, both must agree.
    """
    credential = made_out_to(hashed("ada@example.org"), plain("Ada Lovelace", "name"))

    assert check(credential, "ada@example.org", "Grace Hopper").failed


@pytest.mark.parametrize(
    "identity",
    [
        plain("Ada Lovelace", "name"),
        Identity("emailAddress", "md5$0cc175b9c0f1b6a831c399e269772661", hashed=True, salt=""),
        Identity("emailAddress", "sha256$zz", hashed=True, salt=""),
        Identity("emailAddress", "ada@example.org", hashed=True, salt=""),
    ],
)
def test_what_cannot_be_compared_is_not_checked(identity: Identity) -> None:
    """
    No address, or one hashed in a way that proves nothing, is neither a match nor another person.
    """
    found = check(made_out_to(identity), "ada@example.org", None)

    assert not found.held
    assert not found.failed


def test_nobody_asked() -> None:
    """
    Without a person to compare with, the step is not checked.
    """
    assert check(made_out_to(PUBLISHED), None, None).outcome.value == "not-checked"
