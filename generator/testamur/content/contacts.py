"""Single values that say how to reach an issuer, and under which numbers others know it."""

from __future__ import annotations

import re

from testamur.content.refused import Refused, shown
from testamur.content.rules import COUNTRY_CODE, PHONE, SCHEME
from testamur.content.values import line

_SPACING = str.maketrans("", "", " -.()")
# E.164; the shortest numbers in use have seven digits.
_PHONE = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
# What Open Badges 3.0 allows behind `ext:`.
_SCHEME = re.compile(r"(?:ext:)?[A-Za-z0-9._-]{1,80}")


def phone(text: str) -> str:
    """A telephone number with its country's prefix (E.164); spaces and hyphens are left out."""
    number = line(text).translate(_SPACING)
    if not _PHONE.fullmatch(number):
        raise Refused(
            PHONE,
            f"is not a telephone number: {shown(text)}",
            "begin with the country's prefix: +44 20 7946 0123",
        )
    return number


def country_code(text: str) -> str:
    """Two capital letters (ISO 3166-1)."""
    if not _COUNTRY_CODE.fullmatch(line(text)):
        raise Refused(COUNTRY_CODE, f"is not a country's code: {shown(text)}", "write GB, IN or CH")
    return text


def scheme(text: str) -> str:
    """The name under which a registry's numbers are known: `ROR`, `LEI`."""
    if not _SCHEME.fullmatch(line(text)):
        raise Refused(
            SCHEME,
            f"cannot name a scheme in Open Badges: {shown(text)}",
            "use a-z, A-Z, 0-9, dots, hyphens and underscores, as in ROR or EU-VAT",
        )
    return text
