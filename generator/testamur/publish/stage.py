"""
Prepare the next output beside the present one, let it be checked, then switch.

    with stage(artifacts, output=site, cache=cache) as staged:
        check(staged.reader())
        staged.switch()

Nothing in the output changes before `switch`, and a stage that leaves the `with` without it is
discarded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from testamur.problems import TestamurError
from testamur.publish.artifact import Artifact
from testamur.publish.durable import (
    DISK,
    Disk,
    make_folders,
    remove_tree,
    reporting_disk_errors,
)
from testamur.publish.lock import Lock, hold
from testamur.publish.manifest import Entry, Manifest
from testamur.publish.memory import Memory
from testamur.publish.places import Places
from testamur.publish.plan import Plan, Planner, Step
from testamur.publish.survey import (
    MARKER,
    MARKER_TEXT,
    Ground,
    files_in,
    ground,
    is_taken,
    refuse_foreign,
)
from testamur.publish.switch import carry_out, put_in_place


def stage(
    artifacts: Iterable[Artifact],
    *,
    output: Path,
    cache: Path,
    check_bytes: bool = True,
    disk: Disk = DISK,
) -> Stage:
    """
    Compare, produce what differs into a folder of the cache, and change nothing in the output.

    With `check_bytes` every file of the output is listed and hashed, so that a foreign, missing
    or damaged one is noticed. Without it the manifest is taken at its word, and only the places
    that are to be written are looked at.

    Raises WorldError where another build is running, the output is not ours, the manifest cannot
    be relied on or the disk refuses; PathRefusedError where two artifacts collide.
    """
    with reporting_disk_errors():
        places = Places.of(output, cache)
        lock = hold(cache / "lock", f"building with the cache {cache}")
        try:
            work = _Work(places, disk, check_bytes=check_bytes)
            planner = Planner(work.memory.known)
            steps = [_deal_with(each, planner.consider(each), work) for each in artifacts]
            work.refuse_leftovers()
            return Stage(work, planner.arrange(steps), lock)
        except BaseException:
            with suppress(TestamurError):
                remove_tree(places.tree, disk)
            lock.release()
            raise


class Reader:
    """The output as it will be: staged files over those that stay."""

    def __init__(self, files: Mapping[str, str], disk: Disk) -> None:
        self._files = files
        self._disk = disk

    def paths(self) -> Iterator[str]:
        return iter(self._files)

    def read(self, path: str) -> bytes | None:
        """None where the output will have no such file. Raises WorldError if it cannot be read."""
        folder = self._files.get(path)
        if folder is None:
            return None
        with reporting_disk_errors():
            return self._disk.read(f"{folder}/{path}")


class Stage:
    """A build that is ready; holds the lock until it is switched or discarded."""

    def __init__(self, work: _Work, plan: Plan, lock: Lock) -> None:
        self._work = work
        self._plan = plan
        self._lock = lock
        self._open = True

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every file with what happens to it and why, in the order of the switch."""
        return self._plan.steps

    def reader(self) -> Reader:
        """Good until the switch."""
        return Reader(self._work.folders(), self._work.disk)

    def switch(self) -> None:
        """
        Make the output what was staged. Raises WorldError where the disk refuses.

        After a failure the output holds whole old and new files; the next build completes it.
        """
        if not self._open:
            raise RuntimeError("a stage is switched once, and not after it was discarded")
        try:
            with reporting_disk_errors():
                self._work.switch(self._plan.changes)
        finally:
            self.discard()

    def discard(self) -> None:
        """Give up what was staged, and the lock. Nothing happens the second time."""
        if self._open:
            self._open = False
            try:
                # What cannot be removed now is removed by the next build.
                with suppress(TestamurError):
                    remove_tree(self._work.places.tree, self._work.disk)
            finally:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.discard()


