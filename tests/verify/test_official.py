"""Open Badges that others published, each with the verdict that it deserves, offline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from testamur.commands.project import Project
from testamur.commands.verify import verify
from testamur.verify.bitstrings import Unusable
from testamur.verify.document import Verifier, verify_document
from testamur.verify.documents import Documents
from testamur.verify.verdict import Verdict
from tests.support import issuer

from .official import EXPECTED, OTHER_KINDS, VECTORS, profile, web, word_of_another_kind

pytestmark = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="the official examples are not beside the repository"
)
NOTHING: Mapping[str, bytes] = {}


def source(pages: Mapping[str, bytes]) -> Documents:
    return Documents(pages.get, {address: address for address in pages})


def verdict(name: str, pages: Mapping[str, bytes]) -> Verdict:
    return verify_document((VECTORS / name).read_bytes(), source(pages), now=issuer.NOW)


def said(found: Verdict) -> str:
    return " ".join([found.sentence(), *(step.detail for step in found.steps)])


@pytest.mark.parametrize("name", EXPECTED)
def test_every_example_gets_the_verdict_it_deserves(name: str) -> None:
    """
    With the documents that it refers to at hand, good or bad, in every form.
    """
    word, reason = EXPECTED[name]
    found = verdict(name, web())

    assert word == found.word.value, said(found)
    assert reason in said(found)


def test_the_same_from_a_folder(tmp_path: Path) -> None:
    """
    As a user does it: `verify FILE --documents DIR`, where the documents stand by host and path.
    """
    for url, data in web().items():
        target = tmp_path / url.removeprefix("https://")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    project = Project(root=tmp_path, now=issuer.NOW, draw=bytes, environ={})
    words = {name: verify(project, str(VECTORS / name), documents=tmp_path) for name in EXPECTED}

    assert {name: word for name, (word, _) in EXPECTED.items()} == {
        name: found.word.value for name, found in words.items() if isinstance(found, Verdict)
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_without_its_issuers_documents_none_is_valid(name: str) -> None:
    """
    Where the keys are out of reach the question is open, unless something is wrong anyway.
    """
    word, _ = EXPECTED[name]
    alone = verdict(name, NOTHING).word.value

    assert alone in {"unknown", "altered"}
    assert (alone == "unknown") or word == "altered"


def test_the_table_names_every_example() -> None:
    """
    No example is left out, but the intermediate values of the guides.
    """
    names = {
        path.relative_to(VECTORS).as_posix()
        for path in (VECTORS / "ob3").rglob("*")
        if path.is_file() and path.suffix != ".txt" and path.name != "intermediate.json"
    }

    assert names == EXPECTED.keys()


@pytest.mark.parametrize("folder", OTHER_KINDS)
def test_nothing_else_is_taken_for_a_badge(folder: str) -> None:
    """
    Credentials of other kinds, well-formed or not, status lists, presentations: none is judged.
    """
    for path in sorted((VECTORS / folder).rglob("*.json")):
        found = verdict(path.relative_to(VECTORS).as_posix(), NOTHING)

        assert word_of_another_kind(json.loads(path.read_bytes())) == found.word.value, path.name


@pytest.mark.parametrize("name", [name for name, (word, _) in EXPECTED.items() if word == "valid"])
def test_a_key_of_somebody_else_makes_none_valid(name: str) -> None:
    """
    Where its issuer publishes another key than the one it is signed with, no example is valid.
    """
    strangers = issuer.STRANGERS_KEY.public_key.multibase
    pages = {
        address: json.dumps(profile(json.loads(page)["id"], strangers)).encode()
        for address, page in web().items()
        if "verificationMethod" in json.loads(page)
    }

    assert "altered" == verdict(name, pages).word.value


def test_the_learner_record_of_the_guide_says_what_it_bundles() -> None:
    """
    The credential in it is judged by itself, and belongs to the same person.
    """
    found = verdict("ob3/impl-guide-clrv2p0/signed.json", web())

    assert [("credential", "valid", True)] == [
        (part.what, part.verdict.word.value, part.stands) for part in found.parts
    ]


def test_a_published_status_list_that_is_too_short() -> None:
    """
    The Digital Credentials Consortium's has fewer places than the specification asks for.
    """
    data = (VECTORS / "bitstring-status-list/dcc-status-list-credential.json").read_bytes()
    found = json.loads(data)
    lists = Verifier(source({found["id"]: data}), now=issuer.NOW).lists

    with pytest.raises(Unusable, match="fewer than 131,072 entries"):
        lists.list(found["id"], found["issuer"])
