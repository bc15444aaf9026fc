"""What others install is what was tested here: theme, contexts and all."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.sites import ROOT, copied, files

pytestmark = pytest.mark.slow


def test_the_wheel_builds_the_same_site(tmp_path: Path) -> None:
    """
    Unpacked beside the installed libraries, without the repository around it.
    """
    quiet = ["--quiet", "--disable-pip-version-check"]
    wheel = [sys.executable, "-m", "pip", "wheel", *quiet, "--no-deps", "--wheel-dir", "dist"]
    subprocess.run([*wheel, str(ROOT)], cwd=tmp_path, check=True, capture_output=True)
    (found,) = (tmp_path / "dist").glob("testamur-*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(found) as archive:
        archive.extractall(installed)
    repository = copied(tmp_path / "repository")
    for program, output in ((installed, "theirs"), (ROOT / "generator", "ours")):
        script = (
            f"import sys; sys.path.insert(0, {str(program)!r}); "
            "import testamur, testamur.cli.main as cli; "
            f"assert testamur.__file__.startswith({str(program)!r}); "
            f"cli.commands(['build', '--output', {output!r}])"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=repository, capture_output=True, check=False
        )
        assert 0 == done.returncode, done.stderr.decode()

    assert files(repository / "ours") == files(repository / "theirs")
