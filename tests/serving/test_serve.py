"""The site while it is written: pages, drafts, mistakes, and who may read them."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from testamur.cli.serving import described
from testamur.commands.people import new_people_key
from testamur.commands.seal import sealed
from testamur.commands.serving.watching import watched
from testamur.commands.serving.web import Server
from testamur.commands.serving.workshop import Workshop
from testamur.commands.trial import trial
from tests.support.repository import CREDENTIAL, SITE, Repository

LONG = 60.0


@dataclass
class Served:
    repository: Repository
    workshop: Workshop
    server: Server

    def get(
        self, path: str, host: str | None = None, method: str = "GET"
    ) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=LONG)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{self.server.server_port}")
        connection.endheaders()
        answer = connection.getresponse()
        found = answer.status, answer.read(), dict(answer.getheaders())
        connection.close()
        return found

    def page(self, path: str) -> str:
        status, data, _ = self.get(path)

        assert 200 == status
        return data.decode()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A site with one award that was issued, and one that was not."""
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)
    repository.award("Grace Hopper")
    yield from serving(repository, "/")


def serving(repository: Repository, base: str) -> Iterator[Served]:
    workshop = Workshop(repository.project)
    server = Server("127.0.0.1", 0, workshop, base=base, described=described)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        workshop.rebuild()
        yield Served(repository, workshop, server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def draft(served: Served) -> str:
    (award,) = served.workshop.shown.awards
    return f"/awards/{award.id}/"


def test_a_draft_says_that_it_is_not_valid(served: Served) -> None:
    page = served.page(draft(served))

    assert "Draft: not issued, not valid." in page
    assert "Grace Hopper" in page
    assert 'data-state="draft"' in page
    assert "Recorded as active" not in page
    assert "assets/award." not in page
    assert 'data-document="' not in page


@pytest.mark.parametrize(
    "name",
    [
        "credential.json",
        "credential.jwt",
        "badge.png",
        "record.tlog-proof",
        "embed/",
        "oembed.json",
    ],
)
def test_nothing_that_could_be_taken_for_a_credential_is_there(served: Served, name: str) -> None:
    assert 404 == served.get(f"{draft(served)}{name}")[0]


def test_what_was_issued_is_shown_as_it_is_published(served: Served) -> None:
    issued = served.repository.of("Ada Lovelace")
    page = served.page(f"/awards/{issued.id}/")
    _, document, headers = served.get(f"/awards/{issued.id}/credential.json")

    assert "Recorded as active." in page
    assert issued.newest.signed == document
    assert "application/json" == headers["Content-Type"]


def test_nothing_of_a_trial_is_written(served: Served) -> None:
    ids = [award.id for award in served.workshop.shown.awards]
    files = [path for path in served.repository.root.rglob("*") if path.is_file()]

    assert ids
    assert [] == [path for path in files if any(id_ in path.as_posix() for id_ in ids)]
    assert [] == [path for path in files if any(id_.encode() in path.read_bytes() for id_ in ids)]
    assert not served.repository.site.exists()


def test_a_sealed_award_waits_and_the_rest_is_shown(served: Served, tmp_path: Path) -> None:
    """Whom it is about is for `prepare` alone: no key is asked for here."""
    project = served.repository.project
    new_people_key(project, tmp_path.with_name("secrets"))
    person = {"name": "Wilhelmina Quartermaine", "email": "w@quartermaine.example"}
    served.repository.write(
        "content/awards/sealed.yaml",
        f"credential: data-steward\nrecipient: {{sealed: {sealed(project, person)}}}\n"
        "awarded: 2026-03-01\n",
    )
    shown = served.workshop.rebuild()

    assert shown.failure is None
    assert "Grace Hopper" in served.page(draft(served))


def test_drafts_are_listed(served: Served) -> None:
    page = served.page("/_testamur/drafts/")

    assert f'href="{draft(served)}"' in page
    assert "Grace Hopper" in page


def test_a_mistake_leaves_the_last_good_pages(served: Served) -> None:
    before = served.page("/")
    served.repository.write("content/awards/broken.yaml", "credential: nowhere\n")
    shown = served.workshop.rebuild()
    told = described(shown)

    assert before == served.page("/")
    assert isinstance(told["problems"], list)
    assert {"content/awards/broken.yaml"} == {each["file"] for each in told["problems"]}
    assert "--> content/awards/broken.yaml:1:1\n" in str(told["mistakes"])
    assert "| ^^^^^^^^^^\n" in str(told["mistakes"])

    (served.repository.root / "content/awards/broken.yaml").unlink()
    assert () == served.workshop.rebuild().problems


def test_a_broken_register_is_told_and_not_shown_over(served: Served) -> None:
    (served.repository.root / "content/register/log/0000.txt").write_bytes(b"\n")
    shown = served.workshop.rebuild()

    assert shown.failure or shown.problems
    assert 200 == served.get("/")[0]


def test_before_anything_was_issued(tmp_path: Path) -> None:
    for served in serving(Repository.begun(tmp_path, "Ada Lovelace"), "/"):
        assert "Draft: not issued" in served.page(draft(served))
        assert "Data Steward" in served.page("/")
        assert 404 == served.get("/register/")[0]


def test_a_correction_is_shown_as_what_it_would_become(served: Served) -> None:
    issued = served.repository.of("Ada Lovelace")
    path = next((served.repository.root / "content/awards").rglob("ada*.yaml"))
    text = path.read_text().replace("Ada Lovelace", "Ada King")
    path.write_text(f"{text}corrected: {{date: 2026-03-02, reason: name}}\n")
    served.workshop.rebuild()
    page = served.page(f"/awards/{issued.id}/")

    assert "Draft: not issued, not valid." in page
    assert "Ada King" in page


@pytest.mark.parametrize(
    "path",
    [
        "/../keys/award-1.json",
        "/..%2f..%2fkeys/award-1.json",
        "/%2e%2e/%2e%2e/content/site.yaml",
        "/assets/..%5c..%5ckeys",
        "//etc/passwd",
        "/%00",
        "/.testamur-site",
        "/content/site.yaml",
        "/_testamur/../live.js",
        "/_testamur/workshop.py",
    ],
)
def test_nothing_but_the_site_can_be_read(served: Served, path: str) -> None:
    assert 404 == served.get(path)[0]


@pytest.mark.parametrize("path", ["/linked.html", "/linked/site.yaml", "/linked/"])
def test_no_link_is_followed(served: Served, path: str) -> None:
    site = served.repository.root / ".testamur/serve/site"
    (site / "linked.html").symlink_to(served.repository.root / "content/site.yaml")
    (site / "linked").symlink_to(served.repository.root / "content")
    status, data, _ = served.get(path)

    assert 404 == status
    assert b"base_url" not in data


def test_files_have_the_headers_that_a_host_sends(served: Served) -> None:
    """But for what opens them to pages of other websites."""
    folder = f"/awards/{served.repository.of('Ada Lovelace').id}"
    types = {
        f"{folder}/credential.json": "application/json",
        f"{folder}/record.tlog-proof": "text/plain; charset=utf-8",
        f"{folder}/": "text/html; charset=utf-8",
        "/register/checkpoint": "text/plain; charset=utf-8",
        "/credentials/data-steward/v1/badge.svg": "image/svg+xml",
        "/.well-known/did.json": "application/json",
        "/feed.xml": "application/atom+xml; charset=utf-8",
    }
    found = {path: served.get(path)[2] for path in types}

    assert types == {path: headers["Content-Type"] for path, headers in found.items()}
    assert all("Access-Control-Allow-Origin" not in headers for headers in found.values())
    assert "noindex" == found[f"{folder}/credential.json"]["X-Robots-Tag"]


def test_no_script_but_the_servers_own_runs_in_a_draft(served: Served) -> None:
    """So nothing in its page could call it valid, whatever a theme has put there."""
    policy = served.get(draft(served))[2]["Content-Security-Policy"]
    own = f"http://127.0.0.1:{served.server.server_port}/_testamur/live.js"

    assert f"script-src {own}; frame-ancestors 'none'" == policy


def test_credentials_and_pathways_that_are_not_issued_are_marked(served: Served) -> None:
    served.repository.define(name="Data Guardian", version=2)
    served.repository.write(
        "content/credentials/assistant/credential.md", CREDENTIAL.format(name="Helper", version=1)
    )
    served.repository.write(
        "content/pathways/archivist.yaml",
        "name: Archivist\ndescription: All of it.\nsteps: [data-steward, assistant]\n",
    )
    before = served.page("/credentials/data-steward/")
    shown = served.workshop.rebuild()

    assert () == shown.problems
    assert "testamur-draft" not in before
    assert "testamur-draft" not in served.page("/how-to-check/")
    for path in (
        "/credentials/data-steward/",
        "/credentials/data-steward/v2/",
        "/",
        "/pathways/archivist/",
    ):
        assert "Data Guardian" in served.page(path)
        assert 1 == served.page(path).count('class="testamur-draft"')
    assert 404 == served.get("/credentials/data-steward/v2/achievement.json")[0]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "localhost.evil.example", ""]
)
def test_another_hosts_name_is_refused(served: Served, host: str) -> None:
    """A page of another website that leads its own name here reads nothing."""
    status, data, _ = served.get("/", host=host or " ")

    assert 403 == status
    assert b"Academy" not in data


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_done(served: Served, method: str) -> None:
    assert 501 == served.get("/", method=method)[0]


