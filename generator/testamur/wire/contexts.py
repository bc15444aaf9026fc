"""
The JSON-LD contexts that this program knows, from copies beside it with pinned digests.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from testamur.crypto.rdfc import Contexts
from testamur.crypto.rdfc_templates import Canonicaliser
from testamur.crypto.strict_json import JsonObject

VC_V1 = "https://www.w3.org/2018/credentials/v1"
VC_V2 = "https://www.w3.org/ns/credentials/v2"
OB_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OB_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR_V2 = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


@cache
def contexts() -> Contexts:
    """Every bundled context, by its exact address; read once in a process. See `read`."""
    return read(files("testamur.wire") / "data" / "contexts")


@cache
def canonicaliser() -> Canonicaliser:
    """
    For our own documents: many of one shape, canonicalised by one template.

    One for the whole process, since the gain begins with the third document of a shape.
    """
    return Canonicaliser(contexts())


def read(folder: Traversable) -> Contexts:
    """
    The contexts that `index.json` of `folder` names.

    Raises RuntimeError if a file differs from its pinned SHA-256: signatures made or checked
    with an altered context would mean something else.
    """
    documents: dict[str, JsonObject] = {}
    for row in json.loads((folder / "index.json").read_bytes()):
        data = (folder / row["file"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            raise RuntimeError(f"the bundled context {row['file']} was altered; install again")
        documents[row["url"]] = json.loads(data)
    return Contexts(documents)
