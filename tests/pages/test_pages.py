"""What holds for every page of a site."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping

import pytest

from testamur.model.site import Site
from testamur.pages.hosting import ANY_ISSUER_POLICY, CARD_POLICY, CONTENT_SECURITY_POLICY
from tests.pages.reader import VOID, read, target, unsafe
from tests.pages.sites import (
    ACTIVE,
    a_full_register,
    other_paths,
    pages_by_path,
    pages_of,
)
from tests.support.builders import (
    a_credential,
    a_definition,
    a_picture,
    a_register,
    a_site,
    an_issuer,
)

SITES = [
    a_site(),
    a_site(base_url="https://example.github.io/some/repo", logo=a_picture()),
    a_site(languages=("ar",), title="أكاديمية"),
    a_site(languages=("en-US", "cy")),
]
AT_ROOT = SITES[0]


def rendered(site: Site) -> Mapping[str, bytes]:
    register = a_full_register(site)
    return pages_by_path(pages_of(site, register), register)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.languages[0] + site.base_url[8:])
def test_every_page_is_well_formed_and_safe(site: Site) -> None:
    """I7: elements nest, nothing runs, no address but https and mailto, the policy comes first."""
    for data in rendered(site).values():
        assert [] == unsafe(read(data))


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.languages[0] + site.base_url[8:])
def test_every_relative_link_leads_to_a_file_of_the_site(site: Site) -> None:
    """A link of a page works wherever the site is served; only 404.html names the path."""
    register = a_full_register(site)
    pages = pages_of(site, register)
    found = pages_by_path(pages, register)
    known = {*found, *other_paths(pages, register)}
    known |= {f"assets/issuer.{site.logo.extension}"} if site.logo else set()

    for path, data in found.items():
        for element, address in read(data).links():
            if element.get("rel") == "canonical" or ":" in address:
                continue
            if path == "404.html":
                base = "/" + "/".join(site.base_url.split("/")[3:])
                assert address.startswith((base.rstrip("/") + "/", "#"))
            else:
                assert not address.startswith("/")
                assert target(path, address) in known, (path, address)


@pytest.mark.parametrize("path", ["404.html", "how-to-check/index.html"])
def test_where_a_reader_is_at_a_loss_the_verifier_is_one_link_away(path: str) -> None:
    """In the text of the page too, not in its menu alone."""
    page = read(rendered(AT_ROOT)[path])

    assert 2 <= sum(address.endswith("verify/") for _, address in page.links())


def test_no_link_of_a_page_names_the_site_itself() -> None:
    """
    An absolute link to our own site would leave a copy of it that is served elsewhere.

    But for what programs read in the head, which do not all resolve addresses.
    """
    for data in rendered(AT_ROOT).values():
        own = [
            address
            for element, address in read(data).links()
            if address.startswith(AT_ROOT.base_url)
            and element.get("rel") != "canonical"
            and element.get("type") != "application/json+oembed"
        ]

        assert [] == own


def test_fragments_lead_to_an_element() -> None:
    """A link to a place on a page finds it there."""
    found = rendered(AT_ROOT)
    for path, data in found.items():
        if path == "404.html":
            continue
        for _, address in read(data).links():
            there, _, fragment = address.partition("#")
            if fragment and ":" not in there:
                page = read(found[target(path, there)])
                assert fragment in {each.get("id") for each in page.elements}


def test_each_page_has_one_heading_of_the_first_level_and_skips_none() -> None:
    """The outline of a page can be walked by those who hear it."""
    for path, data in rendered(AT_ROOT).items():
        levels = [
            int(each.tag[1]) for each in read(data).elements if re.fullmatch(r"h[1-6]", each.tag)
        ]

        assert 1 == levels.count(1), path
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_no_element_is_empty() -> None:
    """Nothing stands on a page that says nothing: a reader who hears it would stumble over it."""
    drawn = {*VOID, "circle", "path", "script", "svg", "textarea", "use"}
    for path, data in rendered(AT_ROOT).items():
        empty = [
            each.tag
            for each in read(data).elements
            if each.tag not in drawn and not each.text.strip() and not each.pictures
        ]

        assert [] == empty, path


def test_ids_are_unique() -> None:
    """No two elements of a page share an id."""
    for data in rendered(AT_ROOT).values():
        ids = [each["id"] for each in read(data).elements if each.get("id")]

        assert sorted(set(ids)) == sorted(ids)


def test_the_policy_allows_nothing_but_files_of_the_site() -> None:
    """Whatever slips through both walls of Markdown finds nothing that would run it."""
    directives = CONTENT_SECURITY_POLICY.split("; ")

    assert "default-src 'none'" in directives
    assert "script-src 'self'" in directives
    assert {"require-trusted-types-for 'script'", "trusted-types 'none'"} < set(directives)
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    for path, data in rendered(AT_ROOT).items():
        first = read(data).all("meta")[0]
        expected = CARD_POLICY if path.endswith("/embed/index.html") else CONTENT_SECURITY_POLICY
        if path.endswith("verify/index.html"):
            expected = ANY_ISSUER_POLICY
            assert set(directives) - set(expected.split("; ")) == {"connect-src 'self'"}
        assert expected == first["content"]


def test_a_card_runs_and_asks_for_nothing() -> None:
    """It stands in other people's pages."""
    assert CARD_POLICY.startswith("default-src 'none';")
    assert "script" not in CARD_POLICY
    assert "connect" not in CARD_POLICY


