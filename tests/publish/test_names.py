"""Which paths a site may have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.problems import Exit
from testamur.publish.names import Names, PathRefusedError, check_path

from .support import an_artifact


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        ".nojekyll",
        ".well-known/did.json",
        "_headers",
        "awards/00jx7q4m5n6p7r8s9t0vwxyz12/credential.json",
        "register/tile/0/x001/067.p/8",
        "fr/diplôme.html",
        "console/nullable/com10/aux-1",
        "a" * 255,
    ],
)
def test_path_is_accepted(path: str) -> None:
    """
    Ordinary paths of a site, hidden files and other scripts are fine.
    """
    check_path(path)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("", "is empty"),
        ("/etc/passwd", "is absolute"),
        ("//host/share", "is absolute"),
        ("..", "'..'"),
        ("../site", "'..'"),
        ("awards/../../x", "'..'"),
        ("./index.html", "'.'"),
        ("awards//x", "empty part"),
        ("awards/", "empty part"),
        ("awards\\x", "backslash"),
        ("..\\x", "backslash"),
        ("a\0b", "control character"),
        ("a\nb", "control character"),
        ("a\x7fb", "control character"),
        ("a\x85b", "control character"),
        ("a\u2028b", "control character"),
        ("a\ud800", "not Unicode"),
        ("c:/x", "Windows does not allow"),
        ("a/what?", "Windows does not allow"),
        ("a/*", "Windows does not allow"),
        ("a/x.", "ends in a dot"),
        ("a/x ", "ends in a dot or a space"),
        ("con", "device"),
        ("awards/NUL/x", "device"),
        ("a/aux.html", "device"),
        ("a/Com1.tar.gz", "device"),
        ("a/lpt³", "device"),
        ("a/prn .txt", "device"),
        ("a/conin$", "device"),
        (".git/config", "Git"),
        ("a/.GIT/hooks/x", "Git"),
        (".testamur-site", "testamur keeps"),
        ("a/.Testamur-incoming", "testamur keeps"),
        ("a" * 256, "longer than 255"),
        ("é" * 128, "longer than 255"),
        ("/".join(["a" * 200] * 5), "longer than 900"),
    ],
)
def test_path_is_refused(path: str, fault: str) -> None:
    """
    What some file system, archive or checkout would change or refuse is refused by name.
    """
    with pytest.raises(PathRefusedError) as refusal:
        an_artifact(path)

    assert fault in str(refusal.value)
    assert Exit.REFUSED is refusal.value.exit


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a", "a"),
        ("a/b", "A/b"),
        ("a/b", "a/B"),
        ("A/b", "a/c"),
        ("a", "a/b"),
        ("a/b/c", "a"),
        ("a/b/c", "A/B"),
        ("é", "e\u0301"),
        ("É/a", "e\u0301/b"),
        ("straße", "STRASSE"),
    ],
)
def test_collision_is_refused(first: str, second: str) -> None:
    """
    Paths that differ only in case or composition, and a file that is also a folder, collide.
    """
    names = Names()
    names.claim(first)

    with pytest.raises(PathRefusedError):
        names.claim(second)


def test_neighbours_do_not_collide() -> None:
    """
    Paths that share folders or beginnings stand beside each other.
    """
    names = Names()
    for path in ("a/b", "a/c", "a.b", "ab/c", "a/d/e", "A1"):
        names.claim(path)

    assert not names.leave_room_for("A/B")
    assert not names.leave_room_for("a/b/c")
    assert not names.leave_room_for("a/d")
    assert names.leave_room_for("a/e")


@settings(max_examples=200)
@given(st.text(max_size=20))
def test_any_text_is_accepted_or_refused(path: str) -> None:
    """
    No text makes the check fail in another way, and what is accepted stays below the output.
    """
    try:
        check_path(path)
    except PathRefusedError:
        return

    assert not path.startswith("/")
    assert not {"", ".", ".."} & set(path.split("/"))