def test_addresses_without_their_slash_lead_on(served: Served) -> None:
    status, _, headers = served.get("/how-to-check")

    assert (302, "/how-to-check/") == (status, headers["Location"])


def test_the_site_stands_below_the_path_of_its_address(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write(
        "content/site.yaml", SITE.replace("badges.example.org", "badges.example.org/academy")
    )
    for served in serving(repository, "/academy/"):
        status, _, headers = served.get("/")

        assert (302, "/academy/") == (status, headers["Location"])
        assert "Data Steward" in served.page("/academy/")


def test_the_files_stay_as_they_are_built(served: Served) -> None:
    """The script that loads a page again is added to what is served alone."""
    built = (served.repository.root / ".testamur/serve/site/index.html").read_bytes()
    page = served.page("/")

    assert b"_testamur" not in built
    assert f'<script type="module" src="/_testamur/live.js?{served.workshop.shown.pages}">' in page


def test_a_page_without_scripts_gets_none(served: Served) -> None:
    issued = served.repository.of("Ada Lovelace")

    assert "live.js" not in served.page(f"/awards/{issued.id}/embed/")


def test_open_pages_hear_of_each_state(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.server.server_port, timeout=LONG)
    connection.request("GET", "/_testamur/events")
    events = connection.getresponse()
    first = event(events)
    served.repository.write("content/awards/broken.yaml", "credential: nowhere\n")
    served.workshop.rebuild()
    second = event(events)
    events.close()
    connection.close()

    assert "text/event-stream" == events.getheader("Content-Type")
    assert [] == first["problems"]
    assert 1 == first["drafts"]
    assert second["number"] > first["number"]
    assert second["problems"]


def event(events: http.client.HTTPResponse) -> dict[str, Any]:
    while True:
        line = events.readline()
        assert line
        if line.startswith(b"data: "):
            found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
            return found


@pytest.mark.parametrize("poll", [False, True], ids=["told", "looking"])
def test_a_saved_file_is_noticed(tmp_path: Path, *, poll: bool) -> None:
    noticed = threading.Event()
    content = tmp_path / "content"
    content.mkdir()
    with watched(tmp_path, [content], noticed.set, poll=poll):
        (content / "site.yaml").write_text("format: 1\n")

        assert noticed.wait(LONG)


def test_what_a_build_writes_is_no_reason_to_build(tmp_path: Path) -> None:
    noticed, seen = threading.Event(), threading.Event()
    for name in ("content", ".testamur"):
        (tmp_path / name).mkdir()
    (tmp_path / "content/site.yaml").write_text("format: 1\n")
    with watched(tmp_path, [tmp_path / "content"], noticed.set):
        (tmp_path / ".testamur/manifest").write_text("x")
        (tmp_path / "content/site.yaml").read_text()

        assert not noticed.wait(1)
    with watched(tmp_path, [tmp_path / "content"], seen.set):
        (tmp_path / "content/other.yaml").write_text("x")

        assert seen.wait(LONG)


def test_a_trial_is_the_same_every_time(served: Served) -> None:
    first, second = (trial(served.repository.project) for _ in range(2))

    assert first.drafts == second.drafts
    assert {path: make() for path, make in first.files.items()} == {
        path: make() for path, make in second.files.items()
    }
