"""
Where a change to one value of a YAML text is made, by the places of its nodes.

Nothing is written anew but the value itself: comments, order, quoting and spacing of everything
else stay as they are. Whoever calls reads the result back and compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from testamur.content import edit_words, yamltext
from testamur.content.edit_text import BY_HAND, EditError, Splice, line_end, line_start
from testamur.content.edit_words import Value
from testamur.content.yamltext import Node, Scalar, Sequence
from testamur.problems import Route

_Places = list[Splice]


def put(text: str, top: Node, route: Route, value: Value) -> _Places:
    """
    Set the value at `route`; what is missing on the way there is written with it.

    A list is continued by the index behind its last. Raises EditError where the text has
    something else on the way, or a comment inside what would be replaced.
    """
    node, begins, in_flow = top, top.start, False
    for depth, step in enumerate(route):
        rest = route[depth + 1 :]
        in_flow = in_flow or _is_flow(text, node)
        if isinstance(node, yamltext.Mapping) and isinstance(step, str):
            entry = node.entries.get(step)
            if entry is None:
                return _new_entry(text, node, step, nested(rest, value))
            node, begins = entry[2], _behind_colon(text, entry[1])
        elif isinstance(node, Sequence) and step == len(node.items):
            return _new_item(text, node, nested(rest, value))
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
            begins = node.start
        elif isinstance(node, Scalar) and node.value is None:
            return _replace(text, node, begins, nested(route[depth:], value), in_flow=in_flow)
        else:
            raise EditError(f"{_dotted(route[: depth + 1])} has no place to stand", BY_HAND)
    return _replace(text, node, begins, value, in_flow=in_flow)


def take(text: str, top: Node, route: Route) -> _Places:
    """
    Remove the field or the item at `route`, with what is noted behind it on its lines.

    Raises EditError where it is not there, or is the last of what it stands in.
    """
    node = top
    for step in route[:-1]:
        node = _child(node, step, route)
    parts = _parts(text, node)
    chosen = _index(node, route[-1], route)
    if len(parts) == 1:
        raise EditError(f"nothing would be left around {_dotted(route)}", BY_HAND)
    start, end = parts[chosen]
    if _is_flow(text, node):
        if chosen:
            return [Splice(parts[chosen - 1][1], end, "")]
        return [Splice(start, parts[1][0], "")]
    begin = line_start(text, start)
    if text[begin:start].strip():
        # It shares its first line with the hyphen of the list it stands in.
        return [Splice(start, parts[1][0], "")]
    stop = line_end(text, end)
    return [Splice(begin, stop + 1, "") if stop < len(text) else Splice(begin - 1, stop, "")]


def listed(text: str, node: Node) -> _Places:
    """Make a list of the fields at `node`, which is then its one item."""
    if _is_flow(text, node):
        return [Splice(node.start, node.start, "["), Splice(node.end, node.end, "]")]
    begin, end = line_start(text, node.start), line_end(text, content_end(text, node))
    if text[begin : node.start].strip():
        raise EditError("these fields begin behind something else on their line", BY_HAND)
    further = (begin + found.end() for found in re.finditer("\n(?!\n)", text[begin:end]))
    return [Splice(node.start, node.start, "- "), *(Splice(at, at, "  ") for at in further)]


def nested(route: Route, value: Value) -> Value:
    """The value with the fields and lists around it that the route names."""
    for step in reversed(route):
        if isinstance(step, int) and step:
            raise EditError(f"there is no item {step} before this one", BY_HAND)
        value = [value] if isinstance(step, int) else {step: value}
    return value


def node_at(top: Node, route: Route) -> Node:
    """What stands at `route`. Raises EditError where nothing does."""
    node = top
    for step in route:
        node = _child(node, step, route)
    return node


def content_end(text: str, node: Node) -> int:
    """Behind the last character of a node; blank lines and comments after it are not its own."""
    if isinstance(node, Scalar):
        is_block = text[node.start : node.start + 1] in {"|", ">"}
        return len(text[: node.end].rstrip()) if is_block else node.end
    if _is_flow(text, node):
        return node.end
    return _parts(text, node)[-1][1]


def has_comment(text: str, node: Node, begins: int) -> bool:
    """Whether a comment stands inside a node, or between `begins` and it."""
    spans = sorted([*_scalars(node), (end := content_end(text, node), end)])
    gaps = [text[begins : spans[0][0]], *(text[a[1] : b[0]] for a, b in pairwise(spans))]
    return any("#" in gap for gap in gaps)


def _replace(text: str, node: Node, begins: int, value: Value, *, in_flow: bool) -> _Places:
    end = content_end(text, node)
    if isinstance(value, str) and isinstance(node, Scalar) and node.end > node.start:
        first = text[node.start]
        written = edit_words.flow(value, first if first in {'"', "'"} else "")
        if "\n" in value and not in_flow:
            before = text[line_start(text, begins) : begins]
            indent = len(before) - len(before.lstrip(" -"))
            written = edit_words.entry("k", value, indent).removeprefix("k: ")
        return [Splice(node.start, end, written)]
    if has_comment(text, node, begins):
        raise EditError("a comment stands inside what would be replaced", BY_HAND)
    space = " " if text[begins - 1 : begins] in {":", "-"} else ""
    return [Splice(begins, max(end, begins), space + edit_words.flow(value))]


def _new_entry(text: str, node: yamltext.Mapping, key: str, value: Value) -> _Places:
    if _is_flow(text, node):
        written = f"{edit_words.flow(key)}: {edit_words.flow(value)}"
        return _into_flow(text, node, written)
    column = node.start - line_start(text, node.start)
    end = line_end(text, content_end(text, node))
    return [Splice(end, end, f"\n{' ' * column}{edit_words.entry(key, value, column)}")]


def _new_item(text: str, node: Sequence, value: Value) -> _Places:
    if _is_flow(text, node):
        return _into_flow(text, node, edit_words.flow(value))
    column = node.start - line_start(text, node.start)
    end = line_end(text, content_end(text, node))
    return [Splice(end, end, f"\n{' ' * column}{edit_words.item(value, column)}")]


def _into_flow(text: str, node: Node, written: str) -> _Places:
    parts = _parts(text, node)
    end = parts[-1][1] if parts else node.start + 1
    return [Splice(end, end, f", {written}" if parts else written)]


def _parts(text: str, node: Node) -> list[tuple[int, int]]:
    """Where each field or item starts (its key, its hyphen) and its content ends."""
    if isinstance(node, yamltext.Mapping):
        return [
            (start, max(end, content_end(text, value)))
            for start, end, value in node.entries.values()
        ]
    if not isinstance(node, Sequence):
        return []
    ends = [content_end(text, item) for item in node.items]
    if _is_flow(text, node):
        return list(zip((item.start for item in node.items), ends, strict=True))
    column = node.start - line_start(text, node.start)
    hyphen = re.compile(rf"^ {{{column}}}-", re.MULTILINE)
    found = (hyphen.search(text, end) for end in ends[:-1])
    starts = [node.start, *(each.end() - 1 if each else len(text) for each in found)]
    return list(zip(starts, ends, strict=True))


def _scalars(node: Node) -> Iterator[tuple[int, int]]:
    """Where text stands in which a # is no comment: every key and scalar."""
    if isinstance(node, Scalar):
        yield node.start, node.end
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    else:
        for start, end, value in node.entries.values():
            yield start, end
            yield from _scalars(value)


def _child(node: Node, step: str | int, route: Route) -> Node:
    index = _index(node, step, route)
    if isinstance(node, Sequence):
        return node.items[index]
    if isinstance(node, yamltext.Mapping):
        return list(node.entries.values())[index][2]
    raise EditError(f"there is no {_dotted(route)}")


def _index(node: Node, step: str | int, route: Route) -> int:
    if isinstance(node, yamltext.Mapping) and step in node.entries:
        return list(node.entries).index(str(step))
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return step
    raise EditError(f"there is no {_dotted(route)}")


def _is_flow(text: str, node: Node) -> bool:
    return not isinstance(node, Scalar) and text[node.start : node.start + 1] in {"{", "["}


def _behind_colon(text: str, key_end: int) -> int:
    found = text.find(":", key_end)
    return key_end if found < 0 else found + 1


def _dotted(route: Route) -> str:
    return ".".join(map(str, route))
