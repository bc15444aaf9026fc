"""What earners take elsewhere: addresses, snippets, and what stands on whose page."""

from __future__ import annotations

import html
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from testamur.model.award import Display, Recipient
from testamur.model.picture import Picture
from testamur.model.site import Site
from testamur.model.status import Change
from testamur.register.register import Register
from tests.pages.reader import Page, read, unsafe
from tests.pages.sites import (
    ACTIVE,
    CORRECTED,
    EXPIRED,
    REVOKED,
    SUSPENDED,
    a_full_register,
    an_event,
    pages_of,
)
from tests.pages.test_hostile import HOSTILE
from tests.support.builders import (
    a_credential,
    a_definition,
    a_document,
    a_picture,
    a_record,
    a_register,
    a_site,
    an_award_id,
    an_issuer,
)

AT = "https://badges.example.org/"
ADDRESS = f"{AT}awards/{ACTIVE}/"


def page_of(award: str, site: Site | None = None, register: Register | None = None) -> Page:
    register = register or a_full_register(site)
    return read(pages_of(site, register).award(register.awards[award]))


def text_of(page: Page, id_: str) -> str:
    """What the copy button of that id copies."""
    (found,) = [each for each in page.elements if each.get("id") == id_]
    return found.text


def form_of(page: Page) -> dict[str, str]:
    """The values that LinkedIn is given."""
    (link,) = [each["href"] for each in page.all("a") if "/profile/add" in each["href"]]
    assert link.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&")
    assert "+" not in link
    pairs = parse_qsl(urlsplit(link).query, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_linkedin_is_given_every_value() -> None:
    """With the organisation's name where the site says no number of LinkedIn's."""
    assert {
        "startTask": "CERTIFICATION_NAME",
        "name": "Safe Forge Work",
        "organizationName": "Example Academy",
        "issueYear": "2026",
        "issueMonth": "5",
        "expirationYear": "2029",
        "expirationMonth": "5",
        "certUrl": ADDRESS,
        "certId": ACTIVE,
    } == form_of(page_of(ACTIVE))


def test_linkedin_knows_the_organisation_by_its_number() -> None:
    """Never by both: which one LinkedIn would believe is not ours to guess."""
    form = form_of(page_of(ACTIVE, a_site(issuer=an_issuer(linkedin_organization="1234567"))))

    assert "1234567" == form["organizationId"]
    assert "organizationName" not in form


def test_an_award_without_end_has_none_at_linkedin() -> None:
    """Neither in the address nor among the values to copy."""
    register = a_register([a_document(a_record(), credential=a_credential(valid_for=None))])
    page = page_of(an_award_id(), register=register)

    assert not [name for name in form_of(page) if name.startswith("expiration")]
    assert "Expiration date" not in page.text


@pytest.mark.parametrize(
    ("zone", "month", "shown"),
    [("UTC", "1", "January 2026"), ("Pacific/Kiritimati", "1", "January 2026")],
)
def test_days_are_those_of_the_issuer(zone: str, month: str, shown: str) -> None:
    """The first of January begins in the old year in UTC, east of Greenwich."""
    site = a_site(time_zone=zone)
    register = a_register([a_document(a_record(awarded=date(2026, 1, 1)), site=site)], site=site)
    page = page_of(an_award_id(), site, register)

    assert ("2026", month) == (form_of(page)["issueYear"], form_of(page)["issueMonth"])
    assert shown == text_of(page, "linkedin-3")


def test_each_value_stands_on_the_page_with_a_button() -> None:
    """The button is hidden until script runs; the value can be selected without."""
    page = page_of(ACTIVE)
    buttons = [each for each in page.all("button") if each.get("data-copy")]

    assert ["Safe Forge Work", "Example Academy", "May 2026", "May 2029", ACTIVE, ADDRESS] == [
        text_of(page, f"linkedin-{number}") for number in range(1, 7)
    ]
    assert {"linkedin-1", "share-address", "wallet-address", "embed", "signature-html"} <= {
        each["data-copy"] for each in buttons
    }
    for button in buttons:
        assert "hidden" in button.attributes
        assert text_of(page, button["data-copy"])
        assert all(text_of(page, each) for each in button["aria-labelledby"].split())
    assert len(buttons) == len({each["aria-labelledby"] for each in buttons})


def test_posts_carry_words_and_address() -> None:
    """Percent-encoded, so that no part of them becomes a parameter of its own."""
    credential = a_credential(name="A&B=C #1 + 50%")
    register = a_register([a_document(credential=credential)], [a_definition(credential)])
    page = page_of(an_award_id(), register=register)
    links = [each["href"] for each in page.all("a")]
    (mail,) = [each for each in links if each.startswith("mailto:?")]
    (post,) = [each for each in links if each.startswith("https://bsky.app/")]
    address = f"{AT}awards/{an_award_id()}/"
    title = "A&B=C #1 + 50%, awarded by Example Academy"

    assert {"subject": title, "body": f"{title}\n{address}"} == dict(parse_qsl(mail[8:]))
    assert f"text={title}\n{address}" == unquote(urlsplit(post).query)
    assert 2 == mail.count("=")


def test_the_snippet_for_websites_is_html_inside_html() -> None:
    """As source on the page; as an element where it is pasted."""
    source = text_of(page_of(ACTIVE), "embed")
    frame = read(f"<html><body>{source}</body></html>".encode()).one("iframe")

    assert f"{ADDRESS}embed/" == frame["src"]
    assert "Safe Forge Work, awarded by Example Academy" == frame["title"]
    assert ("480", "200") == (frame["width"], frame["height"])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_names_where_snippets_are_pasted(text: str) -> None:
    """They are read twice: as text of our page, then as HTML of somebody else's."""
    site = a_site(issuer=an_issuer(name=text))
    credential = a_credential(name=text)
    document = a_document(a_record(recipient=Recipient(text)), credential=credential, site=site)
    register = a_register([document], [a_definition(credential)], site=site)
    page = page_of(an_award_id(), site, register)
    frame = read(f"<p>{text_of(page, 'embed')}</p>".encode())
    signature = read(text_of(page, "signature-html").encode())

    assert [] == unsafe(page)
    assert ["p", "iframe"] == [each.tag for each in frame.elements]
    assert f"{text}, awarded by {text}" == frame.one("iframe")["title"]
    assert {"p", "a", "img", "br", "bdi"} == {each.tag for each in signature.elements}
    assert [text, text] == [each.text for each in signature.all("bdi")]
    assert text_of(page, "signature-text").startswith(f"{text}, awarded by {text}\n")
    assert text == form_of(page)["name"]


def test_a_signature_has_absolute_addresses_and_its_picture() -> None:
    """On the page itself they are relative, so that a copy of the site shows its own."""
    page = page_of(an_award_id(), register=a_register([a_document()]))
    pasted = read(text_of(page, "signature-html").encode())

    assert ADDRESS == pasted.one("a")["href"]
    assert f"{AT}credentials/safe-forge-work/v1/badge.png" == pasted.one("img")["src"]
    assert "../../" not in text_of(page, "signature-html")
    assert f"Safe Forge Work, awarded by Example Academy\n{ADDRESS}" == text_of(
        page, "signature-text"
    )


@pytest.mark.parametrize("own", [None, a_picture(), Picture("image/png", b"PNG")])
def test_mail_gets_pictures_that_mail_programs_draw(own: Picture | None) -> None:
    """The drawn badge exists as PNG; an author's SVG does not, so the signature has none."""
    register = a_register([a_document()], [a_definition(a_credential(), own)])
    page = page_of(an_award_id(), register=register)
    pictures = read(text_of(page, "signature-html").encode()).all("img")

    assert (0 if own == a_picture() else 1) == len(pictures)
    assert all(each["src"].endswith("/v1/badge.png") for each in pictures)


def test_the_recipient_is_in_nothing_that_is_handed_on() -> None:
    """The name is the page's to tell."""
    page = page_of(ACTIVE)
    copied = [
        text_of(page, each["data-copy"]) for each in page.all("button") if each.get("data-copy")
    ]
    links = [each.get("href") or "" for each in page.all("a")]

    assert "For Ada Lovelace" in [each.text for each in page.all("h2")]
    assert not [each for each in (*copied, *links) if "Lovelace" in unquote(each)]


def test_a_hidden_earner_is_not_addressed_by_name() -> None:
    """The heading asks."""
    recipient = Recipient("Ada Lovelace", display=Display.HIDDEN)
    document = a_document(a_record(recipient=recipient))
    page = page_of(an_award_id(), register=a_register([document]))

    assert "If this award is yours" in [each.text for each in page.all("h2")]
    assert "Lovelace" not in str([each.attributes for each in page.elements])


@pytest.mark.parametrize("award", [REVOKED, SUSPENDED])
def test_a_withdrawn_award_has_nothing_to_show_off(award: str) -> None:
    """No tools, no script for them, no way to embed it, no line to sign; but its code."""
    page = page_of(award, a_site(issuer=an_issuer(official="The Registrar")))

    assert [] == page.all("details")
    assert [] == page.all("button")
    assert [] == page.all("p", "signed")
    assert "oembed" not in str([each.attributes for each in page.elements])
    assert "earner" not in str([each.attributes for each in page.all("script")])
    assert 1 == len(page.all("svg", "code"))


@pytest.mark.parametrize("award", [CORRECTED, EXPIRED])
def test_an_award_that_stands_has_them(award: str) -> None:
    """A corrected one on the page of its newest version; an expired one with its end."""
    page = page_of(award)

    assert 6 == len(page.all("details"))
    assert award == form_of(page)["certId"]


def test_an_earlier_version_has_none_of_it() -> None:
    """Nor a code: the one of the award leads to its newest version."""
    register = a_full_register()
    page = read(pages_of(register=register).award_version(register.awards[CORRECTED], 1))

    assert [] == page.all("details")
    assert [] == page.all("svg", "code")


def test_who_signs_on_paper_is_who_the_signed_document_names() -> None:
    """The site's own word of today would be put under an award of long ago."""
    then, now = (a_site(issuer=an_issuer(official=name)) for name in ("Ann Then", "Bob Now"))
    register = a_register([a_document(site=then)], site=now)
    page = page_of(an_award_id(), now, register)

    assert "Ann Then" == page.one("p", "signed").text
    assert "Bob Now" not in page.text


def test_a_site_may_have_no_cards() -> None:
    """Then nothing leads to one."""
    page = page_of(ACTIVE, a_site(embeds=False))

    assert 5 == len(page.all("details"))
    assert "embed" not in html.unescape(str([each.attributes for each in page.elements]))


def test_downloads_begin_with_the_badge() -> None:
    """Badge, picture, credential, then what programs want."""
    register = a_register([a_document()])
    page = page_of(an_award_id(), register=register)
    names = [
        each["href"].rpartition("/")[2] for each in page.all("a") if "download" in each.attributes
    ]

    assert ["badge.png", "badge.svg", "credential.json"] == names[:3]


def test_the_signature_of_an_award_in_another_direction_keeps_its_names_apart() -> None:
    """Each name is isolated, so that an Arabic one does not move the issuer's to its other side."""
    credential = a_credential(name="الخط العربي", language="ar")
    register = a_register([a_document(credential=credential)], [a_definition(credential)])
    page = page_of(an_award_id(), register=register)

    assert ["الخط العربي", "Example Academy"] == [
        each.text for each in read(text_of(page, "signature-html").encode()).all("bdi")
    ]


def test_a_withdrawal_takes_them_away() -> None:
    """The same award, before and after."""
    before = a_register([a_document()])
    after = a_register([a_document(events=[an_event(Change.REVOKED)])])

    assert page_of(an_award_id(), register=before).all("details")
    assert not page_of(an_award_id(), register=after).all("details")
