"""
From a merge to a published badge, by the shell of the workflows themselves.

What has to hold however jobs are mixed, cut off or repeated: no award is lost, the register does
not fork, no slot is given twice, and what parses has no key.
"""

from __future__ import annotations

import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from testamur.commands.keys import new_keys
from testamur.commands.prepare import prepare
from testamur.commands.project import Project
from testamur.commands.registers import push
from testamur.commands.secrets import TOKEN
from testamur.commands.sign import sign
from testamur.model.addresses import Addresses
from testamur.problems import Exit
from testamur.register.entries import Role
from testamur.register.folder import Folder
from testamur.register.reader import read
from testamur.register.register import Register
from tests.support.remotes import git, on_path, place
from tests.support.repository import BASE_URL, BEGUN, SITE, Repository
from tests.workflows.emulator import Event, Forge, StepFailed, commit

pytestmark = pytest.mark.slow

AWARD, REGISTER = "TESTAMUR_AWARD_KEY", "TESTAMUR_REGISTER_KEY"
PUSH = "Publish the register"


@dataclass
class Issuer:
    """Somebody's repository at the forge."""

    forge: Forge
    repository: Repository

    def merge(self, *names: str) -> Event:
        """Awards for these people come to the main branch."""
        for name in names:
            self.repository.award(name)
        return Event("push", commit(self.repository.root, f"Award {', '.join(names)}"))

    def publish(self, event: Event) -> None:
        self.forge.start("publish.yml", event).all()

    def published(self, folder: Path) -> Register:
        """The register of the forge, read in full."""
        for branch, target in (("register", folder), ("documents", folder / "documents")):
            target.mkdir(parents=True)
            archive = folder.parent / f"{folder.name}-{branch}.tar"
            git(self.forge.remote, "archive", "--output", str(archive), branch)
            with tarfile.open(archive) as packed:
                packed.extractall(target, filter="data")
        return read(Folder(folder, "register"), Addresses(BASE_URL))

    def holds_to(self, folder: Path, *names: str, live: bool = True) -> None:
        """These awards, each once, each with a slot of its own; all of them on the live site."""
        register = self.published(folder)
        issued = [award.newest for award in register.awards.values()]
        slots = [each.slot for each in register.documents.values()]

        assert len(names) == len(issued)
        for name in names:
            assert 1 == sum(f'"{name}"'.encode() in each.unsigned for each in issued)
        assert len(slots) == len(set(slots))
        if live:
            pages = self.forge.pages.glob("awards/*/index.html")
            assert sorted(register.awards) == sorted(page.parent.name for page in pages)
            for hidden in (".well-known/did.json", ".nojekyll"):
                assert (self.forge.pages / hidden).is_file()


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    """A repository as `init` leaves it, and the keys where the forge keeps secrets."""
    root = tmp_path / "repository"
    repository = Repository(root)
    repository.write("content/site.yaml", SITE)
    repository.define()
    repository.write(".gitignore", "/content/register/\n/site/\n/.testamur/\n")
    repository.write("requirements.txt", "testamur==0.1.0\n")
    made = new_keys(Project(root, BEGUN, os.urandom, {}), [Role.AWARD, Role.REGISTER], private=None)
    secret = {f"TESTAMUR_{each.announced.role.upper()}_KEY": each.secret or "" for each in made}
    forge = Forge(
        tmp_path / "forge",
        {"signing": secret, "refreshing": {REGISTER: secret[REGISTER]}},
    )
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "remote", "add", "origin", str(forge.remote))
    return Issuer(forge, repository)


@pytest.fixture
def begun(issuer: Issuer) -> Issuer:
    """With a register of one award, published before anything is run here."""
    issuer.merge("Ada Lovelace")
    root = issuer.repository.root
    environ = {**issuer.forge.secrets["signing"], TOKEN: "contents=write"}
    project = Project(root, BEGUN, os.urandom, environ)
    drafts, _ = prepare(project, first=True)
    assert drafts is not None
    sign(project, drafts, first=True)
    push(project, place(issuer.repository))
    return issuer


