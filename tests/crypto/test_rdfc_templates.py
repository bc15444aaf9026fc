"""Compiled canonicalisation: the same answer as PyLD's, on good and on hostile documents."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from testamur.crypto import line_template, rdfc, rdfc_templates
from testamur.crypto.integrity import add_proofs, check_proof
from testamur.crypto.rdfc import Contexts, RdfcError
from testamur.crypto.rdfc_templates import Canonicaliser
from testamur.wire.contexts import OB_V3, VC_V2, contexts

from .support import SIGNER, VECTORS, a_credential, needs_vectors, official_contexts

# A context with one term for each way in which JSON-LD treats a value.
TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "kind": "@type",
    "schema": "https://schema.org/",
    "name": "urn:name",
    "part": "urn:part",
    "same": "urn:part",
    "red": "urn:red",
    "ref": {"@id": "urn:ref", "@type": "@id"},
    "word": {"@id": "urn:word", "@type": "@vocab"},
    "list": {"@id": "urn:list", "@container": "@list"},
    "double": {"@id": "urn:double", "@type": "http://www.w3.org/2001/XMLSchema#double"},
    "date": {"@id": "urn:date", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "json": {"@id": "urn:json", "@type": "@json"},
    "german": {"@id": "urn:german", "@language": "de"},
    "tagged": {"@id": "urn:tagged", "@container": "@language"},
    "graph": {"@id": "urn:graph", "@container": "@graph"},
    "inverse": {"@reverse": "urn:inverse", "@type": "@id"},
    "Thing": {"@id": "urn:Thing", "@context": {"name": {"@id": "urn:ref", "@type": "@id"}}},
}
IRI_NAMES = ["id", "@id", "ref", "inverse"]
NAMES = [
    *IRI_NAMES,
    *("name", "part", "same", "list", "date", "german", "graph", "urn:absolute", "schema:name"),
    *("word", "double", "json", "tagged", "kind", "@value", "@graph", "@list", "unmapped"),
]
PLAIN = [
    "plain",
    "other",
    "",
    'quote " back \\ line \n end',
    "100 %s %",
    "1.0",
    "true",
    "ü\u00a0\U0001f600",
    "https://a.example/1",
]
IRIS = ["https://a.example/1", "https://a.example/2", "urn:x", "urn:y"]
ODD = [
    "red",
    "Thing",
    "relative/reference",
    "https:no-slashes",
    "schema:x",
    "schema://x",
    "_:b0",
    "_:c14n0",
    "urn:unmapped:x",
    "urn:with space",
    "urn:>",
    "urn:no\u2028break",
    "tab\t",
    "half \ud800",
]
LEAF = "?"


def structures() -> st.SearchStrategy[Any]:
    """Documents with a mark in the place of each text."""
    others: st.SearchStrategy[Any] = st.sampled_from([None, True, 3, 2.5, -0.0, []])
    types = st.sampled_from(["Thing", ["Thing"], ["urn:T", "Thing"], "urn:T"])
    names = st.sampled_from(NAMES[:13]) | st.sampled_from(NAMES)
    nodes = st.recursive(
        st.just(LEAF) | st.just(LEAF) | others,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.builds(
                lambda members, kind: members | ({"type": kind} if kind else {}),
                st.dictionaries(names, inner, max_size=3),
                st.none() | types,
            )
        ),
        max_leaves=10,
    )
    return st.dictionaries(names, nodes, min_size=1, max_size=5)


def filled(structure: Any, draws: Iterator[tuple[int, bool]], name: str = "") -> Any:
    """The structure with texts that mostly suit their place."""
    if isinstance(structure, dict):
        return {
            inner: member if inner == "type" else filled(member, draws, inner)
            for inner, member in structure.items()
        }
    if isinstance(structure, list):
        return [filled(item, draws, name) for item in structure]
    if structure != LEAF:
        return structure
    number, odd = next(draws)
    pool = ODD if odd else IRIS if name in IRI_NAMES else PLAIN
    return pool[number % len(pool)]


def answer(canonicaliser: rdfc.Canonicaliser, document: Any) -> str:
    try:
        return canonicaliser.canonical(document)
    except RdfcError as refused:
        return f"refused: {refused}"


DRAWS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 25).map(lambda it: it == 0)))


@settings(max_examples=200, deadline=None)
@given(structures(), st.lists(DRAWS.filter(bool), min_size=3, max_size=5))
# An item of a list that PyLD loses when the structure is compiled, not when it is learnt.
@example({"word": [{"@list": LEAF}]}, [[(0, True)], [(0, True)], [(21, False)]])
def test_compiled_equals_plain(structure: Any, columns: list[list[tuple[int, bool]]]) -> None:
    """
    Documents of one structure get the answer of PyLD, be it a form or a refusal.
    """
    plain = Contexts({})
    compiled = Canonicaliser(plain)
    for draws in columns:
        document = {"@context": TERMS, **filled(structure, itertools.cycle(draws))}

        assert answer(plain, document) == answer(compiled, document)


TEXT = st.text(max_size=6) | st.sampled_from(PLAIN + IRIS + ODD)
CHANGES = st.fixed_dictionaries(
    {
        "name": TEXT,
        "id": st.sampled_from(PLAIN + IRIS + ODD) | TEXT.map("https://badges.example/{}".format),
        "validFrom": TEXT,
        "description": TEXT,
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_compiled_equals_plain_for_our_shape(batch: list[dict[str, str]]) -> None:
    """
    Credentials of ours get PyLD's answer whatever their texts and identifiers are.
    """
    compiled = warm()
    for changes in batch:
        document = a_credential(**changes)

        assert answer(contexts(), document) == answer(compiled, document)


def warm() -> Canonicaliser:
    """A canonicaliser that has compiled our shape."""
    compiled = Canonicaliser(contexts())
    for number in range(3):
        compiled.canonical(a_credential(name=f"warm {number}", description="x"))
    return compiled


def variants(compiled: Canonicaliser) -> list[rdfc_templates._Variant]:
    return [it for shape in compiled._shapes.values() for it in shape.variants.values()]


def test_our_shape_is_compiled() -> None:
    """
    All texts of a credential of ours pass through; one template serves, once confirmed.
    """
    (variant,) = variants(warm())

    assert variant.template is not None
    assert variant.confirmed


@needs_vectors
def test_compiled_equals_plain_for_published_documents() -> None:
    """
    Every published credential gets the same answer at the first, second and third meeting.
    """
    compiled = Canonicaliser(official_contexts())
    paths = [*VECTORS.glob("ob3/**/*.json"), *VECTORS.glob("vc-d*/**/*.json")]
    documents = [json.loads(path.read_bytes()) for path in paths]
    credentials = [it for it in documents if isinstance(it, dict) and "@context" in it]
    for document in credentials:
        document.pop("proof", None)
        expected = answer(official_contexts(), document)
        for _ in range(3):
            assert expected == answer(compiled, document)
    assert len(credentials) > 100
    assert len([it for it in variants(compiled) if it.confirmed]) > 20


def test_a_disagreement_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A template that gives another form than PyLD is noticed with its first document.
    """
    original = line_template.escaped
    monkeypatch.setattr(rdfc_templates, "escaped", lambda text: original(text) + "!")
    with pytest.raises(RuntimeError, match="disagree"):
        warm_with_quotes()


