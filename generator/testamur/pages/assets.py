"""Style sheets and files of a theme under names that change with their bytes."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from testamur.pages.accent import accent_of
from testamur.pages.theme import Theme

FOLDER = "assets"
STYLE = "style.css"


class Assets:
    """
    What pages load.

    The style sheets of `styles/` are joined in the order of their names, so that a theme can
    replace the colours and keep the rest; a reader loads one file. The issuer's own accent, if
    there is one, has the last word.
    """

    def __init__(self, theme: Theme, accent: str | None = None) -> None:
        """`accent` is `#rrggbb`."""
        sheets = [*theme.folder("styles").values()]
        if accent:
            sheets.append(accent_of(accent).sheet)
        sources = {STYLE: b"".join(sheets), **theme.folder("assets")}
        self._paths = {name: hashed(name, data) for name, data in sources.items()}
        self.files: Mapping[str, bytes] = {
            self._paths[name]: data for name, data in sources.items()
        }
        """By path relative to the site's root."""

    def __getitem__(self, name: str) -> str:
        """The path of a file of the theme's `assets/`, or of `style.css`."""
        return self._paths[name]

    def __contains__(self, name: str) -> bool:
        return name in self._paths


def hashed(name: str, data: bytes) -> str:
    """The path below the site's root of a file that may be kept for ever: its name tells its bytes."""
    path = PurePosixPath(name)
    return f"{FOLDER}/{path.with_name(f'{path.stem}.{sha256(data).hexdigest()[:12]}{path.suffix}')}"
