"""`bake`, `unbake` and `verify` of pictures, as a user types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.test_commands import run
from tests.support import issuer
from tests.support.issuer import CORRECTED, VALID, at
from tests.support.pictures import SVG, chunk, itxt, png
from tests.verify.v2.issuer import assertion, sign, signed_assertion

SITE = issuer.honest_site()
CREDENTIAL = SITE[at(VALID)]
OLDER = itxt(b'{"type": "Assertion"}', b"openbadges")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A stranger's folder: a site, a credential of it, and some pictures."""
    for path, data in SITE.items():
        target = tmp_path / "site" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    for name, data in {
        "credential.json": CREDENTIAL,
        "other.json": SITE[at(CORRECTED)],
        "unsigned.json": json.dumps({**json.loads(CREDENTIAL), "proof": []}).encode(),
        "assertion.json": b'{"type": "Assertion", "proof": {}}',
        "hosted.json": json.dumps(assertion()).encode(),
        "torn.json": json.dumps(signed_assertion()).encode(),
        "hollow.json": json.dumps(assertion(badge=None)).encode(),
        "withdrawn.json": json.dumps(assertion(revoked=True)).encode(),
        "signed.jws": sign(signed_assertion()) + b"\n",
        "credential.jwt": sign(json.loads(CREDENTIAL)),
        "older.jwt": sign({"iss": "did:web:a.example", "vc": json.loads(CREDENTIAL)}),
        "other.jwt": sign({"type": "VerifiableCredential"}),
        "text.jwt": b"eyJhbGciOiJSUzI1NiJ9.e30",
        "list.json": b"[]",
        "broken.json": b"{",
        "plain.png": png(),
        "plain.svg": SVG,
        "cut.png": png()[:-1],
        "photo.jpg": b"\xff\xd8\xff",
        "older.png": png(OLDER),
        "two.png": png(itxt(CREDENTIAL), itxt(CREDENTIAL)),
        "wrong.png": png(chunk(b"tEXt", b"openbadgecredential\0" + CREDENTIAL)),
        "address.png": png(chunk(b"tEXt", b"openbadges\0https://a.example/\x1b[2J1")),
    }.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.mark.parametrize("picture", ["plain.png", "plain.svg"])
def test_a_credential_goes_in_and_comes_out(root: Path, picture: str) -> None:
    """
    Baked, verified with what it was baked from, printed, and written to a file again.
    """
    output = f"badge{Path(picture).suffix}"
    code, out, _ = run(root, "bake", "credential.json", picture, "--output", output)

    assert (0, f"{output}: {picture} with the credential inside\n") == (code, out)

    code, out, err = run(root, "unbake", output)

    assert (0, "") == (code, err)
    assert out.isascii()
    assert json.loads(CREDENTIAL) == json.loads(out)

    code, out, _ = run(root, "unbake", output, "--output", "out.json")

    assert (0, "out.json: Open Badges 3.0, not verified\n") == (code, out)
    assert json.loads(CREDENTIAL) == json.loads((root / "out.json").read_bytes())


def test_baking_again_replaces(root: Path) -> None:
    """
    The picture may be its own output, and holds the last credential alone; a 2.0 badge is kept.
    """
    shutil.copy(root / "older.png", root / "badge.png")
    for name in ("credential.json", "other.json"):
        code, out, _ = run(root, "bake", name, "badge.png", "--output", "badge.png")

        assert 0 == code
        assert "the Open Badges 2.0 badge that was in the picture is still there" in out

    code, out, err = run(root, "unbake", "badge.png")

    assert json.loads(SITE[at(CORRECTED)]) == json.loads(out)
    assert "badge.png also holds an Open Badges 2.0 badge, which was left out\n" == err


