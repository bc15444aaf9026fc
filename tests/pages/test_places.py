"""Where pages stand in each language of a site, and the ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from testamur.model.addresses import award_folder
from testamur.model.site import Site
from testamur.pages.pages import Pages, in_every_language
from testamur.pages.place import Place
from testamur.pages.theme import Theme, theme_of
from tests.pages.reader import Page, read, target, unsafe
from tests.pages.sites import (
    ACTIVE,
    CORRECTED,
    FORGOTTEN,
    a_full_register,
    other_paths,
    pages_by_path,
    theme,
)
from tests.support.builders import a_site

GERMAN = '[nav]\ncredentials = "Abschlüsse"\n[not-found]\nhome = "Zum Anfang"\n'
ARABIC = '[nav]\ncredentials = "الشهادات"\n[award]\nrecord = "رقم {number}، {date}، {record}"\n'
BELOW = "https://example.github.io/some/repo"


def speaking(**texts: str) -> Theme:
    own = {f"strings/{tag}.toml": text.encode() for tag, text in texts.items()}
    return theme_of("ours", {**theme().files, **own})


@dataclass(frozen=True)
class Everything:
    site: Site
    languages: tuple[Pages, ...]
    pages: Mapping[str, bytes]
    others: frozenset[str]

    def page(self, path: str) -> Page:
        return read(self.pages[path])


def everything(*tags: str, base_url: str = "https://badges.example.org") -> Everything:
    site = a_site(languages=tags, base_url=base_url)
    register = a_full_register(site)
    languages = in_every_language(speaking(de=GERMAN, ar=ARABIC), site, register)
    found = {}
    for each in languages:
        for path, data in pages_by_path(each, register).items():
            if path != "404.html" or not each.folder:
                found[each.folder + path] = data
    return Everything(site, languages, found, frozenset(other_paths(languages[0], register)))


@pytest.mark.parametrize(
    ("place", "page", "file", "beside"),
    [
        (Place.of(""), "./awards/a/", "./did.json", "x.json"),
        (Place.of("awards/a/"), "../../awards/a/", "../../did.json", "x.json"),
        (Place.of("", "de/"), "../de/awards/a/", "../did.json", "../x.json"),
        (
            Place.of("awards/a/", "de/"),
            "../../../de/awards/a/",
            "../../../did.json",
            "../../../awards/a/x.json",
        ),
    ],
)
def test_pages_are_reached_in_the_same_language_and_files_where_they_stand_once(
    place: Place, page: str, file: str, beside: str
) -> None:
    assert page == place.page("awards/a/")
    assert file == place.file("did.json")
    assert beside == place.beside("x.json")


@pytest.mark.parametrize("base_url", ["https://badges.example.org", BELOW])
def test_every_link_of_every_language_leads_somewhere(base_url: str) -> None:
    """Pages stay in their language, but for the ways to the others; files are found once."""
    site = everything("en", "de", "ar", base_url=base_url)
    known = {*site.pages, *site.others}

    for path, data in site.pages.items():
        if path == "404.html":
            continue
        for element, address in read(data).links():
            if ":" in address:
                continue
            there = target(path, address)
            assert there in known, (path, address)
            if element.tag == "a" and there.endswith(".html") and not element.get("hreflang"):
                assert there.startswith("de/") == path.startswith("de/"), (path, address)
                assert there.startswith("ar/") == path.startswith("ar/"), (path, address)


def test_every_page_in_every_language_is_safe() -> None:
    """I7, in each of them."""
    for data in everything("en", "de", "ar").pages.values():
        assert [] == unsafe(read(data))


@pytest.mark.parametrize(
    ("folder", "language", "direction"),
    [("", "en", "ltr"), ("de/", "de", "ltr"), ("ar/", "ar", "rtl")],
)
def test_a_page_says_its_language_and_direction(folder: str, language: str, direction: str) -> None:
    site = everything("en", "de", "ar")
    root = site.page(f"{folder}{award_folder(ACTIVE)}index.html").one("html")

    assert (language, direction) == (root["lang"], root["dir"])


def test_a_page_leads_to_itself_in_the_other_languages() -> None:
    """Each language calls itself by its own name, and the way keeps the place."""
    site = everything("en", "de", "ar")
    path = f"de/{award_folder(CORRECTED)}v1/index.html"
    ways = [
        (each.text, target(path, each["href"]), each.get("aria-current"))
        for each in site.page(path).all("a")
        if each.get("hreflang")
    ]

    there = f"{award_folder(CORRECTED)}v1/index.html"
    assert [
        ("English", there, None),
        ("Deutsch", f"de/{there}", "true"),
        ("العربية", f"ar/{there}", None),
    ] == ways


def test_search_engines_are_told_of_every_language() -> None:
    """`hreflang` names each, and the first for readers of none of them."""
    site = everything("en", "de", base_url=BELOW)
    found = {
        each["hreflang"]: each["href"]
        for each in site.page("de/credentials/safe-forge-work/index.html").all("link")
        if each.get("hreflang")
    }

    there = "credentials/safe-forge-work/"
    assert {
        "en": f"{BELOW}/{there}",
        "de": f"{BELOW}/de/{there}",
        "x-default": f"{BELOW}/{there}",
    } == found


def test_a_page_in_another_language_is_its_own_canonical_page() -> None:
    """One that named the first language as the true one would be left out of searches in its own."""
    page = everything("en", "de").page("de/credentials/safe-forge-work/index.html")
    (canonical,) = [each["href"] for each in page.all("link") if each.get("rel") == "canonical"]

    assert "https://badges.example.org/de/credentials/safe-forge-work/" == canonical


def test_a_site_of_one_language_offers_no_other() -> None:
    page = everything("en").page("index.html")

    assert not [each for each in page.elements if each.get("hreflang")]
    assert not page.all("nav", "languages")


def test_a_language_that_the_theme_does_not_speak_has_no_pages() -> None:
    """Pages in English at an address that promises Welsh would be found by readers of Welsh."""
    site = everything("en", "cy", "de")

    assert ["", "de/"] == [each.folder for each in site.languages]


def test_english_stands_once_where_the_first_language_is_said_in_it() -> None:
    """Else one page had two addresses, and the sitemap forgot the first of them."""
    site = everything("cy", "de", "en")

    assert ["", "de/"] == [each.folder for each in site.languages]
    sitemap = site.languages[0].sitemap().decode()
    assert "<loc>https://badges.example.org/issuer/</loc>" in sitemap


def test_a_narrower_tag_is_spoken_by_a_wider_catalogue() -> None:
    """`de-AT` has the words of `de` and its own folder."""
    site = everything("en", "de-AT")

    assert "Abschlüsse" in site.page("de-AT/index.html").text
    assert "de-AT" == site.page("de-AT/index.html").one("html")["lang"]


def test_a_missing_address_has_ways_to_the_start_in_every_language() -> None:
    """An address that is not there says nothing of the reader's language."""
    site = everything("en", "de", "ar", base_url=BELOW)
    ways = [each["href"] for each in site.page("404.html").all("a") if each.get("hreflang")]

    assert ["/some/repo/de/", "/some/repo/ar/"] == ways
    assert "Zum Anfang" in site.page("404.html").text


