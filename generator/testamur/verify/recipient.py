"""
Is it this person? Step 7 of verifying: what is known from outside against what was signed.

OB 3.0 IdentityObject. The rule for e-mail: surrounding space is dropped; the address is tried
as typed, in lower case, and in lower case with its domain in ASCII and in Unicode form (IDNA).
A plus-address is another address. Names match whatever their case, spacing and normal form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from hmac import compare_digest

from testamur.verify.shape import Identity
from testamur.verify.verdict import Finding, failed, held, not_checked

_HASH = re.compile(r"sha256\$([0-9a-fA-F]{64})", re.ASCII)


def check(identities: Sequence[Identity], email: str | None, name: str | None) -> Finding:
    """Whether one of the recipient's `identities` is this e-mail address, and one this name."""
    if email is None and name is None:
        return not_checked("Nobody was named to compare the recipient with.")
    compared: list[Finding] = []
    if email is not None:
        compared.append(
            _compare("e-mail address", "emailAddress", email_forms(email), str.lower, identities)
        )
    if name is not None:
        compared.append(_compare("name", "name", [name, name.strip()], _plain_name, identities))
    for finding in compared:
        if finding.failed:
            return finding
    return next((finding for finding in compared if not finding.held), compared[0])


def email_forms(email: str) -> list[str]:
    """The ways in which an issuer may have written this address before hashing it."""
    typed = email.strip()
    lower = typed.lower()
    forms = [typed, lower]
    local, at, domain = lower.rpartition("@")
    if at:
        for convert in (_ascii_domain, _unicode_domain):
            converted = convert(domain)
            if converted is not None:
                forms.append(f"{local}@{converted}")
    return list(dict.fromkeys(forms))


def _compare(
    what: str,
    identity_type: str,
    forms: Iterable[str],
    fold: Callable[[str], str],
    all_identities: Iterable[Identity],
) -> Finding:
    identities = [each for each in all_identities if each.type == identity_type]
    readable = [each for each in identities if not each.hashed or _HASH.fullmatch(each.value)]
    forms = list(forms)
    if any(_matches(each, form, fold) for each in readable for form in forms):
        return held(f"Made out to this {what}.")
    if not identities:
        return not_checked(f"It was not made out to any {what}.")
    if not readable:
        return not_checked(f"Its {what} is hashed in a way that proves nothing.")
    return failed(f"It was made out to another person: the {what} differs.")


def _matches(identity: Identity, form: str, fold: Callable[[str], str]) -> bool:
    if not identity.hashed:
        return fold(identity.value.strip()) == fold(form)
    digest = sha256((form + identity.salt).encode("utf-8", "surrogatepass")).hexdigest()
    return compare_digest(f"sha256${digest}", identity.value.lower())


def _plain_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _ascii_domain(domain: str) -> str | None:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def _unicode_domain(domain: str) -> str | None:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return None