def warm_with_quotes() -> None:
    compiled = Canonicaliser(contexts())
    for _ in range(2):
        compiled.canonical(a_credential(name='"'))


@pytest.mark.parametrize(
    "identifiers",
    [
        ["a", "a", "b"],
        ["a", "b", "b"],
        ["a", "a", "a"],
        ["c", "b", "a"],
        ["", "", ""],
    ],
)
def test_look_alike_blank_nodes(identifiers: list[str]) -> None:
    """
    Unnamed objects with equal contents get PyLD's answer, and so do all that follow.
    """
    compiled = Canonicaliser(contexts())
    for texts in (["x", "y", "z"], ["y", "x", "z"], identifiers, ["z", "y", "x"]):
        subject: Any = deepcopy(a_credential()["credentialSubject"])
        subject["identifier"] = [
            {"type": "IdentityObject", "hashed": False, "identityHash": it, "identityType": "name"}
            for it in texts
        ]
        document = a_credential(credentialSubject=subject)

        assert answer(contexts(), document) == answer(compiled, document)


@pytest.mark.parametrize(
    "neighbours",
    [
        [{}, {"name": LEAF}],
        [{}, {"name": LEAF}, {"name": LEAF}],
        [{"name": LEAF, "ref": LEAF}, {"part": {"name": LEAF}}],
        [{"list": [LEAF, LEAF, {"name": LEAF}]}, {"name": LEAF}],
        [{"id": LEAF, "name": LEAF}, {"id": LEAF, "name": LEAF}, {"id": LEAF, "part": {}}],
    ],
)
def test_neighbours_without_a_name(neighbours: list[Any]) -> None:
    """
    An unnamed object with several unnamed neighbours counts a quad for each of them.
    """
    compiled = Canonicaliser(Contexts({}))
    structure = {"ref": neighbours, "name": LEAF}
    for texts in itertools.product(range(3), repeat=3):
        draws = itertools.cycle((number, False) for number in texts)
        document = {"@context": TERMS, **filled(structure, draws)}

        assert answer(Contexts({}), document) == answer(compiled, document)
    assert any(variant.confirmed for variant in variants(compiled))


