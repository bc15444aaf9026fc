"""
The JSON Canonicalization Scheme (RFC 8785): one sequence of bytes for one JSON value.
"""

from __future__ import annotations

import orjson
import rfc8785

from testamur.crypto.strict_json import JsonValue

_SAFE_INTEGER = 2**53 - 1


def canonical(value: JsonValue) -> bytes:
    """
    The canonical form of `value`, in UTF-8.

    Raises ValueError outside I-JSON: NaN and infinities, integers beyond 2^53 - 1, lone
    surrogates, names that are no text, values that are not JSON, and endless nesting.
    """
    try:
        if _orjson_agrees(value):
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        data: bytes = rfc8785.dumps(value)
    except (orjson.JSONEncodeError, RecursionError) as cause:
        raise ValueError("not a value that JCS can represent") from cause
    return data


def _orjson_agrees(value: JsonValue) -> bool:
    """
    Whether orjson with sorted keys writes exactly what RFC 8785 asks for.

    It differs in the form of floats, and sorts names by code point where RFC 8785 sorts by
    UTF-16 code unit: the same order for names inside the Basic Multilingual Plane.
    """
    pending: list[JsonValue] = [value]
    while pending:
        item = pending.pop()
        if type(item) is dict:
            for name, member in item.items():
                if type(name) is not str or (not name.isascii() and max(name) > "\uffff"):
                    return False
                if type(member) is not str:
                    pending.append(member)
        elif type(item) is list:
            pending += item
        elif type(item) is int:
            if not -_SAFE_INTEGER <= item <= _SAFE_INTEGER:
                return False
        elif type(item) is not str and type(item) is not bool and item is not None:
            return False
    return True
