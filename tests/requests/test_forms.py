"""The issue forms that `init` writes, held against what GitHub takes and what the program reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.content.requests import DISPLAYS, FORMS, RequestKind
from testamur.model.status import ReasonCode
from tests.requests import forms
from tests.workflows import linters

# https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
ATTRIBUTES = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder", "value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
    "dropdown": {"label", "description", "multiple", "options", "default"},
    "checkboxes": {"label", "description", "options"},
}


@pytest.mark.parametrize("kind", RequestKind)
def test_a_form_is_what_github_takes(kind: RequestKind) -> None:
    """
    Names, kinds and attributes are GitHub's; no form gives itself a label.
    """
    form = forms.form(kind)

    assert {"name", "description", "title", "body"} == form.keys()
    for element in form["body"]:
        assert element.keys() <= {"type", "id", "attributes", "validations"}
        assert element["attributes"].keys() <= ATTRIBUTES[element["type"]]
        assert element.get("validations", {}).keys() <= {"required"}
    ids = [element["id"] for element in forms.elements(kind)]
    assert len(ids) == len(set(ids))


def test_githubs_schemas_take_them(tmp_path: Path) -> None:
    """
    As others wrote them down; and one that GitHub would not show is refused.
    """
    files = [forms.FORMS / name for name in forms.FILES.values()]
    bad = tmp_path / "bad.yml"
    bad.write_text(files[0].read_text("utf-8").replace("type: input", "type: inptu"), "utf-8")

    assert "" == linters.schema(files, "github-issue-forms")
    assert "" == linters.schema([forms.FORMS / "config.yml"], "github-issue-config")
    assert "inptu" in linters.schema([bad], "github-issue-forms")
    assert {file.name for file in files} == {
        file.name for file in forms.FORMS.iterdir() if file.name != "config.yml"
    }


@pytest.mark.parametrize("kind", RequestKind)
def test_a_form_asks_what_is_read(kind: RequestKind) -> None:
    """
    The same questions in the same order, and the same of them need an answer.
    """
    asked = [
        (
            each["id"],
            each["attributes"]["label"],
            each["type"] == "checkboxes" or each.get("validations", {}).get("required", False),
        )
        for each in forms.elements(kind)
    ]

    assert [(each.name, each.label, each.is_required) for each in FORMS[kind]] == asked


@pytest.mark.parametrize("kind", RequestKind)
def test_a_form_says_first_that_everybody_reads_it(kind: RequestKind) -> None:
    first = forms.form(kind)["body"][0]

    assert "markdown" == first["type"]
    assert "Everybody can read what you write here" in first["attributes"]["value"]


def test_choices_are_those_of_the_program() -> None:
    """
    Not every reason is one to ask for: a lost key and a pending review are the issuer's own.
    """
    choices = {
        (kind, each["id"]): each["attributes"]["options"]
        for kind in RequestKind
        for each in forms.elements(kind)
        if each["type"] == "dropdown"
    }

    assert list(DISPLAYS) == choices[RequestKind.AWARD, "display"]
    codes = choices[RequestKind.REVOKE, "code"]
    assert {ReasonCode.KEY_COMPROMISE, ReasonCode.UNDER_REVIEW} == {*ReasonCode} - {*codes}


def test_the_first_question_tells_the_form() -> None:
    assert len(RequestKind) == len({questions[0].label for questions in FORMS.values()})
