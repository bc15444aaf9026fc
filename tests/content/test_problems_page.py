"""The page of problems: each rule has its section, and each section its rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from testamur import changes
from testamur.commands.accent import ACCENT_ADJUSTED
from testamur.commands.check import THEME, UNSPOKEN
from testamur.commands.letters import UNPRINTABLE_LETTER
from testamur.commands.outgrown import OUTGROWN
from testamur.commands.theme import THEME_STALE
from testamur.content.handbook import HANDBOOK, HANDBOOK_LINK
from testamur.content.rules import RULES
from testamur.issue.lint import UNSIGNABLE
from testamur.register import reader
from testamur.register.soundness import SIGNED_AFTER_LOSS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "problems.md").read_text(encoding="utf-8")
SECTIONS = dict(
    re.findall(r"^## `([a-z0-9-]+)`\n(.*?)(?=^## `|\Z)", PAGE, re.MULTILINE | re.DOTALL)
)
EVERY_RULE = (
    *RULES,
    *changes.RULES,
    *reader.RULES,
    UNSIGNABLE,
    SIGNED_AFTER_LOSS,
    THEME,
    THEME_STALE,
    ACCENT_ADJUSTED,
    UNSPOKEN,
    UNPRINTABLE_LETTER,
    OUTGROWN,
    HANDBOOK,
    HANDBOOK_LINK,
)
CODES = [rule.code for rule in EVERY_RULE]


@pytest.mark.parametrize("code", CODES)
def test_rule_is_explained(code: str) -> None:
    """Each rule has a section with a wrong and a right example."""
    section = SECTIONS.get(code, "")

    assert section.index("\nWrong:\n") < section.index("\nRight:\n")
    assert 4 == section.count("```")


def test_no_section_is_left_over() -> None:
    """No section explains a rule that is gone, and no code is used twice."""
    assert sorted(SECTIONS) == sorted(set(CODES))
    assert len(CODES) == len(set(CODES))


def test_codes_are_plain_words() -> None:
    """A code is small letters and hyphens: it stands in an address."""
    assert [] == [code for code in CODES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)]
