"""A whole site, as a stranger finds it."""

from __future__ import annotations

from collections import Counter

from testamur.verify.site import verify_site
from testamur.verify.verdict import Word
from tests.support import issuer


def test_an_honest_site_is_in_order() -> None:
    """
    A site with an award of every kind has no faults, and each document its word.
    """
    site = issuer.honest_site()

    report = verify_site(site.get, site, now=issuer.NOW)

    assert report.faults == ()
    assert report.ok
    assert report.base_url == issuer.BASE_URL
    expected = {
        Word.VALID: 2,
        Word.EXPIRED: 1,
        Word.NOT_YET_VALID: 1,
        Word.REVOKED: 1,
        Word.SUSPENDED: 1,
        Word.SUPERSEDED: 1,
    }
    assert Counter(expected) == report.counts
