"""
JSON from strangers: read strictly, so that no two programs can read it differently.

I-JSON (RFC 7493) and a little more: what one parser keeps and another drops is refused.
"""

from __future__ import annotations

import json
import math
import re
from typing import NoReturn

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]

# Strings are skipped whole. Possessive, and content to end at the end of the text: an
# unterminated string costs one pass, not one for each quotation mark.
_STRUCTURE = re.compile(r'[\[{]|[\]}]|"[^"\\]*+(?:\\.?[^"\\]*+)*+"?', re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_MAX_DIGITS = 400


def parse(data: bytes, *, max_bytes: int = 2_000_000, max_depth: int = 64) -> JsonValue:
    """
    The value of one JSON text in UTF-8.

    Raises ValueError (never RecursionError) for anything but well-formed JSON, for more than
    `max_bytes` bytes or `max_depth` levels, for a byte order mark, a repeated or a `__proto__`
    member, a lone surrogate, minus zero, and for numbers that are not finite doubles.
    """
    if len(data) > max_bytes:
        raise ValueError(f"JSON of more than {max_bytes} bytes")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("JSON begins with a byte order mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("JSON is not UTF-8") from None
    _check_depth(text, max_depth)
    value: JsonValue = _DECODER.decode(text)
    if _SURROGATE_ESCAPE.search(text):
        _check_surrogates(value)
    return value


def _check_depth(text: str, max_depth: int) -> None:
    """Before parsing, since the parser recurses."""
    depth = 0
    for token in _STRUCTURE.finditer(text):
        letter = text[token.start()]
        if letter in "[{":
            depth += 1
            if depth > max_depth:
                raise ValueError(f"JSON nested deeper than {max_depth} levels")
        elif letter in "]}":
            depth -= 1


def _unique(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("JSON object names a member twice")
    if "__proto__" in members:
        raise ValueError("JSON object has a member __proto__")
    return members


def _integer(text: str) -> int:
    if text == "-0":
        raise ValueError("JSON has the number minus zero")
    if len(text) > _MAX_DIGITS:
        raise ValueError(f"JSON has a number of more than {_MAX_DIGITS} digits")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("JSON has a number beyond the range of doubles")
    if number == 0 and math.copysign(1, number) < 0:
        raise ValueError("JSON has the number minus zero")
    return number


def _constant(name: str) -> NoReturn:
    raise ValueError(f"JSON has no {name}")


def _check_surrogates(value: JsonValue) -> None:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            if not _encodable(item):
                raise ValueError("JSON string with a lone surrogate")
        elif isinstance(item, dict):
            pending += item
            pending += item.values()
        elif isinstance(item, list):
            pending += item


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)
