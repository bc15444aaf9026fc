"""One document, tampered with in one way at a time: the word that a stranger gets."""

from __future__ import annotations

import pytest

from testamur.verify.document import verify_document
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import STEP_NAMES, Verdict
from tests.support import issuer


def verdict(site: dict[str, bytes], path: str, **asked: str | None) -> Verdict:
    return verify_document(
        site[path], SiteFolder(site.get, issuer.BASE_URL), now=issuer.NOW, **asked
    )


@pytest.mark.parametrize(
    ("path", "word", "code"),
    [
        (issuer.at(issuer.VALID), "valid", 0),
        (issuer.at(issuer.EXPIRED), "expired", 10),
        (issuer.at(issuer.NOT_YET), "not-yet-valid", 11),
        (issuer.at(issuer.REVOKED), "revoked", 12),
        (issuer.at(issuer.SUSPENDED), "suspended", 13),
        (issuer.at(issuer.CORRECTED, 1), "superseded", 14),
        (issuer.at(issuer.CORRECTED), "valid", 0),
    ],
)
def test_v17_each_fate_has_its_word(path: str, word: str, code: int) -> None:
    """
    Revoked, suspended, expired, not yet valid and superseded each have a word and an exit code.
    """
    found = verdict(issuer.honest_site(), path)

    assert (word, code) == (found.word.value, found.word.exit_code), found
    assert tuple(step.name for step in found.steps) == STEP_NAMES
    assert found.step("register").outcome.value == "held", found.step("register")
