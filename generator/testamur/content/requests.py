"""
What somebody asked for in an issue form, read from the issue's text.

GitHub writes a form as a heading for each question and the answer below it; whoever sends it may
write anything, headings too, and edit it afterwards. So only the questions of one form are taken,
in their order and each once, and every answer is read as the content itself would read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from testamur.content import values
from testamur.content.refused import Refused
from testamur.content.rules import UNKNOWN_CHOICE, WRONG_SHAPE
from testamur.content.text import hidden
from testamur.model.award import Display
from testamur.model.ids import is_award_id
from testamur.model.status import ReasonCode

BODY_MAX = 64 * 1024
"""Bytes; GitHub's own limit of an issue is near it."""

_NOTHING = "_No response_"
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_TICKED = re.compile(r"- \[[xX]\] \S.*")
_SEALED_LINE = re.compile(r"recipient: \{sealed: (\S+)\}")
_ADDRESS = re.compile(r"https://\S+?/awards/([0-9a-z]{26})(?:[/?#]\S*)?")
_ID_MAX = 26


class RequestKind(StrEnum):
    AWARD = "award"
    REVOKE = "revoke"
    CORRECT = "correct"
    REMOVAL = "removal"


class RequestRefusedError(Exception):
    """The text is no such request. The message is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    """What its answer is called in the program."""
    label: str
    """Its heading, as the form has it."""
    read: Callable[[str], object]
    """Raises Refused."""
    is_required: bool = True


def _day(text: str) -> object:
    return values.day(text)


def _display(text: str) -> Display:
    try:
        return _DISPLAYS[text]
    except KeyError:
        raise Refused(UNKNOWN_CHOICE, "is none of the choices of the form") from None


def _code(text: str) -> ReasonCode:
    try:
        return ReasonCode(text)
    except ValueError:
        raise Refused(UNKNOWN_CHOICE, "is none of the choices of the form") from None


def _ticked(text: str) -> bool:
    if not all(_TICKED.fullmatch(line) for line in text.split("\n")):
        raise Refused(WRONG_SHAPE, "has a box that is not ticked")
    return True


def _award(text: str) -> tuple[str, str | None]:
    """The id of an award, and the address that it was given by."""
    text = values.line(text)
    if is_award_id(text):
        return text, None
    found = _ADDRESS.fullmatch(text)
    if found is None or not is_award_id(found[1]):
        raise Refused(
            WRONG_SHAPE,
            "is not the address of an award's page",
            "copy it from the browser: https://…/awards/ and 26 letters and digits",
        )
    return found[1], text


def _box(text: str) -> str:
    """The box alone, or the whole line that `testamur seal` prints."""
    line = _SEALED_LINE.fullmatch(text)
    return values.box(line[1] if line else text)


_DISPLAYS = {
    "The whole name": Display.FULL,
    "Initials": Display.INITIALS,
    "No name at all": Display.HIDDEN,
}
DISPLAYS = tuple(_DISPLAYS)
_SEEN = Question("seen", "Before you send this", _ticked)

FORMS: Mapping[RequestKind, tuple[Question, ...]] = {
    RequestKind.AWARD: (
        Question("credential", "Credential", values.slug),
        # Who it is for: a box, or else the name, the address and what may be shown.
        Question("sealed", "Sealed recipient", _box, is_required=False),
        Question("name", "Name of the recipient", values.line, is_required=False),
        Question("email", "E-mail address of the recipient", values.email, is_required=False),
        Question("awarded", "Day of the award", _day, is_required=False),
        Question("display", "What may be shown of the name", _display, is_required=False),
        Question("evidence", "Evidence", values.line, is_required=False),
        Question("url", "Address of the evidence", values.url, is_required=False),
        Question("narrative", "What was done", values.markdown, is_required=False),
        _SEEN,
    ),
    RequestKind.REVOKE: (
        Question("award", "Award to be revoked", _award),
        Question("code", "Reason", _code),
        Question("reason", "Reason in words", values.line),
        _SEEN,
    ),
    RequestKind.CORRECT: (
        Question("award", "Award to be corrected", _award),
        Question("name", "Name as it should be", values.line),
        Question("reason", "What was wrong", values.line),
        _SEEN,
    ),
    RequestKind.REMOVAL: (Question("award", "Award to be removed", _award), _SEEN),
}
"""The questions of each form, in their order."""


def kind_of(body: bytes) -> RequestKind:
    """
    Which form a text is of, by its first heading. Raises RequestRefusedError.
    """
    first = _text(body).partition("\n")[0]
    for kind, questions in FORMS.items():
        if first == f"### {questions[0].label}":
            return kind
    raise RequestRefusedError("The text does not begin with a question of any form.")


def answers(kind: RequestKind, body: bytes) -> Mapping[str, Any]:
    """
    What was answered to each question, by its name; None where nothing was.

    Raises RequestRefusedError.
    """
    questions = FORMS[kind]
    sections = _sections(_text(body), [each.label for each in questions])
    found: dict[str, Any] = {}
    for question, text in zip(questions, sections, strict=True):
        if text in {"", _NOTHING}:
            if question.is_required:
                raise RequestRefusedError(f"“{question.label}” has no answer.")
            found[question.name] = None
            continue
        try:
            found[question.name] = question.read(text)
        except Refused as refused:
            hint = f": {refused.hint}" if refused.hint else ""
            raise RequestRefusedError(f"“{question.label}” {refused.phrase}{hint}.") from None
    return found


def _text(body: bytes) -> str:
    if len(body) > BODY_MAX:
        raise RequestRefusedError("The text is far longer than a form can be.")
    try:
        text = body.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise RequestRefusedError("The text is not UTF-8.") from None
    first = next(iter(hidden(text)), None)
    if first is not None:
        raise RequestRefusedError(f"The text {first.phrase}: delete it, and type it anew.")
    return text.strip("\n")


def _sections(text: str, labels: Sequence[str]) -> list[str]:
    """The text below each heading. Raises RequestRefusedError unless they are just these."""
    sections: list[list[str]] = []
    for line in text.split("\n"):
        if not _HEADING.match(line):
            if not sections:
                raise RequestRefusedError("The text does not begin with a question of the form.")
            sections[-1].append(line)
            continue
        number = len(sections)
        if number == len(labels) or line != f"### {labels[number]}":
            raise RequestRefusedError(
                "The headings are not those of the form, each once and in its order. Answers "
                "cannot have headings: take the # from the beginning of the line, or send the form anew."
            )
        sections.append([])
    if len(sections) < len(labels):
        raise RequestRefusedError(f"The form ends before “{labels[len(sections)]}”.")
    return ["\n".join(lines).strip() for lines in sections]
