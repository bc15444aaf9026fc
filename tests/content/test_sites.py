"""Whole repositories: two good ones, and one for each thing that may be wrong."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

import pytest

from testamur import changes
from testamur.commands.accent import ACCENT_ADJUSTED
from testamur.commands.check import THEME, UNSPOKEN
from testamur.commands.letters import UNPRINTABLE_LETTER
from testamur.commands.outgrown import OUTGROWN
from testamur.commands.theme import THEME_STALE
from testamur.content.handbook import HANDBOOK, HANDBOOK_LINK
from testamur.content.load import load
from testamur.content.rules import RULES
from testamur.issue.lint import UNSIGNABLE
from testamur.model.durations import add
from testamur.problems import Exit, Severity
from testamur.register import reader
from tests.support.check import TODAY, check_text

REPOSITORY = Path(__file__).resolve().parents[2]
SITES = REPOSITORY / "tests" / "sites"
BROKEN = sorted((SITES / "broken").iterdir())
EVERY_RULE = (
    *RULES,
    *changes.RULES,
    *reader.RULES,
    THEME,
    THEME_STALE,
    ACCENT_ADJUSTED,
    UNSPOKEN,
    UNPRINTABLE_LETTER,
    OUTGROWN,
    HANDBOOK,
    HANDBOOK_LINK,
    UNSIGNABLE,
)

# What Git does not keep, or not on every system, is made in test_hostile.py and test_files.py;
# what needs a Git history, in tests/cli/test_history.py and test_against.py; an erasure and what was issued under a
# pathway, in tests/issuing.
MADE_BY_TESTS = {
    "git-changed",
    "site-changed",
    "keys-changed",
    "lock-changed",
    "owners-changed",
    "register-changed",
    "theme-changed",
    "workflow-changed",
    "forgotten-without-wish",
    "register-missing",
    "register-not-an-extension",
    "file-link",
    "file-name",
    "file-size",
    "host-limit",
    "name-clash",
    "special-file",
    "steps-open",
    "too-many-problems",
    "unknown-person",
    "unreadable-file",
}


@pytest.mark.parametrize("site", BROKEN, ids=attrgetter("name"))
def test_broken_site(site: Path, *, golden_update: bool) -> None:
    """A broken site gets the report stored beside it, word for word."""
    text, code = check_text(site)
    expected = site / "expected.txt"
    if golden_update:
        expected.write_text(text, encoding="utf-8")

    assert expected.read_text(encoding="utf-8") == text
    rule = next(rule for rule in EVERY_RULE if rule.code == site.name.partition("--")[0])
    assert f"[{rule.code}]: " in text
    if "--error" not in site.name:
        assert (rule.exit if rule.severity is Severity.ERROR else Exit.DONE) == code


@pytest.mark.parametrize("rule", EVERY_RULE, ids=attrgetter("code"))
def test_rule_is_shown(rule: object) -> None:
    """Each rule has a broken site, or a test that makes one."""
    shown = {site.name for site in BROKEN} | MADE_BY_TESTS

    assert attrgetter("code")(rule) in shown


def test_a_good_site_is_ready_to_be_issued() -> None:
    """The command has nothing to say but what it would make."""
    text, code = check_text(SITES / "minimal")

    assert 0 == code
    assert text.startswith("no problems\nissuing would make:\n")


@pytest.mark.parametrize("name", ["minimal", "full"])
def test_good_content_has_no_problems(name: str) -> None:
    """Not even a warning."""
    assert () == load(SITES / name, today=TODAY).problems


def test_minimal_site_says_what_was_written() -> None:
    """Three lines make an award."""
    catalog = load(SITES / "minimal", today=TODAY).catalog

    assert catalog is not None
    assert ["data-steward"] == list(catalog.credentials)
    (record,) = catalog.records
    assert "Ada Lovelace" == record.recipient.name
    assert "path:ada" == record.identity
    assert "content/awards/ada.yaml" == record.subject


def test_full_site_leaves_nothing_out() -> None:
    """Every field that an author may write arrives in the model."""
    catalog = load(SITES / "full", today=TODAY).catalog

    assert catalog is not None
    site, steward = catalog.site, catalog.credentials["data-steward"]
    issuer = site.issuer
    assert issuer.address is not None
    for value in (
        site,
        issuer,
        issuer.address,
        issuer.parent,
        steward,
        steward.creator,
        steward.assessment,
        steward.skills[0],
        steward.translations[0],
        steward.translations[0].assessment,
        steward.translations[0].skills[0],
        steward.translations[0].results[2],
        steward.translations[0].results[2].levels[1],
    ):
        assert [] == _empty_fields(value)
    by_identity = {record.identity: record for record in catalog.records}
    first, row = by_identity["key:cohort-7-ada"], by_identity["key:cohort-8-grace"]
    for part in (first.recipient, first.evidence[0], first.assessed_by, row.evidence[0]):
        assert [] == _empty_fields(part)
    # What was revoked cannot be reinstated, so one award cannot show both; nor can it say in plain
    # text who it is about, and hide that.
    assert ["hidden", "revoked"] == _empty_fields(first)
    # Another assessor and a person's identifiers have no columns.
    assert ["assessed_by", "hidden"] == _empty_fields(row)
    assert ["identifiers"] == _empty_fields(row.recipient)
    assert 1 == len(catalog.forgotten)
    assert ["data-basics", "data-steward"] == list(catalog.pictures)


def test_expiry_is_left_to_issuing() -> None:
    """An expiry that was not written stays open; the calendar gives it when it is signed."""
    catalog = load(SITES / "full", today=TODAY).catalog

    assert catalog is not None
    record = next(
        item for item in catalog.records if item.identity == "row:data-basics:hoa@example.com"
    )
    assert record.expires is None
    assert "2028-03-01" == add(record.awarded, "P3Y").isoformat()


def _empty_fields(value: object) -> list[str]:
    """The names of fields that hold nothing, by the value's own account."""
    return [
        name
        for name in getattr(value, "__slots__", ())
        if getattr(value, name) is None or getattr(value, name) == ()
    ]
