"""Errors of the schema library in our own words: an author reads what was expected and found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from testamur.content.rules import BY_CODE, EMPTY_VALUE, MISSING_FIELD, UNKNOWN_FIELD, WRONG_SHAPE
from testamur.content.values import closest, nearest
from testamur.content.yamltext import Raw
from testamur.problems import Problem, Route

Label = Callable[[Route], str]
"""What the author calls the field at a route."""


def dotted(route: Route) -> str:
    """`evidence[2].url`, counting list items from 1 as readers do."""
    text = ""
    for step in route:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def problems(
    error: ValidationError, file: str, kind: type[BaseModel], label: Label = dotted
) -> Iterator[Problem]:
    """Each error of a record of `kind`, in the order of its fields."""
    errors = error.errors(include_url=False)
    # A field that was only misspelt is not missing as well.
    meant = {
        (*route[:-1], close)
        for route in (_route(found) for found in errors if found["type"] == "extra_forbidden")
        for close in [closest(str(route[-1]), _fields_at(kind, route[:-1]))]
        if close
    }
    for found in errors:
        route = _route(found)
        if found["type"] != "missing" or route not in meant:
            yield _problem(found, file, route, kind, label)


def _route(found: ErrorDetails) -> Route:
    # The library marks a key of a mapping, and which of several kinds a value is.
    return tuple(step for step in found["loc"] if not str(step).startswith("["))


def _problem(
    found: ErrorDetails, file: str, route: Route, kind: type[BaseModel], label: Label
) -> Problem:
    whole = "this entry" if "#" in file else "this file"
    name = f"`{label(route)}`" if route else whole
    match found["type"]:
        case "refused":
            context: Mapping[str, Any] = found.get("ctx", {})
            rule = BY_CODE[context["code"]]
            return rule.at(file, route, f"{name} {context['phrase']}", context["hint"])
        case "missing":
            return MISSING_FIELD.at(file, route, f"{name} is missing")
        case "extra_forbidden":
            known = list(_fields_at(kind, route[:-1]))
            hint = nearest(str(route[-1]), known) or f"the fields here are: {', '.join(known)}"
            return UNKNOWN_FIELD.at(file, route, f"there is no field {name}", hint)
        case "too_short":
            return EMPTY_VALUE.at(file, route, f"{name} is an empty list", "write what is in it")
    expected = "a list" if found["type"] == "list_type" else "fields of its own"
    detail = f"{name} is expected to be {expected}, but is {_found(found['input'])}"
    return WRONG_SHAPE.at(file, route, detail)


def _found(value: Raw) -> str:
    if value is None:
        return "empty"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "fields of its own"


def is_field(kind: type[BaseModel], route: Route) -> bool:
    """Whether a record of `kind` has a field at a route."""
    return bool(route) and str(route[-1]) in _fields_at(kind, route[:-1])


def _fields_at(kind: type[BaseModel], route: Route) -> Iterator[str]:
    """The names of the fields that are known at a route."""
    for step in route:
        if isinstance(step, str):
            inner = _model_in(kind.model_fields[step].annotation)
            if inner is None:
                return
            kind = inner
    yield from (field.alias or name for name, field in kind.model_fields.items())


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The record inside `X | None`, `list[X]` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in inner if model is not None), None)
