"""The same artifacts as one tar file, the form in which a Pages host takes a site."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from testamur.publish.artifact import Artifact
from testamur.publish.durable import DISK, FILE_MODE, FOLDER_MODE, Disk, reporting_disk_errors
from testamur.publish.names import Names

_BLOCK = tarfile.BLOCKSIZE
_RECORD = tarfile.RECORDSIZE


def write_archive(artifacts: Iterable[Artifact], path: Path, disk: Disk = DISK) -> None:
    """
    Write the whole site to `path` without unpacking it first; the old archive stays until then.

    POSIX 2001 (pax) format, in the order given, no owner and no times: the same artifacts give
    the same bytes. Writers of the same path must exclude each other. Raises WorldError naming
    the path, and PathRefusedError where two artifacts collide.
    """
    with reporting_disk_errors():
        incoming = str(path.with_name(f".{path.name}.incoming"))
        with suppress(FileNotFoundError):
            disk.remove(incoming)
        try:
            disk.create_from(incoming, blocks(artifacts))
            disk.replace(incoming, str(path))
        except BaseException:
            with suppress(OSError):
                disk.remove(incoming)
            raise
        disk.sync_folder(str(path.parent))


def blocks(artifacts: Iterable[Artifact]) -> Iterator[bytes]:
    """The archive piece by piece. Raises PathRefusedError where two artifacts collide."""
    names = Names()
    folders = {""}
    size = 0
    for artifact in artifacts:
        names.claim(artifact.path)
        data = artifact.produce()
        piece = b"".join(
            (
                *(_header(folder) for folder in _new_folders(artifact.path, folders)),
                _header(artifact.path, len(data)),
                data,
                bytes(-len(data) % _BLOCK),
            )
        )
        size += len(piece)
        yield piece
    # Two empty blocks end an archive, which fills whole records.
    yield bytes(2 * _BLOCK + -(size + 2 * _BLOCK) % _RECORD)


def _new_folders(path: str, known: set[str]) -> list[str]:
    folder = path.rpartition("/")[0]
    found: list[str] = []
    while folder not in known:
        known.add(folder)
        found.insert(0, folder)
        folder = folder.rpartition("/")[0]
    return found


def _header(path: str, size: int | None = None) -> bytes:
    """The header of a file of `size` bytes, or of a folder."""
    name = path.encode()
    if size is None:
        name += b"/"
    if len(name) > tarfile.LENGTH_NAME or not name.isascii() or (size or 0) > 0o77777777777:
        return _general_header(path, size)
    template = _FOLDER if size is None else _FILE
    head = name.ljust(tarfile.LENGTH_NAME, b"\0") + template[100:124] + b"%011o" % (size or 0)
    checksum = _SUM[size is None] + sum(name) + sum(head[124:135]) - 11 * ord("0")
    return head + template[135:148] + b"%06o\0 " % checksum + template[156:]


def _general_header(path: str, size: int | None) -> bytes:
    entry = tarfile.TarInfo(path)
    entry.mode = FILE_MODE
    if size is None:
        entry.type, entry.mode = tarfile.DIRTYPE, FOLDER_MODE
    else:
        entry.size = size
    return entry.tobuf(tarfile.PAX_FORMAT)


# Most headers differ in name and size alone: a template is filled in, at a tenth of the time.
_FILE = b"\0" * 100 + _general_header("", 0)[100:]
_FOLDER = b"\0" * 100 + _general_header("", None)[100:]
_SUM = tuple(sum(template) - sum(template[148:156]) + 8 * ord(" ") for template in (_FILE, _FOLDER))
