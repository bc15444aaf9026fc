"""Files for hosts and robots."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from tests.pages.sites import a_full_register, pages_of
from tests.support.builders import a_site

BELOW = a_site(base_url="https://example.github.io/some/repo")


def rules(data: bytes) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in data.decode().splitlines():
        if line.startswith("/"):
            path = line
            found[path] = {}
        else:
            name, _, value = line.strip().partition(": ")
            assert name not in found[path]
            found[path][name] = value
    return found


def test_anybody_may_read_documents_from_a_page_of_their_own() -> None:
    """CORS: a verifier in a browser can fetch what it needs."""
    assert "*" == rules(pages_of().headers())["/*"]["Access-Control-Allow-Origin"]


@pytest.mark.parametrize(
    ("header", "value"),
    [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")],
)
def test_what_every_file_is_sent_with(header: str, value: str) -> None:
    """Types are not guessed, and the address of an award is told to nobody."""
    assert value == rules(pages_of().headers())["/*"][header]


def test_types_of_files_that_hosts_do_not_know() -> None:
    """JSON for documents, plain text for proofs and heads."""
    found = rules(pages_of().headers())

    assert "application/json" == found["/awards/:award/credential.json"]["Content-Type"]
    assert "application/json" == found["/awards/:award/assertion.json"]["Content-Type"]
    assert "application/json" == found["/issuer.json"]["Content-Type"]
    assert "application/json" == found["/revocations.json"]["Content-Type"]
    assert "application/json" == found["/keys/*"]["Content-Type"]
    assert found["/awards/:award/credential.jwt"]["Content-Type"].startswith("text/plain")
    assert (
        "application/vc+jwt" == found["/awards/:award/:version/credential.vc.jwt"]["Content-Type"]
    )
    assert found["/awards/:award/:version/assertion.jws"]["Content-Type"].startswith("text/plain")
    assert found["/awards/:award/record.tlog-proof"]["Content-Type"].startswith("text/plain")
    assert "application/json" == found["/.well-known/did.json"]["Content-Type"]
    assert "application/atom+xml; charset=utf-8" == found["/feed.xml"]["Content-Type"]
    assert "application/feed+json" == found["/feed.json"]["Content-Type"]


def test_documents_about_people_are_not_for_search_engines_either() -> None:
    """The JSON beside an award's page names the same person."""
    assert "noindex" == rules(pages_of().headers())["/awards/*"]["X-Robots-Tag"]


def test_no_header_is_given_twice_to_one_file() -> None:
    """Hosts would join the values with a comma; of policies, each is then in force."""
    found = rules(pages_of().headers())
    general = found.pop("/*")

    joined = set().union(*(general.keys() & each.keys() for each in found.values()))
    assert joined == {"Content-Security-Policy"}


def test_only_cards_may_be_framed() -> None:
    """
    What surrounds a page could lie about it.

    Of a policy that names `frame-ancestors`, browsers let it overrule X-Frame-Options (CSP3,
    frame-ancestors), whether it comes alone or joined to the policy of every file.
    """
    found = rules(pages_of().headers())
    freed = {path for path, each in found.items() if "frame-ancestors" in str(each)}

    assert "DENY" == found["/*"]["X-Frame-Options"]
    assert {"/awards/:award/embed/"} == freed
    assert "frame-ancestors *" in found["/awards/:award/embed/"]["Content-Security-Policy"]
    assert "script-src" not in found["/awards/:award/embed/"]["Content-Security-Policy"]


def test_paths_of_headers_begin_at_the_root_of_the_host() -> None:
    """A site below a path has its rules there."""
    assert all(path.startswith("/some/repo/") for path in rules(pages_of(BELOW).headers()))


def test_the_sitemap_has_credentials_and_no_awards() -> None:
    """What can be earned is public; who earned it is known to those it was shown to."""
    register = a_full_register()
    tree = ET.fromstring(pages_of().sitemap())  # noqa: S314 -- our own bytes
    places = [each.text or "" for each in tree.iter() if each.tag.endswith("}loc")]

    assert "https://badges.example.org/credentials/safe-forge-work/" in places
    assert "https://badges.example.org/pathways/to-the-forge/" in places
    assert "https://badges.example.org/" in places
    assert not any(award in place for award in register.awards for place in places)
    assert not any("awards" in place for place in places)


def test_robots_may_read_award_pages_and_find_that_they_stay_out() -> None:
    """A page that may not be read could not say noindex."""
    text = pages_of(BELOW).robots().decode()

    assert "Disallow" not in text
    assert "Sitemap: https://example.github.io/some/repo/sitemap.xml" in text
