"""
The one place that touches the disk for output, so that a test can break every operation.

The system calls are, for each file: open, fchmod, write, close, and fsync where asked for;
besides these mkdir, chmod, rename, unlink, rmdir, fsync of a folder and syncfs.
"""

# ruff: noqa: PTH101, PTH102, PTH105, PTH106, PTH108
# Plain strings and os calls: a Path for each of a million operations costs as much as the write.

from __future__ import annotations

import ctypes
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from testamur.problems import WorldError

FILE_MODE = 0o644
FOLDER_MODE = 0o755
"""Whatever the umask says: the web server is another user."""


class Disk:
    """
    The operations themselves. Each raises OSError with the path in `filename`.

    Symbolic links are never followed in the last part of a path.
    """

    def read(self, path: str) -> bytes:
        """The bytes of a regular file; a link, device or pipe is refused rather than waited for."""
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with _naming(path):
            try:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise OSError(errno.EINVAL, "not a regular file")
                with FileIO(handle, closefd=False) as file:
                    return file.readall()
            finally:
                os.close(handle)

    def create(self, path: str, data: bytes, *, sync: bool = False) -> None:
        """A new file; its bytes have reached the device only if `sync`."""
        handle = _new_file(path)
        with _naming(path):
            try:
                _write(handle, data)
                if sync:
                    os.fsync(handle)
            finally:
                os.close(handle)

    def make_folder(self, path: str) -> None:
        os.mkdir(path, FOLDER_MODE)
        self.open_folder(path)

    def open_folder(self, path: str) -> None:
        """Let everybody read a folder that was made."""
        os.chmod(path, FOLDER_MODE)

    def replace(self, source: str, target: str) -> None:
        os.replace(source, target)

    def remove(self, path: str) -> None:
        os.unlink(path)

    def remove_folder(self, path: str) -> None:
        os.rmdir(path)

    def sync_folder(self, path: str) -> None:
        """The names in a folder survive a loss of power."""
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        with _naming(path):
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def sync_file_system(self, path: str) -> None:
        """Everything written so far to the file system of the folder `path` survives likewise."""
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        with _naming(path):
            try:
                _syncfs(handle)
            finally:
                os.close(handle)


DISK = Disk()


def replace_durably(path: Path, data: bytes, disk: Disk = DISK) -> None:
    """
    Readers of `path` see all of the old bytes or all of the new, even after a crash.

    On return the new bytes survive a loss of power. Writers of the same path must exclude each
    other (`lock.hold`): the temporary name is fixed, so that a crash leaves at most one behind,
    which the next call clears away. Raises WorldError naming the path.
    """
    with reporting_disk_errors():
        incoming = str(path.with_name(f".{path.name}.incoming"))
        with suppress(FileNotFoundError):
            disk.remove(incoming)
        try:
            disk.create(incoming, data, sync=True)
            disk.replace(incoming, str(path))
        except OSError:
            with suppress(OSError):
                disk.remove(incoming)
            raise
        disk.sync_folder(str(path.parent))


def write_durably(path: Path, data: bytes, disk: Disk = DISK) -> None:
    """
    Write a file that never changes: it may exist already only with the same bytes.

    Safe like `replace_durably`, and for the same writers. Raises WorldError naming the path.
    """
    with reporting_disk_errors():
        try:
            present = disk.read(str(path))
        except FileNotFoundError:
            replace_durably(path, data, disk)
            return
        if present != data:
            raise WorldError(
                f"{path} exists with other bytes than those to be written, and may not change",
                hint="find out which of the two is right before removing either",
            )
        # A write that was reported lost may have been done, but not yet kept.
        disk.sync_folder(str(path.parent))


def remove_durably(path: Path, disk: Disk = DISK) -> None:
    """Afterwards `path` is gone, and stays so. Raises WorldError naming the path."""
    with reporting_disk_errors():
        with suppress(FileNotFoundError):
            disk.remove(str(path))
        disk.sync_folder(str(path.parent))


def make_folders(path: Path, disk: Disk = DISK) -> None:
    """`path` and the folders above it exist. Raises WorldError naming the one that cannot."""
    with reporting_disk_errors():
        if path.is_dir():
            return
        make_folders(path.parent, disk)
        with suppress(FileExistsError):
            disk.make_folder(str(path))
        if not path.is_dir():
            raise WorldError(f"{path} is in the way: a folder is needed there")


def remove_tree(path: Path, disk: Disk = DISK) -> None:
    """Remove a folder of ours with all it holds; a link within is removed, not followed."""
    with reporting_disk_errors():
        _remove_tree(str(path), disk)


@contextmanager
def reporting_disk_errors() -> Iterator[None]:
    """Turn OSError into WorldError with the path, what the system said, and advice."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or "the disk"
        said = error.strerror or str(error)
        raise WorldError(
            f"cannot go on with {where}: {said}", _ADVICE.get(error.errno or 0)
        ) from error


_ADVICE = {
    errno.ENOSPC: "free some space and run again; what was published before is untouched",
    errno.EDQUOT: "raise the quota and run again; what was published before is untouched",
    errno.EFBIG: "the file is larger than this machine allows (see `ulimit -f`)",
    errno.EACCES: "check who owns it and who may write there",
    errno.EPERM: "check who owns it and who may write there",
    errno.EROFS: "it lies on a file system that is mounted read-only",
    errno.ELOOP: "symbolic links are not followed; put a real file or folder there",
    errno.EIO: "the device reports a fault; check it before going on",
}


@contextmanager
def _naming(path: str) -> Iterator[None]:
    # Operations on a descriptor do not say which file they were about.
    try:
        yield
    except OSError as error:
        error.filename = path
        raise


def _new_file(path: str) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, FILE_MODE)
    try:
        os.fchmod(handle, FILE_MODE)
    except OSError as error:
        os.close(handle)
        error.filename = path
        raise
    return handle


def _write(handle: int, data: bytes) -> None:
    written = os.write(handle, data)
    while written < len(data):
        written += os.write(handle, memoryview(data)[written:])


def _remove_tree(path: str, disk: Disk) -> None:
    try:
        with os.scandir(path) as found:
            entries = list(found)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _remove_tree(entry.path, disk)
        else:
            disk.remove(entry.path)
    disk.remove_folder(path)


def _syncfs(handle: int) -> None:
    # Python does not offer it. Unlike sync(2) it waits for no other disk and reports failures.
    call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if call is None:
        os.sync()
    elif call(handle) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
