"""
What a build would do to the output, file by file, each with a reason that can be printed.

Pure: it compares what is wanted with the manifest, and looks at no disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from testamur.publish.artifact import Artifact, Kind
from testamur.publish.manifest import Entry, Manifest
from testamur.publish.names import Names

Action = Literal["keep", "write", "delete"]


@dataclass(frozen=True, slots=True)
class Step:
    action: Action
    path: str
    kind: Kind
    reason: str

    def __str__(self) -> str:
        return f"{self.action:<7} {self.path}  {self.reason}".rstrip()


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order in which the switch takes them; those that keep a file come first."""

    steps: tuple[Step, ...]

    @property
    def changes(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.action != "keep")


def plan(artifacts: Iterable[Artifact], manifest: Manifest | None) -> Plan:
    """
    Compare what is wanted with what is there by the manifest (None: nothing is).

    Raises PathRefusedError where two artifacts would be one file on some file system.
    """
    planner = Planner(manifest)
    steps = [planner.consider(artifact) for artifact in artifacts]
    return planner.arrange(steps)


class Planner:
    """The same, one artifact at a time, so that none need be kept once it is dealt with."""

    def __init__(self, manifest: Manifest | None) -> None:
        self._known: Mapping[str, Entry] = manifest.files if manifest is not None else {}
        self._names = Names()
        self._wanted: set[str] = set()

    def consider(self, artifact: Artifact) -> Step:
        """Keep or write. Raises PathRefusedError on a collision with one seen before."""
        self._names.claim(artifact.path)
        self._wanted.add(artifact.path)
        reason = _why_stale(artifact, self._known.get(artifact.path))
        action: Action = "keep" if reason is None else "write"
        return Step(action, artifact.path, artifact.kind, reason or "")

    def arrange(self, considered: Iterable[Step]) -> Plan:
        """
        The whole plan, given a step for every artifact; adds what is no longer wanted.

        Writes go by kind, and within a kind in the order given. Deletions come last, and go the
        other way: a page goes before the documents that it points to. Only a file that stands
        where a folder is needed, or that some file system would take for a wanted one, goes first.
        """
        keeps: list[Step] = []
        writes: dict[Kind, list[Step]] = {kind: [] for kind in Kind}
        deletes: dict[Kind, list[Step]] = {kind: [] for kind in Kind}
        first: list[Step] = []
        for step in considered:
            (keeps if step.action == "keep" else writes[step.kind]).append(step)
        for step in self._unwanted():
            can_wait = self._names.leave_room_for(step.path)
            (deletes[step.kind] if can_wait else first).append(step)
        written = [step for kind in Kind for step in writes[kind]]
        deleted = [step for kind in reversed(Kind) for step in deletes[kind]]
        return Plan((*keeps, *first, *written, *deleted))

    def _unwanted(self) -> Iterator[Step]:
        for path in sorted(self._known.keys() - self._wanted):
            yield Step("delete", path, self._known[path].kind, "no longer wanted")


def _why_stale(artifact: Artifact, known: Entry | None) -> str | None:
    if known is None:
        return "new"
    if known.in_doubt:
        return "its last switch was not completed"
    changes = list(_differences(artifact.inputs, known.inputs))
    if artifact.kind != known.kind:
        changes.append(f"was of kind {known.kind}")
    return ", ".join(changes) or None


def _differences(now: Mapping[str, str], before: Mapping[str, str]) -> Iterator[str]:
    if now == before:
        return
    for name in sorted({*now, *before}):
        if name not in before:
            yield f"{name} added"
        elif name not in now:
            yield f"{name} removed"
        elif now[name] != before[name]:
            yield f"{name} changed"