def test_pages_about_people_are_not_for_search_engines() -> None:
    """Award pages ask to be left out, credentials do not."""
    for path, data in rendered(AT_ROOT).items():
        private = path.startswith("awards/") or path == "404.html"

        assert ("noindex" if private else None) == read(data).meta("robots")


def test_no_page_speaks_to_readers_of_how_the_record_is_built() -> None:
    """Plain words: readers are told what they can rely on."""
    for data in rendered(AT_ROOT).values():
        assert not re.search("merkle|blockchain|transparency log", data.decode(), re.IGNORECASE)


def test_the_language_of_the_page_is_that_of_its_words() -> None:
    """Where a theme lacks the site's language, the page says that its own words are English."""
    home = read(rendered(a_site(languages=("he",)))["index.html"])
    root = home.one("html")

    assert ("en", "ltr") == (root["lang"], root["dir"])


def test_text_in_another_language_says_so_and_runs_its_own_way() -> None:
    """A credential in Arabic on an English site is marked, heading and text."""
    page = read(rendered(AT_ROOT)["credentials/calligraphy/index.html"])
    heading = page.one("h1")

    assert ("ar", "rtl") == (heading["lang"], heading["dir"])
    assert ("ar", "rtl") == (page.one("p", "lead")["lang"], page.one("p", "lead")["dir"])


def test_names_are_isolated_from_the_sentence_around_them() -> None:
    """A name in Arabic does not turn the English around it."""
    page = read(rendered(AT_ROOT)[f"awards/{ACTIVE}/index.html"])

    assert "Ada Lovelace" in {each.text for each in page.all("bdi")}


def test_addresses_and_numbers_to_dial_run_from_left_to_right() -> None:
    """In Arabic, too, a telephone number begins with its plus and an address with its scheme."""
    site = a_site(languages=("ar",), issuer=an_issuer(phone="+442079460815"))
    links = read(rendered(site)["issuer/index.html"]).all("a")
    directions = {each.text: each.get("dir") for each in links}

    assert "ltr" == directions["+442079460815"]
    assert "ltr" == directions[site.issuer.url]


def test_the_domain_is_broken_at_its_dots_alone() -> None:
    """On a narrow screen no label is torn apart, and what follows begins with its dot."""
    page = rendered(AT_ROOT)[f"awards/{ACTIVE}/index.html"].decode()

    assert '<b class="domain">badges<wbr>.example<wbr>.org</b>' in page
    assert "<small><bdi>badges<wbr>.example<wbr>.org</bdi></small>" in page
    assert "badges.example.org" in read(page.encode()).verdict.text


def test_the_credential_page_tells_search_engines_what_it_is() -> None:
    """The data block is JSON of schema.org's own type."""
    page = read(rendered(AT_ROOT)["credentials/safe-forge-work/index.html"])
    data = json.loads(page.one("script").text)

    assert "EducationalOccupationalCredential" == data["@type"]
    assert "https://badges.example.org/credentials/safe-forge-work/" == data["url"]


def test_an_older_version_of_a_credential_points_to_the_newest() -> None:
    """Holders of an older version find its text, and everybody else the newer one."""
    found = rendered(AT_ROOT)
    older = read(found["credentials/safe-forge-work/v1/index.html"])
    newest = read(found["credentials/safe-forge-work/v2/index.html"])

    assert "newer version" in older.one("p", "notice").text
    assert [] == newest.all("p", "notice")
    assert [] == older.all("script")


