"""Hostile text in every field that reaches a page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from testamur.model.award import Evidence, Recipient
from testamur.model.credential import Alignment, Assessment, CoDeveloper, RubricLevel
from testamur.model.issuer import Identifier
from testamur.model.site import Site
from testamur.model.status import Change, Event
from testamur.register.register import Register
from tests.pages.reader import read, unsafe
from tests.pages.sites import pages_by_path, pages_of
from tests.support.builders import (
    a_credential,
    a_definition,
    a_document,
    a_record,
    a_register,
    a_site,
    an_issuer,
)

HOSTILE = [
    '"><svg onload=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "</title></script><script>alert(1)</script>",
    "</script><!--<script>",
    "{{ 7777*7777 }}{% include '/etc/passwd' %}",
    "a\u2028b\u2029c",
    "&lt;script&gt;&#60;script&#62;",
    "<![CDATA[<script>alert(1)</script>]]>",
    "--><script>alert(1)</script>",
    "`${alert(1)}`",
]


def everywhere(text: str) -> tuple[Site, Register]:
    """A site whose every free text is `text`."""
    site = a_site(
        title=text,
        issuer=an_issuer(
            name=text,
            description=text,
            legal_name=text,
            identifiers=(Identifier(text, text),),
        ),
    )
    base = a_credential()
    (result,) = base.results
    credential = replace(
        base,
        name=text,
        description=text,
        criteria=text,
        competency=text,
        assessment=Assessment(text, text, text),
        skills=(Alignment(text, "https://e.example/" + text, text, text, text),),
        level=text,
        audience=text,
        effort=text,
        delivery=text,
        tags=(text,),
        licence=text,
        achievement_type=f"ext:{text}",
        co_developers=(CoDeveloper(text, f"https://e.example/{text}", text),),
        results=(
            replace(
                result,
                name=text,
                levels=(*result.levels[:1], RubricLevel("exemplary", text, text, text)),
            ),
        ),
    )
    record = a_record(
        recipient=Recipient(text),
        evidence=(Evidence(text, narrative=text, url=f"https://e.example/{text}", genre=text),),
        narrative=text,
    )
    day = date(2026, 9, 1)
    event = Event(Change.REVOKED, day, text, day)
    document = a_document(record, credential=credential, site=site, events=[event])
    # The page of the second tells what was taken out of the first: every word of it.
    bare = a_credential(name="x", description="x", criteria="x", competency="x", results=())
    definitions = [a_definition(credential), a_definition(replace(bare, version=2))]
    return site, a_register([document], definitions, site=site)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """H05, H07, H10: in every sink of every page."""
    site, register = everywhere(text)
    pages = pages_by_path(pages_of(site, register), register)

    for data in pages.values():
        page = read(data)
        assert [] == unsafe(page)
        assert b"60481729" not in data
    names = [
        each.text for each in read(pages["credentials/safe-forge-work/v1/index.html"]).all("h1")
    ]
    assert [text] == names
    told = read(pages["credentials/safe-forge-work/v2/index.html"]).one("dl", "changes").text
    assert " ".join(text.split()) in " ".join(told.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_not_leave_the_data_block(text: str) -> None:
    """H06: no character of the block can end it, and it is still the JSON that was meant."""
    site, register = everywhere(text)
    register = replace(register, definitions=dict([*register.definitions.items()][:1]))
    data = pages_of(site, register).credential("safe-forge-work").decode()
    block = data.partition('<script type="application/ld+json">')[2].partition("</script>")[0]

    assert not set("<>&\u2028\u2029") & set(block)
    assert text == json.loads(block)["name"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "http://plain.example", "//evil.example"]
)
def test_evidence_elsewhere_than_https_is_named_but_not_linked(url: str) -> None:
    """Evidence comes from a signed document; the page judges its address once more."""
    document = a_document(changes={"evidence": [{"type": ["Evidence"], "id": url, "name": "x"}]})
    register = a_register([document])
    page = read(pages_of(register=register).award(register.awards[document.award]))

    assert url not in [address for _, address in page.links()]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://plain.example", None])
def test_a_co_developer_elsewhere_than_https_is_named_but_not_linked(url: str | None) -> None:
    """The name stands; the address does not."""
    credential = a_credential(co_developers=(CoDeveloper("Guild", url),))
    register = a_register([], [a_definition(credential)])
    page = read(pages_of(register=register).credential("safe-forge-work"))

    assert url not in [address for _, address in page.links()]
    assert "Guild" in page.text
