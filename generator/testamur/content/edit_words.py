"""A value as YAML that a careful person would write: plain where every reader takes it for text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

import yaml

from testamur.content import yamltext
from testamur.content.edit_text import BY_HAND, EditError
from testamur.content.yamltext import Raw

Value = str | bool | date | Sequence["Value"] | Mapping[str, "Value"]
"""What can be written: days and truth values stand plain, whatever else is text stands quoted."""

_WIDTH = 96
_STR = "tag:yaml.org,2002:str"
_RESOLVER = yaml.resolver.Resolver()


def raw(value: Value) -> Raw:
    """What reading the value back gives."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {name: raw(each) for name, each in value.items()}
    return [raw(each) for each in value]


def flow(value: Value, quote: str = "") -> str:
    """
    The value on one line, as it may stand anywhere; text in that quotation mark if it can.

    Raises EditError for text that YAML cannot hold.
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, str):
        return _text(value, quote)
    if isinstance(value, bool | date):
        return _text(str(raw(value)), quote, is_typed=True)
    return "[" + ", ".join(flow(each) for each in value) + "]"


def entry(key: str, value: Value, indent: int) -> str:
    """A field of a block, from its key on; further lines begin with their own indentation."""
    line = f"{flow(key)}: {flow(value)}"
    if not _is_roomy(value) and indent + len(line) <= _WIDTH:
        return line
    if isinstance(value, str):
        literal = _literal(value, indent + 2)
        return f"{flow(key)}: {literal}" if literal else line
    if isinstance(value, Mapping) and value:
        return f"{flow(key)}:\n{' ' * (indent + 2)}{_fields(value, indent + 2)}"
    if isinstance(value, Sequence) and value:
        parts = (f"\n{' ' * (indent + 2)}{item(each, indent + 2)}" for each in value)
        return f"{flow(key)}:{''.join(parts)}"
    return line


def item(value: Value, indent: int) -> str:
    """An item of a block list, from its hyphen on."""
    line = f"- {flow(value)}"
    if isinstance(value, Mapping) and value and (_is_roomy(value) or indent + len(line) > _WIDTH):
        return f"- {_fields(value, indent + 2)}"
    return line


def document(fields: Mapping[str, Value]) -> str:
    """A file of fields, one below the other."""
    return f"{_fields(fields, 0)}\n"


def _fields(value: Mapping[str, Value], indent: int) -> str:
    return f"\n{' ' * indent}".join(entry(key, each, indent) for key, each in value.items())


def _is_roomy(value: Value) -> bool:
    """Whether one line would not show it well: text of several lines somewhere inside."""
    if isinstance(value, str):
        return "\n" in value
    if isinstance(value, Mapping):
        return any(_is_roomy(each) for each in value.values())
    return isinstance(value, Sequence) and any(_is_roomy(each) for each in value)


def _text(value: str, quote: str, *, is_typed: bool = False) -> str:
    doubled = "'" + value.replace("'", "''") + "'"
    as_json = json.dumps(value, ensure_ascii=False)
    candidates = [doubled, as_json]
    if not value.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise EditError("this text is not Unicode", BY_HAND)
    means = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]  # so PyYAML has it
    if is_typed or means == _STR:
        candidates.insert(0, value)
    if quote:
        candidates.sort(key=lambda each: not each.startswith(quote))
    for candidate in candidates:
        node, faults = yamltext.compose("{k: " + candidate + "}")
        if not faults and yamltext.plain(node) == {"k": value} and "\n" not in candidate:
            return candidate
    raise EditError(f"this text cannot be written: {value[:40]!r}", BY_HAND)


def _literal(value: str, indent: int) -> str | None:
    """Text of several lines as it reads, or None where that would lose a space."""
    ending = "" if value.endswith("\n") else "-"
    body = value.removesuffix("\n")
    lines = [f"{' ' * indent}{line}" if line else "" for line in body.split("\n")]
    found = f"|{ending}\n" + "\n".join(lines)
    node, faults = yamltext.compose(f"k: {found}\n")
    return found if not faults and yamltext.plain(node) == {"k": value} else None
