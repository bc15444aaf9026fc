"""
How a new file begins, and where the record of a new award goes.

Its name tells no more of somebody than the site may.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Container, Sequence
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from testamur.content.tree import AWARDS
from testamur.model.award import Display, Recipient
from testamur.starter.editors import SCHEMAS, editor_line

_DIGITS = 12
_LONGEST = 120


def editors_comment(root: Path, schema: str, path: str) -> str:
    """The line that tells editors the fields of the file, where the repository has schemas."""
    present = (root / SCHEMAS / f"{schema}.json").is_file()
    return f"{editor_line(schema, path)}\n" if present else ""


def digest_of(parts: Sequence[str]) -> str:
    """Twelve hex digits that are the same whenever the same is asked."""
    return sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]


def free_path(
    root: Path,
    folder: str,
    recipient: Recipient,
    otherwise: str,
    taken: Container[str] = (),
) -> str:
    """
    A path below a folder of content/awards/ where nothing stands yet.

    By the person's name only where the whole name may be published and has letters that every
    system knows; `otherwise` by the words given. `taken` are paths of which nobody knows yet.
    """
    public = recipient.name if recipient.display is Display.FULL else ""
    plain = unicodedata.normalize("NFKD", public.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST].rstrip("-") or otherwise
    names = chain([words], (f"{words}-{number}" for number in count(2)))
    paths = (f"{AWARDS}/{folder}/{name}.yaml" for name in names)
    return next(path for path in paths if path not in taken and not os.path.lexists(root / path))
