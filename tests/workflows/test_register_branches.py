"""The register on branches: nothing is lost, nothing forks, nothing personal keeps a history."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from testamur.cli.main import commands
from testamur.commands.branches import DOCUMENTS, KNOWN, files_of
from testamur.commands.git import Git
from testamur.commands.registers import Pull, pull
from testamur.commands.secrets import TOKEN
from testamur.problems import Exit, RegisterError, WorldError, exit_code
from testamur.publish.durable import Disk
from tests.support.remotes import (
    REGISTER,
    another,
    bare,
    git,
    machine,
    on_path,
    place,
    pulled,
    pushed,
)
from tests.support.repository import Repository, codes


@pytest.fixture
def ours(tmp_path: Path) -> Repository:
    """One award, issued and published."""
    repository = machine(tmp_path / "ours", bare(tmp_path / "remote.git"), "Ada Lovelace")
    repository.issue(first=True)
    pushed(repository)
    return repository


@pytest.fixture
def theirs(ours: Repository, tmp_path: Path) -> Repository:
    """Another machine that has taken what is published."""
    other = another(ours, tmp_path / "theirs")
    pulled(other)
    return other


def remote(repository: Repository) -> Path:
    return repository.root.parent / "remote.git"


def contents(repository: Repository) -> dict[str, bytes]:
    folder = repository.root / REGISTER
    return {path: (folder / path).read_bytes() for path in files_of(folder)}


def names(repository: Repository) -> set[str]:
    return {
        name
        for name in ("Ada Lovelace", "Alan Turing", "Grace Hopper")
        if any(
            f'"{name}"'.encode() in award.newest.unsigned
            for award in repository.register.awards.values()
        )
    }


def test_what_one_machine_publishes_another_takes_byte_for_byte(
    ours: Repository, theirs: Repository
) -> None:
    assert contents(ours) == contents(theirs)
    assert () == theirs.check().problems
    assert Pull.SAME is pulled(theirs).what

    theirs.pass_days()
    theirs.award("Alan Turing")
    theirs.issue()
    assert Pull.AHEAD is pulled(theirs).what
    assert pushed(theirs).sent
    before = ours.register.size
    took = pulled(ours)

    assert contents(ours) == contents(theirs)
    assert (Pull.TAKEN, ours.register.size - before) == (took.what, took.new)


def test_the_log_keeps_its_history_and_the_documents_have_none(
    ours: Repository, theirs: Repository
) -> None:
    """
    The documents of the remote are one commit without a parent, whatever was there before.
    """
    for name in ("Alan Turing", "Grace Hopper"):
        theirs.pass_days()
        theirs.award(name)
        theirs.issue()
        pushed(theirs)

    assert "3" == git(remote(ours), "rev-list", "--count", "register")
    assert "1" == git(remote(ours), "rev-list", "--count", "documents")
    assert "0000.jsonl" == git(remote(ours), "ls-tree", "-r", "--name-only", "documents")
    assert "documents" not in git(remote(ours), "ls-tree", "--name-only", "register")


def test_nothing_else_of_a_work_tree_is_touched(ours: Repository, theirs: Repository) -> None:
    """
    Neither files nor index nor branch, on either machine.
    """
    git(ours.root, "add", "keys")
    index = (ours.root / ".git/index").read_bytes()
    ours.pass_days()
    ours.refresh()
    pushed(ours)
    pulled(ours)
    pulled(theirs)

    assert index == (ours.root / ".git/index").read_bytes()
    assert not (theirs.root / ".git/index").exists()
    assert "" == git(theirs.root, "branch", "--list", "--all")
    assert [] == list((theirs.root / ".testamur/register").glob("*"))


def test_f06_the_second_of_two_publishers_is_refused_and_issues_again(
    ours: Repository, theirs: Repository
) -> None:
    """
    The first one's awards stay, the second one's come after them; no slot is given twice.
    """
    ours.pass_days()
    theirs.pass_days()
    ours.award("Alan Turing")
    theirs.award("Grace Hopper")
    ours.issue()
    theirs.issue()
    pushed(ours)
    with pytest.raises(RegisterError, match="others have been entered") as refused:
        pushed(theirs)
    with pytest.raises(RegisterError, match="never published"):
        pulled(theirs)

    assert Exit.REGISTER == refused.value.exit
    assert "pull --discard" in str(refused.value.hint)

    pulled(theirs, discard=True)
    theirs.award("Alan Turing")
    theirs.issue()
    pushed(theirs)
    pulled(ours)

    assert {"Ada Lovelace", "Alan Turing", "Grace Hopper"} == names(ours)
    slots = [each.slot for each in ours.register.documents.values()]
    assert len(slots) == len(set(slots))


@pytest.mark.slow
def test_f06_twenty_rounds_of_two_publishers(
    ours: Repository, theirs: Repository, tmp_path: Path
) -> None:
    """
    Whoever is second: both register what they have, at the same moment, by the real command.
    """
    both = (ours, theirs)
    for each in both:
        each.root.joinpath(".testamur").mkdir(exist_ok=True)
    for number in range(20):
        for each, name in zip(both, ("First", "Second"), strict=True):
            each.pass_days()
            each.award(f"{name} {number}")
            each.issue()
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "testamur", "--root", str(each.root), "register", "push"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for each in both
        ]
        codes_ = sorted(process.wait() for process in running)
        assert [0, 3] == codes_
        for path in (ours.root / "content/awards").iterdir():
            shutil.copy(path, theirs.root / "content/awards")
        for path in (theirs.root / "content/awards").iterdir():
            shutil.copy(path, ours.root / "content/awards")
        for each in both:
            pulled(each, discard=True)
        theirs.issue()
        pushed(theirs)
        pulled(ours)

    assert 41 == len(ours.register.awards)
    slots = [each.slot for each in ours.register.documents.values()]
    assert len(slots) == len(set(slots))


def test_two_that_begin_at_once_do_not_both_begin(tmp_path: Path) -> None:
    """
    The register of the second is another one from its first entry on.
    """
    first = machine(tmp_path / "ours", bare(tmp_path / "remote.git"), "Ada Lovelace")
    second = another(first, tmp_path / "theirs")
    for each in (first, second):
        each.issue(first=True)
    pushed(first)
    with pytest.raises(RegisterError, match="nothing was pushed"):
        pushed(second)

    assert Pull.TAKEN is pulled(second, discard=True).what
    assert contents(first) == contents(second)


def test_f07_a_push_whose_reply_was_lost_is_harmless(ours: Repository, tmp_path: Path) -> None:
    """
    Git says that it failed; the remote has it. Pushing again sends nothing, and says so.
    """
    ours.pass_days()
    ours.award("Alan Turing")
    ours.issue()
    path = on_path(
        tmp_path / "bin", 'if [ "$1" = push ]; then "$GIT" "$@"; exit 1; fi; exec "$GIT" "$@"'
    )
    project = replace(ours.project, environ={**ours.project.environ, "PATH": path()})
    from testamur.commands.registers import push

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PATH", path())
        lost = push(project, place(ours))

    assert not lost.sent
    assert not pushed(ours).sent
    assert "2" == git(remote(ours), "rev-list", "--count", "register")


def test_f07_a_push_that_never_arrived_is_said_and_can_be_repeated(
    ours: Repository, tmp_path: Path
) -> None:
    ours.pass_days()
    ours.award("Alan Turing")
    ours.issue()
    path = on_path(
        tmp_path / "bin",
        'if [ "$1" = push ]; then echo "fatal: the line is dead" >&2; exit 128; fi\n'
        'exec "$GIT" "$@"',
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PATH", path())
        project = replace(ours.project, environ={**ours.project.environ, "PATH": path()})
        from testamur.commands.registers import push

        with pytest.raises(WorldError, match="the line is dead"):
            push(project, place(ours))

    assert "1" == git(remote(ours), "rev-list", "--count", "register")
    assert pushed(ours).sent


def test_log_and_documents_go_together_or_not_at_all(ours: Repository) -> None:
    """
    A remote that takes one of the two refuses both.
    """
    hook = remote(ours) / "hooks/update"
    hook.write_text('#!/bin/sh\ntest "$1" != refs/heads/documents\n', encoding="utf-8")
    hook.chmod(0o755)
    ours.pass_days()
    ours.award("Alan Turing")
    ours.issue()
    with pytest.raises(WorldError, match="`git push` failed"):
        pushed(ours)
    assert "1" == git(remote(ours), "rev-list", "--count", "register")

    hook.unlink()
    git(remote(ours), "config", "receive.advertiseAtomic", "false")
    with pytest.raises(WorldError, match="does not support --atomic") as refused:
        pushed(ours)

    assert "together or not at all" in str(refused.value.hint)


def test_a_register_that_was_shortened_at_the_remote_is_not_taken(
    ours: Repository, theirs: Repository
) -> None:
    """
    What Git here has seen there once must be there still: and the one who has it puts it back.
    """
    before = git(remote(ours), "rev-parse", "register"), git(remote(ours), "rev-parse", "documents")
    ours.pass_days()
    ours.award("Alan Turing")
    ours.issue()
    pushed(ours)
    pulled(theirs)
    whole = contents(theirs)
    for name, commit in zip(("register", "documents"), before, strict=True):
        git(remote(ours), "update-ref", f"refs/heads/{name}", commit)
    for discard in (False, True):
        with pytest.raises(RegisterError, match="is not the one that was published"):
            pulled(theirs, discard=discard)

    assert whole == contents(theirs)
    assert pushed(theirs).sent
    assert Pull.SAME is pulled(ours).what


def test_a_register_that_is_gone_from_the_remote_is_not_begun_anew(
    ours: Repository, theirs: Repository
) -> None:
    for name in ("register", "documents"):
        git(remote(ours), "update-ref", "-d", f"refs/heads/{name}")
    with pytest.raises(RegisterError, match="has none now"):
        pulled(theirs)

    assert pushed(theirs).sent
    assert Pull.SAME is pulled(ours).what


def test_documents_that_do_not_belong_to_the_log_are_refused(
    ours: Repository, theirs: Repository
) -> None:
    """
    Whoever can force one branch alone gains nothing.
    """
    old = git(remote(ours), "rev-parse", "documents")
    ours.pass_days()
    ours.award("Alan Turing")
    ours.issue()
    pushed(ours)
    git(remote(ours), "update-ref", "refs/heads/documents", old)
    whole = contents(theirs)
    with pytest.raises(RegisterError, match="is missing"):
        pulled(theirs)
    git(remote(ours), "update-ref", "-d", "refs/heads/documents")
    with pytest.raises(RegisterError, match="lacks the branch documents"):
        pulled(theirs)

    assert whole == contents(theirs)


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("workflows/publish.yml", "100644"),
        ("documents/0000.jsonl", "100644"),
        ("log/.hidden", "100644"),
        ("log/0009.txt", "120000"),
        ("heads/a b", "100644"),
        ("log/0009.txt", "100755"),
        ("log/0009.txt", "160000"),
        ("log/00000.txt", "100644"),
        ("Log/0000.txt", "100644"),
        ("definitions/First-Badge/v1/definition.json", "100644"),
        ("definitions/first-badge/v1/more/definition.json", "100644"),
        ("heads/\x1b[2J", "100644"),
    ],
)
def test_a_branch_with_anything_else_is_refused(
    ours: Repository, theirs: Repository, path: str, mode: str
) -> None:
    """
    Nothing lands outside the register's own folders, no link, nothing hidden.
    """
    at = remote(ours)
    blob = git(at, "rev-parse", "register:log/0000.txt")
    environ = {**os.environ, "GIT_INDEX_FILE": str(ours.root / "index")}
    for words in (
        ["read-tree", "register"],
        ["update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}"],
    ):
        subprocess.run(["git", *words], cwd=at, env=environ, check=True)
    tree = subprocess.run(
        ["git", "write-tree"], cwd=at, env=environ, check=True, capture_output=True
    ).stdout.decode()
    commit = git(at, "commit-tree", tree.strip(), "-p", "register", "-m", "planted")
    git(at, "update-ref", "refs/heads/register", commit)
    whole = contents(theirs)

    with pytest.raises((RegisterError, WorldError), match=r"is no p"):
        pulled(theirs)
    assert whole == contents(theirs)


def planted(at: Path, branch: str, tree: str) -> None:
    """A commit with this tree upon the branch of the remote."""
    git(at, "update-ref", f"refs/heads/{branch}", git(at, "commit-tree", tree, "-m", "planted"))


def tree(at: Path, *lines: str) -> str:
    """The id of a tree with these entries: mode, kind, id and name, as `git ls-tree` prints them."""
    done = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"],
        cwd=at,
        input=b"".join(
            f"{mode} {name}".encode() + b"\0" + bytes.fromhex(id_)
            for mode, id_, name in (line.split(" ", 2) for line in lines)
        ),
        check=True,
        capture_output=True,
    )
    return done.stdout.decode().strip()


def blob(at: Path, data: bytes) -> str:
    done = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"], cwd=at, input=data, check=True, capture_output=True
    )
    return done.stdout.decode().strip()


def a_million_files(at: Path) -> str:
    """Two small trees: a thousand names for one, which has a thousand names for a file."""
    one = blob(at, b"{}")
    versions = tree(at, *(f"100644 {one} v{number}.json" for number in range(1000, 2000)))
    slugs = tree(at, *(f"40000 {versions} a{number}" for number in range(1000, 2000)))
    return tree(at, f"40000 {slugs} pathways")


def a_million_folders(at: Path) -> str:
    """Folders in folders that hold no file at all: a list of the files alone would never end."""
    within = tree(at)
    for _ in range(3):
        within = tree(at, *(f"40000 {within} a{number}" for number in range(1000, 2000)))
    return tree(at, f"40000 {within} pathways")


def a_huge_log(at: Path) -> str:
    log = tree(at, f"100644 {blob(at, bytes(262_401))} 0000.txt")
    return tree(at, f"40000 {log} log")


def huge_together(at: Path) -> str:
    """One file under two thousand names, each of a size that would do."""
    one = blob(at, bytes(10_000_000))
    versions = tree(at, *(f"100644 {one} v{number}.json" for number in range(1000, 3000)))
    return tree(at, f"40000 {tree(at, f'40000 {versions} a')} pathways")


def upwards(at: Path) -> str:
    log = tree(at, f"100644 {blob(at, b'x')} 0000.txt")
    return tree(at, f"40000 {tree(at, f'40000 {log} ..')} log")


def absolute(at: Path) -> str:
    return tree(at, f"100644 {blob(at, b'x')} /etc/passwd")


def twice(at: Path) -> str:
    one, other = blob(at, b"x"), blob(at, b"y")
    log = tree(at, f"100644 {one} 0000.txt", f"100644 {other} 0000.txt")
    return tree(at, f"40000 {log} log")


@pytest.mark.parametrize(
    ("hostile", "why"),
    [
        (a_million_files, "more than 250,000 files"),
        (a_million_folders, "more than 250,000 files"),
        (a_huge_log, "has 262,401 bytes"),
        (huge_together, "or 17,179,869,184 bytes"),
        (upwards, "is no part of a register"),
        (absolute, "is no part of a register"),
        (twice, "is there twice"),
    ],
)
def test_a_hostile_tree_is_refused_before_any_of_it_is_a_file(
    ours: Repository, theirs: Repository, hostile: Callable[[Path], str], why: str
) -> None:
    planted(remote(ours), "register", hostile(remote(ours)))
    whole, seen = contents(theirs), git(theirs.root, "for-each-ref", "refs/testamur")

    with pytest.raises(RegisterError, match=why) as refusal:
        pulled(theirs)
    assert "nothing was taken" in (refusal.value.hint or "") or "take it out" in (
        refusal.value.hint or ""
    )
    assert whole == contents(theirs)
    assert seen == git(theirs.root, "for-each-ref", "refs/testamur")
    assert not (theirs.project.cache / "register").exists()


def test_a_strangers_file_in_the_folder_is_neither_removed_nor_in_the_way_of_half_a_pull(
    ours: Repository, theirs: Repository
) -> None:
    theirs.write(f"{REGISTER}/heads/notes.txt", "mine\n")
    shutil.rmtree(theirs.root / REGISTER / "log")
    before = sorted(path for path in (theirs.root / REGISTER).rglob("*"))

    with pytest.raises(RegisterError, match=r"'heads/notes\.txt' is no part of a register"):
        pulled(theirs)
    assert before == sorted(path for path in (theirs.root / REGISTER).rglob("*"))


def test_a_pull_that_is_cut_off_is_completed_by_the_next(
    ours: Repository, theirs: Repository
) -> None:
    """
    After every single file.
    """
    for name in ("Alan Turing", "Grace Hopper"):
        ours.pass_days()
        ours.award(name)
        ours.issue()
    pushed(ours)
    old = contents(theirs)
    cut = 0
    finished = False
    while not finished:
        shutil.rmtree(theirs.root / REGISTER)
        for path, data in old.items():
            target = theirs.root / REGISTER / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        try:
            pull(theirs.project, place(theirs), disk=Cut(cut))
            finished = True
        except WorldError:
            cut += 1
        pulled(theirs)
        assert contents(ours) == contents(theirs)

    assert 5 == cut


class Cut(Disk):
    """Does so many replacements, and then no more."""

    def __init__(self, left: int) -> None:
        self.left = left

    def replace(self, source: str, target: str) -> None:
        if self.left == 0:
            raise OSError(5, "cut off", target)
        self.left -= 1
        super().replace(source, target)


def test_what_was_damaged_here_is_put_right(ours: Repository, theirs: Repository) -> None:
    (theirs.root / REGISTER / "documents/0000.jsonl").unlink()
    assert "register-refused" in codes(theirs.check().problems)

    assert Pull.TAKEN is pulled(theirs).what
    assert contents(ours) == contents(theirs)


def test_an_interrupted_issuing_is_not_thrown_away(ours: Repository) -> None:
    """
    Its entries wait for `testamur refresh`; only --discard drops them.
    """
    ours.pass_days()
    ours.award("Alan Turing")
    ours.issue()
    heads = sorted((ours.root / REGISTER / "heads").iterdir(), key=lambda path: int(path.name))
    heads[-1].unlink()
    with pytest.raises(RegisterError, match="entries that origin lacks") as refused:
        pulled(ours)
    with pytest.raises(RegisterError, match="unfinished"):
        pushed(ours)

    assert "testamur refresh" in str(refused.value.hint)
    ours.refresh()
    assert pushed(ours).sent


def test_a_fresh_list_is_not_replaced_by_an_older_one(ours: Repository, theirs: Repository) -> None:
    """
    Two refreshed: the later one stands, the earlier one gives way.
    """
    theirs.award("Alan Turing")
    theirs.issue()
    ours.pass_days()
    ours.refresh()
    pushed(ours)
    with pytest.raises(RegisterError, match="the status lists were signed later"):
        pushed(theirs)

    other = another(ours, ours.root.parent / "third")
    pulled(other)
    ours.pass_days()
    other.refresh()
    ours.refresh()
    pushed(ours)
    assert Pull.TAKEN is pulled(other).what
    assert contents(ours) == contents(other)


def test_a_clone_that_has_not_pulled_does_not_begin_a_second_register(
    ours: Repository, tmp_path: Path
) -> None:
    """
    `git clone` brings the branch along; check asks for the register, and so does issuing.
    """
    git(ours.root, "add", "content/site.yaml", "content/credentials", "content/awards", "keys")
    git(ours.root, "commit", "--quiet", "--message", "content")
    git(ours.root, "push", "--quiet", "origin", "main")
    git(tmp_path, "clone", "--quiet", str(remote(ours)), "clone")
    clone = Repository(tmp_path / "clone", ours.now)
    found = clone.check().problems
    first = clone.check(first=True).problems

    assert ["register-missing"] == codes(found)
    assert "testamur register pull" in str(found[0].hint)
    assert Exit.REGISTER == exit_code(first)
    pulled(clone)
    assert () == clone.check().problems


def test_check_compares_with_what_was_last_seen_at_the_remote(ours: Repository) -> None:
    """
    A register that lost entries after it was published is refused without a word from Git.
    """
    older = contents(ours)
    ours.pass_days()
    ours.award("Alan Turing")
    ours.issue()
    pushed(ours)
    git(ours.root, "add", "keys")
    git(ours.root, "commit", "--quiet", "--message", "keys")
    shutil.rmtree(ours.root / REGISTER)
    for path, data in older.items():
        target = ours.root / REGISTER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (ours.root / "content/awards/alan-turing.yaml").unlink()

    assert ["register-not-an-extension"] == codes(ours.check().problems)


def test_a_forgotten_award_leaves_no_trace_at_the_remote(
    ours: Repository, theirs: Repository
) -> None:
    """
    Once the remote has swept up, no object of its repository names the person.
    """
    ours.award("Alan Turing")
    ours.issue()
    pushed(ours)
    ours.pass_days()
    award = ours.of("Alan Turing").id
    (ours.root / "content/awards/alan-turing.yaml").unlink()
    ours.write("content/forgotten.yaml", f"- award: {award}\n  date: 2026-03-03\n")
    ours.issue()
    pushed(ours)
    git(remote(ours), "gc", "--quiet", "--prune=now")
    everything = git(remote(ours), "cat-file", "--batch-all-objects", "--batch")
    pulled(theirs)

    assert "Ada Lovelace" in everything
    assert "Alan Turing" not in everything
    assert {"Ada Lovelace"} == names(theirs)


def test_the_token_reaches_git_alone_and_only_over_https(ours: Repository, tmp_path: Path) -> None:
    """
    A helper hands it over when Git asks; keys reach Git never.
    """
    environ = {"PATH": os.environ["PATH"], TOKEN: "t0ken", "TESTAMUR_AWARD_KEY": "secret"}
    helped = Git(ours.root, environ)
    asked = b"protocol=https\nhost=example.org\n\n"
    answer = helped.do("credential", "fill", data=asked, remote=True).decode()
    path = on_path(tmp_path / "bin", "env")
    seen = Git(ours.root, {**environ, "PATH": path()})
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PATH", path())
        local, far = (seen.do("status", remote=each).decode() for each in (False, True))

    assert "password=t0ken" in answer.splitlines()
    assert "t0ken" not in local
    assert "TESTAMUR_REMOTE_TOKEN=t0ken" in far.splitlines()
    assert "secret" not in local + far

    git(ours.root, "remote", "set-url", "origin", "http://example.org/badges.git")
    project = replace(ours.project, environ=environ)
    with pytest.raises(WorldError, match="anybody on the way reads the token"):
        pull(project, place(ours))


def test_the_commands_say_what_they_did(ours: Repository, theirs: Repository) -> None:
    """
    From the command line, with the address out of site.yaml or out of drafts.
    """
    ours.pass_days()
    ours.award("Alan Turing")
    ours.issue()
    drafts = ours.root / "drafts.json"
    run(ours, "prepare", "--output", str(drafts))

    assert "1 of them not at origin yet" in run(ours, "register", "pull")
    assert "6 entries (1 new)" in run(ours, "register", "push", "--drafts", str(drafts))
    assert "origin has all of it" in run(ours, "register", "push")
    assert "taken from origin: the register has 6 entries (+1)" in run(theirs, "register", "pull")
    assert "as origin has it" in run(theirs, "register", "pull", "--drafts", str(drafts))


def test_the_first_pull_tells_how_to_begin(tmp_path: Path) -> None:
    new = machine(tmp_path / "ours", bare(tmp_path / "remote.git"), "Ada Lovelace")

    assert "`testamur issue --first` begins one" in run(new, "register", "pull")
    new.issue(first=True)
    assert "`testamur register push` sends this one" in run(new, "register", "pull")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--remote", "nowhere"), "Git knows no remote nowhere"),
        (("--remote", "--upload-pack=touch planted"), "Git knows no remote"),
    ],
)
def test_a_remote_that_is_none_is_refused(
    ours: Repository, options: tuple[str, ...], said: str
) -> None:
    for verb in ("pull", "push"):
        with pytest.raises(WorldError, match=said):
            run(ours, "register", verb, *options)


def test_outside_git_there_is_nothing_to_pull(tmp_path: Path) -> None:
    """
    Unless a folder above is a repository, which the temporary one is not.
    """
    repository = Repository.begun(tmp_path / "plain", "Ada Lovelace")
    with pytest.raises(WorldError, match="no Git repository"):
        pulled(repository)


def test_links_in_the_registers_folder_are_refused(ours: Repository, theirs: Repository) -> None:
    shutil.move(theirs.root / REGISTER / "log", theirs.root / "elsewhere")
    (theirs.root / REGISTER / "log").symlink_to(theirs.root / "elsewhere")

    with pytest.raises(RegisterError, match="symbolic link"):
        pulled(theirs)


def test_what_is_remembered_is_no_branch(ours: Repository) -> None:
    """
    No clone copies it, and Git keeps no older state of it.
    """
    assert "1" == git(ours.root, "rev-list", "--count", KNOWN)
    assert "" == git(ours.root, "reflog", "show", f"refs/testamur/{DOCUMENTS}")


def run(repository: Repository, *words: str) -> str:
    result = CliRunner().invoke(commands, words, obj=repository.project)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert 0 == result.exit_code, result.output
    return result.output
