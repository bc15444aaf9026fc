"""
Model values as plain JSON and back, the same way for every class.

Used where a digest must cover "the author's decoded fields, absent ones left out" (the intent of
a record, the definition of a credential) and to keep definitions in the register. It is not a
wire format: those have modules of their own in `wire/`.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

T = TypeVar("T")


def to_plain(value: object) -> Plain:
    """
    Plain JSON of a model value; absent and empty fields are left out.

    Raises TypeError for a type that the model does not use.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = (
            (field.name, getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not field.metadata.get("bookkeeping")
        )
        return {name: to_plain(item) for name, item in fields if item is not None and item != ()}
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[T], value: Plain) -> T:
    """
    The model value that `to_plain` was given.

    Raises ValueError where the JSON does not fit the class: unknown or missing fields, or
    values of another type.
    """
    built = _build(kind, value)
    if not isinstance(built, kind):
        raise ValueError(f"this is no {kind.__name__}")
    return built


def bookkeeping() -> dict[str, bool]:
    """Metadata for a field that is ours and not the author's: no digest covers it."""
    return {"bookkeeping": True}


def _build(kind: Any, value: Plain) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        choices = [choice for choice in get_args(kind) if choice is not type(None)]
        return None if value is None else _build(_choice(choices, value), value)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError("expected a list")
        return tuple(_build(get_args(kind)[0], item) for item in value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _build_dataclass(kind, value)
    if isinstance(value, str) and isinstance(kind, type):
        if issubclass(kind, date):
            return kind.fromisoformat(value)
        if issubclass(kind, StrEnum):
            return kind(value)
    if type(value) is not kind:
        raise ValueError(f"expected {kind.__name__}, found {value!r}")
    return value


def _choice(choices: list[Any], value: Plain) -> Any:
    """Of a text and a value with fields, the one that the JSON is; else the only one there is."""
    fields = [choice for choice in choices if dataclasses.is_dataclass(choice)]
    return fields[0] if fields and isinstance(value, dict) else choices[0]


def _build_dataclass(kind: type, value: Plain) -> object:
    if not isinstance(value, dict):
        raise ValueError(f"expected the fields of a {kind.__name__}")
    hints = _hints(kind)
    unknown = value.keys() - hints.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has no field {min(unknown)!r}")
    try:
        return kind(**{name: _build(hints[name], item) for name, item in value.items()})
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from error


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