def test_from_nothing_to_a_published_award_and_on(issuer: Issuer, tmp_path: Path) -> None:
    """
    The first run begins the register, later ones go on; jobs that parse have no key, and those
    that have keys have nothing on disk that authors wrote.
    """
    event = issuer.merge("Ada Lovelace")
    issuer.publish(Event("workflow_dispatch", event.sha, inputs={"first": True}))
    issuer.publish(issuer.merge("Alan Turing"))
    issuer.forge.start(
        "refresh.yml", Event("schedule", git(issuer.repository.root, "rev-parse", "HEAD"))
    ).all()

    issuer.holds_to(tmp_path / "read", "Ada Lovelace", "Alan Turing")
    assert "1" == git(issuer.forge.remote, "rev-list", "--count", "documents")
    assert "3" == git(issuer.forge.remote, "rev-list", "--count", "register")
    secrets = [text for held in issuer.forge.secrets.values() for text in held.values()]
    for ran in issuer.forge.ran:
        held = {name for name, text in ran.environ.items() if text in secrets}
        wanted = {"publish.yml": {AWARD, REGISTER}, "refresh.yml": {REGISTER}}
        assert held == (wanted[ran.workflow] if ran.step == "Sign" else set())
        if ran.job == "sign":
            assert not any(
                file.startswith("content/") for file in ran.files - register_of(ran.files)
            )
        may_write = "contents=write" in ran.environ.get("TESTAMUR_REMOTE_TOKEN", "")
        assert may_write <= (ran.job == "sign")


def register_of(files: frozenset[str]) -> frozenset[str]:
    return frozenset(file for file in files if file.startswith("content/register"))


def test_a_register_is_not_begun_by_itself_nor_twice(issuer: Issuer, tmp_path: Path) -> None:
    """
    Without the word, nothing is begun; with it, only where there is none.
    """
    event = issuer.merge("Ada Lovelace")
    with pytest.raises(StepFailed, match="there is no register") as refused:
        issuer.publish(event)
    assert ("Draw up what is new", Exit.REGISTER) == (refused.value.step, refused.value.code)

    first = Event("workflow_dispatch", event.sha, inputs={"first": True})
    run = issuer.forge.start("publish.yml", first)
    for job in ("prepare", "sign"):
        run.job(job).finish()
    with pytest.raises(StepFailed, match="never begun anew"):
        issuer.publish(first)
    issuer.holds_to(tmp_path / "read", "Ada Lovelace", live=False)


def test_f06_two_publishers_at_once(begun: Issuer, tmp_path: Path) -> None:
    """
    The second one's push is refused, however late the two meet; run again, it issues nothing
    twice, from the newest content.
    """
    one = begun.forge.start("publish.yml", begun.merge("Alan Turing"))
    one.job("prepare").finish()
    late = one.job("sign")
    late.until(PUSH)
    two = begun.forge.start("publish.yml", begun.merge("Grace Hopper"))
    for job in ("prepare", "sign"):
        two.job(job).finish()
    with pytest.raises(StepFailed, match="nothing was pushed") as refused:
        late.finish()
    with pytest.raises(StepFailed, match="another state of the register"):
        one.job("sign").finish()

    assert (PUSH, Exit.REGISTER) == (refused.value.step, refused.value.code)
    begun.publish(one.event)
    begun.holds_to(tmp_path / "read", "Ada Lovelace", "Alan Turing", "Grace Hopper")


@pytest.mark.parametrize("arrives", [True, False], ids=["the reply is lost", "the push is lost"])
def test_f07_a_lost_push(begun: Issuer, tmp_path: Path, *, arrives: bool) -> None:
    """
    What arrived is found there; what did not is sent by running the failed job again.
    """
    sends = '"$GIT" "$@"; ' if arrives else ""
    broken = tmp_path / "broken"
    on_path(broken, f'if [ "$1" = push ]; then {sends}exit 1; fi; exec "$GIT" "$@"')
    run = begun.forge.start("publish.yml", begun.merge("Alan Turing"))
    run.job("prepare").finish()
    begun.forge.path_before = str(broken)
    if not arrives:
        with pytest.raises(StepFailed, match="`git push` failed") as failed:
            run.job("sign").finish()
        assert (PUSH, Exit.WORLD) == (failed.value.step, failed.value.code)
        begun.forge.path_before = ""
    run.job("sign").finish()

    begun.holds_to(tmp_path / "read", "Ada Lovelace", "Alan Turing", live=False)


