"""`build --preview`: all that issuing would change, in one file that asks for nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from testamur.cli.main import commands
from testamur.commands.people import new_people_key
from testamur.commands.prepare import prepare
from testamur.commands.seal import sealed
from testamur.commands.sign import Signed, sign
from tests.cli.test_history import git
from tests.pages.reader import Page, read
from tests.support.repository import CREDENTIAL, Repository

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> <style>p{}</style> "
    "<iframe srcdoc=x></iframe> [x](javascript:alert(1)) [y](data:text/html,x) </style></main>"
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Three awards that are issued; a correction, a revocation and a new award that are not."""
    repository = Repository.begun(tmp_path / "ours", "Ada Lovelace", "Alan Turing", "Grace Hopper")
    repository.issue(first=True)
    path = repository.award("Ada Lovelace", "corrected: {date: 2026-03-02, reason: Misspelt}")
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    repository.award("Alan Turing", "revoked: {date: 2026-03-02, code: other, reason: By mistake}")
    repository.award("Mary Jackson")
    return repository


def run(repository: Repository, *options: str, code: int = 0) -> tuple[str, str]:
    """The file, and what is printed."""
    file = repository.root.with_name("preview.html")
    words = ["build", "--preview", str(file), *options]
    result = CliRunner().invoke(commands, words, obj=repository.project)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception

    assert code == result.exit_code, result.output
    return file.read_text(encoding="utf-8") if file.exists() else "", result.output


def parts(text: str) -> list[str]:
    """Each page that is shown."""
    return text.split('<section class="shown"')[1:]