@pytest.mark.parametrize("member", ["id", "refreshService", "evidence"])
def test_merging_nodes(member: str) -> None:
    """
    Two objects that turn out to have one identifier merge as they do in PyLD.
    """
    compiled = Canonicaliser(contexts())
    for identifier in ("urn:a", "urn:b", "did:web:badges.example", "urn:c"):
        value: Any = identifier
        if member != "id":
            kind = "1EdTechCredentialRefresh" if member == "refreshService" else "Evidence"
            value = {"id": identifier, "type": kind}
        document = a_credential(**{member: value})

        assert answer(contexts(), document) == answer(compiled, document)


def test_values_that_do_not_pass_through() -> None:
    """
    A word that the context translates is translated for each document anew.
    """
    compiled = Canonicaliser(Contexts({}))
    for word in ("red", "name", "red", "part", "name", "undefined"):
        document: Any = {"@context": TERMS, "id": "urn:a", "word": word, "name": f"a {word} one"}

        assert answer(Contexts({}), document) == answer(compiled, document)


@pytest.mark.parametrize(
    "changes", [{}, {"nmae": "x"}, {"id": "relative"}, {"type": ["VerifiableCredential", "No"]}]
)
def test_loss_is_the_same(changes: dict[str, Any]) -> None:
    """
    What is lost is named as without templates, at every meeting.
    """
    compiled = warm()
    for _ in range(3):
        document = a_credential(**changes)

        assert rdfc.data_loss(document, contexts()) == compiled.data_loss(document)


@pytest.mark.parametrize(
    "document",
    [
        {"@context": [VC_V2, OB_V3], "nmae": "x"},
        {"@context": "https://elsewhere.example/v1", "name": "x"},
        {"@context": {"a": "urn:a"}, "a": "tab\t"},
        {"@context": {"a": "urn:a"}, "a": "\ud800"},
        {"@context": {"a\t": "urn:a"}, "a\t": "x"},
        {"@context": {}, "@id": "urn:x"},
        {"@context": None},
        {"type": {1, 2}},
        {"urn:a": object()},
    ],
)
def test_refusals_stay_refusals(document: Any) -> None:
    """
    What PyLD or its bounds refuse is refused at every meeting, also without any quads.
    """
    compiled = Canonicaliser(contexts())
    expected = answer(contexts(), document)
    for _ in range(3):
        assert expected == answer(compiled, document)


def test_depth() -> None:
    """
    Endless nesting is refused as it is without templates.
    """
    document: Any = {"urn:a": "x"}
    for _ in range(50_000):
        document = {"urn:a": document}
    compiled = Canonicaliser(contexts())
    for _ in range(2):
        with pytest.raises(RdfcError, match="deeper"):
            compiled.canonical(document)


def test_memory_is_bounded() -> None:
    """
    Many shapes and many variants of one shape do not pile up.
    """
    compiled = Canonicaliser(Contexts({}))
    for number in range(rdfc_templates.MAX_SHAPES + 20):
        compiled.canonical({"@id": "urn:a", f"urn:{number}": "x"})
    for number in range(rdfc_templates.MAX_VARIANTS + 20):
        compiled.canonical({"@id": f"scheme{number}:a", "urn:a": "x"})

    assert rdfc_templates.MAX_SHAPES == len(compiled._shapes)
    assert rdfc_templates.MAX_VARIANTS == len(variants(compiled))


def test_proofs_are_the_same() -> None:
    """
    Signing and checking with templates gives the proofs and the answers of doing without.
    """
    compiled = warm()
    method, created = "did:web:badges.example#key-1", "2026-11-22T12:00:00Z"
    for number in range(4):
        document = a_credential(name=f"number {number}")
        plain, fast = (
            add_proofs(document, SIGNER, method=method, created=created, contexts=each)
            for each in (contexts(), compiled)
        )

        assert plain == fast
        for proof in fast:
            assert check_proof(document, proof, SIGNER.public_key, compiled) is None
            altered = document | {"name": f"number {number + 1}"}
            assert check_proof(altered, proof, SIGNER.public_key, compiled) is not None
