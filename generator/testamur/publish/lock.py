"""One writer at a time: an advisory lock that the system gives back even after `kill -9`."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from testamur.problems import WorldError
from testamur.publish.durable import FILE_MODE, make_folders, reporting_disk_errors


class Lock:
    """Held from `hold` until `release`, the end of a `with`, or the end of the process."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()


def hold(path: Path, doing: str) -> Lock:
    """
    Take the lock at `path`, or raise WorldError at once if another process is `doing` that.

    The file stays behind, empty: removing it would let two processes lock two files.
    """
    make_folders(path.parent)
    with reporting_disk_errors():
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(path, flags, FILE_MODE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise WorldError(
                f"another process is {doing} (it holds {path})",
                hint="wait for it to end, then run again",
            ) from None
        except OSError as error:
            os.close(handle)
            error.filename = str(path)
            raise
    return Lock(handle)
