"""`testamur keys new`, `announce` and `check`: private parts, and what keys/ says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from testamur.commands.key_ends import signs
from testamur.commands.project import (
    ASSERTION_KEY,
    AWARD_KEY,
    JWT_KEY,
    KEYS,
    REGISTER_KEY,
    Project,
)
from testamur.crypto import sealed
from testamur.crypto.keyfiles import write_secret
from testamur.crypto.keys import Algorithm, PublicKey
from testamur.crypto.signer import SEED_LENGTH, Ed25519Signer, P256Signer, RsaSigner, SecretSigner
from testamur.problems import KeyRefusedError
from testamur.publish.durable import make_folders, write_durably
from testamur.register.entries import Role
from testamur.register.keys import ALGORITHMS, AnnouncedKey, encode, wrong_kind

SECRETS: Mapping[Role, str] = MappingProxyType(
    {
        Role.AWARD: AWARD_KEY,
        Role.REGISTER: REGISTER_KEY,
        Role.JWT: JWT_KEY,
        Role.ASSERTION: ASSERTION_KEY,
    }
)
"""Where the private part of each role's key is looked for, unless an option says otherwise."""

# No document, no head and no token looks like this.
_TRIAL = b"testamur keys check: this signature vouches for nothing\n"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made."""

    announced: AnnouncedKey
    public_file: Path
    private_file: Path | None
    """Where the private part was written, or None if it is to be shown once."""
    secret: str | None
    """The private part as one line, if it is to be shown once."""


def new_keys(
    project: Project,
    roles: Sequence[Role],
    private: Path | None,
    algorithm: Algorithm | None = None,
    passphrase: str | None = None,
) -> tuple[NewKey, ...]:
    """
    Make a key for each role, of the kind `algorithm` where the role may have it.

    With a passphrase the private parts are sealed.

    The private parts go into files below `private`, which must lie outside the repository, or
    are returned to be shown once. Raises KeyRefusedError, WorldError.
    """
    if private is not None and private.resolve().is_relative_to(project.root.resolve()):
        raise KeyRefusedError(
            f"{private} lies inside the repository: a private key would be one `git add` away",
            "choose a folder outside, such as ~/testamur-keys",
        )
    if passphrase is not None and len(passphrase) < sealed.MIN_PASSPHRASE:
        raise KeyRefusedError(
            f"a passphrase has at least {sealed.MIN_PASSPHRASE} characters",
            "five or six words that belong to nothing are easy to keep",
        )
    if algorithm and not any(algorithm in ALGORITHMS[role] for role in roles):
        raise KeyRefusedError(wrong_kind(roles[0], algorithm))
    made: list[NewKey] = []
    for role in roles:
        kinds = ALGORITHMS[role]
        signer = _new_signer(project, algorithm if algorithm in kinds else kinds[0])
        name = _free_name(project.root / KEYS, role)
        line = signer.secret_line()
        if passphrase is not None:
            line = sealed.seal(line, passphrase, project.draw(sealed.SALT_LENGTH))
        file = None
        if private is not None:
            make_folders(private)
            file = private / f"{name}.key"
            write_secret(file, line)
        announced, public = _announce(project, name, role, signer.public_key)
        secret = line if file is None else None
        made.append(NewKey(announced, public, file, secret))
    return tuple(made)


def announce_key(project: Project, role: Role, uri: str) -> Path:
    """
    Write the public part of a key that exists, and is named by its URI, into keys/.

    Raises KeyRefusedError for a key of another kind than the role has, and for one that is
    announced already; WorldError where a key service cannot be used.
    """
    key = project.signer(uri, project.root).public_key
    if key.algorithm not in ALGORITHMS[role]:
        raise KeyRefusedError(wrong_kind(role, key.algorithm))
    for each in project.announced_keys():
        if each.key == key:
            raise KeyRefusedError(f"{KEYS}/{each.name}.json announces this key already")
    return _announce(project, _free_name(project.root / KEYS, role), role, key)[1]


def check_key(project: Project, uri: str, role: Role | None = None) -> AnnouncedKey:
    """
    The announced key that the private part at `uri` belongs to.

    It signs a few words, so that a key service that may only be asked for its public part shows.
    Raises KeyRefusedError, which never repeats the secret, where there is none, where it belongs to
    none of keys/, to one of another role than `role`, or to one that signs nothing any more;
    WorldError where a key service cannot be used.
    """
    signer = project.signer(uri, project.root)
    key = signer.public_key
    announced = project.announced_keys()
    found = next((each for each in announced if each.key == key), None)
    if found is None:
        names = ", ".join(each.name for each in announced) or "none"
        raise KeyRefusedError(
            f"the secret at {uri} belongs to none of the keys in {KEYS}/ ({names})",
            "give the private part of one of these, or announce it: `testamur keys announce`",
        )
    if role is not None and found.role is not role:
        raise KeyRefusedError(
            f"the secret at {uri} is the private part of {found.name}, which is no {role} key",
            "two secrets may have changed places",
        )
    if not signs(found, project):
        raise KeyRefusedError(
            f"the secret at {uri} is the private part of {found.name}, which signs nothing any "
            "more",
            f"put that of the {found.role} key in use in its place",
        )
    if not key.verify(signer.sign(_TRIAL), _TRIAL):
        raise KeyRefusedError(
            f"what the key at {uri} signs does not fit its public part", "check the key service"
        )
    return found


def secrets_wanted(project: Project) -> tuple[tuple[Role, str], ...]:
    """The roles that have a key in use in `keys/`, with where its private part is looked for."""
    roles = {each.role for each in project.announced_keys() if signs(each, project)}
    return tuple((role, SECRETS[role]) for role in Role if role in roles)


def _announce(project: Project, name: str, role: Role, key: PublicKey) -> tuple[AnnouncedKey, Path]:
    announced = AnnouncedKey(name, role, key, project.now.date())
    file = project.root / KEYS / f"{name}.json"
    make_folders(file.parent)
    write_durably(file, encode(announced))
    return announced, file


def _new_signer(project: Project, algorithm: Algorithm) -> SecretSigner:
    match algorithm:
        case Algorithm.ED25519:
            return Ed25519Signer.from_seed(project.draw(SEED_LENGTH))
        case Algorithm.P256:
            while True:
                # FIPS 186-5 A.2.2: what is out of range is drawn again, once in 2^32 times.
                with suppress(ValueError):
                    return P256Signer.from_scalar(project.draw(SEED_LENGTH))
        case Algorithm.RSA:
            return RsaSigner.generate()


def _free_name(folder: Path, role: Role) -> str:
    number = 1
    while (folder / f"{role}-{number}.json").exists():
        number += 1
    return f"{role}-{number}"
