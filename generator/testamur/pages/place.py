"""
Where a page stands, and the way from there to everything else.

Pages of the site's first language stand at its root, those of every other in a folder named by
its tag. Files that machines read and pictures stand once, beside the pages of the first language.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    folder: str
    """Of the page in the first language, relative to the site's root: `awards/<id>/`."""
    language: str
    """The folder of the page's language: `de/`; empty for the first."""
    root: str
    """The way up to the site's root: `../../`."""

    @classmethod
    def of(cls, folder: str, language: str = "") -> Place:
        """Of the page of a folder; `language` is the language's own folder."""
        return cls(folder, language, "../" * f"{language}{folder}".count("/") or "./")

    @property
    def path(self) -> str:
        """The page's own folder, relative to the site's root."""
        return f"{self.language}{self.folder}"

    def page(self, folder: str) -> str:
        """The way to the page of another folder, in the same language."""
        return f"{self.root}{self.language}{folder}"

    def file(self, path: str) -> str:
        """The way to a file that stands once for all languages: JSON, a picture, an asset."""
        return f"{self.root}{path}"

    def beside(self, name: str) -> str:
        """The way to such a file in the page's folder."""
        return f"{self.root}{self.folder}{name}" if self.language else name
