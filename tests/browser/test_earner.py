"""What earners do with the page of an award: by keyboard, without script, on paper, elsewhere."""

from __future__ import annotations

import io
import json
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image

from testamur.model.addresses import document_path
from tests.browser.hosts import LOCAL, Host
from tests.browser.sites import Academy
from tests.browser.visits import PHONE, Setting, Visit, Visitor

pytestmark = pytest.mark.slow

COPYING = ("clipboard-read", "clipboard-write")
OPEN_ALL = "document.querySelectorAll('#yours details').forEach((each) => { each.open = true })"
REFUSING = "navigator.clipboard.writeText = () => Promise.reject(new Error('not here'))"
CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const forms = item.types.map(async (type) => [type, await (await item.getType(type)).text()]);
  return Object.fromEntries(await Promise.all(forms));
}"""


def unfolded(visitor: Visitor, host: Host, path: str, setting: Setting | None = None) -> Visit:
    visit = visitor.open(host, path, setting)
    visit.page.evaluate(OPEN_ALL)
    return visit


def test_everything_is_copied_from_the_keyboard(visitor: Visitor, academy: Academy) -> None:
    """The clipboard has the text, a word tells so, and the focus stays where it was."""
    setting = Setting(permissions=COPYING)
    visit = unfolded(visitor, academy.host, academy.page("long"), setting)
    page, told = visit.page, visit.page.locator(".spoken")
    buttons = page.locator("#yours button[data-copy]")
    for number in range(buttons.count()):
        button = buttons.nth(number)
        source = button.get_attribute("data-copy")
        told.evaluate("(each) => { each.textContent = '' }")
        button.focus()
        page.keyboard.press("Enter")
        told.get_by_text("Copied").wait_for(state="attached")
        copied = page.evaluate(CLIPBOARD)

        assert page.locator(f"[id='{source}']").text_content() == copied["text/plain"]
        assert button.evaluate("(each) => each === document.activeElement")
        if button.get_attribute("data-html"):
            assert 'href="' + academy.host.at + academy.page("long") in copied["text/html"]
            assert "<script" not in copied["text/html"]
    assert "polite" == told.get_attribute("aria-live")
    assert buttons.count() >= 10


def test_what_cannot_be_copied_is_selected(visitor: Visitor, academy: Academy) -> None:
    """Where the browser refuses, a word on the screen says what to do."""
    visit = visitor.open(academy.host, None)
    visit.page.add_init_script(REFUSING)
    visit.go(academy.page("valid"))
    visit.page.evaluate(OPEN_ALL)
    visit.page.locator("[data-copy='linkedin-1']").click()
    visit.page.locator(".spoken.shown").get_by_text("copy it yourself").wait_for()

    assert visit.page.locator("#linkedin-1").text_content() == visit.page.evaluate(
        "String(getSelection())"
    )


@pytest.mark.parametrize("at", [None, f"{LOCAL}some/repo/"], ids=["home", "preview"])
def test_a_wallet_is_offered_the_signed_credential_as_it_is(
    visitor: Visitor, academy: Academy, at: str | None
) -> None:
    """In the form of the Learner Credential Wallet."""
    host = academy.host.under(at) if at else academy.host
    visit = visitor.open(host, academy.page("valid"))
    wallet = visit.page.locator("details:has([data-wallet])")
    wallet.locator("summary").click()
    link = wallet.locator("[data-wallet] a")
    link.wait_for()
    address = urlsplit(link.get_attribute("href") or "")
    (request,) = parse_qs(address.query)["request"]
    signed = (academy.repository.site / document_path(academy.awards["valid"])).read_text()

    assert ("lcw.app", "/request") == (address.netloc, address.path)
    assert [json.loads(signed)] == json.loads(request)["verifiablePresentation"][
        "verifiableCredential"
    ]
    assert signed.strip() in request


@pytest.mark.parametrize(
    "setting",
    [Setting(dark=True), Setting(width=320), PHONE],
    ids=["dark", "narrow", "phone"],
)
@pytest.mark.parametrize("state", ["long", "arabic"])
def test_everybody_can_use_it(
    visitor: Visitor, academy: Academy, setting: Setting, state: str
) -> None:
    """All of it unfolded: axe finds nothing, nothing is cut off; the card neither."""
    visit = unfolded(visitor, academy.host, academy.page(state), setting)

    assert [] == visit.axe()
    assert [] == visit.cut_off()
    visit.go(f"{academy.page(state)}embed/")
    assert [] == visit.axe()
    assert [] == visit.cut_off()


def test_without_script_everything_can_be_read(visitor: Visitor, academy: Academy) -> None:
    """No button stands there that does nothing."""
    visit = visitor.open(academy.host, academy.page("valid"), Setting(script=False))
    for summary in visit.page.locator("#yours summary").all():
        summary.click()

    assert visit.page.locator("#embed").is_visible()
    assert visit.page.locator("#wallet-address").is_visible()
    assert 0 == visit.page.locator("#yours button").filter(visible=True).count()
    assert not visit.page.locator("[data-wallet]").is_visible()


def test_a_card_stands_on_another_website(visitor: Visitor, academy: Academy) -> None:
    """The HTML that the page gives away shows it there, and asks for nothing but its own files."""
    given = visitor.open(academy.host, academy.page("valid"))
    source = given.page.locator("#embed").text_content()
    blog = f"<!doctype html><html lang=en><title>A blog</title><h1>Me</h1>{source}"
    host = Host({"index.html": blog.encode()}, "https://blog.example/")
    there = visitor.open(host, "", others=[academy.host])
    card = there.page.frame_locator("iframe")
    card.get_by_text("Awarded to Ada Lovelace").wait_for()

    assert "Recorded as active." in (card.locator("body").text_content() or "")
    assert card.get_by_role("link", name="Check it at").is_visible()


def test_the_printed_code_leads_to_the_page(visitor: Visitor, academy: Academy) -> None:
    """Read from what is laid out for paper, by somebody else's reader."""
    visit = visitor.open(academy.host, academy.page("valid"))
    visit.page.emulate_media(media="print")
    picture = visit.page.locator(".printed .code").screenshot(scale="css")
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))

    assert f"{academy.host.at}{academy.page('valid')}" == code.text
    assert not visit.page.locator("#yours").is_visible()
