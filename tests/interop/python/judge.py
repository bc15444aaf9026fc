"""
Judges documents with openbadgeslib and openvc-core, strangers to everything of ours.

Reads a job from standard input: {"site": folder, "base_url": its address, "elsewhere":
{url: file}, "contexts": {url: file}, "documents": [{"by", "format", "data": base64}, ...]}. Writes one {"accepted", "why"} for each.
Nothing is fetched from a network: every request is answered from the folder as a plain file host
would, and what is not there does not exist.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openbadgeslib.ob2 import OB2Verifier
from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier
from openbadgeslib.verify import issuer_did_from_document, issuer_did_from_token, verify_badge
from openvc.did.base import DidResolverRegistry
from openvc.did.did_jwk import DidJwkResolver
from openvc.did.did_key import DidKeyResolver
from openvc.did.did_web import DidWebResolver
from openvc.resolvers import default_status_list_resolver
from openvc.verify import VerificationPolicy, verify_credential

JOB: dict[str, Any] = json.load(sys.stdin)
CONTEXTS = {url: json.loads(Path(file).read_bytes()) for url, file in JOB["contexts"].items()}


def host(url: str) -> bytes:
    """The site's host, and those of other issuers' key documents."""
    if url in JOB["elsewhere"]:
        return Path(JOB["elsewhere"][url]).read_bytes()
    base = f"{JOB['base_url']}/"
    if not url.startswith(base):
        raise OSError(f"not known: {url}")
    return (Path(JOB["site"]) / url.removeprefix(base).partition("?")[0]).read_bytes()


# openbadgeslib. It verifies the signature of a status list only if that is a JWT; ours is JSON, so
# that it reads the bits alone. The other strangers verify the list.


def json_with_openbadgeslib(text: str) -> None:
    OB3LdpVerifier.for_issuer_did(issuer_did_from_document(text)).verify(
        text, check_status=True, verify_status_list=False, download=host
    )


def jwt_with_openbadgeslib(text: str) -> None:
    OB3Verifier.for_issuer_did(issuer_did_from_token(text), download=host).verify(
        text, check_status=True, verify_status_list=False, download=host
    )


def picture_with_openbadgeslib(data: bytes) -> None:
    result = verify_badge(
        data, "3", resolve_did=True, check_status=True, verify_status_list=False, download=host
    )
    if not (result.valid and result.trusted):
        raise ValueError(result.reason)


def assertion_with_openbadgeslib(text: str) -> None:
    OB2Verifier(download=host).verify_hosted(text, check_revocation=True)


def signed_assertion_with_openbadgeslib(text: str) -> None:
    OB2Verifier(download=host).verify(text, check_revocation=True)


def assertion_in_picture_with_openbadgeslib(data: bytes) -> None:
    verifier = OB2Verifier(download=host)
    unbake = (
        verifier.extract_token_from_png
        if data.startswith(b"\x89PNG")
        else verifier.extract_token_from_svg
    )
    token = unbake(data)
    if token.lstrip().startswith("{"):
        verifier.verify_hosted(token, check_revocation=True)
    else:
        verifier.verify(token, check_revocation=True)


# openvc-core. It reads one proof, not a set of proofs: it is asked about each by itself.

RESOLVER = DidResolverRegistry(
    [DidKeyResolver(), DidJwkResolver(), DidWebResolver(lambda url: json.loads(host(url)))]
)


def with_proof(text: str, kind: str) -> dict[str, Any]:
    document = json.loads(text)
    proofs = document.get("proof", [])
    proofs = proofs if isinstance(proofs, list) else [proofs]
    document["proof"] = next(
        (each for each in proofs if kind in str(each.get("cryptosuite"))), "no such proof"
    )
    return dict(document)


def json_with_openvc(kind: str) -> Callable[[str], None]:
    def verify(text: str) -> None:
        _verify_with_openvc(with_proof(text, kind), kind)

    return verify


def _verify_with_openvc(credential: object, kind: str) -> None:
    lists = default_status_list_resolver(
        resolver=RESOLVER,
        fetch=lambda url: json.dumps(with_proof(host(url).decode(), kind)),
        extra_contexts=CONTEXTS,
    )
    verify_credential(
        credential,
        resolver=RESOLVER,
        resolve_status_list=lists,
        extra_contexts=CONTEXTS,
        policy=VerificationPolicy(require_status_issuer_binding=True),
    )


READERS: dict[tuple[str, str], Callable[[Any], None]] = {
    ("openbadgeslib", "rdfc"): json_with_openbadgeslib,
    ("openbadgeslib", "jwt"): jwt_with_openbadgeslib,
    ("openbadgeslib", "baked"): picture_with_openbadgeslib,
    ("openbadgeslib", "hosted"): assertion_with_openbadgeslib,
    ("openbadgeslib", "jws"): signed_assertion_with_openbadgeslib,
    ("openbadgeslib", "baked-2"): assertion_in_picture_with_openbadgeslib,
    ("openvc-core", "rdfc"): json_with_openvc("-rdfc-"),
    ("openvc-core", "jcs"): json_with_openvc("-jcs-"),
    ("openvc-core", "endorsement"): json_with_openvc("-rdfc-"),
}
BYTES = ("baked", "baked-2")


def judge(by: str, format_: str, data: str) -> dict[str, Any]:
    document = base64.b64decode(data)
    try:
        READERS[by, format_](document if format_ in BYTES else document.decode())
    except Exception as error:  # noqa: BLE001 - whatever it raises is its "no"
        return {"accepted": False, "why": f"{type(error).__name__}: {error}"}
    return {"accepted": True, "why": None}


json.dump(
    [judge(each["by"], each["format"], each["data"]) for each in JOB["documents"]], sys.stdout
)
