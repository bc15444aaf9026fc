"""The repository's own site, as its visitors find it."""

from __future__ import annotations

import http.server
import re
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import orjson
import pytest

from testamur.cli.main import commands
from testamur.commands.outgrown import next_build
from testamur.commands.verify import Folder
from testamur.content.load import load_site
from testamur.model.addresses import Addresses
from testamur.register.reader import read
from testamur.verify.bundle import Asked, verify_bundle
from testamur.verify.document import verify_document
from testamur.verify.site import base_url_of
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import Word
from tests.support.repository import Repository
from tests.support.sites import ROOT, Page, copied, files, pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the command, below /some/repo/ of a host."""
    host = tmp_path_factory.mktemp("host")
    root, output = copied(host / "repository"), host / "some" / "repo"
    with pytest.raises(SystemExit) as ended:
        commands(["--root", str(root), "build", "--output", str(output)], standalone_mode=True)

    assert ended.value.code in {0, None}

    return output


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def crawl(start: str) -> tuple[set[str], dict[str, str]]:
    """Every address of the host that can be reached by links, and those that are broken."""
    seen: set[str] = set()
    broken: dict[str, str] = {}
    waiting = [(start, "the start")]
    while waiting:
        address, source = waiting.pop()
        if address in seen or not address.startswith(start):
            if not address.startswith(("https://", "mailto:", "tel:")) and not address.startswith(
                start
            ):
                broken[address] = source
            continue
        seen.add(address)
        try:
            with urllib.request.urlopen(address) as response:  # noqa: S310 - our own server
                is_page = "html" in response.headers["Content-Type"]
                text = response.read().decode("utf-8", "replace") if is_page else ""
        except urllib.error.HTTPError as error:
            broken[address] = f"{error.code}, from {source}"
            continue
        if is_page:
            waiting += [
                (urldefrag(urljoin(address, link)).url, address) for link in Page(text).links
            ]
    return seen, broken


def test_a_host_is_held_against_a_size_near_the_real_one(site: Path) -> None:
    """
    What `check` expects the site to grow to: files within a tenth, bytes within a third.
    """
    settings, _ = load_site(ROOT)
    assert settings is not None
    folder = Repository(ROOT).project.register_folder(settings.register)
    register = read(folder, Addresses(settings.base_url))
    built = files(site)
    size = sum(map(len, built.values()))
    expected = next_build(settings, register, None)

    assert 0.9 * len(built) < expected.files < 1.1 * len(built)
    assert 0.67 * size < expected.size < 1.33 * size


@pytest.mark.parametrize("below", ["", "some/repo/"])
def test_no_link_is_broken_wherever_the_site_is_served(site: Path, below: str) -> None:
    """
    From the home page, and from every award's page, which nothing links to.
    """
    with serving(site if not below else site.parents[1]) as host:
        start = f"{host}{below}"
        seen, broken = crawl(start)
        for path, _ in pages(site):
            if path.startswith("awards/"):
                _, also_broken = crawl_one(f"{start}{path.removesuffix('index.html')}", start)
                broken |= also_broken

    assert {} == broken
    assert f"{start}register/" in seen
    assert 20 < len(seen)


def crawl_one(address: str, start: str) -> tuple[set[str], dict[str, str]]:
    broken: dict[str, str] = {}
    with urllib.request.urlopen(address) as response:  # noqa: S310 - our own server
        links = Page(response.read().decode()).links
    for link in links:
        target = urldefrag(urljoin(address, link)).url
        if target.startswith(("https://", "mailto:", "tel:")):
            continue
        try:
            urllib.request.urlopen(target).close()  # noqa: S310 - our own server
        except urllib.error.HTTPError as error:
            broken[target] = f"{error.code}, from {address}"
        if not target.startswith(start):
            broken[target] = f"outside of the site, from {address}"
    return set(), broken


def test_fragments_lead_somewhere(site: Path) -> None:
    """
    A link to a place in a page names an id of that page.
    """
    for path, page in pages(site):
        lost = [link for link in page.links if link.startswith("#") and link[1:] not in page.ids]

        assert [] == lost, path


def test_no_list_of_awards_is_published(site: Path) -> None:
    """
    Nothing but an award's own folder and its own documents tells its address, and the record of
    a learner who asked for one; a host that shows folders shows a page of ours at /awards/.
    """
    ids = [path.name for path in (site / "awards").iterdir() if path.is_dir()]
    for path, data in files(site).items():
        # Pages in further languages stand in folders of these.
        page = re.sub(r"^(de|ar)/", "", path)
        is_a_record = page.startswith("learners/") and page.count("/") > 1
        if not (page.startswith("awards/") or is_a_record) or page == "awards/index.html":
            assert not [id_ for id_ in ids if id_.encode() in data], path


def test_no_plain_address_of_a_recipient_is_published(site: Path) -> None:
    """
    Recipients' addresses end in hosts of their own; none of them is anywhere on the site.
    """
    from datetime import date

    from testamur.content.load import load

    catalog = load(ROOT, today=date(2026, 11, 22)).catalog
    assert catalog is not None
    emails = {
        record.recipient.normalised_email.encode()
        for record in catalog.records
        if record.recipient.normalised_email
    }
    everything = b"\n".join(files(site).values()).lower()

    assert 50 < len(emails)
    assert [] == [email for email in emails if email in everything]


def test_the_example_is_as_rich_as_it_says(site: Path) -> None:
    """
    Credentials and awards of every kind and state.
    """
    states: dict[str, int] = {}
    for path, page in pages(site):
        if path.startswith("awards/") and path != "awards/index.html":
            state = str(page.attributes.get("data-state"))
            states[state] = states.get(state, 0) + 1
    credentials = {path.name for path in (site / "credentials").iterdir()}
    expired = [
        path
        for path in site.glob("awards/*/credential.json")
        if orjson.loads(path.read_bytes()).get("validUntil", "9") < "2026-11-22"
    ]

    assert 8 <= len(credentials)
    assert (site / "awards/index.html").is_file()
    assert 60 <= len(list((site / "awards").iterdir()))
    assert 2 <= states["revoked"]
    assert 1 <= states["suspended"]
    assert 1 <= states["superseded"]
    assert 2 <= states["expired"]
    assert 1 <= len(expired)
    assert {"badge.png", "badge.svg"} == {path.name for path in site.glob("awards/*/badge.*")}
    assert {"v1", "v2"} <= {path.name for path in (site / "credentials").glob("*/v*")}


def test_every_older_badge_gets_the_word_of_its_credential(site: Path) -> None:
    """
    Offline, from the files alone: assertions, and pictures with both editions inside.
    """
    found = Folder(site)
    source = SiteFolder(found.read, base_url_of(found.read))
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    words: Counter[str] = Counter()
    for path in sorted(site.glob("awards/*/assertion.json")):
        older, signed, *_ = (
            verify_document(each.read_bytes(), source, now=now).word
            for each in (path, path.with_name("credential.json"))
        )
        # Open Badges 2.0 knows no suspension.
        assert older is (Word.REVOKED if signed is Word.SUSPENDED else signed), path
        words[older] += 1
    for path in sorted(site.glob("awards/*/badge.*")):
        readable = verify_document(path.read_bytes(), source, now=now).step("readable")

        assert "the same award in Open Badges 2.0" in readable.detail, path

    assert {Word.VALID, Word.EXPIRED, Word.REVOKED} <= set(words)
    assert 80 <= words[Word.VALID]


def test_every_learners_bundle_verifies_by_itself(site: Path) -> None:
    """
    Of the site nothing is needed but the keys.
    """
    bundles = sorted(site.glob("learners/*/bundle.zip"))
    found = Folder(site)
    base_url = base_url_of(found.read)
    did = Addresses(base_url).did_path
    keys = SiteFolder({did: found.read(did)}.get, base_url)
    asked = Asked(datetime(2026, 11, 22, tzinfo=UTC), keys, at_hand=True)
    reports = [verify_bundle(path.read_bytes(), asked) for path in bundles]

    assert 2 == len(reports)
    assert [()] * 2 == [report.faults for report in reports]
    assert [Word.VALID] * 2 == [report.word for report in reports]
