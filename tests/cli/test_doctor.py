"""`testamur doctor` against real servers: one that is right, and one for each fault."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from testamur.cli.main import commands
from testamur.commands.project import Project
from testamur.commands.web import Unreachable, Web
from testamur.crypto.keys import Algorithm
from testamur.problems import RegisterError, WorldError
from tests.support.repository import REGISTER_SEED, Repository, signer

ISSUER_EMAIL = "  email: awards@example.org\n"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    "checkpoint": "text/plain; charset=utf-8",
}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


Twist = Callable[[str, Answer], Answer]
"""What a server gets wrong, by the path that was asked for."""


def right(folder: Path, path: str) -> Answer:
    """As a host should answer."""
    target = folder / path.lstrip("/").partition("?")[0]
    target = target / "index.html" if path.endswith("/") else target
    headers = {"Access-Control-Allow-Origin": "*"}
    if not target.is_file():
        return Answer(404, {**headers, "Content-Type": "text/html"}, b"<!doctype html>")
    known = (type_ for ending, type_ in TYPES.items() if target.name.endswith(ending))
    type_ = next(known, "application/octet-stream")
    return Answer(200, {**headers, "Content-Type": type_}, target.read_bytes())


@contextmanager
def served(folder: Path, twist: Twist = lambda _, answer: answer) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = twist(self.path, right(folder, self.path))
            self.send_response(answer.status)
            for name, value in {**answer.headers, "Content-Length": len(answer.body)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class says so
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Two awards, one of them corrected, one revoked; built, with an earlier site beside."""
    made = Repository.begun(tmp_path_factory.mktemp("ours"), "Ada Lovelace", "Alan Turing")
    made.write("content/site.yaml", made.read("content/site.yaml") + ISSUER_EMAIL)
    made.issue(first=True)
    made.build(made.root / "earlier")
    made.pass_days()
    path = made.award("Ada Lovelace", "corrected: {date: 2026-03-03, reason: Misspelt}")
    made.write(path, made.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    made.award("Alan Turing", "revoked: {date: 2026-03-03, reason: By mistake}")
    made.issue()
    made.build()
    return made


def run(project: Project, *words: str) -> Result:
    result = CliRunner().invoke(commands, ["doctor", *words], obj=project)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def found(repository: Repository, twist: Twist, folder: Path | None = None) -> tuple[set[str], int]:
    """The faults by the name of their check, and the exit code."""
    with served(folder or repository.site, twist) as url:
        result = run(repository.project, url, "--allow-local", "--json")
    faults = json.loads(result.stdout)["faults"]
    assert all(fault["detail"] and fault["hint"] for fault in faults)
    return {fault["check"] for fault in faults if fault["breaks"]}, result.exit_code


def only(
    ending: str,
    *,
    status: int | None = None,
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> Twist:
    """The answers to paths that end so are otherwise."""

    def twist(path: str, answer: Answer) -> Answer:
        if not path.endswith(ending):
            return answer
        return Answer(
            status or answer.status,
            answer.headers if headers is None else headers,
            answer.body if body is None else body,
        )

    return twist


def retyped(ending: str, type_: str) -> Twist:
    def twist(path: str, answer: Answer) -> Answer:
        if path.endswith(ending) and answer.status == 200:
            return replace(answer, headers={**answer.headers, "Content-Type": type_})
        return answer

    return twist


def test_a_site_that_is_right(repository: Repository) -> None:
    """
    Nothing is found, and the words are those that a verifier would give.
    """
    with served(repository.site) as url:
        told = run(repository.project, f"{url}/", "--allow-local")
        as_json = json.loads(run(repository.project, url, "--allow-local", "--json").stdout)

    assert 0 == told.exit_code
    assert told.stdout.endswith("nothing breaks verification\n")
    assert "2 awards verified" in told.stdout
    assert [] == as_json["faults"]
    assert as_json["ok"]
    assert ["revoked", "valid"] == sorted(as_json["awards"].values())


def without_cors(_: str, answer: Answer) -> Answer:
    kept = {name: value for name, value in answer.headers.items() if "Origin" not in name}
    return replace(answer, headers=kept)


def everything_is_the_start_page(_: str, answer: Answer) -> Answer:
    if answer.status != 404:
        return answer
    return replace(answer, status=200)


REDIRECT = only("did.json", status=308, headers={"Location": "https://www.example.org/"})
FAULTS: list[tuple[Twist, set[str]]] = [
    (retyped("credential.json", "application/octet-stream"), {"type"}),
    (retyped("did.json", "text/plain"), {"type"}),
    (without_cors, {"cors"}),
    (only("did.json", headers={"Content-Type": "application/json"}), {"cors"}),
    (REDIRECT, {"redirect", "awards"}),
    (only("did.json", status=404, body=b""), {"hidden-files"}),
    (only("/credential.json", status=403), {"missing"}),
    (retyped("achievement.json", "text/html"), {"missing"}),
    (only("/", status=404), {"index"}),
    (everything_is_the_start_page, {"not-found"}),
    (only("revocation-1.json", body=b"{}"), {"lists", "awards"}),
    (only("checkpoint", body=b"nobody\n1\n\n"), {"checkpoint", "awards"}),
    (only("/credential.json", body=b"{}"), {"awards"}),
]


@pytest.mark.parametrize(("twist", "expected"), FAULTS)
def test_each_fault_is_told(repository: Repository, twist: Twist, expected: set[str]) -> None:
    """
    A server that gets one thing wrong is told that one thing.
    """
    checks, code = found(repository, twist)

    assert expected - {"awards"} <= checks <= expected | {"awards"}
    assert 1 == code


def test_a_site_that_was_not_published_again(repository: Repository) -> None:
    """
    An older site, or one that was rolled back, has an older register and older lists.
    """
    checks, code = found(repository, lambda _, answer: answer, repository.root / "earlier")

    assert {"checkpoint", "lists"} <= checks
    assert 1 == code


def test_lists_that_nobody_renewed(repository: Repository) -> None:
    """
    Some days later the status lists may not be relied on, and no award can be judged.
    """
    late = replace(repository.project, now=repository.now + timedelta(days=8))
    with served(repository.site) as url:
        result = run(late, url, "--allow-local")

    assert 1 == result.exit_code
    assert "fault[lists]" in result.stdout
    assert "could be relied on until 2026-03-10 only" in result.stdout
    assert "testamur refresh" in result.stdout


def test_a_key_that_is_missing(repository: Repository, tmp_path: Path) -> None:
    """
    A key document without one of the keys in force cannot vouch for what that key signed.
    """
    site = tmp_path / "site"
    shutil.copytree(repository.site, site)
    path = site / ".well-known/did.json"
    document = json.loads(path.read_bytes())
    lost = signer(Algorithm.ED25519, REGISTER_SEED).public_key.multibase
    document["verificationMethod"] = [
        each for each in document["verificationMethod"] if each.get("publicKeyMultibase") != lost
    ]
    document["assertionMethod"] = [
        each for each in document["assertionMethod"] if not each.endswith(lost)
    ]
    path.write_text(json.dumps(document), encoding="utf-8")
    checks, code = found(repository, lambda _, answer: answer, site)

    assert "keys" in checks
    assert 1 == code


@pytest.mark.parametrize(
    ("server", "hint"),
    [("GitHub.com", "on GitHub Pages: "), ("AmazonS3", "on S3-compatible storage: ")],
)
def test_the_advice_is_that_of_the_host(repository: Repository, server: str, hint: str) -> None:
    """
    Who serves it is known by its address, by a setting, or by what the server calls itself.
    """

    def twist(path: str, answer: Answer) -> Answer:
        answer.headers["Server"] = server
        return REDIRECT(path, answer) if "GitHub" in server else without_cors(path, answer)

    with served(repository.site, twist) as url:
        result = run(repository.project, url, "--allow-local")

    assert hint in result.stdout


def test_nothing_answers(repository: Repository) -> None:
    """
    A closed port, a private address that nobody allowed and no address at all end with 4.
    """
    with served(repository.site) as url:
        private = run_failing(repository, url)
    closed = run_failing(repository, url, "--allow-local")
    nonsense = run_failing(repository, "ftp://badges.example.org")

    assert "not a host of the open internet" in private
    assert "cannot be reached" in closed
    assert "no address of a site" in nonsense


def run_failing(repository: Repository, *words: str) -> str:
    with pytest.raises(WorldError) as caught:
        run(repository.project, *words)
    return str(caught.value)


def test_before_the_first_issuing(tmp_path: Path) -> None:
    """
    Without a register there is nothing to hold a site against: exit code 3.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    with pytest.raises(RegisterError):
        run(repository.project, "http://127.0.0.1:9", "--allow-local")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://a b/", "http://x:99999/", "http:///"]
)
def test_what_is_no_web_address(url: str) -> None:
    """
    Nothing but http and https is asked.
    """
    with pytest.raises(Unreachable):
        Web(allow_local=True).get(url)


def test_an_answer_without_end(tmp_path: Path) -> None:
    """
    More than was allowed is not read.
    """
    (tmp_path / "index.html").write_bytes(b"x" * 2000)
    with served(tmp_path) as url, pytest.raises(Unreachable, match="larger than 1,000 bytes"):
        Web(allow_local=True).get(f"{url}/", 1000)
