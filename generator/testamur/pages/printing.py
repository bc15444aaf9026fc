"""
Printing on paper: a theme's Typst template, and what it is to say, as a PDF.

The library comes with the extra `pdf` and is imported when something is printed. It sees a folder
of its own with the template, the fonts and the pictures; what the template says is handed over as
JSON, never pasted into its source.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from testamur.pages.fonts import Fonts
from testamur.pages.theme import Theme, ThemeError
from testamur.problems import WorldError

if TYPE_CHECKING:
    import typst

EXTRA = "pip install 'testamur[pdf]'"

_Standard = Literal["ua-1", "a-3a"]

FOLDER = "print"
TEMPLATE = "certificate.typ"

_STANDARDS: Final[list[_Standard]] = ["ua-1", "a-3a"]
"""PDF/UA-1 (ISO 14289-1): every reader can follow it. PDF/A-3 (ISO 19005-3): kept, with files."""

_PACKAGE = re.compile(rb'"@|@[a-z]+/')
"""Typst would fetch it; nothing is fetched while a site is built."""


class NotPrintedError(Exception):
    """The template or what it was given cannot become a PDF of these standards."""


class Press:
    """Raises WorldError, when it is first asked for anything, where the library is not there."""

    def __init__(self, theme: Theme, fonts: Fonts) -> None:
        self._theme = theme
        self._own = fonts

    @property
    def version(self) -> str:
        """Of the library: another one may make other bytes."""
        _require()
        return version("typst")

    def picture(self, data: bytes, extension: str) -> str:
        """The path by which a template finds this picture."""
        path = f"pictures/{sha256(data).hexdigest()}.{extension}"
        if not (self._room / path).exists():
            _put(self._room / path, data)
        return f"/{path}"

    def print(self, inputs: Mapping[str, str], moment: datetime) -> bytes:
        """
        The PDF. `inputs` are what the template finds in `sys.inputs`; no clock is read.

        Raises NotPrintedError with the library's own words.
        """
        _require()
        import typst  # noqa: PLC0415 - large, and there with the extra only

        try:
            made = self._compiler.compile(
                sys_inputs={**inputs}, format="pdf", pdf_standards=[*_STANDARDS], timestamp=moment
            )
        except typst.TypstError as error:
            raise NotPrintedError(error.message) from error
        if not isinstance(made, bytes):
            raise NotPrintedError("it did not become one file")
        return made

    @cached_property
    def families(self) -> list[str]:
        """The theme's fonts by the names that templates use, in the order of their files."""
        first: dict[str, str] = {}
        for font in self._fonts.fonts():
            path = font.path or ""
            first[font.family] = min(path, first.get(font.family, path))
        return sorted(first, key=first.__getitem__)

    @cached_property
    def _room(self) -> Path:
        """A folder that goes when this goes."""
        room = Path(tempfile.mkdtemp(prefix="testamur-print-"))
        weakref.finalize(self, shutil.rmtree, room, ignore_errors=True)
        for name, data in self._theme.folder(FOLDER).items():
            if _PACKAGE.search(data):
                raise ThemeError(f"{FOLDER}/{name} asks for a package", "bring what it needs along")
            # At the top: what a template attaches is named by its place in this folder.
            _put(room / name, data)
        return room

    @cached_property
    def _fonts(self) -> typst.Fonts:
        import typst  # noqa: PLC0415 - as above

        # Of the theme alone: what a machine has installed is another on the next one.
        return typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(self._own.folder)],
        )

    @cached_property
    def _compiler(self) -> typst.Compiler:
        import typst  # noqa: PLC0415 - as above

        return typst.Compiler(
            input=str(self._room / TEMPLATE),
            root=str(self._room),
            font_paths=self._fonts,
            ignore_system_fonts=True,
            package_path=str(self._room / "packages"),
            package_cache_path=str(self._room / "packages"),
        )


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _require() -> None:
    if find_spec("typst") is None:
        raise WorldError("certificates are printed by a library that is not installed", EXTRA)
