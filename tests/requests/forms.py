"""Issue forms as GitHub would send them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from testamur.content.requests import RequestKind

REPOSITORY = Path(__file__).resolve().parents[2]
FORMS = REPOSITORY / "generator/testamur/starter/data/issue-forms"
FILES = {
    RequestKind.AWARD: "award.yml",
    RequestKind.REVOKE: "revoke.yml",
    RequestKind.CORRECT: "correct-a-name.yml",
    RequestKind.REMOVAL: "removal.yml",
}


def form(kind: RequestKind) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((FORMS / FILES[kind]).read_text("utf-8"))
    return loaded


def elements(kind: RequestKind) -> list[Mapping[str, Any]]:
    """The questions of a form, without what is only said in it."""
    return [each for each in form(kind)["body"] if each["type"] != "markdown"]


def sent(kind: RequestKind, **given: str) -> str:
    """The text of the issue: a heading for each question, and what was answered below it."""
    parts = []
    for element in elements(kind):
        answer = given.pop(element["id"], None)
        if element["type"] == "checkboxes":
            boxes = element["attributes"]["options"]
            answer = "\n".join(f"- [{answer or 'X'}] {box['label']}" for box in boxes)
        parts.append(f"### {element['attributes']['label']}\n\n{answer or '_No response_'}")
    assert not given, "no such question"
    return "\n\n".join(parts)
