"""`testamur list`: what was issued, with the addresses to hand on. From the register alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testamur.commands.project import Project
from testamur.content.load import load_site
from testamur.issue.published import published
from testamur.model.addresses import Addresses
from testamur.problems import WorldError
from testamur.register.reader import read
from testamur.register.register import Award

HIDDEN = "(name not published)"


@dataclass(frozen=True, slots=True)
class Listed:
    number: int
    """In the permanent record, from 1."""
    state: str
    """With its reason's code, where it is withdrawn and has one."""
    recipient: str
    credential: str
    address: str


def awards(project: Project, words: Sequence[str]) -> Iterator[Listed]:
    """
    Awards in the order of the record, those whose line has every one of the words.

    Raises RegisterError, and WorldError where site.yaml cannot be read.
    """
    site, _ = load_site(project.root)
    if site is None:
        raise WorldError("content/site.yaml cannot be used", "`testamur check` tells why")
    at = Addresses(site.base_url)
    register = read(project.register_folder(site.register), at)
    for award in register.awards.values():
        newest = award.newest
        credential = register.definitions[newest.definition].credential
        listed = Listed(
            number=newest.entry + 1,
            state=_state(award),
            recipient=published(newest).name or HIDDEN,
            credential=f"{credential.name} v{credential.version}",
            address=at.award_page(award.id),
        )
        line = f"{listed.state} {listed.recipient} {listed.credential} {listed.address}".casefold()
        if all(word.casefold() in line for word in words):
            yield listed


def _state(award: Award) -> str:
    standing, event = award.standing(award.newest.version), award.withdrawal
    return f"{standing} ({event.code})" if event and event.code else str(standing)
