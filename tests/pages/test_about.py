"""The pages about the issuer and about checking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from testamur.model.site import Site
from testamur.register.entries import Entry, KeyAction, KeyEntry, Role
from testamur.register.register import Register
from tests.pages.reader import Page, read
from tests.pages.sites import ACTIVE, a_full_register, pages_of
from tests.support.builders import a_public_key, a_register, a_site, an_issuer


def issuer_page(site: Site | None = None, register: Register | None = None) -> Page:
    site = site or a_site()
    return read(pages_of(site, register or a_register(site=site)).issuer())


@pytest.mark.parametrize(
    ("base_url", "website", "same"),
    [
        ("https://badges.example.org", "https://www.example.org", True),
        ("https://badges.example.org", "https://example.org/about", True),
        ("https://badges.example.org:8443", "https://example.org", True),
        ("https://example.org/badges", "https://www.example.org", True),
        ("https://example.org", "https://badges.example.org", False),
        ("https://badges-example.org", "https://example.org", False),
        ("https://notexample.org", "https://example.org", False),
        ("https://example.github.io", "https://www.example.org", False),
        ("https://one.example.co.uk", "https://two.example.co.uk", False),
    ],
)
def test_only_a_name_below_the_website_is_called_the_same_domain(
    base_url: str, website: str, *, same: bool
) -> None:
    """Two names that share an ending may belong to two holders, so nothing is concluded of them."""
    page = issuer_page(a_site(base_url=base_url, issuer=an_issuer(url=website)))

    assert same == ("at the same domain" in page.text)
    assert same != ("at another domain" in page.text)


def test_the_history_of_a_key_is_told_in_full() -> None:
    """When it came, when it went, and what that means; keys in use stand first."""
    register = a_full_register()
    ended = Entry(date(2026, 12, 1), KeyEntry(Role.AWARD, KeyAction.END, a_public_key(0)))
    lost = Entry(
        date(2027, 1, 2), KeyEntry(Role.REGISTER, KeyAction.COMPROMISED, a_public_key(1), 1204)
    )
    after = issuer_page(register=replace(register, entries=(*register.entries, ended, lost)))
    rows = [" ".join(each.text.split()) for each in after.all("tr", "past")]

    assert 2 == len(rows)
    assert "In use since 22 November 2026 Retired on 1 December 2026" in rows[0]
    assert "In use since 22 November 2026 Reported lost or stolen on 2 January 2027" in rows[1]
    assert [] == issuer_page(register=register).all("tr", "past")


def test_size_and_day_of_the_record_stand_with_the_issuer() -> None:
    page = issuer_page(register=a_full_register())

    assert "1,204 entries as of 22 November 2026, 09:30 UTC." in page.text


def test_an_issuer_that_issued_nothing_has_a_page() -> None:
    """Before the first issuing there is no key, no credential and no entry, and no empty list."""
    page = issuer_page(register=a_register([], []))

    assert "What it awards" not in page.text
    assert "badges.example.org" in page.text


@pytest.mark.parametrize("email", [None, "badges@example.org"])
def test_there_is_always_somebody_to_ask(email: str | None) -> None:
    """Who gives no e-mail address is asked by way of the website."""
    site = a_site(issuer=an_issuer(email=email))
    pages = pages_of(site, a_register(site=site))
    address = f"mailto:{email}" if email else "https://www.example.org"

    for data in (pages.issuer(), pages.how_to_check(), pages.for_earners()):
        main = read(data)
        assert address in [there for each, there in main.links() if "main" in each.parents]


def test_the_guide_names_the_site_and_a_look_alike_that_nobody_can_hold() -> None:
    """The false address begins like the true one, and ends under a reserved name (RFC 2606)."""
    page = read(pages_of().how_to_check())
    true, false, *_ = [each.text for each in page.all("code")]

    assert "https://badges.example.org/" == true
    assert "https://badges.example.org.check.example/" == false
    assert "https://badges.example.org" not in [there for _, there in page.links()]


@pytest.mark.parametrize(
    "state",
    [
        *("Valid", "Recorded as active", "Expired", "Not yet valid", "Withdrawn", "Suspended"),
        *("Corrected, or replaced", "Not valid", "Could not be checked", "Not issued here"),
        "Removed",
    ],
)
def test_the_guide_explains_every_state(state: str) -> None:
    """Each word that a page may say has its meaning beside it."""
    page = read(pages_of().how_to_check())

    assert state in [each.text for each in page.all("dt")]


def test_two_verifiers_and_one_command_do_not_depend_on_the_site() -> None:
    page = read(pages_of().how_to_check())
    elsewhere = [
        there
        for each, there in page.links()
        if "main" in each.parents and not there.startswith((".", "mailto:", "#"))
    ]

    assert ["https://verifierplus.org/", "https://vc.1ed.tech/"] == [
        each for each in elsewhere if "example" not in each
    ]
    assert "testamur verify https://badges.example.org/awards/…/" in page.text


@pytest.mark.parametrize("folder", ["how-to-check", "for-earners", "issuer"])
def test_every_page_leads_to_the_guides(folder: str) -> None:
    """From the foot of the page; an award's page also from where it tells how to check it."""
    register = a_full_register()
    pages = pages_of(register=register)
    award = register.awards[ACTIVE]

    for data, up in ((pages.home(), "./"), (pages.award(award), "../../")):
        assert f"{up}{folder}/" in [there for _, there in read(data).links()]
    inside = [there for each, there in read(pages.award(award)).links() if "main" in each.parents]
    assert "../../how-to-check/" in inside


def test_guides_are_for_search_engines_and_the_sitemap() -> None:
    """They name nobody, and help whoever looks for them."""
    pages = pages_of()

    for folder, data in (
        ("issuer/", pages.issuer()),
        ("how-to-check/", pages.how_to_check()),
        ("for-earners/", pages.for_earners()),
    ):
        assert read(data).meta("robots") is None
        assert f"<loc>https://badges.example.org/{folder}</loc>".encode() in pages.sitemap()
