"""
Where a signing key is, by URI: a file, an environment variable, or a key service.

A key service signs without giving its key away. Each has a scheme of its own in `SERVICES`; one
more is a module with a function that opens a key, and a line there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from testamur.crypto import keyfiles, sealed
from testamur.crypto.signer import Signer
from testamur.problems import KeyRefusedError

AskSecret = Callable[[str], str]
"""Asks a person for a secret, with a few words of what for."""
PASSPHRASE = "TESTAMUR_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable


class Service(NamedTuple):
    module: str
    """Has `open_key(name)`, which gives a Signer, and imports what the service needs."""
    example: str
    variables: str
    """What the names of environment variables that let one in begin with."""


SERVICES: Mapping[str, Service] = MappingProxyType(
    {"awskms": Service("testamur.crypto.aws_kms", "awskms:///alias/NAME", "AWS_")}
)
"""By URI scheme."""


def load_signer(
    uri: str,
    *,
    environ: Mapping[str, str],
    outside: Path | None = None,
    allow_test_seeds: bool = False,
    ask: AskSecret | None = None,
) -> Signer:
    """
    The signer behind `file:/absolute/path`, `env:NAME` or the URI of a key service.

    A file must lie outside the folder `outside`, and nobody but its owner may be able to read it.
    A variable holds either one line with a secret or the URI of a key service. The passphrase of a
    sealed line is in the variable TESTAMUR_KEY_PASSPHRASE, or `ask` is asked for it.
    Raises KeyRefusedError, which never repeats the secret, when there is no key, when it is not
    one line with a secret, or when the secret is a published or an obvious one, unless
    `allow_test_seeds`; WorldError when a key service cannot be used.
    """
    scheme, colon, rest = uri.partition(":")
    if colon and scheme in SERVICES:
        return _open(scheme, uri)
    if colon and scheme == "env":
        text, source = keyfiles.from_environment(rest, environ), f"the variable {rest}"
        service, colon, _ = text.partition(":")
        if colon and service in SERVICES:
            return _open(service, text.strip())
    elif colon and scheme == "file":
        path = keyfiles.path_of(uri)
        text, source = keyfiles.from_file(path, outside), str(path)
    else:
        raise KeyRefusedError(
            "a key is named by file:/path, env:NAME or the URI of a key service",
            keyfiles.how_to_name(uri),
        )
    line = text.removesuffix("\n").removesuffix("\r")
    if sealed.is_sealed(line):
        line = _unsealed(line, source, environ.get(PASSPHRASE), ask)
    return keyfiles.signer_of(line, source, allow_test_keys=allow_test_seeds)


def _unsealed(line: str, source: str, passphrase: str | None, ask: AskSecret | None) -> str:
    if passphrase is None and ask is None:
        raise KeyRefusedError(
            f"the secret in {source} is sealed with a passphrase",
            f"set the variable {PASSPHRASE}, or run the command in a terminal",
        )
    if passphrase is None and ask is not None:
        passphrase = ask(f"Passphrase of {source}")
    try:
        return sealed.unseal(line, passphrase or "")
    except ValueError:
        raise KeyRefusedError(
            f"the secret in {source} does not open", "another passphrase, or a damaged line"
        ) from None


def _open(scheme: str, uri: str) -> Signer:
    service = SERVICES[scheme]
    parts = urlsplit(uri)
    name = parts.path.removeprefix("/")
    if parts.netloc or parts.query or parts.fragment or not name:
        raise KeyRefusedError(f"a key of {scheme} is named otherwise", f"write {service.example}")
    open_key: Callable[[str], Signer] = import_module(service.module).open_key
    return open_key(name)
