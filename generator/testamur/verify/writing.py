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
from testamur.verify.words import shown
from testamur.wire.contexts import VC_V1, VC_V2, contexts

_BASES = (VC_V2, VC_V1)
# Bundled, but for key documents.
_NOT_OF_CREDENTIALS = frozenset(
    {"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"}
)
_CREDENTIALS = frozenset({"VerifiableCredential", "EnvelopedVerifiableCredential"})
# 1EdTech added it to the context of 3.0.3 later, at the same address: what signed it used another
# copy than the bundled one.
_LATER_TERM = "endorsementJwt"


class Malformed(ValueError):
    """A document without the shape that it promises. The message is a sentence."""


class Unread(ValueError):
    """A document that may be in order, but is of a kind not read here. Likewise a sentence."""


def check_writing(
    document: JsonObject,
    known: tuple[list[JsonValue], ...] | None = None,
    *,
    enveloped: bool = False,
) -> None:
    """
    Raises Malformed unless `document` is compact JSON-LD, and Unread for unknown contexts.

    With `known`, its contexts must be one of these lists; otherwise any that are bundled here will
    do. `enveloped`: its bytes were signed as they are, so that nothing in it is left unsigned.
    """
    if known is None:
        check_contexts(document)
    elif document.get("@context") not in known:
        raise Malformed("Its JSON-LD contexts are not the known ones, in their order.")
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    for level, node, name in _members(unsigned):
        if name == "@context":
            if level == 0:
                continue
            if is_credential(node):
                check_contexts(node)
                continue
        if "@" in name:
            raise Malformed(f"It has the member {shown(name)}: contexts inside are refused.")
        if ":" in name or not name[:1].islower():
            # The OB context gives some classes and members one name, but for the first letter.
            raise Malformed(f"It names the member {shown(name)} otherwise than by its term.")
        if level and name == "id" and node[name] == document.get("id") and not enveloped:
            _check_namesake(node, ours=known is not None)
        if node[name] is None:
            raise Malformed(f"Its member {shown(name)} is null, which is never signed.")
        if name == _LATER_TERM and not enveloped:
            raise Unread(
                f"It has a member {_LATER_TERM}, of a newer edition of the Open Badges context "
                "than the one that is known here."
            )
    if enveloped or _has_graph_proof(document):
        return  # Canonicalising refuses what it would lose; doing that twice costs milliseconds.
    try:
        lost = data_loss(unsigned, contexts())
    except ValueError as error:
        raise Malformed(f"It cannot be read as linked data: {shown(str(error))}.") from None
    if lost:
        raise Malformed(f"It has members that no signature would cover: {shown(', '.join(lost))}.")


def check_contexts(document: JsonObject) -> None:
    """
    Whether the meaning of the words in `document` is known here, whoever wrote it.

    Among the bundled contexts no property has two names, so that any of them may stand together,
    after the one of verifiable credentials. Raises Malformed, or Unread for an unknown context.
    """
    found = document.get("@context")
    first, *others = found if isinstance(found, list) and found else [found]
    if first not in _BASES:
        raise Malformed("Its first JSON-LD context is not the one of verifiable credentials.")
    for each in others:
        if not isinstance(each, str):
            raise Unread("It brings along a JSON-LD context of its own, which is not read.")
        if each not in contexts():
            raise Unread(f"It uses a JSON-LD context that is not known here, {shown(each)}.")
        if each in _BASES or each in _NOT_OF_CREDENTIALS:
            raise Malformed("Its JSON-LD contexts are not those of a credential.")


def is_credential(node: JsonObject) -> bool:
    """Whether it says that it is a verifiable credential, or the envelope of one."""
    kinds = node.get("type")
    return not _CREDENTIALS.isdisjoint(
        kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    )


def proofs_of(document: JsonObject) -> list[JsonValue]:
    """The proofs that the document carries, whatever they are."""
    proofs = document.get("proof", [])
    return proofs if isinstance(proofs, list) else [proofs]


def suite_of(proof: JsonObject) -> str | None:
    """The cryptosuite of a proof; of one older than Data Integrity 1.0, its type."""
    kind = proof.get("type")
    suite = proof.get("cryptosuite") if kind == "DataIntegrityProof" else kind
    return suite if isinstance(suite, str) else None


def _check_namesake(node: JsonObject, *, ours: bool) -> None:
    """Two nodes with one id are one: members could be moved from either to the other."""
    # An endorsement inside names what it endorses; as such, it can have no member of a badge.
    endorsed = node.get("type") in ("EndorsementSubject", ["EndorsementSubject"])
    # Some issuers' refresh service is the credential's own address: nothing stands in it.
    bare = node.keys() == {"id", "type"} and not is_credential(node)
    if not endorsed and (ours or not bare):
        raise Malformed("Another object in it claims to be the credential itself.")


def _has_graph_proof(document: JsonObject) -> bool:
    suites = (suite_of(proof) for proof in proofs_of(document) if isinstance(proof, dict))
    return any(name in SUITES and SUITES[name].form is Form.RDFC for name in suites)


def _members(document: JsonObject) -> Iterator[tuple[int, JsonObject, str]]:
    """Depth, object and name of every member, at any depth, but for what is inside proofs."""
    pending: list[tuple[int, JsonValue]] = [(0, document)]
    while pending:
        level, value = pending.pop()
        if isinstance(value, dict):
            for name, member in value.items():
                yield level, value, name
                # A proof is a graph of its own, so that nothing in it merges with the rest.
                if name != "proof" or not is_credential(value):
                    pending.append((level + 1, member))
        elif isinstance(value, list):
            pending.extend((level + 1, item) for item in value)