def test_a_deployment_that_was_cancelled_and_a_refresh_in_between(
    begun: Issuer, tmp_path: Path
) -> None:
    """
    A refresh enters nothing, so drafts from before it still fit. What was issued and not deployed
    is shown from the next run on, whichever that is.
    """
    run = begun.forge.start("publish.yml", begun.merge("Alan Turing"))
    run.job("prepare").finish()
    between = begun.forge.start("refresh.yml", Event("schedule", run.event.sha))
    for job in ("prepare", "sign"):
        between.job(job).finish()
    run.job("sign").finish()
    between.job("site").finish()

    begun.holds_to(tmp_path / "read", "Ada Lovelace", "Alan Turing")


def test_drafts_of_another_hand_are_not_signed(begun: Issuer) -> None:
    """
    What lies between the jobs is not believed.
    """
    run = begun.forge.start("publish.yml", begun.merge("Alan Turing"))
    run.job("prepare").finish()
    drafts = run.folder / "artifacts/drafts/drafts.json"
    assert "alan-turing@example.org" not in drafts.read_text()
    drafts.write_text(drafts.read_text().replace(BASE_URL, "https://evil.example"))
    before = git(begun.forge.remote, "rev-parse", "register")
    with pytest.raises(StepFailed):
        run.job("sign").finish()

    assert before == git(begun.forge.remote, "rev-parse", "register")


def proposal(issuer: Issuer, *, from_fork: bool = True) -> Event:
    """A pull request with what the work tree has now, merged with main as GitHub does."""
    root = issuer.repository.root
    base = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "--quiet", "-b", "proposal")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A proposal")
    head = git(root, "rev-parse", "HEAD")
    tree = git(root, "rev-parse", "HEAD^{tree}")
    merged = git(root, "commit-tree", tree, "-p", base, "-p", head, "-m", "merged")
    git(issuer.forge.remote, "fetch", "--quiet", str(root), "proposal")
    git(issuer.forge.remote, "fetch", "--quiet", str(root), f"{merged}:refs/pull/1/merge")
    payload = {"pull_request": {"base": {"sha": base}}}
    return Event("pull_request", merged, payload, from_fork=from_fork)


def test_a_proposal_is_judged_without_any_secret_by_the_base_branchs_testamur(
    begun: Issuer,
) -> None:
    """
    A fork that names another tool, or brings programs along, runs none of them.
    """
    repository = begun.repository
    repository.award("Alan Turing")
    repository.write("requirements.txt", "./evil\n")
    for name in ("venv.py", "testamur.py", "sitecustomize.py"):
        repository.write(name, "raise SystemExit('planted')\n")
    run = begun.forge.start("validate.yml", proposal(begun))
    before = len(begun.forge.ran)
    run.all()
    secrets = {text for held in begun.forge.secrets.values() for text in held.values()}

    for ran in begun.forge.ran[before:]:
        assert not secrets & {*ran.environ.values()}
        assert "write" not in ran.environ.get("TESTAMUR_REMOTE_TOKEN", "")


def test_a_proposal_is_shown_to_those_who_review_it(begun: Issuer) -> None:
    begun.repository.award("Alan Turing")
    run = begun.forge.start("validate.yml", proposal(begun))
    run.all()
    shown = (run.folder / "artifacts/preview/preview.html").read_text(encoding="utf-8")

    assert "Alan Turing" in shown
    assert "Ada Lovelace" not in shown


def test_a_proposal_that_edits_what_was_issued_is_refused(begun: Issuer) -> None:
    path = begun.repository.award("Ada Lovelace")
    begun.repository.write(path, begun.repository.read(path).replace("Ada", "Adah"))
    with pytest.raises(StepFailed, match="edit") as refused:
        begun.forge.start("validate.yml", proposal(begun)).all()

    assert ("Check", Exit.REGISTER) == (refused.value.step, refused.value.code)