@pytest.mark.parametrize("picture", ["plain.png", "plain.svg"])
@pytest.mark.parametrize("newer", ["credential.json", "credential.jwt", "older.jwt"])
@pytest.mark.parametrize("older", ["hosted.json", "signed.jws"])
def test_both_editions_go_in_one_after_the_other(
    root: Path, picture: str, newer: str, older: str
) -> None:
    """
    As JSON or as JWS; each comes out by itself when it is asked for.
    """
    output = f"badge{Path(picture).suffix}"
    run(root, "bake", newer, picture, "--output", output)
    code, out, _ = run(root, "bake", older, output, "--output", output)

    assert 0 == code
    assert f"{output}: {output} with the assertion inside\n" in out
    assert "the Open Badges 3.0 badge that was in the picture is still there" in out
    for edition, source in (("2.0", older), ("3.0", newer)):
        code, out, err = run(root, "unbake", output, "--edition", edition, "--output", "out")
        given, taken = ((root / name).read_bytes().strip() for name in (source, "out"))

        assert (0, f"out: Open Badges {edition}, not verified\n") == (code, out)
        assert "badge, which was left out" in err
        if source.endswith(".json"):
            assert json.loads(given) == json.loads(taken)
        else:
            assert given == taken


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["bake", "unsigned.json", "plain.png"], 1, "unsigned.json is not signed"),
        (["bake", "assertion.json", "plain.png"], 1, "neither an Open Badges 3.0 credential nor"),
        (["bake", "list.json", "plain.png"], 1, "neither an Open Badges 3.0 credential nor"),
        (["bake", "torn.json", "plain.png"], 1, "its signature is not there"),
        (["bake", "hollow.json", "plain.png"], 1, "no whole Open Badges 2.0 assertion: Its badge"),
        (["bake", "withdrawn.json", "plain.png"], 1, "says that the award was withdrawn"),
        (["bake", "text.jwt", "plain.png"], 1, "text.jwt is no credential"),
        (["bake", "other.jwt", "plain.png"], 1, "neither an Open Badges 3.0 credential nor"),
        (
            ["unbake", "older.png", "--edition", "3.0"],
            1,
            "of Open Badges 3.0, only of Open Badges 2",
        ),
        (["unbake", "two.png", "--edition", "2.0"], 1, "of Open Badges 2.0, only of Open Badges 3"),
        (["unbake", "older.png", "--edition", "1.1"], 2, "is not one of"),
        (["bake", "broken.json", "plain.png"], 1, "broken.json is no credential"),
        (["bake", "plain.png", "plain.png"], 1, "plain.png is no credential"),
        (["bake", "credential.json", "cut.png"], 1, "cut.png is cut short, so nothing can be"),
        (["bake", "credential.json", "photo.jpg"], 1, "photo.jpg is neither PNG nor SVG"),
        (["bake", "credential.json", "nowhere.png"], 2, "does not exist"),
        (["unbake", "plain.png"], 1, "plain.png holds no credential"),
        (["unbake", "plain.svg"], 1, "plain.svg holds no credential"),
        (["unbake", "two.png"], 1, "two.png holds 2 credentials of Open Badges 3.0"),
        (["unbake", "cut.png"], 1, "cut.png is cut short"),
        (["unbake", "photo.jpg"], 1, "photo.jpg is neither PNG nor SVG"),
    ],
)
def test_what_cannot_be_baked_or_unbaked(
    root: Path, words: list[str], code: int, said: str
) -> None:
    """
    Each has its exit code and one sentence; nothing is written.
    """
    got, out, err = run(root, *words, "--output", "out.png")

    assert (code, "") == (got, out)
    assert said in err
    assert not (root / "out.png").exists()


def test_a_folder_that_is_not_there_is_the_worlds_fault(root: Path) -> None:
    """
    What cannot be written ends with exit code 4 and the name of it.
    """
    words = ["bake", "credential.json", "plain.png", "--output", "nowhere/badge.png"]
    code, _, err = run(root, *words)

    assert 4 == code
    assert "nowhere" in err


def test_what_is_no_json_is_printed_harmlessly(root: Path) -> None:
    """
    An address from an old badge cannot act on the terminal.
    """
    assert (0, "https://a.example/<U+001B>[2J1\n", "") == run(root, "unbake", "address.png")


def test_a_credential_in_the_wrong_place_is_taken_out_with_a_note(root: Path) -> None:
    """
    What other programs will not find is still handed over.
    """
    code, out, err = run(root, "unbake", "wrong.png")

    assert (0, json.loads(CREDENTIAL)) == (code, json.loads(out))
    assert "wrong.png: the credential stands in a tEXt chunk" in err


@pytest.mark.parametrize(
    ("picture", "code", "said"),
    [
        ("older.png", 16, "an Open Badges 2.0 badge that cannot be read."),
        ("two.png", 1, "Not valid. The PNG picture holds 2 credentials"),
        ("plain.svg", 16, "Could not be checked. The SVG picture holds no credential."),
        ("cut.png", 16, "Could not be checked. The PNG picture is cut short"),
    ],
)
def test_verify_reads_pictures(root: Path, picture: str, code: int, said: str) -> None:
    """
    The exit code and the first line say what a picture holds that cannot be judged.
    """
    got, out, _ = run(root, "verify", picture, "--site", "site")

    assert code == got
    assert said in out.partition("\n")[0]
