"""
YAML without its surprises: events with limits, nodes that know where they stand, scalars as text.

Anchors, aliases, tags, merge keys, repeated keys and second documents are refused, and nothing
here recurses, so no input is deep enough to hurt. `no`, `0123` and `1:30` stay what the author
wrote; only nothing at all, `~` and `null` mean "no value".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from testamur.content.refused import shown
from testamur.content.rules import (
    DUPLICATE_KEY,
    WRONG_SHAPE,
    YAML_ALIAS,
    YAML_DOCUMENTS,
    YAML_LIMIT,
    YAML_SYNTAX,
    YAML_TAG,
)
from testamur.problems import Route, Rule

DEPTH_MAX = 20
EVENTS_MAX = 20_000

Raw = str | list["Raw"] | dict[str, "Raw"] | None
"""What a file said, not yet judged."""

_NOTHING = frozenset({"", "~", "null"})


@dataclass(slots=True)
class Scalar:
    start: int
    end: int
    value: str | None


@dataclass(slots=True)
class Sequence:
    start: int
    end: int = 0
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    start: int
    end: int = 0
    entries: dict[str, tuple[int, int, Node]] = field(default_factory=dict)
    """By key: where the key starts and ends, and its value."""


Node = Scalar | Sequence | Mapping
Span = tuple[int, int]
"""Index of the first character, and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the text at an index."""

    rule: Rule
    index: int
    length: int
    detail: str
    hint: str | None = None


def compose(text: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """
    The top node of a YAML text, and what is wrong with it.

    Without faults and without a node the text holds nothing but comments.
    """
    composer = _Composer(text)
    try:
        for event in _events(text):
            composer.take(event)
            if composer.stopped:
                break
    except yaml.MarkedYAMLError as error:
        composer.faults.append(_syntax_fault(text, error))
    except yaml.YAMLError as error:
        composer.faults.append(Fault(YAML_SYNTAX, 0, 1, f"this is not YAML: {error}"))
    return composer.top, tuple(composer.faults)


def plain(node: Node | None) -> Raw:
    """The node as text, lists and dicts. Depth is bounded by `DEPTH_MAX`."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, (_, _, value) in node.entries.items()}


def span(node: Node, route: Route, *, of_key: bool = False) -> Span:
    """
    Where the value at `route` starts and ends, or the nearest thing above it that is there.

    Text is shown itself; lists, fields and what has no value are shown by their key, and by
    their first key or item where they have none. `of_key` asks for the key in any case.
    """
    found = last_key = _first(node)
    for step in route:
        if isinstance(node, Mapping):
            entry = node.entries.get(str(step))
            if entry is None:
                # What stands alone may be written without its list.
                if step == 0:
                    continue
                break
            key_start, key_end, node = entry
            is_text = isinstance(node, Scalar) and node.end > node.start
            found = (node.start, node.end) if is_text else (key_start, key_end)
            last_key = (key_start, key_end)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            found = last_key = _first(node)
        else:
            break
    else:
        return last_key if of_key else found
    return found


def _first(node: Node) -> Span:
    """Where the first key or item of a node stands, or the node itself."""
    while True:
        if isinstance(node, Mapping) and node.entries:
            start, end, _ = next(iter(node.entries.values()))
            return start, end
        if not isinstance(node, Sequence) or not node.items:
            return node.start, max(node.end, node.start + 1)
        node = node.items[0]


