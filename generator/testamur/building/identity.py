"""What a stranger's verifier asks for: who the issuer is, its keys, its status lists, its record."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.building.files import Maker, json
from testamur.crypto.merkle import entry_bundles, tiles
from testamur.model.addresses import PROFILE_PATH, REGISTER_FOLDER, status_path
from testamur.model.endorsement import ISSUER
from testamur.model.formats import Format
from testamur.publish.artifact import Artifact, Kind
from testamur.register.entries import Role
from testamur.wire import did, v2
from testamur.wire.endorsement import links_to


def identity(make: Maker) -> Iterator[Artifact]:
    """The keys and the status lists."""
    register, at = make.register, make.register.addresses
    yield make.constant(at.did_path, Kind.STATUS, "keys", key_document(make))
    if make.hosts_v2:
        signing = register.format_keys[Format.ASSERTION] if make.signs_v2 else ()
        endorsed = links_to(make.endorsed.standing(ISSUER), at)
        profile = json(v2.profile(make.site, list(signing)) | endorsed)
        yield make.constant(PROFILE_PATH, Kind.DOCUMENT, "issuer", profile)
    for (purpose, number), status_list in register.status_lists.items():
        path = status_path(purpose, number)
        yield make.constant(path, Kind.STATUS, "signing", status_list.signed)


def key_document(make: Maker) -> bytes:
    """The issuer's DID document: every key that may vouch for what it signed."""
    at = make.register.addresses
    also = [at.profile] if make.hosts_v2 else []
    register = make.register
    vouching = [
        key for key, role in register.trusted_keys.items() if role in {Role.AWARD, Role.REGISTER}
    ]
    web_keys = register.format_keys[Format.JWT].values()
    return json(did.did_document(at, vouching, also, list(web_keys)))


def record(make: Maker) -> Iterator[Artifact]:
    """The register, in the layout of C2SP tlog-tiles."""
    register = make.register
    lines = [entry.line for entry in register.entries]
    leaves = [entry.leaf for entry in register.entries]
    note = register.heads[register.head_size]
    for path, data in [*tiles(leaves), *entry_bundles(lines), ("checkpoint", note)]:
        yield make.constant(f"{REGISTER_FOLDER}{path}", Kind.REGISTER, "log", data)
