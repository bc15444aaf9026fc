"""Building is a pure function of what is in Git; what changes, changes little."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from testamur.problems import RegisterError
from tests.support.repository import Repository
from tests.support.sites import Page, copied, files

CORRECTED = "corrected: {date: 2026-03-03, reason: Name misspelt}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing", "Grace Hopper")
    repository.issue(first=True)
    return repository


def written(repository: Repository) -> list[str]:
    return [step.path for step in repository.build().steps if step.action == "write"]


def changed(repository: Repository) -> list[str]:
    return [step.path for step in repository.build().steps if step.action != "keep"]


def page(repository: Repository, path: str) -> str:
    return (repository.site / path).read_text(encoding="utf-8")


@pytest.mark.slow
def test_f16_the_example_is_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """
    Another place, zone, locale, umask and hash seed, and no network at all: the same site.
    """
    surroundings = (
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "umask": "077"},
        {"TZ": "America/Caracas", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "umask": "002"},
    )
    sites = []
    for number, settings in enumerate(surroundings):
        root = copied(tmp_path / f"place {number}")
        umask = settings.pop("umask")
        command = f'umask {umask}; exec "$0" -m testamur --root . build'
        cut_off = ["unshare", "--net", "--map-root-user"] if _can_cut_off() else []
        done = subprocess.run(
            [*cut_off, "sh", "-c", command, sys.executable],
            cwd=root,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=False,
        )

        assert 0 == done.returncode, done.stdout + done.stderr

        sites.append(files(root / "site"))

    assert sites[0] == sites[1]


def test_a_second_build_keeps_everything(repository: Repository) -> None:
    repository.build()

    assert [] == changed(repository)


def test_a_days_refresh_changes_a_handful_of_files(repository: Repository) -> None:
    """
    The status list and the pages that say as of when.
    """
    repository.build()
    repository.pass_days()
    repository.refresh()

    assert ["issuer/index.html", "register/index.html", "status/revocation-1.json"] == sorted(
        written(repository)
    )


def test_a_new_award_changes_at_most_a_dozen_files_beside_its_own(repository: Repository) -> None:
    repository.build()
    repository.pass_days()
    repository.award("Kathleen Booth")
    repository.issue()
    own = f"awards/{repository.of('Kathleen Booth').id}/"
    others = [path for path in changed(repository) if not path.startswith(own)]

    assert 6 == len(list((repository.site / own).iterdir()))
    assert 12 >= len(others), others
    assert not [path for path in others if path.startswith("awards/")]


def test_an_incremental_site_is_the_clean_one(repository: Repository, tmp_path: Path) -> None:
    """
    After corrections, withdrawals, forgetting and a change of the settings.
    """
    from testamur.commands.forget import forget

    repository.build()
    repository.pass_days()
    path = repository.award("Ada Lovelace", CORRECTED)
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    repository.award("Alan Turing", "suspended: {date: 2026-03-03, reason: Under review}")
    list(forget(repository.project, repository.of("Grace Hopper").id))
    repository.award("Kathleen Booth")
    repository.issue()
    repository.build()
    repository.pass_days()
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", site.replace("Academy badges", "Academy awards"))
    repository.define("Data Guardian", version=2)
    repository.issue()
    repository.build()
    shutil.rmtree(repository.root / ".testamur")
    repository.build(tmp_path / "clean")

    assert files(repository.site) == files(tmp_path / "clean")


def test_what_became_of_an_award_stands_on_its_page(repository: Repository) -> None:
    """
    Corrected, suspended, revoked and forgotten, each in its own words, and each once only.
    """
    from testamur.commands.forget import forget

    repository.pass_days()
    path = repository.award("Ada Lovelace", CORRECTED)
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: Awarded by mistake}")
    forgotten = repository.of("Grace Hopper").id
    list(forget(repository.project, forgotten))
    repository.issue()
    repository.build()
    ada, alan = repository.of("Ada King").id, repository.of("Alan Turing").id

    def state(path: str) -> str | None:
        found = Page(page(repository, path))

        assert "recorded" == found.attributes["data-verdict"]
        return found.attributes["data-state"]

    assert "active" == state(f"awards/{ada}/index.html")
    assert "superseded" == state(f"awards/{ada}/v1/index.html")
    assert "revoked" == state(f"awards/{alan}/index.html")
    assert "Awarded by mistake" in page(repository, f"awards/{alan}/index.html")
    assert "Ada Lovelace" not in page(repository, f"awards/{ada}/index.html")
    assert {"index.html", "embed/index.html"} == set(files(repository.site / f"awards/{forgotten}"))
    assert "Grace" not in page(repository, f"awards/{forgotten}/index.html")


def test_a_register_that_does_not_hold_leaves_the_site_as_it_was(repository: Repository) -> None:
    repository.build()
    before = files(repository.site)
    documents = "content/register/documents/0000.jsonl"
    repository.write(documents, repository.read(documents).replace("Ada Lovelace", "Eve"))

    with pytest.raises(RegisterError, match="is not what was issued"):
        repository.build()

    assert before == files(repository.site)


def test_a_proof_that_does_not_verify_is_never_published(repository: Repository) -> None:
    """
    Proofs are not covered by the log, but a build checks what it writes anew.
    """
    repository.build()
    before = files(repository.site)
    documents = "content/register/documents/0000.jsonl"
    text = repository.read(documents)
    value = text.partition('"proofValue":"z')[2].partition('"')[0]
    other = value[:10] + ("2" if value[10] != "2" else "3") + value[11:]
    repository.write(documents, text.replace(value, other))

    with pytest.raises(RegisterError, match="does not verify, so it was not published"):
        repository.build()

    assert before == files(repository.site)


def _can_cut_off() -> bool:
    command = shutil.which("unshare")
    if command is None:
        return False
    words = [command, "--net", "--map-root-user", "true"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def test_a_site_below_a_path_is_whole(repository: Repository, tmp_path: Path) -> None:
    """
    A project page: its key document lies at its own root, and only 404.html knows the path.
    """
    below = "https://example.github.io/badges"
    other = Repository.begun(tmp_path / "below", "Ada Lovelace")
    settings = other.read("content/site.yaml").replace("https://badges.example.org", below)
    other.write("content/site.yaml", settings)
    other.issue(first=True)
    built = other.build(check_all=True)
    found = files(other.site)

    assert built.report.ok
    assert below == built.report.base_url
    assert "did.json" in found
    assert not [path for path in found if path.startswith(".well-known")]
    assert b'"did:web:example.github.io:badges"' in found["did.json"]
    assert {"/badges/"} == {
        f"/{link.split('/')[1]}/" for link in Page(page(other, "404.html")).links if link[0] == "/"
    }
    for path, data in found.items():
        if path.endswith(".html") and path != "404.html":
            absolute = [link for link in Page(data.decode()).links if link.startswith("/")]
            assert [] == absolute, path
