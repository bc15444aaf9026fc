"""/verify/ in Chromium: badges of this issuer and of another, however they are given."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import FilePayload, Page, expect

from testamur.wire.bake import frame
from tests.browser.hosts import LOCAL, Host
from tests.browser.sites import Academy
from tests.browser.visits import PHONE, Setting, Visit, Visitor
from tests.support import serialising

pytestmark = pytest.mark.slow

COLLEGE = "https://college.example.net"


@pytest.fixture(scope="session")
def college(tmp_path_factory: pytest.TempPathFactory) -> Host:
    """Another issuer, who gives every format, with one award."""
    repository = serialising.begun(tmp_path_factory.mktemp("college"), "Grace Murray")
    site = repository.read("content/site.yaml").replace("https://badges.example.org", COLLEGE)
    repository.write("content/site.yaml", site.replace("Example Academy", "Example College"))
    repository.issue(first=True)
    repository.pass_days(10)
    repository.refresh()
    repository.build()
    return Host(repository.site, f"{COLLEGE}/", now=repository.now)


def award_of(host: Host) -> str:
    """Folder of the first award."""
    found = next(path for path in host.paths if path.endswith("/credential.json"))
    return found.removesuffix("credential.json")


def forms(host: Host, folder: str) -> dict[str, bytes]:
    """The credential of an award as a picture of each kind, and as it is."""
    credential = host.read(f"{folder}credential.json")
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )
    return {
        "badge.png": host.read(f"{folder}badge.png"),
        "badge.svg": frame(drawing).bake(credential),
        "credential.json": credential,
    }


def give(visit: Visit, name: str, data: bytes) -> None:
    """With the file button."""
    visit.page.get_by_role("textbox").wait_for()
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=data)
    visit.page.locator("#file").set_input_files([file])


def drop(page: Page, name: str, data: bytes) -> None:
    """As a file that is dragged onto the page, once it listens."""
    page.get_by_role("textbox").wait_for()
    page.evaluate(
        """([name, data]) => {
          const file = new File([Uint8Array.from(data)], name);
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(file);
          const options = {dataTransfer, bubbles: true, cancelable: true};
          document.querySelector("main").dispatchEvent(new DragEvent("drop", options));
        }""",
        [name, list(data)],
    )


def says(visit: Visit, state: str, *sentences: str) -> None:
    """The box has come to this state, and the page says all of these."""
    box = visit.page.locator(f'.answer .verdict[data-state="{state}"]')
    # The first check in a browser loads everything and tries its samples.
    expect(box).to_be_visible(timeout=30_000)
    result = visit.page.locator(".answer")
    for sentence in sentences:
        expect(result).to_contain_text(sentence)


def outcomes(visit: Visit) -> dict[str, str]:
    lines = visit.page.locator(".checks li").all()
    return {
        str(li.get_attribute("data-step")): str(li.get_attribute("data-outcome")) for li in lines
    }


def test_own_badges_in_every_form(visitor: Visitor, academy: Academy) -> None:
    """Dropped, chosen, pasted, by address: valid, in the same steps as the command."""
    folder = academy.page("valid")
    visit = visitor.open(academy.host, "verify/")
    for name, data in forms(academy.host, folder).items():
        drop(visit.page, name, data)
        says(visit, "valid", "Valid.", "Ada Lovelace", "badges.example.org")
        give(visit, name, b"nothing")
        says(visit, "altered")
    visit.page.get_by_role("textbox").fill(academy.host.read(f"{folder}credential.json").decode())
    visit.page.get_by_role("button", name="Check it").click()
    says(visit, "valid", "Ada Lovelace")

    held = {"readable", "well-formed", "signature", "issuer-key", "dates", "status", "register"}
    assert {**dict.fromkeys(held, "held"), "recipient": "not-checked"} == outcomes(visit)
    assert all(address.startswith(academy.host.at) for address in visit.requests)
    visit.page.get_by_role("textbox").fill(f"{academy.host.at}{folder}")
    visit.page.get_by_role("textbox").press("Tab")
    visit.page.keyboard.press("Enter")
    says(visit, "valid", "Ada Lovelace")
    assert [] == visit.axe()
    assert [] == visit.cut_off()


@pytest.mark.parametrize(
    ("award", "state", "sentence"),
    [
        ("revoked", "revoked", "Withdrawn on 3 March 2026."),
        ("suspended", "suspended", "Suspended since 3 March 2026."),
        ("expired", "expired", "expired on 8 March 2026."),
    ],
)
def test_what_became_of_own_badges(
    visitor: Visitor, academy: Academy, award: str, state: str, sentence: str
) -> None:
    """By an address behind the #, which is sent nowhere, and asks for that document alone."""
    path = f"{academy.page(award)}credential.json"
    visit = visitor.open(academy.host, f"verify/#{academy.host.at}{path}")

    says(visit, state, sentence)
    visit.page.goto(f"{academy.host.at}verify/#vc={academy.host.at}{academy.page('valid')}")
    says(visit, "valid", "Ada Lovelace")


