"""The harness notices what no page may do, so that the silence of the other tests means something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.hosts import LOCAL, Host
from tests.browser.sites import Academy
from tests.browser.visits import Setting, Visitor

pytestmark = pytest.mark.slow

POLICY = "<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">"
PAGE = "<!doctype html><html lang=en><title>Held</title>{}"


@pytest.fixture
def careless(chromium: Browser) -> Iterator[Visitor]:
    """A visitor whose findings fail no test."""
    visitor = Visitor(chromium)
    yield visitor
    visitor.close()


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<script>console.debug('here')</script>", "debug in the console: here"),
        ("<script>undefined_()</script>", "error: undefined_ is not defined"),
        ("<script>alert('boo')</script>", "dialog: boo"),
        ("<script>document.title = 'Taken'</script>", "the title changed: 'Held', 'Taken'"),
        ("<img src=https://elsewhere.example/a.png alt=''>", "asked for https://elsewhere.example"),
        ("<img src=/above.png alt=''>", f"asked for {LOCAL}above.png"),
        ("<img src=missing.png alt=''>", "Failed to load resource"),
        (f"{POLICY}<style>p {{ color: red }}</style>", "Content Security Policy"),
    ],
)
def test_no_fault_goes_unnoticed(careless: Visitor, page: str, fault: str) -> None:
    host = Host({"index.html": PAGE.format(page).encode()}, f"{LOCAL}some/repo/")
    careless.open(host)
    found = careless.faults()

    assert any(fault in each for each in found), found


def test_what_is_cut_off_is_found(careless: Visitor) -> None:
    wide = "<p style='inline-size: 90rem'>Wide</p><p style='overflow: hidden; block-size: 3px'>Low"
    visit = careless.open(Host({"index.html": PAGE.format(wide).encode()}, LOCAL))
    found = " ".join(visit.cut_off())

    assert "scrolls sideways" in found
    assert "sticks out" in found
    assert "cut off below" in found


def test_what_axe_is_for_is_found(careless: Visitor) -> None:
    visit = careless.open(Host({"index.html": PAGE.format("<img src=''>").encode()}, LOCAL))

    assert any("image-alt" in each for each in visit.axe())


def test_what_moves_is_measured(careless: Visitor) -> None:
    late = (
        "<p id=a></p><p>Below</p><script>setTimeout(() => a.style.height = '300px', 100)</script>"
    )
    visit = careless.open(Host({"index.html": PAGE.format(late).encode()}, LOCAL))
    visit.page.wait_for_timeout(300)

    assert visit.layout_shift() > 0


@pytest.mark.parametrize("at", ["", LOCAL, f"{LOCAL}some/repo/", "https://mirror.example/a/b/"])
def test_a_site_is_visited_wherever_it_stands(visitor: Visitor, academy: Academy, at: str) -> None:
    """At its own address, as a local preview, in a folder, and on another host."""
    host = academy.host.under(at) if at else academy.host
    visit = visitor.open(host, academy.page("valid"), Setting(script=False))

    assert "Ada Lovelace" in visit.page.get_by_role("status").inner_text()


def test_the_network_can_be_cut_and_held(careless: Visitor) -> None:
    text = "<p id=a>…</p><script>fetch('/b.json').then(() => a.textContent = 'Here', () => a.textContent = 'Cut')</script>"
    host = Host({"index.html": PAGE.format(text).encode(), "b.json": b"{}"}, LOCAL)
    visit = careless.open(host, None)
    visit.hold("b.json")
    visit.go("")
    said = visit.page.locator("#a")
    said.wait_for()
    before = said.inner_text()
    visit.release()
    visit.page.get_by_text("Here").wait_for()
    visit.cut("b.json")
    visit.go("")
    visit.page.get_by_text("Cut").wait_for()

    assert "…" == before


def test_a_browser_may_lack_ed25519(careless: Visitor) -> None:
    """And lets one have everything else."""
    visit = careless.open(
        Host({"index.html": PAGE.format("").encode()}, LOCAL), "", Setting(ed25519=False)
    )
    make = "name => crypto.subtle.generateKey({name, namedCurve: 'P-256'}, false, ['sign', 'verify']).then(() => 'yes', e => e.name)"

    assert "NotSupportedError" == visit.page.evaluate(make, "Ed25519")
    assert "yes" == visit.page.evaluate(make, "ECDSA")
