"""Documents handed over beforehand, found by their address and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.commands.verify import Folder
from testamur.verify.documents import Several, documents
from testamur.verify.sources import Source, Unavailable

FILES = {
    "college.example/.well-known/did.json": b"did",
    "college.example/issuers/7": b"profile",
    "college.example/keys/1.json": b"key",
    "college.example/lists/index.json": b"list",
    "college.example:8443/x": b"port",
    "saved/under another name": b"named",
    "index.json": b'{"https://college.example/q?id=1": "saved/under another name"}',
}


def folder(root: Path) -> Source:
    for path, data in FILES.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (root.parent / "secret").write_bytes(b"secret")
    (root / "college.example" / "link").symlink_to(root.parent / "secret")
    return documents(Folder(root).read)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://college.example/.well-known/did.json", b"did"),
        ("https://college.example/issuers/7", b"profile"),
        ("https://college.example/issuers/7#key", b"profile"),
        ("https://college.example/keys/1", b"key"),
        ("https://college.example/keys/1.json?newest", b"key"),
        ("https://college.example/lists/", b"list"),
        ("https://college.example/lists", b"list"),
        ("https://college.example:8443/x", b"port"),
        ("https://college.example/q?id=1", b"named"),
    ],
)
def test_an_address_leads_to_its_file(tmp_path: Path, url: str, expected: bytes) -> None:
    """
    By host and path, with or without .json, or under the name that the index gives.
    """
    assert expected == folder(tmp_path / "pages").fetch(url, 100)


@pytest.mark.parametrize(
    "url",
    [
        "https://college.example/",
        "https://college.example",
        "https://college.example/q?id=2",
        "https://college.example/issuers",
        "https://college.example/../../secret",
        "https://college.example/%2e%2e/%2e%2e/secret",
        "https://college.example/..%2f..%2fsecret",
        "https://college.example/x%5c..%5csecret",
        "https://college.example/link",
        "https://../secret",
        "https://evil.example/issuers/7",
        "http://college.example/issuers/7",
        "file:///etc/passwd",
        "index.json",
        "",
    ],
)
def test_everything_else_is_out_of_reach(tmp_path: Path, url: str) -> None:
    """
    No other host, no other scheme, and no way out of the folder.
    """
    with pytest.raises(Unavailable, match="not among the documents at hand"):
        folder(tmp_path / "pages").fetch(url, 100)


def test_a_document_that_is_too_large(tmp_path: Path) -> None:
    """
    The limits are those of the network.
    """
    with pytest.raises(Unavailable, match="larger than 2 bytes"):
        folder(tmp_path / "pages").fetch("https://college.example/keys/1", 2)


@pytest.mark.parametrize(
    "index", [b"", b"[]", b"{", b'{"https://a.example/": 7}', b'{"https://a.example/": "../x"}']
)
def test_an_index_that_is_none(index: bytes) -> None:
    """
    An index that leads out of the folder, or is something else, is refused.
    """
    with pytest.raises(ValueError, match=r"JSON|index\.json|Expecting"):
        documents({"index.json": index}.get)


def test_the_next_source_is_asked_where_one_has_nothing(tmp_path: Path) -> None:
    """
    A site and a folder of others' documents answer together.
    """
    first = documents({"a.example/1": b"first"}.get)
    both = Several((first, folder(tmp_path / "pages")))

    assert b"first" == both.fetch("https://a.example/1", 100)
    assert b"profile" == both.fetch("https://college.example/issuers/7", 100)
    with pytest.raises(Unavailable):
        both.fetch("https://a.example/2", 100)
