"""What is read as JSON is what was signed as a graph, for documents with a graph proof alone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto.integrity import check_proof
from testamur.crypto.suites import EDDSA_RDFC
from testamur.verify.document import verify_document
from testamur.verify.shape import credential
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import Word
from testamur.verify.writing import Malformed
from testamur.wire.contexts import contexts
from tests.support import issuer
from tests.support.issuer import AWARD_KEY, EXPIRED, REVOKED, VALID, at

Json = dict[str, Any]
SITE = issuer.honest_site()


def graph_signed(award: str) -> Json:
    """The award's document with its eddsa-rdfc-2022 proof alone."""
    document: Json = json.loads(SITE[at(award)])
    document["proof"] = document["proof"][:1]
    return document


def word(document: Json | bytes, award: str = VALID) -> Word:
    data = document if isinstance(document, bytes) else issuer.encode(document)
    site = {**SITE, at(award): data}
    del site[f"awards/{award}/record.tlog-proof"]
    source = SiteFolder(site.get, issuer.BASE_URL)
    return verify_document(data, source, now=issuer.NOW).word


def _hide_end(document: Json) -> None:
    document["https://www.w3.org/2018/credentials#validUntil"] = {
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": document.pop("validUntil"),
    }


def _list_end(document: Json) -> None:
    document["validUntil"] = [document["validUntil"]]


def _end_elsewhere(document: Json) -> None:
    """The same node of the graph, written in two places."""
    document["credentialSubject"]["source"] = {
        "id": document["id"],
        "type": document["type"],
        "validUntil": document.pop("validUntil"),
    }


def _hide_status(document: Json) -> None:
    document["https://www.w3.org/2018/credentials#credentialStatus"] = document.pop(
        "credentialStatus"
    )


def _include_status(document: Json) -> None:
    document["@included"] = [
        {"id": document["id"], "credentialStatus": document.pop("credentialStatus")}
    ]


@pytest.mark.parametrize(
    ("award", "rewrite"),
    [
        (EXPIRED, _hide_end),
        (EXPIRED, _list_end),
        (EXPIRED, _end_elsewhere),
        (REVOKED, _hide_status),
        (REVOKED, _include_status),
    ],
)
def test_v11_nothing_signed_can_be_hidden_from_the_reader(
    award: str, rewrite: Callable[[Json], None]
) -> None:
    """
    An end or a status that is rewritten so that only the graph still has it is refused.
    """
    document = graph_signed(award)
    rewrite(document)

    assert word(document, award) is Word.ALTERED


def test_the_rewriting_would_have_worked() -> None:
    """
    The cases above are not idle: the signature alone does hold over a rewritten document.
    """
    document = graph_signed(EXPIRED)
    _hide_end(document)
    (proof,) = document["proof"]

    assert proof["cryptosuite"] == EDDSA_RDFC.name
    assert check_proof(document, proof, AWARD_KEY.public_key, contexts()) is None


@settings(max_examples=250, deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_v01_no_changed_byte_is_valid_with_a_graph_proof_alone(
    where: float, difference: int
) -> None:
    """
    Every single-byte change is noticed even where only the graph was signed.
    """
    data = bytearray(issuer.encode(graph_signed(VALID)))
    data[int(where * len(data))] ^= difference

    assert word(bytes(data)) is not Word.VALID


def test_no_two_terms_mean_the_same() -> None:
    """
    In the contexts of badges, two names of one property differ at most by an upper-case letter.

    Otherwise a member could be renamed under its signature, and be signed and not seen.
    """
    folder = files("testamur.wire") / "data" / "contexts"
    names: dict[str, set[str]] = defaultdict(set)
    for name in ("credentials-v2.json", "ob-v3p0-3.0.3.json", "ob-v3p0-extensions.json"):
        for term, iri in _terms(json.loads((folder / name).read_bytes())["@context"]):
            names[iri].add(term)

    assert not [found for found in names.values() if sum(term[0].islower() for term in found) > 1]


def _terms(context: Any) -> Iterator[tuple[str, str]]:
    for part in context if isinstance(context, list) else [context]:
        if not isinstance(part, dict):
            continue
        for term, meaning in part.items():
            if isinstance(meaning, dict):
                if "@id" in meaning:
                    yield term, meaning["@id"]
                yield from _terms(meaning.get("@context"))
            elif isinstance(meaning, str) and not term.startswith("@"):
                yield term, meaning


def test_an_endorsement_inside_may_name_what_it_endorses() -> None:
    """
    An EndorsementSubject with the credential's id is no second credential; anything else is.
    """
    document = graph_signed(VALID)
    document["endorsement"] = [
        {"credentialSubject": {"id": document["id"], "type": ["EndorsementSubject"]}}
    ]
    assert credential(document).id == document["id"]
    document["endorsement"][0]["credentialSubject"]["type"].append("VerifiableCredential")

    with pytest.raises(Malformed, match="claims to be the credential"):
        credential(document)
