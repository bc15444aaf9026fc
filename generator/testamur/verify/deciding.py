"""
How the word of a verdict follows from its findings.
"""

from __future__ import annotations

from collections.abc import Mapping

from testamur.verify.verdict import Finding, Word


def decide(
    findings: Mapping[str, Finding],
    *,
    foreign: bool = False,
    fate_word: Word | None = None,
    date_word: Word | None = None,
    person_asked: bool = False,
) -> Word:
    """
    The word for the findings of all steps, the gravest first.

    1. `altered`: a step that says whether the document is genuine failed, or the recipient is
       another person. 2. `foreign`. 3. `unknown`: it was not shown to be genuine, so what it
       says of itself counts for nothing. 4. `superseded`, `suspended`, `revoked`.
       5. `not-yet-valid`, `expired`. 6. `unknown`: a needed step was not checked, which the
       recipient is where somebody was named (`person_asked`). 7. `valid`.
    """
    genuine = ("readable", "well-formed", "signature", "issuer-key")
    if any(findings[name].failed for name in (*genuine, "recipient", "register")):
        return Word.ALTERED
    if foreign:
        return Word.FOREIGN
    if not all(findings[name].held for name in genuine):
        return Word.UNKNOWN
    if fate_word is not None:
        return fate_word
    if date_word is not None:
        return date_word
    needed = ("dates", "status", *(("recipient",) if person_asked else ()))
    if not all(findings[name].held for name in needed):
        return Word.UNKNOWN
    return Word.VALID
