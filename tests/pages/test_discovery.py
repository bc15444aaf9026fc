"""What programs find: feeds, the catalogue, skills, and the words of schema.org."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import jsonschema_rs
import pytest

from testamur.model.credential import Alignment, Kind
from testamur.model.site import Site
from testamur.pages.feeds import MAX_ENTRIES
from testamur.register.register import Register
from tests.pages.reader import read
from tests.pages.sites import ARABIC, DAYLONG, FORGE, a_full_register, pages_of
from tests.support.builders import a_credential, a_definition, a_register, a_site, an_issuer
from tests.support.sites import ROOT

HOSTILE = "</title><script>&]]>\ufffe\"'"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T00:00:00Z")

TYPES = {
    "Organization": {"@id", "name", "url", "legalName", "description", "email", "telephone"}
    | {"logo", "sameAs", "address", "identifier", "parentOrganization"},
    "ItemList": {"name", "url", "numberOfItems", "itemListElement"},
    "ListItem": {"name", "url", "position"},
    "PropertyValue": {"propertyID", "value"},
    "DefinedTerm": {"name", "url", "inDefinedTermSet", "termCode"},
    "Thing": {"name"},
    "Audience": {"audienceType"},
    "PostalAddress": {"streetAddress", "postOfficeBoxNumber", "postalCode", "addressLocality"}
    | {"addressRegion", "addressCountry"},
    "EducationalOccupationalCredential": {"competencyRequired", "credentialCategory"}
    | {"educationalLevel", "recognizedBy", "validFor"}
    | {"about", "audience", "dateModified", "datePublished", "inLanguage", "keywords", "license"}
    | {"publisher", "version", "description", "identifier", "image", "name", "url"},
}
"""Properties that schema.org defines for each type, or for a type above it; those that we use."""


def found(register: Register | None = None, site: Site | None = None) -> dict[str, bytes]:
    register = register or a_full_register(site)
    return dict(pages_of(site, register).discovery())


def atom(**of: Any) -> Any:
    return feedparser.parse(found(**of)["feed.xml"])


def a_register_of(*credentials: Any) -> Register:
    return a_register([], [a_definition(each) for each in credentials])


def test_a_feed_reader_finds_every_version_and_no_award() -> None:
    """Well-formed Atom with an entry for each version of each credential."""
    register = a_full_register()
    feed = atom(register=register)

    assert not feed.bozo
    assert "atom10" == feed.version
    assert len(register.definitions) == len(feed.entries)
    assert "https://badges.example.org/" == feed.feed.id
    assert not any(award.encode() in found(register)["feed.xml"] for award in register.awards)


def test_an_atom_feed_has_what_the_format_asks_for() -> None:
    """RFC 4287, 4.1.1 and 4.1.2: one id, title and day each, an author, and a link to itself."""
    tree = ET.fromstring(found()["feed.xml"])  # noqa: S314 -- our own bytes
    name = "{http://www.w3.org/2005/Atom}"
    entries = tree.findall(f"{name}entry")

    assert tree.find(f"{name}author/{name}name") is not None
    assert ["self", "alternate"] == [each.get("rel") for each in tree.findall(f"{name}link")]
    for each in (tree, *entries):
        for needed in ("id", "title", "updated"):
            assert 1 == len(each.findall(f"{name}{needed}"))
        assert MOMENT.fullmatch(each.findtext(f"{name}updated") or "")
    ids = [each.findtext(f"{name}id") for each in entries]
    assert len(set(ids)) == len(ids)


def test_a_json_feed_has_what_the_format_asks_for() -> None:
    """JSON Feed 1.1: version, title and items, each with an id and text, all addresses absolute."""
    feed = json.loads(found()["feed.json"])

    assert "https://jsonfeed.org/version/1.1" == feed["version"]
    assert feed["title"]
    assert feed["home_page_url"] == "https://badges.example.org/"
    assert feed["feed_url"] == "https://badges.example.org/feed.json"
    assert all(author.keys() <= {"name", "url", "avatar"} for author in feed["authors"])
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert all(item[each].startswith("https://") for each in ("url", "image"))
        assert MOMENT.fullmatch(item["date_published"])
        assert MOMENT.fullmatch(item["date_modified"])
        assert isinstance(item["tags"], list)


def test_both_feeds_say_the_same() -> None:
    """The same entries in the same order, under ids that never change."""
    feed, items = atom(), json.loads(found()["feed.json"])["items"]

    assert [each["id"] for each in items] == [each.id for each in feed.entries]
    assert [each["title"] for each in items] == [each.title for each in feed.entries]
    assert all(each["id"].endswith("/achievement.json") for each in items)


def test_a_changed_credential_is_news_under_its_version() -> None:
    """The first version has the name alone."""
    titles = {each.id.split("/")[-2]: each.title for each in atom().entries if "forge-w" in each.id}

    assert {"v1": "Safe Forge Work", "v2": "Safe Forge Work, version 2"} == titles


def test_the_newest_entry_comes_first_and_is_the_feeds_day() -> None:
    """In the order of the permanent record, backwards."""
    register = a_register_of(a_credential(slug="older"), a_credential(slug="newer"))
    entries = list(register.entries)
    entries[3] = replace(entries[3], day=date(2026, 12, 24))
    feed = atom(register=replace(register, entries=tuple(entries)))

    assert ["newer", "older"] == [each.id.split("/")[-3] for each in feed.entries]
    assert "2026-12-24T00:00:00Z" == feed.feed.updated


def test_a_version_that_was_entered_again_keeps_its_first_day() -> None:
    """Until somebody is awarded it, the text of a version may be replaced."""
    register = a_register_of(a_credential())
    again = replace(register.entries[2], day=date(2027, 1, 2))
    feed = atom(register=replace(register, entries=(*register.entries, again)))

    assert ["2026-11-22T00:00:00Z"] == [each.published for each in feed.entries]
    assert ["2027-01-02T00:00:00Z"] == [each.updated for each in feed.entries]


def test_a_feed_has_the_newest_hundred() -> None:
    """The catalogue has them all."""
    many = a_register_of(*(a_credential(slug=f"c-{each}") for each in range(MAX_ENTRIES + 20)))

    assert MAX_ENTRIES == len(atom(register=many).entries)
    assert 120 == len(json.loads(found(many)["catalogue.json"])["credentials"])


def test_text_of_authors_stays_text_in_every_file() -> None:
    """Neither XML nor JSON is left by what an author wrote."""
    evil = a_credential(name=HOSTILE, description=HOSTILE, tags=(HOSTILE,))
    site = a_site(title=HOSTILE, issuer=an_issuer(name=HOSTILE))
    files = found(a_register_of(evil), site)
    feed = feedparser.parse(files["feed.xml"], sanitize_html=False)

    assert not feed.bozo
    # A letter that XML cannot hold is replaced.
    assert [HOSTILE.replace("\ufffe", "\ufffd")] == [each.title for each in feed.entries]
    for path in ("feed.json", "catalogue.json", "skills.json"):
        assert HOSTILE in json.dumps(json.loads(files[path]), ensure_ascii=False).replace(
            '\\"', '"'
        )


def test_text_in_another_language_says_so() -> None:
    """In feeds as on pages."""
    files = found()
    (item,) = [each for each in json.loads(files["feed.json"])["items"] if "calli" in each["id"]]

    assert "ar" == item["language"]
    assert b'<entry xml:lang="ar">' in files["feed.xml"]


def test_nothing_issued_makes_empty_feeds() -> None:
    """A register that has only keys is still one to subscribe to."""
    files = found(a_register([], []))

    assert [] == feedparser.parse(files["feed.xml"]).entries
    assert [] == json.loads(files["skills.json"])["skills"]
    assert [] == json.loads(files["catalogue.json"])["credentials"]


@pytest.mark.parametrize("name", ["catalogue", "skills"])
def test_files_for_programs_are_as_documented(name: str) -> None:
    """The schema of docs/schemas/, and no field beside those that it describes."""
    schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_bytes())
    data = json.loads(found()[f"{name}.json"])

    jsonschema_rs.validator_for(schema).validate(data)
    assert [] == list(undocumented(schema, data, name))


def undocumented(schema: dict[str, Any], data: Any, where: str) -> list[str]:
    if isinstance(data, list):
        return [each for item in data for each in undocumented(schema["items"], item, where)]
    if not isinstance(data, dict):
        return []
    known = schema.get("properties", {})
    return [
        each
        for name, value in data.items()
        for each in (
            undocumented(known[name], value, f"{where}.{name}")
            if name in known
            else [f"{where}.{name}"]
        )
    ]


def test_the_catalogue_tells_what_decides_and_nothing_that_is_not_known() -> None:
    """Assessed or not, what it takes, what comes before; an absent field is not there at all."""
    credentials = json.loads(found()["catalogue.json"])["credentials"]
    by_slug = {each["slug"]: each for each in credentials}
    forge, day = by_slug[FORGE.slug], by_slug[DAYLONG.slug]

    assert (True, False) == (forge["assessed"], day["assessed"])
    assert 2 == forge["version"] == len(forge["versions"])
    assert {"value": 2, "scheme": "ECTS"} == forge["credits"]
    assert [day["page"]] == forge["requires"]
    assert "level" not in day
    assert "2026-11-22" == day["entered"]


def test_a_skill_names_every_credential_that_shows_it() -> None:
    """One skill, whatever each author calls it, by its address; also where only a result tells."""
    forge = Alignment("to forge", "https://skills.example.org/forge", "Skills", code="F1")
    same = replace(forge, name="forging")
    other = replace(forge, code="F2")
    register = a_register_of(
        a_credential(slug="a", skills=(forge,), results=()),
        a_credential(slug="b", skills=(same, other), results=()),
    )
    skills = json.loads(found(register)["skills.json"])["skills"]
    shown = {
        each["code"]: [by["page"].split("/")[-2] for by in each["credentials"]] for each in skills
    }

    assert {"F1": ["a", "b"], "F2": ["b"]} == shown


def test_public_pages_lead_to_the_feeds_and_pages_about_people_do_not() -> None:
    """Autodiscovery, relative to the page."""
    register = a_full_register()
    pages = pages_of(register=register)
    award = next(iter(register.awards.values()))

    def feeds(page: bytes) -> list[str]:
        links = read(page).all("link")
        return [each["href"] for each in links if "feed" in each["href"]]

    assert ["./feed.xml", "./feed.json"] == feeds(pages.home())
    assert ["../../feed.xml", "../../feed.json"] == feeds(pages.credential(FORGE.slug))
    assert [] == feeds(pages.award(award))


def blocks(page: bytes) -> list[dict[str, Any]]:
    (script,) = [each for each in read(page).all("script") if "json" in (each.get("type") or "")]
    data = json.loads(script.text)
    top = data.get("@graph", [data])
    nested: list[dict[str, Any]] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            nested.append(value)
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(top)
    return nested


def test_every_property_is_one_of_schema_org() -> None:
    """Search engines ignore what they do not know; we say nothing to be ignored."""
    pages = pages_of(a_site(issuer=an_issuer(phone="+442079460815")))
    slugs = (FORGE.slug, ARABIC.slug, DAYLONG.slug)
    for page in (pages.home(), *(pages.credential(slug) for slug in slugs)):
        for block in blocks(page):
            assert block.keys() - {"@context", "@type"} <= TYPES[block["@type"]], block["@type"]


def test_the_first_page_tells_who_the_issuer_is_and_lists_what_can_be_earned() -> None:
    """An Organization, and an ItemList of addresses in the order of the page."""
    organization, *rest = blocks(pages_of().home())
    items = [each for each in rest if each["@type"] == "ListItem"]

    assert "Organization" == organization["@type"]
    assert "https://badges.example.org/" == organization["sameAs"]
    assert [1, 2, 3] == [each["position"] for each in items]
    assert all(each["url"].startswith("https://badges.example.org/cr") for each in items)


@pytest.mark.parametrize("kind", Kind)
def test_only_what_is_assessed_requires_a_competency(kind: Kind) -> None:
    """schema.org: "must be demonstrated"; whoever took part demonstrated nothing."""
    skill = Alignment("to forge", "https://skills.example.org/forge")
    register = a_register_of(a_credential(kind=kind, skills=(skill,)))
    data = blocks(pages_of(register=register).credential("safe-forge-work"))[0]

    assert (kind is Kind.ASSESSED) == ("competencyRequired" in data)
    assert (kind is Kind.PARTICIPATION) == ("about" in data)
    assert "offers" not in data
