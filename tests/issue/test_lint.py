"""What is wrong with a document is found before the real key touches it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from testamur.crypto.signer import Ed25519Signer
from testamur.issue.lint import LINTS, Linted, lint
from testamur.model.addresses import Addresses
from tests.support.repository import BASE_URL, Repository

THROWAWAY = Ed25519Signer.from_seed(bytes([7]) * 32)
Document = dict[str, Any]


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Document:
    repository = Repository.begun(tmp_path_factory.mktemp("honest"))
    repository.award("Ada Lovelace", "evidence: [{name: Report, url: 'https://ada.example/r'}]")
    repository.issue(first=True)
    document: Document = orjson.loads(repository.of("Ada Lovelace").newest.unsigned)
    return document


def judged(document: Document) -> list[str]:
    result = lint(document, "award", Addresses(BASE_URL), THROWAWAY)
    return [] if isinstance(result, Linted) else [problem.detail for problem in result]


def test_an_honest_document_may_be_signed(honest: Document) -> None:
    assert [] == judged(honest)


def change(*route: str | int, to: object) -> Callable[[Document], None]:
    def tamper(document: Document) -> None:
        here: Any = document
        for step in route[:-1]:
            here = here[step]
        here[route[-1]] = to

    return tamper


def twice(document: Document) -> None:
    document["evidence"].append(copy.deepcopy(document["evidence"][0]))


def alike(document: Document) -> None:
    document["evidence"].append({**document["evidence"][0], "name": "Another"})


WRONG: dict[str, tuple[Callable[[Document], object], str]] = {
    "a context more": (lambda d: d["@context"].append("https://a.example/c"), "contexts are not"),
    "contexts in another order": (lambda d: d["@context"].reverse(), "contexts are not"),
    "another issuer": (change("issuer", "id", to="did:web:evil.example"), "its issuer is not"),
    "another site's id": (change("id", to="https://evil.example/c.json"), "its id is not below"),
    "no validFrom": (lambda d: d.pop("validFrom"), "lacks validFrom"),
    "a fraction of a second": (change("validFrom", to="2026-03-02T09:00:00.5Z"), "validFrom|match"),
    "awarded later": (change("awardedDate", to="2026-03-03T00:00:00Z"), "after the moment"),
    "expired before": (change("validUntil", to="2026-03-02T08:00:00Z"), "have expired before"),
    "null": (change("evidence", 0, "narrative", to=None), "evidence.0.narrative is empty"),
    "an empty list": (change("credentialSubject", "result", to=[]), "is empty"),
    "a number": (change("credentialSubject", "term", to=3), "is a number"),
    "a fraction of a credit": (change("credentialSubject", "creditsEarned", to=1.5), "is a number"),
    "the same twice": (twice, "says the same thing twice"),
    "one id for two": (alike, "stands for something else too"),
    "an undefined term": (change("favouriteColour", to="green"), "no context defines"),
    "an undefined type": (lambda d: d["type"].append("ShinyBadge"), "no context defines"),
    "a tab": (change("name", to="Data\tSteward"), "control character"),
    "too much": (change("name", to="x" * 300_000), "more than 200,000"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(name: str, honest: Document) -> None:
    """
    With the award it concerns, and never with a signature.
    """
    tamper, sentence = WRONG[name]
    document = copy.deepcopy(honest)
    tamper(document)
    found = judged(document)

    assert found
    assert all(each.startswith("award: ") for each in found)
    assert any(_matches(sentence, each) for each in found), found


def test_every_lint_names_its_source() -> None:
    """
    A rule that nobody can look up is an opinion.
    """
    for check in LINTS:
        assert check.__doc__, check.__name__


def test_nothing_unsound_reaches_the_register(tmp_path: Path) -> None:
    """
    Drafts that were changed between the two processes are refused as a whole.
    """
    from dataclasses import replace

    from testamur.commands.prepare import prepare
    from testamur.commands.sign import sign

    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    drafts, _ = prepare(repository.project, first=True)
    assert drafts is not None
    first = drafts.awards[0]
    poisoned = replace(first, document=first.document.replace('"url":', '"link":'))
    result = sign(
        repository.project, replace(drafts, awards=(poisoned, *drafts.awards[1:])), first=True
    )

    assert isinstance(result, tuple)
    assert {"unsignable"} == {problem.rule.code for problem in result}
    assert not (repository.root / "content/register").exists()


def _matches(pattern: str, text: str) -> bool:
    import re

    return re.search(pattern, text) is not None
