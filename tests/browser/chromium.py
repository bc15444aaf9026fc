"""Debian's Chromium, started once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.browser.visits import AXE

_PROGRAM = shutil.which("chromium")


def not_installed() -> bool:
    """Whether something is missing that `make test` installs."""
    return _PROGRAM is None or not AXE.exists()


@contextmanager
def launched() -> Iterator[Browser]:
    """Without windows; ended when the block is left."""
    # Chromium keeps no sandbox for root; nothing that it opens here comes from elsewhere.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    # What escapes the tests' answers, as a download does, finds no host but a test's own server.
    options.append("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_PROGRAM, args=options)
        yield browser
        browser.close()
