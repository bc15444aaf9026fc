"""The page of a missing address: what it says about an address that was typed wrongly."""

from __future__ import annotations

import pytest

from tests.browser.hosts import Host
from tests.browser.visits import Setting, Visitor

pytestmark = pytest.mark.slow

ID = "0000000000000000000000000a"
SPEAKS = [
    (f"{ID[:-1]}/", ["has 25 characters. That of an award has 26."], None),
    (f"{ID[:-1]}u/", ["never occurs there: “u”"], None),
    (f"{ID[:-2]}oa/", ["never occurs there: “o”", f"was meant: {ID}"], ID),
    (f"{ID[:-2].upper()}LA/credential.json", ["“l”", f"was meant: {ID[:-2]}1a"], f"{ID[:-2]}1a"),
    ("%3Cimg%20src=x%3E/", ["has 11 characters.", "“<” “i” “ ” “=” “>”"], None),
]


def test_it_says_what_cannot_be_right(visitor: Visitor, example: Host) -> None:
    """Too short, or a letter that never occurs, and which address may have been meant; at any depth."""
    visit = visitor.open(example, None)
    for typed, said, meant in SPEAKS:
        visit.expect("Failed to load resource")
        visit.go(f"awards/{typed}")
        notice = visit.page.locator("main .notice")
        notice.wait_for()

        assert all(each in notice.inner_text() for each in said), notice.inner_text()
        links = [each.get_attribute("href") for each in notice.get_by_role("link").all()]
        assert ([f"/awards/{meant}/"] if meant else []) == [
            each[each.index("/awards/") :] for each in links if each
        ]
    assert [] == visit.axe()


@pytest.mark.parametrize("path", [f"awards/{ID}/", "nothing/", "awards/", "de/nothing/here"])
def test_it_says_no_more_where_nothing_is_wrong_to_see(
    visitor: Visitor, example: Host, path: str
) -> None:
    """An address that could be one, or that is none of an award."""
    visit = visitor.open(example, None)
    visit.expect("Failed to load resource")
    visit.go(path)
    visit.page.wait_for_load_state("networkidle")

    assert 0 == visit.page.locator("main .notice").count()


def test_it_helps_without_script(visitor: Visitor, example: Host) -> None:
    """Which letters never occur stands there for everybody."""
    visit = visitor.open(example, None, Setting(script=False))
    visit.expect("Failed to load resource")
    visit.go(f"awards/{ID[:-1]}/")

    assert "never i, l, o or u" in visit.page.locator("main").inner_text()
    assert visit.page.get_by_role("link", name="How to check a badge by hand").count()
