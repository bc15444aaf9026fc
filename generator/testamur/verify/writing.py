"""
One way of writing: what is read as JSON must mean what was signed as a graph.

RDF canonicalisation signs a graph, and one graph can be written as many JSON objects. Every way
but the compact one is refused: `validUntil` under its full name, say, would be signed and not
seen (Data Integrity 1.0, "Context Validation"; VC Data Model 2.0, compacted documents).
"""

from __future__ import annotations

from collections.abc import Iterator

from testamur.crypto.rdfc import data_loss
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.crypto.suites import SUITES, Form
from testamur.verify.verdict import shown
from testamur.wire.contexts import contexts


class Malformed(ValueError):
    """A document without the shape that it promises. The message is a sentence."""


def check_writing(document: JsonObject, known: tuple[list[JsonValue], ...]) -> None:
    """Raises Malformed unless `document` has one of the `known` contexts and is compact JSON-LD."""
    if document.get("@context") not in known:
        raise Malformed("Its JSON-LD contexts are not the known ones, in their order.")
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    for level, (node, name) in _members(unsigned):
        if name == "@context" and level == 0:
            continue
        if "@" in name:
            raise Malformed(f"It has the member {shown(name)}: contexts inside are refused.")
        if ":" in name or not name[:1].islower():
            # The OB context gives some classes and members one name, but for the first letter.
            raise Malformed(f"It names the member {shown(name)} otherwise than by its term.")
        if level and name == "id" and node[name] == document.get("id") and not _endorsed(node):
            # Two nodes with one id are one: members could be moved from either to the other.
            raise Malformed("Another object in it claims to be the credential itself.")
        if node[name] is None:
            raise Malformed(f"Its member {shown(name)} is null, which is never signed.")
    if _has_graph_proof(document):
        return  # Canonicalising refuses what it would lose; doing that twice costs milliseconds.
    try:
        lost = data_loss(unsigned, contexts())
    except ValueError as error:
        raise Malformed(f"It cannot be read as linked data: {shown(str(error))}.") from None
    if lost:
        raise Malformed(f"It has members that no signature would cover: {shown(', '.join(lost))}.")


def proofs_of(document: JsonObject) -> list[JsonValue]:
    """The proofs that the document carries, whatever they are."""
    proofs = document.get("proof", [])
    return proofs if isinstance(proofs, list) else [proofs]


def suite_of(proof: JsonObject) -> str | None:
    """The cryptosuite of a proof; of one older than Data Integrity 1.0, its type."""
    kind = proof.get("type")
    suite = proof.get("cryptosuite") if kind == "DataIntegrityProof" else kind
    return suite if isinstance(suite, str) else None


def _endorsed(node: JsonObject) -> bool:
    """An endorsement inside names what it endorses; as such, it can have no member of a badge."""
    return node.get("type") in ("EndorsementSubject", ["EndorsementSubject"])


def _has_graph_proof(document: JsonObject) -> bool:
    suites = (suite_of(proof) for proof in proofs_of(document) if isinstance(proof, dict))
    return any(name in SUITES and SUITES[name].form is Form.RDFC for name in suites)


def _members(document: JsonObject) -> Iterator[tuple[int, tuple[JsonObject, str]]]:
    """Depth, object and name of every member, at any depth."""
    pending: list[tuple[int, JsonValue]] = [(0, document)]
    while pending:
        level, value = pending.pop()
        if isinstance(value, dict):
            for name, member in value.items():
                yield level, (value, name)
                pending.append((level + 1, member))
        elif isinstance(value, list):
            pending.extend((level + 1, item) for item in value)