def test_the_newest_version_is_the_highest() -> None:
    """Whatever the order in which the register names them, and 10 is above 9."""
    versions = [a_definition(a_credential(version=number)) for number in (10, 2, 9, 1)]
    register = a_register([], versions)
    page = read(pages_of(register=register).credential("safe-forge-work"))

    assert "Version 10" == page.one("p", "eyebrow").text
    links = [each.text for each in page.all("a") if each.text.startswith("Version")]
    assert ["Version 9", "Version 2", "Version 1"] == links


def test_the_pathway_is_told_from_both_ends() -> None:
    """What a credential is made of, and what it counts toward."""
    found = rendered(AT_ROOT)
    whole = read(found["credentials/safe-forge-work/index.html"]).text
    part = read(found["credentials/open-forge-day/index.html"]).text

    assert "Open Forge Day" in whole.partition("Made of")[2]
    assert "Safe Forge Work" in part.partition("Counts toward")[2]


def test_a_pathway_says_in_words_how_many_and_in_which_order() -> None:
    """And leads to the page of each credential."""
    page = read(rendered(AT_ROOT)["pathways/to-the-forge/index.html"])
    links = [each.attributes.get("href") for each in page.all("a")]

    assert "It takes both of these, one after the other." in page.text
    assert "A hand of one's own Any one of these 2 is enough." in " ".join(page.text.split())
    assert "It takes this one." in page.text
    assert "no earlier than the one before it was done" in page.text
    assert "What it leads to" not in page.text
    assert [
        "../../credentials/open-forge-day/",
        "../../credentials/calligraphy/",
        "../../credentials/safe-forge-work/",
        "../../pathways/to-the-forge/pathway.json",
    ] == [each for each in links if each and each.startswith(("../../credentials/", "../../path"))]


def test_a_pathway_is_told_from_its_credentials_and_from_the_start() -> None:
    """Each step names it, what it leads to does as well, and the home page has them all."""
    found = rendered(AT_ROOT)
    step = read(found["credentials/open-forge-day/index.html"]).text
    larger = read(found["credentials/calligraphy/index.html"]).text
    home = read(found["index.html"]).text

    assert "The way to the forge" in step.partition("Step of the pathway")[2]
    assert "الخط العربي" in step.partition("Counts toward")[2]
    assert "طريق الخطاط" in larger.partition("Reached by the pathway")[2]
    assert "The way to the forge" in home.partition("Pathways")[2]
    assert "طريق الخطاط" in home.partition("Pathways")[2]


@pytest.mark.parametrize(
    ("slug", "word", "never"),
    [
        ("safe-forge-work", "Assessed", "Nobody assessed"),
        ("open-forge-day", "Participation", "Competency"),
    ],
)
def test_whether_anybody_assessed_is_said_plainly(slug: str, word: str, never: str) -> None:
    """A reader sees at once whether a credential says that its holder can do something."""
    page = read(rendered(AT_ROOT)[f"credentials/{slug}/index.html"])

    assert word in [each.text for each in page.all("span", "kind")]
    assert never not in page.text


def test_an_empty_register_still_has_a_home_page() -> None:
    """Before the first credential the site says that there is none."""
    register = a_register([], [])
    page = read(pages_of(register=register).home())

    assert "Nothing has been issued yet." in page.text


def test_the_register_page_tells_size_day_and_keys() -> None:
    """What changes daily stands here and on no award page."""
    page = read(rendered(AT_ROOT)["register/index.html"])

    assert "1,204" in page.text
    assert "22 November 2026, 09:30 UTC" in page.text
    assert 2 == page.text.count("In use since")


@pytest.mark.parametrize(
    "covered", ["award", "text and picture of every credential", "key", "status list", "withdrawal"]
)
def test_the_register_page_says_what_the_record_covers(covered: str) -> None:
    """Awards, definitions, keys, bits and steps: every kind of entry, and who can tell."""
    page = read(rendered(AT_ROOT)["register/index.html"])
    (claim,) = [each.text for each in page.all("p") if each.text.startswith("It covers")]

    assert covered in claim
    assert "whoever kept an earlier head" in claim


def test_the_register_page_claims_nothing_of_what_was_erased() -> None:
    """Nothing is promised to everybody, and nothing about texts that are gone."""
    text = read(rendered(AT_ROOT)["register/index.html"]).text

    assert "It does not cover what was erased." in text
    assert "everybody" not in text
