"""The pages of `docs/` and the README, held against the code they speak of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from testamur.cli.main import commands
from testamur.crypto.signer import Ed25519Signer
from testamur.problems import Exit, KeyRefusedError
from testamur.register import keys
from testamur.register.keys import AnnouncedKey
from testamur.verify.verdict import Word
from tests.docs import reference

PAGES = sorted([*reference.DOCS.rglob("*.md"), reference.REPOSITORY / "README.md"])
README = (reference.REPOSITORY / "README.md").read_text("utf-8")
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
KEY = """{
  "role": "award",
  "publicKeyMultibase": "%s",
  "created": "2026-05-14",
  "ended": "2028-05-14",
  "compromised": 120
}
"""


@pytest.mark.parametrize("page", reference.parts(), ids=lambda page: page.name)
def test_what_is_made_from_the_code_is_up_to_date(page: Path, *, golden_update: bool) -> None:
    """
    Fields, words and help texts in the pages are those of the code.
    """
    written = page.read_text("utf-8")
    expected = reference.renewed(written, reference.parts()[page])
    if golden_update:
        page.write_text(expected, "utf-8")
        written = expected

    assert expected == written


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("nothing is marked", {"site": "x"}),
        ("<!-- made: site -->\n<!-- end -->\n" * 2, {"site": "x"}),
        ("<!-- made: site -->\n", {"site": "x"}),
    ],
)
def test_a_page_without_its_markers_is_refused(page: str, made: Mapping[str, str]) -> None:
    """
    Each part has one place in its page.
    """
    with pytest.raises(ValueError, match="places for site"):
        reference.renewed(page, made)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """
    A link to another page, or to a heading of one, finds it.
    """
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for path, heading in _LINK.findall(text):
        if path.startswith("https://"):
            continue
        target = page.parent / path if path else page

        assert target.exists(), path
        assert not heading or heading in _headings(target), f"{path}#{heading}"


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_the_readme_names_every_command(name: str) -> None:
    """
    A command that there is stands in the README's table.
    """
    assert re.search(rf"^\| `{name}\b", README, re.MULTILINE)


def test_the_readme_names_no_other_command() -> None:
    """
    A command that the README's pages tell to run exists.
    """
    told = {
        name
        for page in PAGES
        for name in re.findall(r"testamur (?:--root \S+ )?([a-z]+)", _code(page))
    }

    assert set() == told - commands.commands.keys()


def test_exit_codes_are_told() -> None:
    """
    The README and the page of commands have every exit code.
    """
    commands_page = (reference.DOCS / "commands.md").read_text("utf-8")
    for page in (README, commands_page):
        for code in (*map(int, Exit), *(word.exit_code for word in Word)):
            assert re.search(rf"\b{code}\s+[a-z]", page), code


def test_every_page_is_found_from_the_readme() -> None:
    """
    The README leads to docs/README.md, whose lists have each page of docs/ once, and that to those
    of its folders.
    """
    index = reference.DOCS / "README.md"
    assert "(docs/README.md)" in README
    for folder in (reference.DOCS, reference.DOCS / "adr"):
        pages = [page.name for page in folder.glob("*.md") if page.name != "README.md"]
        listed = re.findall(
            r"^(?:\| |\* )\[[^\]]+\]\(([^)/]+)\)",
            (folder / "README.md").read_text("utf-8"),
            re.MULTILINE,
        )

        assert sorted(pages) == sorted(listed)

    assert "(adr/README.md)" in index.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_column_of_a_table_has_a_heading(page: Path) -> None:
    """
    An empty one is read out as nothing.
    """
    heads = re.findall(r"^(\|.*\|)\n\|[-:|]+\|$", page.read_text("utf-8"), re.MULTILINE)

    assert [] == [head for head in heads if not all(map(str.strip, head.strip("|").split("|")))]


def test_what_the_readme_leaves_out_of_git() -> None:
    """
    The lines that a new repository is told to ignore are ignored here as well.
    """
    ignored = (reference.REPOSITORY / ".gitignore").read_text("utf-8").split()

    for line in ("site/", ".testamur/", ".venv/"):
        assert f"`{line}`" in README
        assert line in ignored


def test_a_key_file_is_as_the_page_of_keys_says() -> None:
    """
    Every field of a key file is in the table of docs/keys.md, in order, and no other is read.
    """
    page = (reference.DOCS / "keys.md").read_text("utf-8")
    told = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    key = Ed25519Signer.from_seed(bytes(range(32))).public_key
    decoded = keys.decode("award-1", (KEY % key.multibase).encode())

    assert isinstance(decoded, AnnouncedKey)
    assert told == re.findall(r'"(\w+)":', KEY)
    assert keys.encode(decoded).decode() == KEY % key.multibase
    with pytest.raises(KeyRefusedError):
        keys.decode("award-1", (KEY % key.multibase).replace("ended", "retired").encode())


def _headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def _code(page: Path) -> str:
    """What a page marks as code, where commands stand."""
    text = page.read_text("utf-8")
    fenced = re.findall(r"```(?:sh|console)\n(.*?)```", text, re.DOTALL)
    return "\n".join([*fenced, *re.findall(r"`(testamur [^`]+)`", text)])
