"""The files of a site, and the JSON objects in them, as whoever compares them reads them."""

from __future__ import annotations

from collections.abc import Callable

from testamur.crypto import strict_json
from testamur.crypto.strict_json import JsonObject
from testamur.verify.fields import MAX_DOCUMENT

Reader = Callable[[str], bytes | None]
"""From a path, without a leading slash, to the bytes there; None where there are none."""


def json_object(data: bytes | None, max_bytes: int = MAX_DOCUMENT) -> JsonObject | None:
    """The JSON object that a file holds; None for one that is missing, too long or anything else."""
    try:
        found = strict_json.parse(data or b"", max_bytes=max_bytes)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
