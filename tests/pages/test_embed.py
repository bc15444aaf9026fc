"""The card of an award on other websites, and what tells programs of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from tests.pages.reader import Page, read, unsafe
from tests.pages.sites import (
    ACTIVE,
    EXPIRED,
    FORGOTTEN,
    HIDDEN,
    REVOKED,
    RIGHT_TO_LEFT,
    SUSPENDED,
    a_full_register,
    pages_of,
)
from tests.pages.test_hostile import HOSTILE, everywhere
from tests.pages.test_places import everything

AT = "https://badges.example.org/"


def card_of(award: str) -> Page:
    register = a_full_register()
    return read(pages_of(register=register).embed(register.awards[award]))


def oembed_of(award: str) -> Mapping[str, Any]:
    register = a_full_register()
    found: Mapping[str, Any] = orjson.loads(
        pages_of(register=register).oembed(register.awards[award])
    )
    return found


@pytest.mark.parametrize(
    ("award", "state", "word"),
    [
        (ACTIVE, "active", "Recorded as active."),
        (EXPIRED, "expired", "Expired on 20 October 2026."),
        (REVOKED, "revoked", "Withdrawn on 1 September 2026."),
        (SUSPENDED, "suspended", "Suspended since 1 September 2026."),
    ],
)
def test_a_card_says_who_what_and_how_it_stands(award: str, state: str, word: str) -> None:
    """Once it was put somewhere it stays there, whatever becomes of the award."""
    card = card_of(award)
    recorded = card.one("p", "recorded")

    assert "Safe Forge Work" == card.one("h1").text
    assert "Awarded to Ada Lovelace by Example Academy" in card.text
    assert (state, word) == (recorded["data-state"], recorded.text)


def test_a_card_never_says_valid() -> None:
    """It is what the build knew; whoever wants more follows the link."""
    assert "valid" not in card_of(ACTIVE).text.lower()


def test_the_one_link_leaves_the_frame() -> None:
    """To the page of the award, whose address the reader then sees."""
    (link,) = card_of(ACTIVE).all("a")

    assert ("../", "_blank", "noopener") == (link["href"], link["target"], link["rel"])
    assert "Check it at badges.example.org" == link.text


def test_a_card_is_for_no_search_engine_and_runs_nothing() -> None:
    """Nor does it load anything but style and picture of its own site."""
    card = card_of(ACTIVE)

    assert [] == unsafe(card)
    assert [] == card.all("script")
    assert "noindex" == card.meta("robots")


def test_a_hidden_recipient_is_not_on_the_card() -> None:
    """As on the page."""
    assert "Awarded to the holder of this credential" in card_of(HIDDEN).text
    assert "Lovelace" not in str(oembed_of(HIDDEN))


def test_names_that_run_the_other_way_are_isolated() -> None:
    """And the name of the credential says its language."""
    card = card_of(RIGHT_TO_LEFT)

    assert "rtl" == card.one("h1")["dir"]
    assert "محمد الخوارزمي" in [each.text for each in card.all("bdi")]


def test_the_card_of_a_forgotten_award_names_nobody() -> None:
    """What frames it shows a word and no error."""
    card = read(pages_of().forgotten_embed(FORGOTTEN))

    assert "This award was removed" == card.text.strip()
    assert [] == [*card.all("a"), *card.all("img")]


def test_oembed_tells_programs_how_to_show_it() -> None:
    """oEmbed 1.0, 2.3.4.4: type rich has html, width and height."""
    found = oembed_of(ACTIVE)
    (frame,) = read(f"<p>{found['html']}</p>".encode()).all("iframe")

    assert ("1.0", "rich", 480, 200) == tuple(
        found[name] for name in ("version", "type", "width", "height")
    )
    assert f"{AT}awards/{ACTIVE}/embed/" == frame["src"]
    assert (AT, "Example Academy") == (found["provider_url"], found["provider_name"])
    assert "Safe Forge Work, awarded by Example Academy" == found["title"] == frame["title"]
    assert "Lovelace" not in str(found)


def test_the_page_leads_programs_to_it() -> None:
    """By its whole address: not every program resolves what it finds in a head."""
    register = a_full_register()
    page = read(pages_of(register=register).award(register.awards[ACTIVE]))
    (found,) = [each for each in page.all("link") if each.get("type") == "application/json+oembed"]

    assert ("alternate", f"{AT}awards/{ACTIVE}/oembed.json") == (found["rel"], found["href"])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_do_not_leave_the_oembed_html(text: str) -> None:
    """It is HTML inside JSON, for other people's pages."""
    site, register = everywhere(text)
    (award,) = register.awards.values()
    found = orjson.loads(pages_of(site, register).oembed(award))
    elements = read(f"<p>{found['html']}</p>".encode()).elements

    assert ["p", "iframe"] == [each.tag for each in elements]
    assert f"{text}, awarded by {text}" == elements[1]["title"]


def test_each_language_has_cards_of_its_own() -> None:
    """The HTML on a German page shows the German card; what programs are told is told once."""
    site = everything("en", "de")
    card = site.page(f"de/awards/{ACTIVE}/embed/index.html")
    page = site.page(f"de/awards/{ACTIVE}/index.html")
    (source,) = [each.text for each in page.elements if each.get("id") == "embed"]

    assert "de" == card.one("html")["lang"]
    assert f'src="{AT}de/awards/{ACTIVE}/embed/"' in source
    assert f"{AT}awards/{ACTIVE}/oembed.json" in [each["href"] for each in page.all("link")]
