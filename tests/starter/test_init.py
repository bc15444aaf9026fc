"""A new repository, as `testamur init` writes it and the other commands find it."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from testamur.starter.answers import Answers
from testamur.starter.files import starter_files

NAME, BASE_URL = "Example Academy", "https://badges.example.org/academy"
GIVEN = ["--name", NAME, "--base-url", BASE_URL]


def run(
    root: Path, *words: str, home: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "HOME": str(home or root.parent / "home"), **environ}
    return subprocess.run(
        [sys.executable, "-m", "testamur", *words],
        cwd=root,
        env=environ,
        text=True,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "badges"
    made.mkdir()
    return made


def test_what_it_writes_passes_every_check(folder: Path) -> None:
    done = run(folder, "init", *GIVEN, "--colour", "#1d4ed8", "--email", "a@example.org")
    checked = run(folder, "check")

    assert 0 == done.returncode, done.stderr
    assert 0 == checked.returncode, checked.stdout
    assert "no problems" in checked.stdout
    assert 'accent: "#1d4ed8"' in (folder / "content/site.yaml").read_text()


def test_private_keys_lie_outside_and_only_their_owner_reads_them(
    folder: Path, tmp_path: Path
) -> None:
    run(folder, "init", *GIVEN)
    kept = tmp_path / "home/testamur-keys/badges.example.org"
    keys = sorted(kept.iterdir())

    assert ["award-1.key", "register-1.key"] == [path.name for path in keys]
    for key in keys:
        assert 0o600 == stat.S_IMODE(key.stat().st_mode)
        secret = key.read_text().strip().encode()
        assert [] == [path for path, data in files(folder).items() if secret in data]


def test_a_second_run_changes_nothing(folder: Path) -> None:
    run(folder, "init", *GIVEN)
    before = files(folder)
    again = run(folder, "init", "--name", "Other", "--base-url", "https://other.example.org")

    assert 0 == again.returncode
    assert "made" not in again.stdout
    assert "--first" not in again.stdout
    assert before == files(folder)


def test_what_is_there_stays_as_it_is(folder: Path) -> None:
    (folder / "README.md").write_text("ours\n")
    (folder / ".gitignore").symlink_to("nowhere")
    done = run(folder, "init", *GIVEN)

    assert "kept   README.md: it was there already" in done.stdout
    assert "ours\n" == (folder / "README.md").read_text()
    assert (folder / ".gitignore").is_symlink()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--base-url", BASE_URL], "--name is missing, and there is nobody to ask"),
        (["--name", NAME], "--base-url is missing, and there is nobody to ask"),
        (["--name", NAME, "--base-url", "http://example.org"], "--base-url"),
        (["--name", NAME, "--base-url", "https://badges.example.org/?x"], "has a query"),
        ([*GIVEN, "--colour", "plum"], "--colour is not a colour"),
        ([*GIVEN, "--language", "English"], "--language"),
        ([*GIVEN, "--email", "nobody"], "--email"),
        ([*GIVEN, "--website", "file:///etc/passwd"], "--website"),
        ([*GIVEN, "--owner", "registry"], "no person or team"),
        (["--name", "two\nlines", "--base-url", BASE_URL], "--name"),
    ],
)
def test_an_answer_that_the_content_would_refuse(folder: Path, words: list[str], said: str) -> None:
    """It is refused as a question of usage, and nothing at all was written."""
    done = run(folder, "init", *words)

    assert 2 == done.returncode
    assert said in done.stderr
    assert {} == files(folder)


def test_keys_inside_of_the_repository_are_refused(folder: Path) -> None:
    done = run(folder, "init", *GIVEN, "--private", "keys")

    assert 4 == done.returncode
    assert "inside the repository" in done.stderr
    assert {} == files(folder)


def test_a_folder_that_leads_out_is_not_written_through(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / "themes").symlink_to(outside)
    done = run(folder, "init", *GIVEN)

    assert 4 == done.returncode
    assert "leads out of the repository" in done.stderr
    assert {} == files(outside)


def test_the_remote_tells_the_address_and_the_owner(folder: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(
        ["git", "remote", "add", "origin", "git@github.com:Example/badges.git"],
        cwd=folder,
        check=True,
    )
    done = run(folder, "init", *GIVEN)

    assert 0 == done.returncode
    assert "@Example" in (folder / ".github/CODEOWNERS").read_text()


def test_a_folder_that_is_not_there_yet_is_made(folder: Path) -> None:
    done = run(folder, "init", "new", *GIVEN)

    assert 0 == done.returncode, done.stderr
    assert "cd new" in done.stdout
    assert (folder / "new/content/site.yaml").is_file()


def test_without_workflows_the_register_is_kept_among_the_content(folder: Path) -> None:
    run(folder, "init", *GIVEN, "--no-workflows")

    assert "content/register/" not in (folder / ".gitignore").read_text()
    assert not (folder / ".github/workflows").exists()


@pytest.mark.parametrize(
    "name",
    [
        "Académie: fondée #1",
        "no",
        "@@TITLE@@",
        '"quoted"',
        "- list",
        "{{ name }}",
        "1815",
        "O'Brien",
    ],
)
def test_names_that_yaml_would_read_otherwise(folder: Path, name: str) -> None:
    run(folder, "init", "--name", name, "--base-url", BASE_URL)
    checked = run(folder, "check", "--json")

    assert 0 == checked.returncode, checked.stdout
    answers = Answers(name=name, base_url=BASE_URL, website="https://example.org/")
    site = next(each for each in starter_files(answers) if each.path == "content/site.yaml")
    assert site.data.decode().count(name.replace('"', '\\"')) >= 1


def test_every_gap_is_filled() -> None:
    answers = Answers(name=NAME, base_url=BASE_URL, website="https://example.org/")

    assert [] == [each.path for each in starter_files(answers) if b"@@" in each.data]


def at_a_terminal(folder: Path, answers: list[str]) -> tuple[int, str]:
    """`testamur init` where somebody types: its exit code, and what it asked and complained."""
    keyboard, terminal = pty.openpty()
    os.write(keyboard, "".join(f"{each}\n" for each in answers).encode())
    done = subprocess.run(
        [sys.executable, "-m", "testamur", "init"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder.parent / "home")},
        stdin=terminal,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(terminal)
    os.close(keyboard)
    return done.returncode, done.stdout + done.stderr


def test_a_wrong_answer_is_asked_for_again(folder: Path) -> None:
    """At once, and not after all the questions."""
    answers = [NAME, "badges.example.org", BASE_URL, "german", "de en"]
    code, said = at_a_terminal(folder, [*answers, "nobody", "", "plum", "#5b2a5e"])

    assert 0 == code, said
    assert 2 == said.count("Address of the site")
    assert "it is not an https address" in said
    site = (folder / "content/site.yaml").read_text()
    assert f"base_url: {BASE_URL}" in site
    assert "languages: [de, en]" in site
    assert 'accent: "#5b2a5e"' in site


def test_a_folder_whose_name_has_a_space_can_be_gone_to(tmp_path: Path) -> None:
    done = run(tmp_path, "init", "our badges", *GIVEN)

    assert 0 == done.returncode, done.stderr
    assert (tmp_path / "our badges/content/site.yaml").is_file()
    assert "  cd 'our badges'\n" in done.stdout
    assert "not in Git yet" in done.stdout


def test_keys_of_another_repository_are_not_taken(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    run(folder, "init", *GIVEN)
    done = run(other, "init", *GIVEN)

    assert 4 == done.returncode
    assert "is there already, and no file in keys/ belongs to it" in done.stderr
    assert "--private" in done.stderr
    assert {} == files(other)
