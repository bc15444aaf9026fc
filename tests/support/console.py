"""
The ```console examples of a page, run as a reader would type them.

A line that begins with `$ ` is a command, the lines after it are what it prints: `…` stands for
whatever varies within a line, and alone on a line for any number of lines. A command ends with
exit code 0, unless the next one is `echo $?`.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_MARK = "\x1e"
_ASKS_FOR_CODE = "echo $?"


@dataclass
class Example:
    command: str
    expected: list[str] = field(default_factory=list)


def sections(page: str) -> Mapping[str, str]:
    """The text below each heading of the second level; what stands before the first is under ""."""
    names = ["", *_HEADING.findall(page)]
    return dict(zip(names, re.split(r"^## .+$", page, flags=re.MULTILINE), strict=True))


def examples(text: str) -> list[Example]:
    found: list[Example] = []
    for block in _BLOCK.findall(text):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Example(line[2:]))
            else:
                found[-1].expected.append(line)
    return found


def run(given: Sequence[Example], root: Path, environ: Mapping[str, str]) -> list[str]:
    """Type them one after the other in the folder; what went otherwise than the page says."""
    script = "".join(
        f"(exit $code)\n{each.command}\ncode=$?; printf '{_MARK}%d\\n{_MARK}' $code\n"
        for each in given
    )
    done = subprocess.run(
        ["bash", "-c", f"code=0\n{script}"],
        cwd=root,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    parts = done.stdout.split(_MARK)
    printed, codes = parts[0:-1:2], [int(part) for part in parts[1::2]]
    asked = {first.command for first, then in pairwise(given) if then.command == _ASKS_FOR_CODE}
    found: list[str] = []
    for example, text, code in zip(given, printed, codes, strict=True):
        if code and example.command not in asked:
            found.append(f"$ {example.command}\nended with {code}:\n{text}")
        elif not _as_expected(example.expected, text):
            wanted = "\n".join(example.expected)
            found.append(f"$ {example.command}\nshould print:\n{wanted}\nand printed:\n{text}")
    return found


def _as_expected(expected: Sequence[str], printed: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in expected
    )
    return re.fullmatch(pattern, printed) is not None
