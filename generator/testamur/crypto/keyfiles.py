"""
Private keys from where they are kept: a file outside the repository, or one environment variable.

A secret is named by a URI (`file:/path`, `env:NAME`) and is one line of text. No message of this
module repeats any part of what was read.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from testamur.crypto.signer import Ed25519Signer, Signer, seed_of
from testamur.problems import KeyRefusedError, WorldError

_MAX_SECRET = 4096
"""Bytes read of a key file; a secret has 48 characters."""

_OTHERS = 0o077


def load_signer(
    uri: str,
    *,
    environ: Mapping[str, str],
    outside: Path | None = None,
    allow_test_seeds: bool = False,
) -> Signer:
    """
    The signer behind `file:/absolute/path` or `env:NAME`.

    A file must lie outside the folder `outside`, and nobody but its owner may be able to read it.
    Raises KeyRefusedError, which never repeats the secret, when there is no key, when it is not
    one line with an Ed25519 secret, or when its seed is a published or an obvious one, unless
    `allow_test_seeds`.
    """
    scheme, colon, rest = uri.partition(":")
    if colon and scheme == "env":
        text, source = _from_environment(rest, environ), f"the variable {rest}"
    elif colon and scheme == "file":
        path = _path(uri)
        text, source = _from_file(path, outside), str(path)
    else:
        raise KeyRefusedError("a key is named by file:/path or env:NAME", _how_to_name(uri))
    seed = _seed(text, source)
    if not allow_test_seeds and _is_test_seed(seed):
        raise KeyRefusedError(
            f"the key in {source} is a published or an obvious test key",
            "make a key of your own with `testamur keys new`",
        )
    return Ed25519Signer.from_seed(seed)


def write_secret(path: Path, signer: Ed25519Signer) -> None:
    """
    Write the secret as one line to a new file that its owner alone can read.

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
            file.write(signer.secret_line().encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as cause:
        with suppress(OSError):
            path.unlink()
        raise WorldError(f"{path} cannot be written: {cause.strerror}") from cause


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    if not name:
        raise KeyRefusedError("env: names no variable", "write env:NAME")
    text = environ.get(name)
    if text is None:
        raise KeyRefusedError(
            f"the variable {name} is not set",
            "set it in the secret store of the machine that signs",
        )
    return text


def _how_to_name(given: str) -> str:
    if given.startswith(("/", "~", ".")):
        # What names a file that is there is a path; anything else may be a secret of some form.
        with suppress(OSError, ValueError):
            if given.startswith("/") and Path(given).exists():
                return f"write file:{given}"
        return "write file: and the whole path of the key file, from / on"
    return "check the key settings; a secret itself never belongs there"


def _path(uri: str) -> Path:
    parts = urlsplit(uri)
    path = Path(unquote(parts.path))
    if parts.netloc not in {"", "localhost"} or parts.query or parts.fragment:
        raise KeyRefusedError(
            "a key file is named by its path alone", "write file:/path/to/the.key"
        )
    if not path.is_absolute():
        raise KeyRefusedError("the path of a key file is absolute", "write file:/path/to/the.key")
    return path


def _from_file(path: Path, outside: Path | None) -> str:
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
            data = file.read(_MAX_SECRET + 1)
    except FileNotFoundError:
        raise KeyRefusedError(
            f"there is no key file {path}",
            "make a key with `testamur keys new`, or say where the key is",
        ) from None
    except OSError as cause:
        raise KeyRefusedError(f"{path} cannot be read: {cause.strerror}") from cause
    except RuntimeError:
        raise KeyRefusedError(f"{path} cannot be read: its links form a circle") from None
    if len(data) > _MAX_SECRET:
        raise KeyRefusedError(f"{path} is too long to be a key")
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        raise KeyRefusedError(f"{path} is not text") from None


def _seed(text: str, source: str) -> bytes:
    """The seed in `text`, which may end in one line break."""
    line = text.removesuffix("\n").removesuffix("\r")
    reason = _other_form(line)
    if reason is not None:
        raise KeyRefusedError(
            f"{source} {reason}", "expected one line with a secret that begins with z3u2"
        )
    try:
        return seed_of(line)
    except ValueError:
        raise KeyRefusedError(
            f"the secret in {source} is malformed or cut short",
            "copy the whole line again: z3u2 and 44 more letters and digits",
        ) from None


def _other_form(line: str) -> str | None:
    if not line.strip():
        return "is empty"
    if line.lstrip().startswith("-----BEGIN"):
        return "holds a key in PEM form"
    if line.lstrip()[0] in '{["':
        return "holds JSON (a JWK?)"
    if "\n" in line or "\r" in line:
        return "holds several lines"
    if line.startswith(("z6Mk", "zDn", "z82")):
        return "holds a public key where the secret belongs"
    return None


def _is_test_seed(seed: bytes) -> bool:
    steps = {(after - before) % 256 for before, after in pairwise(seed)}
    counts_or_repeats = len(steps) == 1 or len(set(seed)) <= _FEW
    return counts_or_repeats or hashlib.sha256(seed).hexdigest() in _PUBLISHED


_FEW = 8
"""So few different bytes are typed, never drawn: by chance it happens once in 10^30."""

_PUBLISHED = frozenset(
    {
        # RFC 8032 section 7.1, tests 1, 2, 3, 1024 and SHA(abc)
        "644d50ab64864c20a12b3c4656d46b4a48f69ef7c47ecdc8415cd28316b22ef5",
        "3d2d9682cdba529682a152f678e25c6c29847bf2588ca4e1b3023c1579f9958d",
        "d8eca0cca720d33bf6d9a3e8057053ff6a4d19a62a9874fa7f7004ea662fb2f9",
        "28024a74943422cca068bb8189df16977c0cd8b322fcdf9c782f59ab6c0aa7e9",
        "918a483206abfc9207f58443b4403c208a687265175377ea43db32a0def92492",
        # W3C EdDSA cryptosuites, appendix of test vectors: the single key, then proof sets
        "17ed5248e5d0ecf1489d909183f7f4d532c678ef635b76efaa95abebb1fc7f45",
        "a993003bb721ee2dcc06871a4a635322e062ef7964cb85ecea8e66aff64b9f13",
        "8637cc02088a52940cdd04f03bf62d07c04b2054a1850aaf030adad28f12d878",
        "f538d90509bbe8dc7f58198d3a9a6a8f15d7df03caba2a2432ee62d8d32b5dae",
        "1907420f2e40738c897c6dbc2fa453451547b8568a0dccf48c4876cff47e2ce6",
        # Open Badges 3.0 implementation guide, worked signing examples
        "bfdf4171dff5cc8c90f69a3f290452cc1253a5d03249dd5fc735e2e98278f80f",
    }
)
"""SHA-256 of seeds that specifications print."""
