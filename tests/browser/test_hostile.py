"""Hostile text in every field of a site, in the hands of a browser: I7 and I8."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from testamur.building import artifacts
from tests.browser.hosts import LOCAL, Host
from tests.browser.visits import Visitor
from tests.pages.sites import theme
from tests.pages.test_hostile import HOSTILE, everywhere

pytestmark = pytest.mark.slow

CALLS = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
# tests/pages reads every text; a browser takes longer, and gets those that end an element.
BREAKOUTS = [HOSTILE[0], *HOSTILE[2:4], f"]]>--></textarea></style></script></title>\"'>{CALLS}"]


@pytest.mark.parametrize("text", BREAKOUTS, ids=range(len(BREAKOUTS)))
def test_hostile_text_does_nothing_in_a_browser(visitor: Visitor, text: str) -> None:
    """
    I7, I8: no dialog, no other title, no request elsewhere, no message in the console; the parser
    of the browser finds nothing that could act.
    """
    host = hostile(text)
    visit = visitor.open(host, None)
    pages = [path.removesuffix("index.html") for path in host.paths if path.endswith("index.html")]
    found: list[str] = []
    for page in pages:
        visit.go(page)
        found.extend(f"{page}: {line}" for line in visit.unsafe())

    assert [] == found
    assert 4 < len(pages)


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='javascript:alert(1)'>x</a>",
        "<img src=a.png alt='' onerror=x>",
        "<script src=other.js></script>",
        "<p style='color: red'>x",
        "<img src='https://elsewhere.example/a.png' alt=''>",
    ],
)
def test_what_could_act_is_found(chromium: Browser, markup: str) -> None:
    """So that finding nothing means something."""
    visitor = Visitor(chromium)
    visit = visitor.open(Host({"index.html": f"<title>x</title>{markup}".encode()}, LOCAL))
    found = visit.unsafe()
    visitor.close()

    assert 1 < len(found), found  # one is that there is no policy


def hostile(text: str) -> Host:
    """A site whose every free text is this one."""
    site, register = everywhere(text)
    files = {each.path: each.produce() for each in artifacts(site, register, theme(), "")}
    return Host(files, f"{site.base_url}/")
