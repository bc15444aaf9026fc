"""V-01: whatever single byte is changed or cut off, no document comes out valid."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.verify.document import verify_document
from testamur.verify.site import verify_site
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import STEP_NAMES, Word
from tests.support import issuer
from tests.support.issuer import VALID, at

SITE = issuer.honest_site()
CREDENTIAL = at(VALID)
PROOF = f"awards/{VALID}/record.tlog-proof"
KEYS = issuer.did_path(issuer.BASE_URL)
CHECKPOINT = "register/checkpoint"

mutations = st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255))


def mutated(path: str, where: float, difference: int) -> dict[str, bytes]:
    data = bytearray(SITE[path])
    data[int(where * len(data))] ^= difference
    return {**SITE, path: bytes(data)}


def word(site: dict[str, bytes]) -> Word:
    verdict = verify_document(
        site[CREDENTIAL], SiteFolder(site.get, issuer.BASE_URL), now=issuer.NOW
    )
    assert tuple(step.name for step in verdict.steps) == STEP_NAMES
    assert verdict.sentence()
    return verdict.word


@settings(max_examples=250, deadline=None)
@given(mutations)
def test_v01_no_changed_byte_of_a_credential_is_valid(mutation: tuple[float, int]) -> None:
    """
    Every single-byte change of a credential is noticed.
    """
    assert word(mutated(CREDENTIAL, *mutation)) is not Word.VALID


@settings(max_examples=150, deadline=None)
@given(mutations)
def test_v01_no_changed_byte_of_a_list_is_valid(mutation: tuple[float, int]) -> None:
    """
    Every single-byte change of a status list leaves the status unknown.
    """
    assert word(mutated(issuer.LIST, *mutation)) is Word.UNKNOWN


@settings(max_examples=100, deadline=None)
@given(mutations)
def test_v01_no_changed_byte_of_a_proof_is_valid(mutation: tuple[float, int]) -> None:
    """
    Every single-byte change of the proof of being in the record is noticed.
    """
    assert word(mutated(PROOF, *mutation)) is Word.ALTERED


@settings(max_examples=100, deadline=None)
@given(mutations)
def test_v01_no_changed_byte_of_a_key_document_is_valid(mutation: tuple[float, int]) -> None:
    """
    A key document is not signed: what matters is that ids, controllers, keys and purposes agree.

    Both keys of the site are needed, so that a change of either is noticed; the contexts, which
    no step relies on, may read otherwise.
    """
    site = mutated(KEYS, *mutation)

    found = word(site)

    assert found is not Word.VALID or _keys(site[KEYS]) == _keys(SITE[KEYS])


@settings(max_examples=60, deadline=None)
@given(mutations)
def test_v01_no_changed_byte_of_a_checkpoint_is_in_order(mutation: tuple[float, int]) -> None:
    """
    Every single-byte change of the head of the register is a fault of the site.
    """
    site = mutated(CHECKPOINT, *mutation)

    assert not verify_site(site.get, site, now=issuer.NOW, only=()).ok


@pytest.mark.parametrize("path", [CREDENTIAL, issuer.LIST, PROOF, KEYS])
@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1, exclude_max=True))
def test_v01_nothing_that_is_cut_short_is_valid(path: str, where: float) -> None:
    """
    Every truncation of every file is noticed.
    """
    data = SITE[path]
    site = {**SITE, path: data[: int(where * len(data))]}

    assert word(site) is not Word.VALID


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_json_has_a_verdict(data: st.DataObject) -> None:
    """
    Whatever JSON stands in place of any member, there is a verdict and no crash.
    """
    document: dict[str, Any] = json.loads(SITE[CREDENTIAL])
    node: Any = document
    while True:
        key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else range(len(node))))
        child = node[key]
        if not isinstance(child, dict | list) or not child or data.draw(st.booleans()):
            break
        node = child
    node[key] = data.draw(
        st.recursive(
            st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
            max_leaves=4,
        )
    )
    original = json.loads(SITE[CREDENTIAL])

    found = word({**SITE, CREDENTIAL: json.dumps(document).encode("utf-8", "surrogatepass")})

    assert found is not Word.VALID or document == original


def _keys(data: bytes) -> object:
    document = json.loads(data)
    return document["id"], document["verificationMethod"], document["assertionMethod"]
