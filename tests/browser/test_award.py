"""The page of an award checks itself: for every state the word, the sign and the steps."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.hosts import LOCAL, Host
from tests.browser.sites import NAMES, Academy
from tests.browser.visits import PHONE, Setting, Visit, Visitor

pytestmark = pytest.mark.slow

GENUINE = {"signature": "held", "issuer-key": "held"}
ENTERED = {"register": "held"}


def awaited(visit: Visit) -> str:
    """The verdict, once there is one."""
    box = visit.page.get_by_role("status").first
    expect(box).not_to_have_attribute("data-verdict", "recorded")
    found = box.get_attribute("data-verdict")
    assert found is not None
    return found


def sentence(visit: Visit) -> str:
    return visit.page.locator("main [role=status] .sentence").inner_text()


def steps(visit: Visit) -> dict[str, str]:
    """Outcome by step, as they stand in the folded list."""
    lines: list[list[str]] = visit.page.locator(".checks li").evaluate_all(
        "lines => lines.map(line => [line.dataset.step, line.dataset.outcome])"
    )
    return dict(lines)


@pytest.mark.parametrize(
    ("state", "verdict", "word", "outcomes"),
    [
        (
            "valid",
            "valid",
            "Valid. Awarded to Ada Lovelace by",
            {"status": "held", "dates": "held"},
        ),
        ("corrected", "valid", "Valid. Awarded to Ada King by", {"status": "held"}),
        ("expired", "expired", "Valid, but expired on 8 March 2026.", {"dates": "failed"}),
        ("revoked", "revoked", "Withdrawn on", {"status": "failed"}),
        ("suspended", "suspended", "Suspended since", {"status": "failed"}),
        ("arabic", "valid", f"Valid. Awarded to {NAMES['arabic']}", {"status": "held"}),
    ],
)
def test_what_it_says_of_each_state(
    visitor: Visitor,
    academy: Academy,
    *,
    state: str,
    verdict: str,
    word: str,
    outcomes: Mapping[str, str],
) -> None:
    visit = visitor.open(academy.host, academy.page(state))
    found = awaited(visit)

    assert verdict == found
    assert sentence(visit).startswith(word)
    assert {**GENUINE, **ENTERED, **outcomes}.items() <= steps(visit).items()
    assert visit.page.locator("main [role=status] svg path").get_attribute("d")


@pytest.mark.parametrize("setting", [Setting(), PHONE], ids=["wide", "phone"])
def test_nothing_moves_while_it_is_checked(
    visitor: Visitor, academy: Academy, setting: Setting
) -> None:
    visit = visitor.open(academy.host, academy.page("valid"), setting)

    assert "valid" == awaited(visit)
    # On a phone the earner's controls further down appear a little later; that alone is seen here.
    assert visit.layout_shift() < 0.01


def test_the_focus_goes_with_the_line_that_had_it(visitor: Visitor, academy: Academy) -> None:
    """Whoever stood on "How to check it" stands on what takes its place."""
    visit = visitor.open(academy.host, None)
    visit.hold("/status/")
    visit.go(academy.page("valid"))
    visit.page.locator(".unchecked a").focus()
    visit.release()
    awaited(visit)
    expect(visit.page.locator("details.unchecked summary")).to_be_focused()

    visit.page.keyboard.press("Enter")
    assert visit.page.locator(".checks").is_visible()


def test_an_earlier_version_says_that_it_was_corrected(visitor: Visitor, academy: Academy) -> None:
    visit = visitor.open(academy.host, f"{academy.page('corrected')}v1/")
    found = awaited(visit)

    assert "superseded" == found
    assert sentence(visit).startswith("Corrected on")
    assert "failed" == steps(visit)["status"]
    assert visit.page.get_by_role("status").first.get_by_role("link").count()


def test_without_script_it_says_what_the_build_knew(visitor: Visitor, academy: Academy) -> None:
    visit = visitor.open(academy.host, academy.page("valid"), Setting(script=False))

    assert "Recorded as active." in sentence(visit)
    assert visit.page.get_by_text("Nothing was checked in your browser.").is_visible()


@pytest.mark.parametrize("at", [LOCAL, f"{LOCAL}some/repo/", "https://mirror.example/a/b/"])
def test_a_copy_says_that_it_is_one(visitor: Visitor, academy: Academy, at: str) -> None:
    """A preview is checked as the site that it is a copy of, and never looks like it."""
    visit = visitor.open(academy.host.under(at), academy.page("valid"))

    assert "valid" == awaited(visit)
    assert sentence(visit).startswith("Preview. Valid.")


def test_in_a_browser_without_ed25519(visitor: Visitor, academy: Academy) -> None:
    """What WebCrypto lacks comes as a file of our own."""
    visit = visitor.open(academy.host, academy.page("valid"), Setting(ed25519=False))

    assert "valid" == awaited(visit)
    assert any("/assets/ed25519." in address for address in visit.requests)


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("credential.json", "Could not be checked. The signed credential could not be fetched."),
        ("did.json", "Could not be checked. There is no key"),
        ("/status/", "Could not be checked. The issuer’s list of what was withdrawn"),
        ("/assets/samples.", "Could not be checked. This browser cannot check"),
        ("/assets/record.", "Could not be checked. Something went wrong"),
    ],
)
def test_with_the_network_cut(visitor: Visitor, academy: Academy, part: str, word: str) -> None:
    """Never valid, never altered, and it says what to do."""
    visit = visitor.open(academy.host, None)
    visit.cut(part)
    visit.go(academy.page("valid"))

    assert "unknown" == awaited(visit)
    assert sentence(visit).startswith(word)
    assert "This does not mean that anything is wrong" in visit.page.locator("main").inner_text()


@pytest.mark.parametrize("part", ["/assets/present.", "/assets/award.en."])
def test_without_words_the_record_stands(visitor: Visitor, academy: Academy, part: str) -> None:
    """What cannot say anything leaves what the build wrote, and never looks like a verdict."""
    visit = visitor.open(academy.host, None)
    visit.cut(part)
    visit.go(academy.page("valid"))
    visit.page.wait_for_timeout(500)
    box = visit.page.get_by_role("status").first

    assert "recorded" == box.get_attribute("data-verdict")
    assert "Recorded as active." in sentence(visit)


@pytest.mark.parametrize(
    ("days", "word"),
    [
        (-400, "Could not be checked. The clock of this device may be wrong"),
        (60, "Could not be checked. The issuer’s newest list was good until"),
    ],
    ids=["behind", "ahead"],
)
def test_with_the_clock_wrong(visitor: Visitor, academy: Academy, days: int, word: str) -> None:
    """A clock that is behind what was signed is told; one ahead makes every list too old."""
    assert academy.host.now
    now = academy.host.now + timedelta(days=days)
    visit = visitor.open(academy.host, academy.page("valid"), Setting(now=now))

    assert "unknown" == awaited(visit)
    assert sentence(visit).startswith(word)


def changed(academy: Academy, change: Any) -> Host:
    """The host whose valid award was changed."""
    path = f"{academy.page('valid')}credential.json"
    document = json.loads(academy.host.read(path))
    change(document)
    return academy.host.changed({path: json.dumps(document).encode()})


def _renamed(document: dict[str, Any]) -> None:
    document["credentialSubject"]["achievement"]["name"] += "!"


def _without_status(document: dict[str, Any]) -> None:
    del document["credentialStatus"]


def _without_proof(document: dict[str, Any]) -> None:
    del document["proof"]


def _later(document: dict[str, Any]) -> None:
    document["validFrom"] = "2026-01-01T00:00:00Z"


@pytest.mark.parametrize("change", [_renamed, _without_status, _without_proof, _later])
def test_what_was_altered_is_not_valid(visitor: Visitor, academy: Academy, change: Any) -> None:
    visit = visitor.open(changed(academy, change), academy.page("valid"))
    found = awaited(visit)

    assert "altered" == found
    assert sentence(visit).startswith("Not valid.")
    assert "failed" in steps(visit).values()


def test_somebody_elses_credential_gets_no_tick(visitor: Visitor, academy: Academy) -> None:
    def foreign(document: dict[str, Any]) -> None:
        document["issuer"]["id"] = "did:web:elsewhere.example.org"
        document["id"] = "https://elsewhere.example.org/awards/1/credential.json"
        for proof in document["proof"]:
            proof["verificationMethod"] = "did:web:elsewhere.example.org#key"

    visit = visitor.open(changed(academy, foreign), academy.page("valid"))

    assert "foreign" == awaited(visit)
    assert sentence(visit).startswith("Not issued here. It names elsewhere.example.org")


def test_is_it_this_person(visitor: Visitor, academy: Academy) -> None:
    """Typed, compared in the browser, and sent nowhere."""
    visit = visitor.open(academy.host, academy.page("valid"))
    awaited(visit)
    visit.page.locator("details summary").first.click()
    typed = visit.page.get_by_label("E-mail address or name")
    typed.fill("somebody@else.example")
    asked = len(visit.requests)
    typed.press("Enter")
    answer = visit.page.locator(".person [role=status]")
    expect(answer).to_have_text(re.compile("another e-mail address|cannot|can be compared"))
    typed.fill(" ada  LOVELACE ")
    visit.page.get_by_role("button", name="Compare").click()
    expect(answer).to_have_text("Yes: it was made out to this name.")

    assert asked == len(visit.requests)
    assert "somebody" not in visit.page.url


def test_a_site_that_was_put_back_is_noticed(visitor: Visitor, academy: Academy) -> None:
    """Who saw a newer list than the one that is there now is told (V-18)."""
    visit = visitor.open(academy.host, academy.page("valid"))
    awaited(visit)
    visit.page.evaluate(
        "for (const key of Object.keys(localStorage)) localStorage.setItem(key, Number(localStorage.getItem(key)) + 1000)"
    )
    visit.go(academy.page("valid"))

    assert "unknown" == awaited(visit)
    assert "put back to an older state" in sentence(visit)
