"""
Private keys from where they are kept: a file outside the repository, or one environment variable.

A secret is one line of text. No message of this module repeats any part of what was read; every
refusal is a KeyRefusedError.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from testamur.crypto import secret_lines
from testamur.crypto.signer import Signer
from testamur.problems import KeyRefusedError, WorldError

_OTHERS = 0o077
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")


def write_secret(path: Path, line: str) -> None:
    """
    Write a secret line to a new file that its owner alone can read.

    Raises KeyRefusedError if something stands at `path` already: a key is never overwritten.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise KeyRefusedError(
            f"{path} exists already, and a key is never overwritten", "choose another file name"
        ) from None
    except OSError as cause:
        raise WorldError(f"{path} cannot be written: {cause.strerror}") from cause
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(line.encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as cause:
        with suppress(OSError):
            path.unlink()
        raise WorldError(f"{path} cannot be written: {cause.strerror}") from cause


def from_environment(name: str, environ: Mapping[str, str]) -> str:
    """What the variable holds."""
    if not _VARIABLE.fullmatch(name) or secret_lines.is_like_a_secret(name):
        raise KeyRefusedError("env: names no variable", "write env:NAME")
    text = environ.get(name)
    if text is None:
        raise KeyRefusedError(
            f"the variable {name} is not set",
            "set it in the secret store of the machine that signs; by hand, give the key's file "
            "with an option such as --register-key file:PATH",
        )
    return text


def how_to_name(given: str) -> str:
    """What to write instead of something that names no key."""
    if given.startswith(("/", "~", ".")):
        # What names a file that is there is a path; anything else may be a secret of some form.
        with suppress(OSError, ValueError):
            if given.startswith("/") and Path(given).exists():
                return f"write file:{given}"
        return "write file: and the whole path of the key file, from / on"
    return "check the key settings; a secret itself never belongs there"


def path_of(uri: str) -> Path:
    """The absolute path in `file:/path`."""
    parts = urlsplit(uri)
    path = Path(unquote(parts.path))
    if parts.netloc not in {"", "localhost"} or parts.query or parts.fragment:
        raise KeyRefusedError(
            "a key file is named by its path alone", "write file:/path/to/the.key"
        )
    if not path.is_absolute():
        raise KeyRefusedError("the path of a key file is absolute", "write file:/path/to/the.key")
    return path


def from_file(path: Path, outside: Path | None) -> str:
    """What the file holds: one that its owner alone can read, and that lies outside `outside`."""
    try:
        real = path.resolve(strict=True)
        if outside is not None and real.is_relative_to(outside.resolve()):
            raise KeyRefusedError(
                f"{path} lies inside the repository, where it can be published by mistake",
                "move it elsewhere, and make a new key if it was ever committed",
            )
        # Not blocking: a pipe without a writer would wait for ever.
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            # The open file is judged, not the name: the name may point elsewhere by now.
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise KeyRefusedError(f"{path} is not a file")
            if found.st_mode & _OTHERS:
                raise KeyRefusedError(
                    f"others can read {path}: its mode is {stat.S_IMODE(found.st_mode):04o}",
                    f"chmod 600 {path}",
                )
            data = file.read(secret_lines.MAX_LINE + 1)
    except FileNotFoundError:
        raise KeyRefusedError(
            f"there is no key file {path}",
            "make a key with `testamur keys new`, or say where the key is",
        ) from None
    except OSError as cause:
        raise KeyRefusedError(f"{path} cannot be read: {cause.strerror}") from cause
    except RuntimeError:
        raise KeyRefusedError(f"{path} cannot be read: its links form a circle") from None
    if len(data) > secret_lines.MAX_LINE:
        raise KeyRefusedError(f"{path} is too long to be a key")
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        raise KeyRefusedError(f"{path} is not text") from None


def signer_of(line: str, source: str, *, allow_test_keys: bool) -> Signer:
    """The key in a line of text, without the break at its end."""
    reason = secret_lines.other_form(line)
    if reason is not None:
        raise KeyRefusedError(
            f"{source} {reason}",
            f"expected one line with a secret that begins with {secret_lines.BEGINNINGS}",
        )
    try:
        signer, is_test_key = secret_lines.signer_of(line), secret_lines.is_test_key(line)
    except ValueError:
        raise KeyRefusedError(
            f"the secret in {source} is malformed or cut short",
            f"copy the whole line again; it begins with {secret_lines.BEGINNINGS}",
        ) from None
    if is_test_key and not allow_test_keys:
        raise KeyRefusedError(
            f"the key in {source} is a published or an obvious test key",
            "make a key of your own with `testamur keys new`",
        )
    return signer
