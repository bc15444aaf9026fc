"""
From what the steps found to a verdict: the steps that were not reached, and what is repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from testamur.verify.deciding import decide
from testamur.verify.verdict import (
    STEP_NAMES,
    Finding,
    Part,
    Step,
    Summary,
    Verdict,
    Word,
    not_checked,
)

_NOTHING = Summary()


def verdict(
    findings: Sequence[Finding],
    summary: Summary = _NOTHING,
    *,
    foreign: bool = False,
    fate_word: Word | None = None,
    date_word: Word | None = None,
    person_asked: bool = False,
    parts: tuple[Part, ...] = (),
) -> Verdict:
    """The verdict for the first steps' findings, in their order; the words as for `decide`."""
    rest = not_checked("Not reached: an earlier step decided.")
    complete = (*findings, *[rest] * (len(STEP_NAMES) - len(findings)))
    by_name = dict(zip(STEP_NAMES, complete, strict=True))
    word = decide(
        by_name,
        foreign=foreign,
        fate_word=fate_word,
        date_word=date_word,
        person_asked=person_asked,
    )
    steps = tuple(_step(name, each) for name, each in by_name.items())
    if by_name["signature"].failed or by_name["issuer-key"].failed:
        # What a forger wrote is not repeated beside the issuer's domain.
        summary = _NOTHING
    return Verdict(word, steps, summary, parts)


@lru_cache(maxsize=1024)
def _step(name: str, finding: Finding) -> Step:
    """Most steps of most documents say the same: a large site's verdicts share them."""
    return Step(name, finding.outcome, finding.detail)
