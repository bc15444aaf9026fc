"""The scripts that are shipped are the ones that the sources make, and they are small."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.pages.sites import pages_of
from tests.scripts.samples import PLACE, samples
from tests.support.sites import ROOT, files

BROWSER = ROOT / "browser"
BUILT = ROOT / "generator" / "testamur" / "pages" / "scripts"
MANIFEST: dict[str, str] = json.loads((BUILT / "manifest.json").read_bytes())
MOST = {"award": 8_000, "catalogue": 3_000, "missing": 2_000}
"""Bytes of an entry as a host sends it; what it loads later does not count."""

built_here = pytest.mark.skipif(
    not (BROWSER / "node_modules").is_dir(), reason="browser/node_modules: `make scripts`"
)


@built_here
def test_what_is_shipped_is_what_the_sources_make(tmp_path: Path) -> None:
    """Same bytes under the same names, from the versions in the lock file."""
    subprocess.run(["node", BROWSER / "build.mjs", tmp_path], check=True, timeout=60)

    assert files(tmp_path) == files(BUILT)


@built_here
def test_the_sources_are_typed() -> None:
    """TypeScript, strict, over JSDoc."""
    done = subprocess.run(
        ["node", "node_modules/typescript/bin/tsc"],
        cwd=BROWSER,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (0, "") == (done.returncode, done.stdout)


def test_every_script_is_published_under_a_name_that_tells_its_bytes() -> None:
    """The manifest, which only the program reads, is not."""
    published = {path for path in pages_of().assets() if path.endswith(".js")}

    assert {f"assets/{path.name}" for path in BUILT.glob("*.js")} == published
    assert all(re.fullmatch(r"assets/[\w-]+\.[0-9a-f]{12}\.js", path) for path in published)


@pytest.mark.parametrize(("entry", "most"), MOST.items())
def test_what_a_page_loads_at_once_is_small(entry: str, most: int) -> None:
    """A phone on a slow line has it before its reader asks."""
    data = (BUILT / MANIFEST[entry]).read_bytes()

    assert not re.search(rb'\bimport\s*[{*"]|\bfrom\s*"', data)
    assert len(gzip.compress(data)) < most


def test_no_script_makes_html_of_text_or_code_of_text() -> None:
    """Trusted types would stop it; it is not even tried."""
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function"
    )
    found = [
        (path.name, word)
        for path in (BROWSER / "src").rglob("*.js")
        for word in forbidden.findall(path.read_text())
    ]

    assert [] == found


def test_the_samples_are_those_of_the_test_issuer() -> None:
    """What a browser must judge rightly first follows from keys that anybody may know."""
    assert samples() == PLACE.read_text(encoding="utf-8")
