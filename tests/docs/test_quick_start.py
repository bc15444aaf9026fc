"""The README's quick start, line by line, as somebody would who has nothing yet."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.docs import reference

pytestmark = pytest.mark.slow

_BLOCK = re.compile(r"^## Your own$.*?^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- as the library has it
        pass


def lines() -> list[tuple[str, list[str]]]:
    """Each command, and what the README says that it prints."""
    found = _BLOCK.search((reference.REPOSITORY / "README.md").read_text("utf-8"))
    assert found
    said: list[tuple[str, list[str]]] = []
    for line in found[1].splitlines():
        if line.startswith("$ "):
            said.append((line.removeprefix("$ "), []))
        else:
            said[-1][1].append(line)
    return said


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[str]:
    """The address of the folder in which the lines are typed, over HTTP."""
    serve = partial(Quiet, directory=str(tmp_path / "badges/site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_it_ends_with_a_badge_that_verifies(tmp_path: Path, shown: str) -> None:
    folder = tmp_path / "badges"
    folder.mkdir()
    environ = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
    }
    commands = lines()
    for command, printed in commands:
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

        assert 0 == done.returncode, (command, done.stdout, done.stderr)
        for expected in printed:
            assert expected == "…" or expected in done.stdout.splitlines()
    (page,) = (folder / "site/awards").glob("?*/index.html")
    with urlopen(f"{shown}/awards/{page.parent.name}/") as answer:  # noqa: S310 -- our own server
        text = answer.read().decode()

    assert "testamur verify site" == commands[-1][0]
    assert "Ada Lovelace" in text
    assert "Recorded as active." in text
