"""`verify` of other issuers' credentials, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import run
from tests.verify.foreign import (
    DID,
    HOST,
    P256,
    badge,
    claims,
    encode,
    endorsement,
    proved,
    token,
    web,
)

ENDORSED = badge(endorsement=[proved(endorsement(DID))])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A reader's folder: some credentials, and what their issuer publishes."""
    for url, content in web(P256).items():
        target = tmp_path / "pages" / url.removeprefix("https://")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(encode(content))
    for name, data in {
        "badge.jwt": token(claims(badge()), P256),
        "endorsed.json": proved(ENDORSED, P256),
        "forged.jwt": token(claims(badge())),
        "other.json": proved(badge("https://other.example/1"), P256),
    }.items():
        (tmp_path / name).write_bytes(encode(data))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("badge.jwt", 0, "Valid. Issued by Example College (college.example) on 1 March 2026."),
        ("badge.jwt", 0, "\nIts title: “Forge Safety”.\n"),
        ("forged.jwt", 1, "Not valid. "),
        ("other.json", 16, "https://other.example/1 is not among the documents at hand"),
        ("endorsed.json", 0, "The endorsement inside it does not stand."),
    ],
)
def test_documents_at_hand_take_the_place_of_the_network(
    root: Path, name: str, code: int, said: str
) -> None:
    """
    What the issuer publishes is read from a folder; what is not in it is out of reach.
    """
    got, out, _ = run(root, "verify", name, "--documents", "pages")

    assert code == got, out
    assert said in out


def test_what_is_inside_is_listed(root: Path) -> None:
    """
    Below the steps, each with a mark and its own sentence; for machines under `parts`.
    """
    _, out, _ = run(root, "verify", "endorsed.json", "--documents", "pages")

    assert "\nInside it:\n  ✗ endorsement  Not valid. " in out

    _, out, _ = run(root, "verify", "endorsed.json", "--documents", "pages", "--json")
    (part,) = json.loads(out)["parts"]

    assert ("endorsement", False) == (part["what"], part["stands"])


def test_a_learner_record_names_what_it_bundles(root: Path) -> None:
    """
    Each credential in it with its name, its own sentence, and what is to be said of its place.
    """
    contents = [proved(badge(), P256), {**proved(badge(), P256), "name": "Forged"}]
    document = badge(
        id="urn:uuid:7",
        type=["VerifiableCredential", "ClrCredential"],
        name="Everything",
        credentialSubject={
            "id": "did:example:ada",
            "type": ["ClrSubject"],
            "verifiableCredential": contents,
        },
    )
    (root / "record.jwt").write_bytes(token(claims(document), P256))
    code, out, _ = run(root, "verify", "record.jwt", "--documents", "pages")

    assert 0 == code
    assert "Of the 2 credentials inside it, 1 does not stand." in out
    assert "  ✓ credential   Forge Safety: Valid. Issued by Example College" in out
    assert "  ✗ credential   Not valid. Its signature does not hold" in out


def test_a_document_may_be_given_by_its_address(root: Path) -> None:
    """
    The credential itself may be among the documents, too.
    """
    (root / "pages/college.example/1.json").write_bytes(encode(proved(badge(), P256)))
    code, _, _ = run(root, "verify", f"{HOST}/1.json", "--documents", "pages")

    assert 0 == code


@pytest.mark.parametrize("page", [b"<!doctype html>", None])
@pytest.mark.parametrize("address", [f"{HOST}/ada", f"{HOST}/ada/"])
def test_behind_a_page_stands_its_credential(root: Path, address: str, page: bytes | None) -> None:
    """
    A page's address leads to the credential beside it, as on the sites that testamur builds.
    """
    beside = root / "pages/college.example/ada/credential.json"
    beside.parent.mkdir()
    beside.write_bytes(encode(proved(badge(), P256)))
    if page is not None:
        (beside.parent / "index.json").write_bytes(page)
    code, _, _ = run(root, "verify", address, "--documents", "pages")

    assert 0 == code


@pytest.mark.parametrize("length", [300, 5000])
def test_an_address_that_no_file_can_have(root: Path, length: int) -> None:
    """
    However long the addresses in a credential are, they are merely out of reach.
    """
    status = {"id": f"{HOST}/{'a' * length}", "type": "1EdTechRevocationList"}
    extensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
    document = badge(credentialStatus=status)
    document["@context"] = [*document["@context"], extensions]
    (root / "long.json").write_bytes(encode(proved(document, P256)))
    code, out, _ = run(root, "verify", "long.json", "--documents", "pages")

    assert 16 == code
    assert "could not be fetched" in out


def test_an_index_that_is_none_is_said_to_be_none(root: Path) -> None:
    """
    A folder whose index cannot be read is no use, in a sentence.
    """
    (root / "pages/index.json").write_bytes(b"[]")
    code, _, err = run(root, "verify", "badge.jwt", "--documents", "pages")

    assert 4 == code
    assert "pages cannot be read: index.json is not an object" in err


@pytest.mark.parametrize("linked", ["college.example", "college.example/.well-known/did.json"])
def test_links_are_not_followed_out_of_a_folder(root: Path, linked: str) -> None:
    """
    Neither a file nor a folder may be elsewhere: what is at hand is what lies there.
    """
    assert 0 == run(root, "verify", "badge.jwt", "--documents", "pages")[0]

    place = root / "pages" / linked
    place.rename(root / "elsewhere")
    place.symlink_to(root / "elsewhere")
    code, out, _ = run(root, "verify", "badge.jwt", "--documents", "pages")

    assert 16 == code
    assert "is not among the documents at hand" in out


@pytest.mark.parametrize("option", ["--email", "--name"])
def test_a_site_is_nobodys(root: Path, option: str) -> None:
    """
    A question that is not answered must not look as if it were answered with yes.
    """
    got, _, error = run(root, "verify", "pages", option, "eve@example.org")

    assert 2 == got
    assert "asked of one credential, not of a whole site" in error


def test_an_address_with_a_bracket_too_many_is_refused(root: Path) -> None:
    """
    What no program can read as an address is said to be none.
    """
    got, _, error = run(root, "verify", "https://[college.example", "--documents", "pages")

    assert 0 < got
    assert "cannot be read" in error
    assert "Traceback" not in error
