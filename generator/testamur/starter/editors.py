"""How a file tells an editor which fields it may have."""

from __future__ import annotations

import posixpath

SCHEMAS = ".schemas/"
"""Where `testamur schema --output` keeps the schemas of a repository."""


def editor_line(schema: str, path: str) -> str:
    """
    A comment that editors with the YAML language server obey.

    `schema` is the name of a kind of file, as `testamur schema` lists them; `path` is the file's in
    the repository. The line has no end.
    """
    there = posixpath.relpath(f"{SCHEMAS}{schema}.json", posixpath.dirname(path))
    return f"# yaml-language-server: $schema={there}"