class _Work:
    """What a stage knows and has put aside."""

    def __init__(self, places: Places, disk: Disk, *, check_bytes: bool) -> None:
        self.places = places
        self.disk = disk
        self.output, self.tree = str(places.output), str(places.tree)
        self.wanted: dict[str, Entry] = {}
        self.staged: set[str] = set()
        self._folders = {""}
        self.ground = ground(self.output, disk)
        self.memory = Memory(places.memory, disk)
        if self.ground is not Ground.OURS:
            self.memory.forget()
        known = self.memory.known
        self.known: Mapping[str, Entry] = known.files if known is not None else {}
        self.present = self._present(check_bytes=check_bytes)
        remove_tree(places.tree, disk)
        make_folders(places.tree.parent, disk)
        disk.make_folder(self.tree)
        disk.create(f"{self.tree}/{MARKER}", MARKER_TEXT)

    def digest_there(self, path: str) -> str | None:
        """The hash of what the output holds at `path`, by looking or by the manifest's word."""
        if self.present is None:
            if path in self.known:
                return self.known[path].sha256 or None
            refuse_foreign(self.output, [path] if is_taken(f"{self.output}/{path}") else [])
            return None
        if path not in self.present:
            return None
        return hashlib.sha256(self.disk.read(f"{self.output}/{path}")).hexdigest()

    def put_aside(self, path: str, data: bytes) -> None:
        self._ensure_folder(path.rpartition("/")[0])
        self.disk.create(f"{self.tree}/{path}", data)
        self.staged.add(path)

    def refuse_leftovers(self) -> None:
        """Without a manifest, what is not wanted cannot be told from what is not ours."""
        if self.memory.known is None and self.present is not None:
            refuse_foreign(self.output, self.present - self.wanted.keys())

    def folders(self) -> dict[str, str]:
        return {path: self.tree if path in self.staged else self.output for path in self.wanted}

    def switch(self, steps: tuple[Step, ...]) -> None:
        intended = Manifest(self.wanted)
        if not steps and self.ground is Ground.OURS:
            self.memory.settle(intended)
            return
        self.disk.sync_file_system(self.tree)
        self.memory.begin(intended)
        make_folders(self.places.output.parent, self.disk)
        in_place = self.ground is Ground.MISSING and put_in_place(self.tree, self.output, self.disk)
        if not in_place:
            carry_out(steps, self.tree, self.output, self.disk)
        self.disk.sync_file_system(self.output)
        self.memory.complete()

    def _present(self, *, check_bytes: bool) -> set[str] | None:
        """The files of the output, or None where the manifest is taken at its word."""
        if self.ground is not Ground.OURS:
            return set()
        if self.memory.known is not None and not check_bytes:
            return None
        present = files_in(self.output)
        if self.memory.known is not None:
            refuse_foreign(self.output, present - self.known.keys())
        return present

    def _ensure_folder(self, folder: str) -> None:
        if folder not in self._folders:
            self._ensure_folder(folder.rpartition("/")[0])
            self.disk.make_folder(f"{self.tree}/{folder}")
            self._folders.add(folder)


def _deal_with(artifact: Artifact, step: Step, work: _Work) -> Step:
    """Keep or produce one file; the manifest's word is checked against the disk on the way."""
    path = artifact.path
    known = work.known.get(path)
    if step.action == "keep" and known is not None:
        found = work.digest_there(path)
        if found == known.sha256:
            work.wanted[path] = known
            return step
        reason = "missing from the output" if found is None else "bytes on disk differ"
        step = replace(step, action="write", reason=reason)
    data = artifact.produce()
    digest = hashlib.sha256(data).hexdigest()
    work.wanted[path] = Entry(artifact.kind, digest, dict(artifact.inputs))
    # A file that is known to hold other bytes need not be read.
    if known is None or known.in_doubt or known.sha256 == digest:
        found = work.digest_there(path)
        if found == digest:
            return replace(step, action="keep", reason=f"{step.reason}, but with the same bytes")
        if known is None and found is not None:
            step = replace(step, reason="bytes on disk differ")
        elif known is not None and not known.in_doubt:
            work.memory.doubt(path)
    work.put_aside(path, data)
    return step