@pytest.mark.parametrize("folder", ["", "de/", "ar/"])
def test_pages_about_people_stay_out_of_searches_in_every_language(folder: str) -> None:
    site = everything("en", "de", "ar")

    for award in (ACTIVE, CORRECTED, FORGOTTEN):
        page = site.page(f"{folder}{award_folder(award)}index.html")
        assert "noindex" == page.meta("robots")
    headers = site.languages[0].headers().decode()
    for kind in ("awards", "learners", "endorsements"):
        assert f"/{folder}{kind}/*\n  X-Robots-Tag: noindex\n" in headers


def test_the_sitemap_has_every_language_and_no_award() -> None:
    sitemap = everything("en", "de").languages[0].sitemap().decode()

    assert "<loc>https://badges.example.org/de/credentials/safe-forge-work/</loc>" in sitemap
    assert "<loc>https://badges.example.org/credentials/safe-forge-work/</loc>" in sitemap
    # Each page names itself, its siblings, and the one for everybody else.
    assert 3 * sitemap.count("<loc>") == sitemap.count("<xhtml:link")
    assert 'hreflang="x-default" href="https://badges.example.org/register/"' in sitemap
    assert "awards" not in sitemap


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    site = everything("en", "de", "ar")

    text = site.page(f"de/{award_folder(ACTIVE)}index.html").text
    assert "1.204" in text
    assert "14. Mai 2026" in text
