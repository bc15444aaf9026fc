"""RDF canonicalisation: the official suite, what is lost, and hostile documents."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld.nquads import parse_nquads

from testamur.crypto import rdfc
from testamur.crypto.rdfc import RdfcError
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.wire.contexts import OB_V3, VC_V2, contexts
from tests.support.patience import patience

from .support import VECTORS, a_credential, needs_vectors, official_contexts, vector

SUITE = VECTORS / "rdf-canon"
ESCAPES = "test060"
"""The one test that PyLD fails: it neither reads nor writes escapes of control characters."""


def suite(kind: str) -> list[str]:
    """Names of the official tests of a kind that use SHA-256."""
    if not SUITE.is_dir():
        return []
    with (SUITE / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["test"] for row in rows if row["rdfc10"] == kind and not row["hashAlgorithm"]]


def text(name: str) -> str:
    return (SUITE / "rdfc10" / name).read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in suite("TRUE") if name != ESCAPES])
def test_official_suite(name: str) -> None:
    """
    The canonical form equals the published one.
    """
    dataset = parse_nquads(text(f"{name}-in.nq"))

    assert text(f"{name}-rdfc10.nq") == rdfc.canonical_dataset(dataset)


@needs_vectors
def test_the_known_exception() -> None:
    """
    Control characters come out wrong, so documents that have them are refused, LF apart.
    """
    dataset = parse_nquads(text(f"{ESCAPES}-in.nq"))

    assert text(f"{ESCAPES}-rdfc10.nq") != rdfc.canonical_dataset(dataset)
    assert 62 == len([name for name in suite("TRUE") if name != ESCAPES])


@pytest.mark.parametrize("name", suite("RDFC10NegativeEvalTest"))
def test_official_poison(name: str) -> None:
    """
    A dataset built to take for ever is refused at once.
    """
    dataset = parse_nquads(text(f"{name}-in.nq"))
    with pytest.raises(RdfcError, match="look alike"):
        rdfc.canonical_dataset(dataset)


@needs_vectors
@pytest.mark.parametrize("guide", ["impl-guide-obv3p0", "impl-guide-clrv2p0"])
def test_implementation_guides(guide: str) -> None:
    """
    The worked examples of 1EdTech have the canonical form that their guides print.
    """
    document = vector(f"ob3/{guide}/credential.json")
    document.pop("proof", None)
    printed = (VECTORS / "ob3" / guide / "document-canon.txt").read_text("utf-8")

    assert printed == rdfc.canonical(document, official_contexts())


def test_our_shape_is_canonicalised_whole() -> None:
    """
    A credential of ours loses nothing, and every text of it stands in the canonical form.
    """
    canonical = rdfc.canonical(a_credential(), contexts())

    assert () == rdfc.data_loss(a_credential(), contexts())
    assert '"Works \\"safely\\"\\nat the forge \\\\ anvil."' in canonical
    assert canonical.splitlines(keepends=True) == sorted(canonical.splitlines(keepends=True))
    assert canonical.endswith(" .\n")


def subject(**changes: Any) -> dict[str, Any]:
    credential: Any = a_credential()["credentialSubject"]
    return {**credential, **changes}


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"nmae": "typo"}, "nmae"),
        ({"credentialSubject": subject(colour="red")}, "colour"),
        ({"type": ["VerifiableCredential", "NoSuchCredential"]}, "@type NoSuchCredential"),
        ({"id": "relative/id"}, "@id relative/id"),
        ({"id": "//host.example/id"}, "@id relative://host.example/id"),
        ({"id": "#fragment"}, "@id #fragment"),
        ({"id": ""}, "@id "),
        ({"@unknown": "keyword"}, "without a name"),
        ({"credentialSubject": subject(**{"@index": "1"})}, "@index"),
        ({"name": {"@value": "x", "@direction": "rtl"}}, "@direction"),
        ({"name": {"@value": "x", "@language": "not a tag"}}, "language"),
        ({"urn:has space": "x"}, "urn:has space"),
        ({"_:blank": "x"}, "_:blank"),
        ({"@graph": ["free-floating"]}, "value"),
        ({"name": [[], {"@language": "en"}]}, "value"),
        ({"issuer": "did:web:a> <urn:x> <urn:y> .\n<did:web:a"}, "@id did:web:a>"),
        ({"id": 'urn:"quoted"'}, "@id"),
        ({"name": {"@value": "x", "@type": "urn:a> ."}}, "@type urn:a>"),
        ({"urn:a> <urn:b": "x"}, "urn:a> <urn:b"),
    ],
)
def test_data_loss_is_named(changes: dict[str, Any], lost: str) -> None:
    """
    What the graph would not hold is named, and such a document is not canonicalised.
    """
    document = a_credential(**changes)
    try:
        found = rdfc.data_loss(document, contexts())
    except RdfcError as refused:
        found = (str(refused),)

    assert any(lost in item for item in found) or "well-formed" in found[0]
    with pytest.raises(RdfcError):
        rdfc.canonical(document, contexts())


def test_what_is_lost_is_named_in_short() -> None:
    """
    A long name is cut in the message about it.
    """
    (lost,) = rdfc.data_loss(a_credential(**{"x" * 100_000: "y"}), contexts())

    assert "x" * 80 + "…" == lost


@pytest.mark.parametrize(
    "changes",
    [
        {"name": {"@value": "Schmiede", "@language": "de-DE"}},
        {"description": None},
        {"evidence": []},
        {"evidence": {"id": "https://a.example/?q=ü#x", "type": ["Evidence"], "name": "x"}},
        {"https://vocab.example/term": "x"},
        {"awardedDate": "2026-11-22T00:00:00+01:00"},
        {"credentialSubject": subject(creditsEarned=3)},
        {"credentialSubject": subject(creditsEarned=3.5)},
    ],
)
def test_what_is_not_lost(changes: dict[str, Any]) -> None:
    """
    Languages, absolute IRIs, absent values and numbers of credits are no loss.
    """
    assert () == rdfc.data_loss(a_credential(**changes), contexts())


@pytest.mark.parametrize("code", [*range(10), *range(11, 32), 127])
def test_control_characters(code: int) -> None:
    """
    C0 controls other than LF, and DEL, are refused in values and in names.
    """
    for document in (a_credential(name=f"a{chr(code)}b"), a_credential(**{f"urn:{chr(code)}": 1})):
        with pytest.raises(RdfcError, match="control character"):
            rdfc.canonical(document, contexts())


@pytest.mark.parametrize(
    "value", [2**53, -(2**53), 10**400, float("nan"), float("inf"), b"x", {1, 2}, {1: 2}, "\ud800"]
)
def test_values_beyond_json(value: Any) -> None:
    """
    Numbers that programs read differently, and what is no JSON at all, are refused.
    """
    with pytest.raises(RdfcError, match=r"cannot carry|no text|half a character"):
        rdfc.canonical({"urn:a": [value]}, contexts())


def test_a_quad_that_names_a_node_twice_counts_once() -> None:
    """
    The first-degree hash is over the set of quads of a blank node (RDFC-1.0 section 4.6).
    """
    document: JsonObject = {
        "@graph": [{"@id": "_:a", "urn:p": {"@id": "_:a"}}, {"@id": "_:b", "urn:q": "x"}]
    }
    hashes = [
        hashlib.sha256(line.encode()).digest()
        for line in ("_:a <urn:p> _:a .\n", '_:a <urn:q> "x" .\n')
    ]
    loop = f"_:c14n{sorted(hashes).index(hashes[0])}"

    assert f"{loop} <urn:p> {loop} .\n" in rdfc.canonical(document, contexts())


def test_a_quad_from_two_values_is_written_once() -> None:
    """
    A dataset is a set, also where two JSON values give the same literal.
    """
    terms: JsonObject = {"flag": {"@id": "urn:flag", "@type": "urn:boolean"}}
    document: JsonObject = {"@context": terms, "@id": "urn:a", "flag": ["true", True]}

    assert '<urn:a> <urn:flag> "true"^^<urn:boolean> .\n' == rdfc.canonical(document, contexts())


@pytest.mark.parametrize(
    "context",
    [
        "https://www.w3.org/ns/credentials/examples/v2",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "https://www.w3.org/ns/credentials/v2/",
        "https://www.w3.org/ns/credentials/v2#",
        "../credentials/v2",
        "",
    ],
)
def test_v12_no_context_is_fetched(context: str) -> None:
    """
    A context that is not bundled under exactly that address is refused, also when nested.
    """
    with pytest.raises(RdfcError, match="not among the bundled ones"):
        rdfc.canonical(a_credential(**{"@context": [VC_V2, OB_V3, context]}), contexts())
    with pytest.raises(RdfcError, match="not among the bundled ones"):
        rdfc.data_loss(a_credential(evidence={"@context": context, "id": "urn:a"}), contexts())
    with pytest.raises(RdfcError, match="not among the bundled ones"):
        rdfc.canonical(a_credential(**{"@context": [VC_V2, {"@import": context}]}), contexts())


@pytest.mark.parametrize(
    "changes",
    [
        {"@context": 5},
        {"@context": [VC_V2, {"name": "urn:another-meaning"}]},
        {"@context": {"@version": 2}},
        {"type": {"a": 1}},
        {"id": ["urn:a", "urn:b"]},
        {"id": 7},
        {"name": {"@value": {"a": 1}}},
        {"name": {"@value": "x", "@type": "@id", "@language": "de"}},
        {"@id": "urn:second"},
        {"@reverse": "x"},
    ],
)
def test_ill_formed_json_ld(changes: dict[str, Any]) -> None:
    """
    What is not JSON-LD is refused with a sentence, whatever PyLD makes of it.
    """
    with pytest.raises(RdfcError, match=r"well-formed|not covered"):
        rdfc.canonical(a_credential(**changes), contexts())


def nested(depth: int) -> dict[str, Any]:
    document: dict[str, Any] = {"urn:end": 1}
    for _ in range(depth):
        document = {"urn:a": document}
    return document


def clique(size: int) -> dict[str, Any]:
    """Unnamed objects, each pointing at all others."""
    names = [f"_:n{number}" for number in range(size)]
    return {
        "@graph": [
            {"@id": name, "urn:knows": [{"@id": other} for other in names if other != name]}
            for name in names
        ]
    }


def ring(size: int, steps: tuple[int, ...]) -> dict[str, Any]:
    """Unnamed objects in a circle, each pointing at those so many steps on."""
    return {
        "@graph": [
            {"@id": f"_:n{at}", "urn:to": [{"@id": f"_:n{(at + step) % size}"} for step in steps]}
            for at in range(size)
        ]
    }


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (nested(100), "deeper"),
        (nested(50_000), "deeper"),
        ({"urn:a": list(range(5000))}, "more than 1000 items"),
        ({"urn:a": [list(range(900))] * 20}, "more than 10000 values"),
        ({f"urn:{number}": 1 for number in range(2000)}, "more than 1000 items"),
        ({"urn:a": [{"urn:b": [{"urn:c": i, "urn:d": j} for i in range(40)]} for j in range(40)]},
         "unnamed objects"),
        (clique(9), "look alike"),
        (ring(900, (1,)), "look alike"),
        (ring(900, (1, 7)), "look alike"),
        (ring(100, (1, 5, 11)), "look alike"),
        (clique(25), "look alike"),
    ],
)  # fmt: skip
def test_hostile_documents_end_early(document: dict[str, Any], reason: str) -> None:
    """
    Depth, size and look-alike objects are bounded: refused before the work is done.
    """
    with patience(), pytest.raises(RdfcError, match=reason):
        rdfc.canonical(document, contexts())


def test_the_largest_documents_end_in_time() -> None:
    """
    A document at the limits is canonicalised in the end.
    """
    rows: list[JsonValue] = [[f"value {row}.{column}" for column in range(990)] for row in range(9)]
    document: JsonObject = {f"urn:{number}": row for number, row in enumerate(rows)}
    with patience():
        canonical = rdfc.canonical(document, contexts())

    assert 9 * 990 == canonical.count("\n")


def test_contexts_inside_documents_are_forgotten() -> None:
    """
    What strangers define in their documents does not fill the memory of the next ones.
    """
    own = contexts()
    rdfc.canonical(a_credential(), own)
    before = len(own._resolved)
    for number in range(5):
        rdfc.data_loss({"@context": {"a": f"urn:{number}"}, "a": "x"}, own)

    assert before == len(own._resolved)


def test_two_contexts_under_one_address() -> None:
    """
    Two sets of contexts can hold two editions of one address side by side.
    """
    address = "https://vocab.example/v1"
    document: dict[str, Any] = {"@context": address, "@id": "urn:a", "term": "x"}
    editions = [rdfc.Contexts({address: {"@context": {"term": f"urn:{n}"}}}) for n in "12"]

    for _ in range(2):
        for number, edition in enumerate(editions, start=1):
            assert f'<urn:a> <urn:{number}> "x" .\n' == rdfc.canonical(document, edition)


def shuffled(value: Any, reverse: Callable[[int], bool]) -> Any:
    if isinstance(value, dict):
        names = sorted(value, reverse=reverse(len(value)))
        return {
            name: value[name] if name == "@context" else shuffled(value[name], reverse)
            for name in names
        }
    if isinstance(value, list):
        items = [shuffled(item, reverse) for item in value]
        return items[::-1] if reverse(len(value)) else items
    return value


@settings(max_examples=10, deadline=None)
@given(st.sets(st.integers(0, 9)))
def test_order_is_not_signed(turned: set[int]) -> None:
    """
    The order of members and of array items does not change the canonical form.
    """
    document = shuffled(a_credential(), turned.__contains__)

    assert rdfc.canonical(a_credential(), contexts()) == rdfc.canonical(document, contexts())