def test_badges_of_another_issuer_get_no_tick(
    visitor: Visitor, academy: Academy, college: Host
) -> None:
    """In every format: the issuer's domain, what its checks came to, and never the word "Valid"."""
    folder = award_of(college)
    visit = visitor.open(academy.host, "verify/", others=[college])
    others = ("credential.jwt", "credential.vc.jwt", "assertion.json", "assertion.jws")
    files = forms(college, folder) | {name: college.read(f"{folder}{name}") for name in others}
    for name, data in files.items():
        drop(visit.page, name, data)
        says(visit, "foreign", "Not issued here: issued by college.example.net.", "not withdrawn")
        expect(visit.page.locator(".answer")).not_to_contain_text("Valid.")
        give(visit, name, b"nothing")
        says(visit, "altered")
    drop(visit.page, "credential.json", college.read(f"{folder}credential.json"))
    says(visit, "foreign", "Whether to trust college.example.net is for you to decide.")

    assert "held" == outcomes(visit)["signature"] == outcomes(visit)["status"]
    assert {"badges.example.org", "college.example.net"} == {
        address.split("/")[2] for address in visit.requests
    }


def test_nothing_altered_passes(visitor: Visitor, academy: Academy, college: Host) -> None:
    own, theirs = academy.page("valid"), award_of(college)
    credential = json.loads(academy.host.read(f"{own}credential.json"))
    credential["credentialSubject"]["achievement"]["name"] = "Data Wizard"
    visit = visitor.open(academy.host, "verify/", others=[college])
    drop(visit.page, "credential.json", json.dumps(credential).encode())
    says(visit, "altered", "Not valid.", "the signature does not fit the document")
    token = college.read(f"{theirs}credential.jwt").strip()
    drop(visit.page, "credential.jwt", token[:-8] + (b"AAAAAAAA" if token[-1:] != b"A" else b"B"))
    says(visit, "altered", "Not valid.")
    drop(visit.page, "a.png", academy.host.read(f"{own}badge.png")[:-40])
    says(visit, "unknown", "is cut short", "testamur verify")
    drop(
        visit.page,
        "b.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    )
    says(visit, "unknown", "holds no credential")
    drop(visit.page, "bundle.zip", b"PK\x03\x04rest")
    says(visit, "unknown", "learner’s bundle", "testamur verify bundle.zip --online")


def test_an_issuer_out_of_reach(visitor: Visitor, academy: Academy, college: Host) -> None:
    """Where a server refuses, nothing is known, and the page says what to do."""
    folder = award_of(college)
    visit = visitor.open(academy.host, "verify/", others=[college])
    visit.cut("college.example.net")
    visit.expect("Failed to load resource")
    drop(visit.page, "credential.json", college.read(f"{folder}credential.json"))

    says(visit, "foreign", "could not be confirmed", "does not mean that anything is wrong")
    visit.page.get_by_role("textbox").fill(f"{COLLEGE}/{folder}")
    visit.page.get_by_role("button", name="Check it").click()
    says(visit, "unknown", "no answer from college.example.net", f"testamur verify {COLLEGE}/")


def test_what_cannot_be_read(visitor: Visitor, academy: Academy) -> None:
    """A folder is no badge; where the verifier does not load, the other ways are shown."""
    visit = visitor.open(academy.host, "verify/")
    visit.page.evaluate(
        "() => { Blob.prototype.arrayBuffer = () => Promise.reject(new Error('a folder')); }"
    )
    drop(visit.page, "badges", b"")
    says(visit, "waiting", "There is nothing to check yet.")
    visit.go("verify/")
    visit.page.get_by_role("textbox").fill("{}")
    visit.cut()
    visit.page.get_by_role("button", name="Check it").click()

    expect(visit.page.get_by_text("testamur verify badge.png")).to_be_visible()


def test_no_private_address_is_asked(visitor: Visitor, academy: Academy) -> None:
    """Nor one without TLS, or with a name and password."""
    visit = visitor.open(academy.host, "verify/")
    for address in (
        "https://localhost/badge.json",
        "https://10.0.0.1/badge.json",
        "https://[::1]/badge.json",
        "https://printer.local/badge.json",
        "https://0x7f.1/badge.json",
        "http://badges.example.net/badge.json",
        "https://user@badges.example.net/badge.json",
    ):
        visit.page.goto(f"{academy.host.at}verify/#{address}")
        says(visit, "unknown", f"There is no answer from {address.split('/')[2]}")
    assert all(asked.startswith(academy.host.at) for asked in visit.requests)


def test_a_preview_says_so(visitor: Visitor, academy: Academy) -> None:
    """The copy in front of the reader answers for the site's own address."""
    visit = visitor.open(academy.host.under(f"{LOCAL}some/repo/"), "verify/", PHONE)
    drop(visit.page, "a.json", academy.host.read(f"{academy.page('valid')}credential.json"))

    says(visit, "valid", "Preview.", "Ada Lovelace")
    assert [] == visit.cut_off()


def test_a_browser_without_ed25519(visitor: Visitor, academy: Academy) -> None:
    visit = visitor.open(academy.host, "verify/", Setting(ed25519=False, dark=True))
    drop(visit.page, "a.json", academy.host.read(f"{academy.page('valid')}credential.json"))

    says(visit, "valid", "Ada Lovelace")
    assert [] == visit.axe()


def test_without_script_the_page_says_what_to_do(visitor: Visitor, academy: Academy) -> None:
    visit = visitor.open(academy.host, "verify/", Setting(script=False))

    expect(visit.page.get_by_text("Checking needs JavaScript")).to_be_visible()
    expect(visit.page.get_by_text("testamur verify badge.png")).to_be_visible()
    expect(visit.page.get_by_role("textbox")).to_be_hidden()
