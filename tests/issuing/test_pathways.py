"""Pathways through issuing: entered, changed, walked, and whose steps do not add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from testamur.changes import Action
from testamur.changes.walks import Walk, walks
from testamur.commands.prepare import prepare
from testamur.commands.sign import sign
from testamur.issue.drafts import decode, encode
from testamur.model.pathway import Group, Pathway
from testamur.problems import RegisterError
from testamur.register.entries import PathwayEntry
from tests.support.breaking import Cut, DyingDisk
from tests.support.repository import CREDENTIAL, Repository, codes

PATHWAY = """\
name: {name}
description: From the first table to the whole archive.
leads_to: lead
in_order: true
steps:
  - basics
  - any: 1
    of: [data-steward, law]
"""
FILE = "content/pathways/to-lead.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Four credentials and a pathway through them; nothing is issued yet."""
    repository = Repository.begun(tmp_path)
    for slug in ("basics", "law", "lead"):
        text = CREDENTIAL.format(name=slug.capitalize(), version=1)
        repository.write(f"content/credentials/{slug}/credential.md", text)
    repository.write(FILE, PATHWAY.format(name="The way to lead"))
    return repository


def give(
    repository: Repository, slug: str, day: str, *more: str, name: str = "Ada Lovelace"
) -> str:
    """The record of an award of another credential than the usual one."""
    path = f"content/awards/{name.split(maxsplit=1)[0].lower()}-{slug}.yaml"
    address = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    lines = [
        f"credential: {slug}",
        f"recipient: {{name: {name}, email: {address}, display: initials}}",
        f"awarded: {day}",
        *more,
    ]
    repository.write(path, "".join(f"{line}\n" for line in lines))
    return path


def notices(repository: Repository) -> list[str]:
    return codes(repository.check().problems)


def walk(repository: Repository) -> Walk:
    """The only one there is."""
    catalog = repository.check().catalog
    assert catalog is not None
    (found,) = walks(catalog, repository.register)
    return found


def test_a_pathway_is_entered_once(repository: Repository) -> None:
    """With a digest, its text beside the log, and never again while it says the same."""
    assert ["The way to lead"] == [
        each.pathway.name for each in repository.plan().of(Action.PATHWAY) if each.pathway
    ]

    repository.issue(first=True)
    register = repository.register

    (entry,) = (each.fact for each in register.entries if isinstance(each.fact, PathwayEntry))
    assert ("to-lead", 1) == (entry.slug, entry.number)
    expected = Group(("basics", Group(("data-steward", "law"), needed=1)), in_order=True)
    assert expected == register.pathways["to-lead", 1].steps
    assert () == repository.plan().changes


def test_a_changed_pathway_is_entered_again(repository: Repository) -> None:
    """The newest text counts, and every earlier one stays."""
    repository.issue(first=True)
    repository.write(FILE, PATHWAY.format(name="Another name"))

    assert 1 == len(repository.plan().of(Action.PATHWAY_CHANGE))

    repository.pass_days()
    repository.issue()
    register = repository.register

    assert (2, "Another name") == (
        register.newest_pathways["to-lead"][0],
        register.newest_pathways["to-lead"][1].name,
    )
    assert "The way to lead" == register.pathways["to-lead", 1].name
    assert [1, 2] == [
        each.fact.number for each in register.entries if isinstance(each.fact, PathwayEntry)
    ]


def test_a_pathway_taken_out_of_content_stays_as_it_was_issued(repository: Repository) -> None:
    repository.issue(first=True)
    (repository.root / FILE).unlink()

    assert () == repository.plan().changes
    assert ["to-lead"] == list(repository.register.newest_pathways)


@pytest.mark.parametrize("change", ["edit", "rename", "delete", "reformat"])
def test_an_edited_text_is_refused(repository: Repository, change: str) -> None:
    """What is read is what the log commits to, byte for byte."""
    repository.issue(first=True)
    file = repository.folder.path / "pathways" / "to-lead" / "v1.json"
    text = file.read_text()
    match change:
        case "edit":
            file.write_text(text.replace("basics", "nothing"))
        case "rename":
            file.write_text(text.replace('"slug": "to-lead"', '"slug": "to-law"'))
        case "delete":
            file.unlink()
        case "reformat":
            file.write_text(text.replace("\n", ""))

    with pytest.raises(RegisterError, match=r"pathways/to-lead/v1\.json"):
        _ = repository.register


@pytest.mark.parametrize(
    "forged",
    [
        Pathway("To Lead", "x", "x", Group(("basics",))),
        Pathway("../../x", "x", "x", Group(("basics",))),
        Pathway("other", "x", "x", Group(("nothing",))),
        Pathway("other", "x", "x", Group(("basics",)), leads_to="nothing"),
        Pathway("to-lead", "x", "x", Group(("basics",))),
    ],
)
def test_drafts_of_a_strange_pathway_are_not_signed(
    repository: Repository, forged: Pathway
) -> None:
    """Names become paths; what they name must be there; and none may come twice."""
    drafts, _ = prepare(repository.project, first=True)
    assert drafts is not None
    drafts = decode(encode(replace(drafts, pathways=(*drafts.pathways, forged))))

    with pytest.raises(RegisterError, match="drafts cannot be signed"):
        sign(repository.project, drafts, first=True)


def test_a_cut_run_is_completed_with_the_same_text(repository: Repository) -> None:
    """Whenever the disk dies, no earlier text is lost and the next run enters the new one."""
    repository.issue(first=True)
    repository.write(FILE, PATHWAY.format(name="Another name"))
    repository.pass_days()
    for dies_at in range(1, 99):
        try:
            repository.issue(disk=DyingDisk(dies_at=dies_at))
        except Cut:
            assert "The way to lead" in repository.read("content/register/pathways/to-lead/v1.json")
        else:
            break

    names = [pathway.name for _, pathway in repository.register.newest_pathways.values()]
    assert ["Another name"] == names
    assert () == repository.plan().changes


