"""The folder of Markdown that `handbook` in site.yaml names, read as carefully as all content."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from testamur.content import places
from testamur.content.source import Files, Source
from testamur.model.handbook import Chapter, Handbook
from testamur.problems import Problem, Rule, Severity

HANDBOOK = Rule("handbook", "The handbook cannot be published as it is.")
HANDBOOK_LINK = Rule(
    "handbook-link", "A chapter links to one that there is not.", severity=Severity.WARNING
)

CHAPTER_MAX = 256_000
"""Bytes."""
MOST_CHAPTERS = 500
_DEEPEST = 3

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?P<href>[^)#\s:]+\.md)(?:#[^)\s]*)?\)")


def read_handbook(root: Path, folder: str | None) -> tuple[Handbook, tuple[Problem, ...]]:
    """Every `.md` file of the folder, and what is wrong with them; other files are left alone."""
    if folder is None:
        return Handbook(), ()
    files = Files(root)
    if not (root / folder).is_dir():
        problem = HANDBOOK.at(
            "content/site.yaml",
            ("handbook",),
            f"there is no folder {folder}",
            "make it, with a README.md in it, or delete the field",
        )
        return Handbook(), places.resolve(files, [problem])
    chapters: list[Chapter] = []
    problems: list[Problem] = []
    for path in sorted(_paths(root, folder, "", 0)):
        source = files.text(f"{folder}/{path}", CHAPTER_MAX)
        if isinstance(source, Source):
            chapters.append(Chapter(path, source.text))
            problems.extend(source.problems)
        else:
            problems.extend(source)
    if len(chapters) > MOST_CHAPTERS:
        said = f"the handbook has {len(chapters):,} chapters, more than {MOST_CHAPTERS:,}"
        problems.append(HANDBOOK.at(f"{folder}", (), said, "join some of them"))
    handbook = Handbook(tuple(chapters))
    problems.extend(_twice(folder, handbook))
    problems.extend(
        problem for each in handbook.chapters for problem in _astray(folder, handbook, each)
    )
    return handbook, tuple(problems)


def _paths(root: Path, folder: str, below: str, depth: int) -> Iterator[str]:
    with os.scandir(root / folder / below) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = f"{below}{entry.name}"
        if not _NAME.fullmatch(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir() and depth < _DEEPEST:
            yield from _paths(root, folder, f"{path}/", depth + 1)
        elif entry.name.endswith(".md"):
            yield path


def _twice(folder: str, handbook: Handbook) -> Iterator[Problem]:
    known: dict[str, Chapter] = {}
    for chapter in handbook.chapters:
        first = known.setdefault(chapter.folder, chapter)
        if first is not chapter:
            said = f"its page would stand where that of {folder}/{first.path} does"
            yield HANDBOOK.at(f"{folder}/{chapter.path}", (), said, "rename one of them")


def _astray(folder: str, handbook: Handbook, chapter: Chapter) -> Iterator[Problem]:
    """Links between chapters that lead to none; what lies outside of the folder is not looked at."""
    shown = _CODE.sub(lambda found: " " * len(found[0]), chapter.text)
    for match in _LINK.finditer(shown):
        href = match["href"]
        if handbook.find(chapter, href) is None and not _leaves(chapter, href):
            source = Source(f"{folder}/{chapter.path}", b"", chapter.text)
            said = f"links to {href}, and there is no such chapter"
            problem = HANDBOOK_LINK.at(source.path, (), said, "its words are shown without a link")
            yield problem.placed(source.place(match.start("href"), len(href)))


def _leaves(chapter: Chapter, href: str) -> bool:
    """Whether it leads out of the handbook's folder."""
    beside = PurePosixPath(chapter.path).parent / href
    return posixpath.normpath(beside).startswith("..")
