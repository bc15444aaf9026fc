"""The example's past: every step loads on its day and follows lawfully from the one before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from testamur.content.load import Loaded, load
from testamur.model import durations
from testamur.model.award import Note, Record
from testamur.model.catalog import Catalog
from testamur.model.plain import to_plain

ROOT = Path(__file__).parents[2]
PAST = ROOT / "sample" / "past"
LAST_DAY = date(2026, 11, 20)
STEPS: dict[date, Path | None] = {
    date.fromisoformat(folder.name.partition("-")[2]): folder
    for folder in sorted(PAST.iterdir())
    if folder.is_dir()
} | {LAST_DAY: None}


FORGOTTEN = {
    "path:2024-25/michaelmas/wilhelmina-hartley-algorithms",
    "path:2024-25/summer/jasper-whitcombe-machine-room",
}


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Loaded]:
    """Every step, loaded on its day."""
    loaded = {}
    for day, step in STEPS.items():
        root = tmp_path_factory.mktemp(day.isoformat())
        lay(root, step)
        loaded[day] = load(root, today=day)
    return loaded


@pytest.fixture(scope="module")
def catalogs(past: dict[date, Loaded]) -> list[Catalog]:
    """The content of every step, oldest first."""
    return [loaded.catalog for loaded in past.values() if loaded.catalog is not None]


def test_every_step_loads_without_a_problem(past: dict[date, Loaded]) -> None:
    """
    Neither an error nor a warning on the day of the step; nor does the last, later on.
    """
    problems = {day: loaded.problems for day, loaded in past.items()}

    assert dict.fromkeys(STEPS, ()) == problems
    assert () == load_final(date(2026, 11, 22)).problems


def test_the_numbers_are_those_of_the_story(catalogs: list[Catalog]) -> None:
    """
    As many awards at each step as its README says.
    """
    table = (PAST / "README.md").read_text().splitlines()
    told = [int(row.split("|")[-2]) for row in table if row.startswith("| ") and " | 20" in row]

    assert told == [len(catalog.records) for catalog in catalogs]


def test_a_step_has_no_award_that_was_issued_expired(past: dict[date, Loaded]) -> None:
    """
    An award is in force on the day of the step that issues it.
    """
    seen: set[str] = set()
    for day, loaded in past.items():
        assert loaded.catalog is not None
        for record in loaded.catalog.records:
            ends = _ends(record, loaded.catalog)
            assert record.identity in seen or ends is None or ends > day, record.subject
            seen.add(record.identity)


def test_only_the_forgotten_vanish(catalogs: list[Catalog]) -> None:
    """
    No record is missing in a later step, but for two that leave at the third.
    """
    gone = [
        {record.identity for record in before.records}
        - {record.identity for record in after.records}
        for before, after in pairwise(catalogs)
    ]

    assert [set(), FORGOTTEN, set(), set()] == gone


def test_what_was_signed_changes_only_by_declaration(catalogs: list[Catalog]) -> None:
    """
    A record that differs from the step before has a correction or a renewal more.
    """
    for before, after in _records(catalogs):
        changed = to_plain(before) != to_plain(after)

        assert changed == (after.declared > before.declared), after.subject


def test_no_event_is_taken_back(catalogs: list[Catalog]) -> None:
    """
    Notes of corrections, renewals, suspensions, reinstatements and revocations only accumulate.
    """
    for before, after in _records(catalogs):
        assert _notes(before) <= _notes(after), after.subject


def test_a_credential_changes_only_with_its_version(catalogs: list[Catalog]) -> None:
    """
    The text of a credential is the same from step to step unless its number went up.
    """
    risen = []
    for before, after in pairwise(catalogs):
        for slug, old in before.credentials.items():
            new = after.credentials[slug]
            assert old == new or new.version == old.version + 1, slug
            risen += [slug] if new.version > old.version else []

    assert ["programming-in-python"] == risen


def test_the_last_step_shows_every_state(catalogs: list[Catalog]) -> None:
    """
    Corrected, renewed, suspended, reinstated, revoked and expired awards are all there.
    """
    records = catalogs[-1].records
    ends = [_ends(record, catalogs[-1]) for record in records]
    suspended = [len(record.suspended) - len(record.reinstated) for record in records]

    assert 3 == sum(bool(record.corrected) for record in records)
    assert 1 == sum(bool(record.renewed) for record in records)
    assert 2 == sum(record.revoked is not None for record in records)
    assert 1 == sum(suspended)
    assert 1 == sum(bool(record.reinstated) for record in records)
    assert 3 == sum(end is not None and end <= LAST_DAY for end in ends)


def load_final(today: date) -> Loaded:
    """The repository's own content, register and all."""
    return load(ROOT, today=today)


def lay(root: Path, step: Path | None) -> None:
    """Makes `root` a repository whose content/ is that of a step; of the last where it is None."""
    shutil.copytree(ROOT / "content", root / "content", ignore=_register)
    shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("screenshots"))
    if step is None:
        return
    for line in (step / "REMOVE.txt").read_text().splitlines():
        for path in sorted(root.glob(line), reverse=True):
            path.unlink() if path.is_file() else shutil.rmtree(path)
        if line.endswith("/**"):
            shutil.rmtree(root / line.removesuffix("/**"), ignore_errors=True)
    shutil.copytree(step / "content", root / "content", dirs_exist_ok=True)


def _register(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "register" and Path(folder).name == "content"]


def _records(catalogs: list[Catalog]) -> Iterator[tuple[Record, Record]]:
    for before, after in pairwise(catalogs):
        later = {record.identity: record for record in after.records}
        for record in before.records:
            if record.identity in later:
                yield record, later[record.identity]


def _notes(record: Record) -> set[tuple[str, Note]]:
    events = {
        "corrected": record.corrected,
        "renewed": record.renewed,
        "suspended": record.suspended,
        "reinstated": record.reinstated,
        "revoked": (record.revoked,) if record.revoked else (),
    }
    return {(name, note) for name, notes in events.items() for note in notes}


def _ends(record: Record, catalog: Catalog) -> date | None:
    valid_for = catalog.credentials[record.credential].valid_for
    if record.expires is not None or valid_for is None:
        return record.expires
    return durations.add(record.awarded, valid_for)