def test_whoever_comes_to_the_end_is_proposed(repository: Repository) -> None:
    """By name as the records allow it, once the steps were issued, and until a record is there."""
    give(repository, "basics", "2026-01-01")
    give(repository, "law", "2026-01-02")

    assert [] == notices(repository)

    repository.issue(first=True)
    (problem,) = repository.check().problems

    assert "pathway-complete" == problem.rule.code
    assert problem.detail.startswith("A. L. has come to the end of The way to lead")
    assert "content/awards/ada-law.yaml" == problem.file

    give(repository, "lead", "2026-03-02")

    assert [] == notices(repository)


@pytest.mark.parametrize(
    ("steps", "remaining"),
    [
        ([("basics", "2026-01-02"), ("law", "2026-01-01")], 1),
        ([("law", "2026-01-01"), ("data-steward", "2026-01-02")], 2),
        ([("basics", "2026-01-01")], 1),
    ],
)
def test_whoever_has_not_is_not(
    repository: Repository, steps: list[tuple[str, str]], remaining: int
) -> None:
    for slug, day in steps:
        give(repository, slug, day)
    repository.issue(first=True)

    assert [] == notices(repository)
    assert remaining == walk(repository).progress.remaining


@pytest.mark.parametrize("ends", ["revoked", "suspended", "expires"])
@pytest.mark.parametrize("pending", [True, False])
def test_what_does_not_stand_does_not_count(
    repository: Repository, ends: str, *, pending: bool
) -> None:
    """Revoked and suspended from the moment it is written, expired as of the last signing."""
    later = (
        "expires: 2026-03-03" if ends == "expires" else f"{ends}: {{date: 2026-03-02, reason: x}}"
    )
    give(repository, "basics", "2026-01-01")
    give(repository, "law", "2026-01-02", *([later] if ends == "expires" else []))
    repository.issue(first=True)

    assert ["pathway-complete"] == notices(repository)

    repository.pass_days()
    give(repository, "law", "2026-01-02", later)
    if not pending:
        repository.issue()

    assert ([] if ends != "expires" or not pending else ["pathway-complete"]) == notices(repository)


def test_a_reinstated_step_counts_again(repository: Repository) -> None:
    give(repository, "basics", "2026-01-01")
    give(repository, "law", "2026-01-02", "suspended: {date: 2026-03-02, reason: x}")
    repository.issue(first=True)
    repository.pass_days()

    assert [] == notices(repository)

    give(
        repository,
        "law",
        "2026-01-02",
        "suspended: {date: 2026-03-02, reason: x}",
        "reinstated: {date: 2026-03-03, reason: y}",
    )
    repository.issue()

    assert ["pathway-complete"] == notices(repository)


def test_nobody_is_given_twice_what_was_taken_from_them(repository: Repository) -> None:
    """A revoked larger award was decided on."""
    give(repository, "basics", "2026-01-01")
    give(repository, "law", "2026-01-02")
    give(repository, "lead", "2026-01-03", "revoked: {date: 2026-03-01, reason: x}")
    repository.issue(first=True)

    assert [] == notices(repository)


def test_a_name_alone_is_nobody(repository: Repository) -> None:
    for slug in ("basics", "law"):
        path = give(repository, slug, "2026-01-01")
        text = repository.read(path).replace(", email: ada@example.org", "")
        repository.write(path, text)
    repository.issue(first=True)

    assert [] == notices(repository)


def test_a_larger_award_with_open_steps_is_noticed(repository: Repository) -> None:
    """From the day on which the pathway was entered, and whether it is issued or not."""
    give(repository, "basics", "2026-01-01")
    repository.issue(first=True)
    repository.pass_days()
    path = give(repository, "lead", "2026-03-03")
    (problem,) = repository.check().problems

    assert ("steps-open", path) == (problem.rule.code, problem.file)
    assert "1 step was open" in problem.detail
    assert not problem.is_error

    repository.issue()

    assert ["steps-open"] == notices(repository)


@pytest.mark.parametrize(
    ("day", "more"),
    [
        ("2026-03-01", []),
        ("2026-03-03", ["route: prior-learning"]),
        ("2026-03-03", ["revoked: {date: 2026-03-03, reason: Steps were open}"]),
    ],
)
def test_what_is_not_judged(repository: Repository, day: str, more: list[str]) -> None:
    """What came before the pathway, prior learning, and what was withdrawn."""
    repository.issue(first=True)
    repository.pass_days()
    give(repository, "lead", day, *more)

    assert [] == notices(repository)


def test_steps_that_ended_after_the_larger_award_are_no_fault(repository: Repository) -> None:
    """Expired later, they were good on the day."""
    give(repository, "basics", "2026-01-01", "expires: 2026-03-05")
    give(repository, "law", "2026-01-02")
    repository.issue(first=True)
    repository.pass_days()
    give(repository, "lead", "2026-03-03")
    repository.issue()
    repository.pass_days(9)
    repository.issue()

    assert [] == notices(repository)
    assert date(2026, 3, 12) == repository.now.date()


def test_a_missing_name_is_not_made_up(repository: Repository) -> None:
    give(repository, "basics", "2026-01-01")
    path = give(repository, "law", "2026-01-02")
    repository.write(path, repository.read(path).replace("initials", "hidden"))
    repository.issue(first=True)
    (problem,) = repository.check().problems

    assert problem.detail.startswith("somebody whose name is not published has come to the end")
    assert "Ada" not in problem.detail + str(problem.hint)