class _Composer:
    """Builds nodes from events, with a stack of its own instead of the machine's."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.top: Node | None = None
        self.faults: list[Fault] = []
        self.stopped = False
        self._open: list[Sequence | Mapping] = []
        self._keys: list[tuple[str, int, int] | None] = []
        self._events = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        self._events += 1
        if self._events > EVENTS_MAX:
            detail = f"this file has more than {EVENTS_MAX:,} values and brackets"
            self._stop(Fault(YAML_LIMIT, _start(event), 1, detail, "use several files"))
        elif isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._take_start(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open[-1].end = _end(event)
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_alias(event, f"an alias is not read: *{event.anchor}")
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                detail = "a second document starts here"
                self._stop(Fault(YAML_DOCUMENTS, _start(event), 3, detail))

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        self._check_properties(event)
        start, end = _start(event), _end(event)
        if self._expects_key():
            self._take_key(event.value, start, end)
            return
        is_plain = event.implicit[0] and not event.style
        value = None if is_plain and event.value in _NOTHING else event.value
        self._place(Scalar(start, end, value))

    def _take_start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._check_properties(event)
        start = _start(event)
        if self._expects_key():
            detail = "a field's name is expected to be text"
            self._stop(Fault(WRONG_SHAPE, start, 1, detail))
            return
        if len(self._open) >= DEPTH_MAX:
            detail = f"this is nested more than {DEPTH_MAX} deep"
            self._stop(Fault(YAML_LIMIT, start, 1, detail))
            return
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        node: Mapping | Sequence = Mapping(start) if is_mapping else Sequence(start)
        self._place(node)
        self._open.append(node)
        self._keys.append(None)

    def _take_key(self, key: str, start: int, end: int) -> None:
        mapping = self._open[-1]
        if key == "<<":
            self.faults.append(
                Fault(YAML_ALIAS, start, 2, "a merge key is not read: <<", "write the fields out")
            )
        elif isinstance(mapping, Mapping) and key in mapping.entries:
            line = self.text.count("\n", 0, mapping.entries[key][0]) + 1
            detail = f"{shown(key)} is given twice, first on line {line}"
            self.faults.append(Fault(DUPLICATE_KEY, start, end - start, detail, "delete one"))
        self._keys[-1] = (key, start, end)

    def _place(self, node: Node) -> None:
        if not self._open:
            self.top = node if self.top is None else self.top
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key, start, end = self._keys[-1] or ("", 0, 0)
        parent.entries.setdefault(key, (start, end, node))
        self._keys[-1] = None

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], Mapping) and self._keys[-1] is None

    def _check_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse_alias(event, f"an anchor is not read: &{event.anchor}")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            detail = f"a tag is not read: {shown(tag)}"
            hint = "delete it: every field knows what it holds"
            self.faults.append(Fault(YAML_TAG, _start(event), 1, detail, hint))

    def _refuse_alias(self, event: yaml.NodeEvent, detail: str) -> None:
        start = _start(event)
        length = len(event.anchor or "") + 1
        self.faults.append(Fault(YAML_ALIAS, start, length, detail, "write the value out"))
        if isinstance(event, yaml.AliasEvent):
            if self._expects_key():
                self._keys[-1] = ("", start, start)
            else:
                self._place(Scalar(start, _end(event), None))

    def _stop(self, fault: Fault) -> None:
        self.faults.append(fault)
        self.stopped = True


def _events(text: str) -> Iterator[yaml.Event]:
    # The loader is used as a parser only: its composer, which recurses, is never called.
    parser = yaml.CSafeLoader(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


def _start(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.index if mark else 0


def _end(event: yaml.Event) -> int:
    mark = event.end_mark
    return mark.index if mark else 0


def _syntax_fault(text: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    index = min(mark.index if mark else 0, len(text))
    if index and (index == len(text) or text[index] == "\n"):
        # A caret behind the end of a line points at nothing.
        index = len(text[:index].rstrip("\n")) - 1 if text[:index].strip() else 0
    index = max(index, 0)
    why = (error.problem or "it cannot be read").replace("\n", " ")
    hint = None
    if text[index : index + 1] == "\t" or "\\t" in why:
        hint = "indent with spaces, not with TAB"
    elif "cannot start any token" in why:
        hint = "put text that begins with @, ` or % between quotation marks"
    elif "mapping values are not allowed" in why:
        hint = 'put text with ": " in it between quotation marks'
    return Fault(YAML_SYNTAX, index, 1, f"this is not YAML: {why}", hint)