def is_inert(text: str) -> None:
    """What a parser of HTML finds neither runs nor loads nor leads anywhere but to the web."""
    page: Page = read(text.encode())
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert page.all("meta")[0]["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert text.index("<meta") < text.index("<style>")
    assert {"https:", "mailto:"} >= {
        address.partition(":")[0] + ":"
        for each in page.elements
        if not (address := each.get("href") or "mailto:").startswith("#")
    }
    for each in page.elements:
        assert each.tag not in {"script", "iframe", "object", "form", "link", "base", "img", "svg"}
        assert not [
            name
            for name in each.attributes
            if name.startswith("on") or name in {"src", "srcdoc", "style"}
        ]
    for address in re.findall(r"url\(([^)]*)\)", style):
        assert address.strip("\"'").startswith("data:image/")


def test_every_change_is_listed_and_shown(repository: Repository) -> None:
    text, said = run(repository)
    revoked, corrected, new = sorted(parts(text), key=lambda each: "new award" in each)[0:3]
    if "revocation" not in revoked:
        revoked, corrected = corrected, revoked

    is_inert(text)
    assert "wrote" in said
    assert "3 changes, none of them issued" in said
    assert "1 new award, 1 correction, 1 revocation" in text
    assert "nothing here is issued, and nothing is valid" in text
    assert 2 == corrected.count('class="side"')
    assert "As published now" in corrected
    assert "Ada Lovelace" in corrected
    assert "Ada King" in corrected
    assert "Misspelt" in corrected
    assert "Withdrawn on 2 March 2026" in revoked
    assert "Mary Jackson" in new
    assert "As published now" not in new
    for each in (revoked, corrected, new):
        assert "Draft: not issued, not valid." in each
    assert "Grace Hopper" not in text


def test_pictures_stand_in_the_file_once(repository: Repository) -> None:
    text, _ = run(repository)

    assert 1 == text.count("data:image/svg+xml;base64,")
    assert 5 == text.count('class="picture picture-0"')


def test_credentials_and_pathways_are_shown_with_what_differs(repository: Repository) -> None:
    repository.define(name="Data Guardian", version=2)
    repository.write(
        "content/credentials/assistant/credential.md", CREDENTIAL.format(name="Helper", version=1)
    )
    repository.write(
        "content/pathways/archivist.yaml",
        "name: Archivist\ndescription: All of it.\nsteps: [data-steward, assistant]\n",
    )
    text, _ = run(repository)
    shown = parts(text)

    is_inert(text)
    assert 6 == len(shown)
    assert "Data Guardian v2" in text
    assert any("What changed since version 1" in each and "<del>" in each for each in shown)
    assert any("new pathway: <bdi>Archivist" in each for each in shown)


def test_what_others_wrote_does_nothing(repository: Repository) -> None:
    """In Markdown, in a name, in a file's name, in a theme."""
    repository.award("New", f"narrative: {HOSTILE!r}")
    path = repository.award("Quoted")
    repository.write(
        path,
        repository.read(path).replace("name: Quoted", 'name: "<svg onload=x></title><script>y"'),
    )
    repository.define(name="'</style><script>z</script>'", version=2)
    repository.write("content/site.yaml", repository.read("content/site.yaml") + "theme: ours\n")
    repository.write("themes/ours/styles/9.css", "p::after { content: '</style><script>1'; }\r\n")
    text, _ = run(repository)

    is_inert(text)
    assert "&lt;script&gt;" in text


def test_of_hundreds_of_awards_the_first_pages_are_shown(repository: Repository) -> None:
    people = "".join(f"data-steward,Person {n},p{n}@example.org,2026-03-01\n" for n in range(60))
    repository.write("content/awards/cohort.csv", f"credential,name,email,awarded\n{people}")
    text, said = run(repository)

    assert "63 changes" in said
    assert 20 == len(parts(text))
    assert "43 more are listed" in text
    assert all(f"<bdi>Person {number}</bdi>" in text for number in range(60))
    assert len(text) < 1_000_000


def test_a_wish_about_a_name_is_kept(repository: Repository) -> None:
    path = repository.award("Dorothy Vaughan")
    written = repository.read(path)
    repository.write(path, written.replace("example.org}", "example.org, display: initials}"))
    text, _ = run(repository)

    assert "Dorothy Vaughan" not in text
    assert "vaughan@example.org" not in text


def test_a_sealed_award_is_listed_and_not_opened(repository: Repository, tmp_path: Path) -> None:
    """A new one, and a correction of one that is issued: whom it is about is for `prepare` alone."""
    new_people_key(repository.project, tmp_path / "secrets")
    person = {"name": "Wilhelmina Quartermaine", "email": "w@quartermaine.example"}
    record = (
        f"credential: data-steward\nrecipient: {{sealed: {sealed(repository.project, person)}}}\n"
    )
    repository.write("content/awards/sealed.yaml", f"{record}awarded: 2026-03-01\n")
    text, said = run(repository)

    is_inert(text)
    assert "4 changes" in said
    assert 3 == len(parts(text))
    assert "somebody who is not named here" in text
    assert "more are listed" not in text
    assert "Quartermaine" not in text

    project = replace(repository.project, people_key=f"file:{tmp_path / 'secrets' / 'people.key'}")
    drafts, _ = prepare(project)
    assert drafts is not None
    assert isinstance(sign(repository.project, drafts), Signed)
    person["name"] = "Wilhelmina Q."
    record = (
        f"credential: data-steward\nrecipient: {{sealed: {sealed(repository.project, person)}}}\n"
    )
    repository.write(
        "content/awards/sealed.yaml",
        f"{record}awarded: 2026-03-01\ncorrected: {{date: 2026-03-02, reason: Misspelt}}\n",
    )
    text, said = run(repository)

    assert "1 change," in said
    assert "correction of award no." in text
    assert [] == parts(text)
    assert "Wilhelmina" not in text


def test_only_what_differs_from_a_revision(repository: Repository) -> None:
    git(repository.root, "init", "--quiet", "--initial-branch", "main")
    git(repository.root, "add", "--all")
    git(repository.root, "commit", "--quiet", "--message", "state")
    repository.award("Katherine Johnson")
    text, said = run(repository, "--against", "main")

    assert "1 change," in said
    assert "Against main: adds 1 award of Data Steward v1." in text
    assert "3 changes that are pending on main already" in text
    assert "Katherine Johnson" in text
    assert "Mary Jackson" not in text


def test_nothing_pending_is_said(repository: Repository) -> None:
    repository.issue()
    text, said = run(repository)

    assert "nothing waits to be issued" in said
    assert "nothing new" in text
    assert [] == parts(text)


def test_with_errors_there_is_no_page_but_what_to_mend(repository: Repository) -> None:
    repository.award("Katherine Johnson", "recipent: <script>x</script>")
    text, said = run(repository, code=1)

    is_inert(text)
    assert "unknown-field" in said
    assert "what has to be mended first" in said
    assert "nothing would be issued before they are mended" in text
    assert "^^^^^^^^" in text
    assert [] == parts(text)


def test_before_anything_was_issued(tmp_path: Path) -> None:
    text, _ = run(Repository.begun(tmp_path / "ours", "Ada Lovelace"))

    is_inert(text)
    assert 2 == len(parts(text))


def test_nothing_else_is_written(repository: Repository) -> None:
    before = sorted(repository.root.rglob("*"))
    run(repository)

    assert before == sorted(repository.root.rglob("*"))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--preview", "x.html", "--explain"], "--preview goes with --against alone"),
        (["--preview", "x.html", "--output", "y"], "--preview goes with --against alone"),
        (["--preview", "x.html", "--check-all"], "--preview goes with --against alone"),
        (["--against", "main"], "--against goes with --preview"),
    ],
)
def test_options_that_do_not_fit(repository: Repository, options: list[str], reason: str) -> None:
    result = CliRunner().invoke(commands, ["build", *options], obj=repository.project)

    assert 2 == result.exit_code
    assert reason in result.output


def test_a_revision_that_there_is_not(repository: Repository) -> None:
    git(repository.root, "init", "--quiet")
    with pytest.raises(Exception, match="nowhere"):
        run(repository, "--against", "nowhere")


def test_a_file_that_cannot_be_written(repository: Repository) -> None:
    file = repository.root / "no" / "folder" / "x.html"
    words = ["build", "--preview", str(file)]
    result = CliRunner().invoke(commands, words, obj=repository.project)

    assert "cannot be written" in str(result.exception)
