"""The bundled contexts, held against the documents of their authors."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from testamur.crypto import rdfc
from testamur.wire.contexts import CLR_V2, OB_EXTENSIONS, OB_V3, VC_V2, contexts, read

from .support import VECTORS, a_credential, needs_vectors, official_contexts, vector

FOLDER = files("testamur.wire") / "data" / "contexts"
INDEX: list[dict[str, str]] = json.loads((FOLDER / "index.json").read_bytes())


def bundled(url: str) -> Any:
    (row,) = [row for row in INDEX if row["url"] == url]
    return json.loads((FOLDER / row["file"]).read_bytes())


def test_the_required_contexts_are_there() -> None:
    """
    The contexts of every document of ours are bundled, and every file of the folder is indexed.
    """
    assert all(url in contexts() for url in (VC_V2, OB_V3, OB_EXTENSIONS, CLR_V2))
    assert {entry.name for entry in FOLDER.iterdir()} == {
        "index.json",
        "README.md",
        *(row["file"] for row in INDEX),
    }
    assert all(row["package"] and row["version"] and row["licence"] for row in INDEX)


def test_an_altered_context_stops_the_program(tmp_path: Path) -> None:
    """
    A context file with one character more is refused by name.
    """
    for entry in FOLDER.iterdir():
        (tmp_path / entry.name).write_bytes(entry.read_bytes())
    altered = tmp_path / "credentials-v2.json"
    altered.write_bytes(altered.read_bytes() + b" ")

    with pytest.raises(RuntimeError, match=r"credentials-v2\.json was altered"):
        read(tmp_path)


@needs_vectors
@pytest.mark.parametrize("url", [row["url"] for row in INDEX if row["url"] != OB_V3])
def test_each_context_says_what_the_official_one_says(url: str) -> None:
    """
    Parsed, each bundled context equals the document of its author.
    """
    (name,) = [row["file"] for row in vector("contexts/index.json") if row["url"] == url]

    assert vector(f"contexts/{name}") == bundled(url)


@needs_vectors
def test_the_open_badges_context_is_the_official_one() -> None:
    """
    Ours is the edition of April 2025, byte for byte; later ones only add two terms.
    """
    newest = vector("contexts/ob-v3p0-3.0.3.2026-06.json")
    added = {name: newest["@context"].pop(name) for name in ("endorsementJwt", "jti")}
    official = (VECTORS / "contexts" / "ob-v3p0-3.0.3.2025-04.json").read_bytes()

    assert official == (FOLDER / "ob-v3p0-3.0.3.json").read_bytes()
    assert newest == bundled(OB_V3)
    assert all(added.values())


@needs_vectors
@pytest.mark.parametrize("edition", ["2025-04", "2026-06"])
def test_our_documents_mean_the_same_under_the_official_contexts(edition: str) -> None:
    """
    A credential of ours has one canonical form, whichever copy of the contexts is used.
    """
    official = official_contexts(f"ob-v3p0-3.0.3.{edition}.json")

    assert rdfc.canonical(a_credential(), official) == rdfc.canonical(a_credential(), contexts())
