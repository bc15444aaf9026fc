"""`testamur keys list`, `export-public` and `compromised`: keys, and the register that knows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import orjson

from testamur.changes.key_loss import Loss, loss_of, size_before
from testamur.commands.check import register_of
from testamur.commands.key_ends import named, signs, write
from testamur.commands.project import KEYS, Project
from testamur.commands.site import site_of
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses
from testamur.problems import KeyRefusedError
from testamur.register.entries import KeyAction, Role
from testamur.register.key_lives import KeyLife, lives
from testamur.register.keys import AnnouncedKey
from testamur.wire import did


class PublicForm(StrEnum):
    JWK = "jwk"
    MULTIKEY = "multikey"
    """The value of `publicKeyMultibase`."""
    PEM = "pem"
    DID = "did"
    """The verification method, as it stands in the issuer's DID document."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A key of which was written that it is lost."""

    announced: AnnouncedKey
    loss: Loss
    successors: tuple[str, ...]
    """Names of keys of the same role that still sign."""


def listed(project: Project) -> tuple[KeyLife, ...]:
    """
    Every key with what became of it.

    Raises KeyRefusedError for a file that cannot be relied on, RegisterError, and
    InputRefusedError where site.yaml cannot be read.
    """
    register = register_of(project, site_of(project), first=None, complete=False)
    return lives(register, project.announced_keys(), project.now.date())


def export_public(project: Project, name: str, form: PublicForm) -> str:
    """
    The public part of a key of `keys/`, ending with a newline.

    Raises KeyRefusedError for a name that no file has; InputRefusedError where the form needs the address
    of the site, and site.yaml cannot be read.
    """
    file = named(project.announced_keys(), name)
    match form:
        case PublicForm.MULTIKEY:
            return f"{file.key.multibase}\n"
        case PublicForm.PEM:
            return file.key.pem
        case PublicForm.JWK:
            return _json({**file.key.jwk, "kid": file.key.thumbprint, "use": "sig"})
        case PublicForm.DID:
            return _json(_method(file, Addresses(site_of(project).base_url)))


def compromised(
    project: Project, name: str, *, since: date | None = None, first_bad: int | None = None
) -> Marked:
    """
    Write from which entry of the register on a key was not in its owner's hands only.

    Either the UTC day from which others may have had it, or the number, from 1, of the first entry
    that it is not to vouch for. Raises as `listed` does, and KeyRefusedError for a key that the
    register does not know, whose loss is entered already, and for a day or a number that it
    does not have.
    """
    announced = project.announced_keys()
    file = named(announced, name)
    register = register_of(project, site_of(project), first=None, complete=False)
    history = register.keys.get(file.key, ())
    if not history:
        raise KeyRefusedError(
            f"the register has never heard of {file.name}",
            f"if nothing was issued with it, delete {KEYS}/{file.name}.json and make another key; "
            "if something was, bring the register here first",
        )
    for entry in history:
        if entry.action is KeyAction.COMPROMISED:
            raise KeyRefusedError(
                f"the register says already that {file.name} was lost from no. "
                f"{(entry.size or 0) + 1:,} on, and no entry is ever changed",
                "revoke what was issued before that and is not yours",
            )
    size = register.size
    if since is not None:
        if since > project.now.date():
            raise KeyRefusedError(
                f"{since} is still to come", "give the first day on which others may have had it"
            )
        trusted = size_before(register, since)
    elif first_bad is not None and 1 <= first_bad <= size + 1:
        trusted = first_bad - 1
    else:
        raise KeyRefusedError(
            f"the register has {size:,} entries: the first bad one is no. 1 to {size + 1:,}",
            f"{size + 1:,} means that all that is there is yours",
        )
    lost = replace(file, compromised=trusted)
    write(project, lost)
    successors = tuple(
        each.name
        for each in announced
        if each.role is file.role and each is not file and signs(each, project)
    )
    return Marked(lost, loss_of(register, file.key, trusted), successors)


def _method(file: AnnouncedKey, at: Addresses) -> JsonObject:
    match file.role:
        case Role.AWARD | Role.REGISTER:
            return did.multikey(file.key, at)
        case Role.JWT:
            return did.json_web_key(file.key, at)
        case Role.ASSERTION:
            raise KeyRefusedError(
                f"{file.name} signs Open Badges 2.0, whose readers look for it at "
                f"{at.cryptographic_key(file.key.thumbprint)}, not in the DID document",
                "choose the form pem, jwk or multikey",
            )


def _json(value: JsonObject) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n"
