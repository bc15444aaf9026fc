"""What `testamur endorse` is asked to endorse: an address, or a name of this repository."""

from __future__ import annotations

from testamur.commands.project import Project
from testamur.content.load import load_site
from testamur.content.refused import Refused
from testamur.content.urls import url
from testamur.model.addresses import Addresses
from testamur.model.ids import is_award_id
from testamur.problems import InputRefusedError
from testamur.register.reader import read
from testamur.register.register import Register

ISSUER = "issuer"
_WHAT = (
    "give the address of an achievement.json or credential.json, or an issuer's did:web; in the "
    f"issuer's repository also a credential's folder name, an award's id, or `{ISSUER}`"
)


def target(project: Project, given: str) -> str:
    """
    The id of what is to be endorsed; nothing is fetched.

    Raises InputRefusedError for what names nothing, RegisterError as reading the register.
    """
    if given.startswith("did:"):
        return given
    if "://" in given:
        return _at_address(given)
    return _of_repository(project, given)


def _at_address(given: str) -> str:
    try:
        address = url(given)
    except Refused as refused:
        raise InputRefusedError(f"the address {refused.phrase}", _WHAT) from None
    if address.endswith(".json"):
        return address
    folder = address.rstrip("/")
    match folder.split("/")[-3:]:
        case [_, "awards", award] if is_award_id(award):
            return f"{folder}/credential.json"
        case ["credentials", _, version] if version[:1] == "v" and version[1:].isdecimal():
            return f"{folder}/achievement.json"
        case [_, "credentials", _]:
            raise InputRefusedError(
                f"{given} shows whichever version is the newest, and an endorsement is of one",
                "give the address of that version, which ends in v1/ or the like",
            )
    raise InputRefusedError(f"{given} is the address of nothing that can be endorsed", _WHAT)


def _of_repository(project: Project, given: str) -> str:
    site, _ = load_site(project.root)
    if site is None:
        raise InputRefusedError(f"{given} is no address, and no issuer's repository is here", _WHAT)
    at = Addresses(site.base_url)
    if given == ISSUER:
        return at.did
    register: Register = read(project.register_folder(site.register), at)
    if given in register.awards:
        return at.credential_json(given)
    slug, _, version = given.partition("/v")
    versions = {f"{number}": number for each, number in register.definitions if each == slug}
    number = versions.get(version) if version else max(versions.values(), default=None)
    if number is not None:
        return at.achievement(slug, number)
    raise InputRefusedError(f"nothing that was issued here is called {given}", _WHAT)
