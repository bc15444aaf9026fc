"""
Members of a stranger's JSON, taken out one by one: what has another type than promised is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.writing import Malformed

MAX_DOCUMENT = 2_000_000
"""Bytes of a credential that are read."""

_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)",
    re.ASCII,
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")


def instant(value: JsonValue, name: str) -> datetime:
    """
    An XSD dateTimeStamp, in UTC. Raises Malformed, naming the member, for anything else.

    A zone is required: OB 3.0 asks for one, and two readers must not differ by hours.
    """
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        whole, fraction, zone = match.groups(default="")
        try:
            return datetime.fromisoformat(f"{whole}{fraction[:7]}{zone}").astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise Malformed(f"Its {name} is not a moment like 2026-11-22T09:30:00Z.")


def one_object(parent: JsonObject, name: str) -> JsonObject:
    """The object there. Raises Malformed for anything else."""
    value = parent.get(name)
    if not isinstance(value, dict):
        raise Malformed(f"Its {name} is missing or not one object.")
    return value


def text(parent: JsonObject, name: str) -> str:
    """The text there, which is not empty. Raises Malformed for anything else."""
    value = parent.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(f"Its {name} is missing or not a text.")
    return value


def texts(parent: JsonObject, name: str) -> tuple[str, ...]:
    """The text there, or all of a list of texts. Raises Malformed for anything else."""
    items = listed(parent.get(name))
    found = tuple(item for item in items if isinstance(item, str))
    if not found or len(found) != len(items):
        raise Malformed(f"Its {name} is missing or not a list of texts.")
    return found


def address(parent: JsonObject, name: str) -> str:
    """The absolute address (an IRI) there. Raises Malformed for anything else."""
    value = text(parent, name)
    if not _ABSOLUTE.fullmatch(value):
        raise Malformed(f"Its {name} is not an absolute address.")
    return value


def listed(value: JsonValue) -> list[JsonValue]:
    """A list as it is, nothing as an empty one, and any other value as a list of one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
