"""Notice that somebody saved a file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

QUIET: Final = 0.15
"""Seconds without a further change: editors write a file in several steps."""

_CHANGES = frozenset({"created", "modified", "moved", "deleted"})
"""To be read is no change; a build reads everything."""


@contextmanager
def watched(
    root: Path, folders: Sequence[Path], act: Callable[[], object], *, poll: bool = False
) -> Iterator[None]:
    """
    Call `act` after each change below one of the folders of `root`, until the block ends.

    Folders may come and go. With `poll`, or where the system has no more watches to give, files
    are looked at in turn.
    """
    handler = _Handler(folders)
    observer = _started(root, handler, poll=poll)
    ended = threading.Event()
    worker = threading.Thread(target=_work, args=(handler.changed, ended, act), daemon=True)
    worker.start()
    try:
        yield
    finally:
        ended.set()
        handler.changed.set()
        observer.stop()
        observer.join()
        worker.join()


class _Handler(FileSystemEventHandler):
    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folder.absolute() for folder in folders)
        self.changed = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _CHANGES or (
            event.is_directory and event.event_type == "modified"
        ):
            return
        paths = (Path(str(path)).absolute() for path in (event.src_path, event.dest_path) if path)
        if any(path.is_relative_to(folder) for path in paths for folder in self._folders):
            self.changed.set()


def _started(root: Path, handler: _Handler, *, poll: bool) -> BaseObserver:
    observer = PollingObserver() if poll else Observer()
    try:
        for folder in {root, *handler._folders}:  # noqa: SLF001 -- of this module
            if folder.is_dir():
                observer.schedule(handler, str(folder), recursive=folder != root)
        observer.start()
    except OSError:
        if poll:
            raise
        return _started(root, handler, poll=True)
    return observer


def _work(changed: threading.Event, ended: threading.Event, act: Callable[[], object]) -> None:
    while not ended.is_set():
        changed.wait()
        while changed.is_set() and not ended.is_set():
            changed.clear()
            changed.wait(QUIET)
        if not ended.is_set():
            act()
