"""Which variables of the environment hold what no helping process may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from testamur.crypto.keyring import SERVICES

TOKEN = "TESTAMUR_REMOTE_TOKEN"  # noqa: S105 - the name of a variable
"""Lets Git read and write the remote, where that wants a password over https."""

_SECRET = "KEY"  # noqa: S105 - what the names of such variables contain, no secret


def without_secrets(environ: Mapping[str, str], uris: Iterable[str] = ()) -> dict[str, str]:
    """
    The environment less every variable that holds a key, by its name or by these URIs, less the
    token for the remote, and less those that let one into a key service.
    """
    named = {uri.removeprefix("env:") for uri in uris if uri.startswith("env:")}
    return {
        name: value
        for name, value in environ.items()
        if name not in named
        and name != TOKEN
        and not (name.startswith("TESTAMUR_") and _SECRET in name)
        and not any(name.startswith(service.variables) for service in SERVICES.values())
    }
