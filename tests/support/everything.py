"""A small issuer with every kind of thing that a register or a site can hold."""

from __future__ import annotations

from pathlib import Path

from tests.support import serialising
from tests.support.endorsements import AT, GUILD, STRANGER, written
from tests.support.repository import BASE_URL, CREDENTIAL, Repository

ACHIEVEMENT = f"{BASE_URL}/credentials/data-steward/v1/achievement.json"
ADA = "content/learners/ada.yaml"
PATHWAY = """\
name: The way to lead
description: {told}
leads_to: lead
steps: [data-steward, law]
"""


def begun(root: Path) -> Repository:
    """
    Keys of every role, every format, suspensions apart, a pathway, a learner, drawn pictures;
    nothing is issued yet.
    """
    repository = serialising.begun(root, "Ada Lovelace", "Alan Turing", "Grace Hopper")
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}status: {{suspension: separate}}\n")
    for slug in ("law", "lead"):
        text = CREDENTIAL.format(name=slug.capitalize(), version=1)
        repository.write(f"content/credentials/{slug}/credential.md", text)
    tell_pathway(repository, "Both are needed.")
    repository.award("Ada Lovelace", "key: again", "narrative: Unlike all others", file="ada-again")
    repository.write(
        ADA, "name: Ada Lovelace\nemail: ada-lovelace@example.org\nconsent: 2026-03-01\n"
    )
    return repository


def tell_pathway(repository: Repository, told: str) -> None:
    repository.write("content/pathways/to-lead.yaml", PATHWAY.format(told=told))


def endorse(repository: Repository) -> None:
    """A credential, and both awards of Ada; once more by somebody who took it back."""
    folder = "content/endorsements"
    repository.write(f"{folder}/guild.json", written(GUILD.endorses(ACHIEVEMENT)).decode())
    for number, award in enumerate(repository.register.awards.values()):
        if b'"Ada Lovelace"' in award.newest.unsigned:
            document = GUILD.endorses(AT.credential_json(award.id), id_=f"urn:uuid:{number}")
            repository.write(f"{folder}/guild-{number}.json", written(document).decode())
    taken_back = (
        ("stranger.json", STRANGER.endorses(ACHIEVEMENT, id_="urn:uuid:s")),
        ("stranger.withdrawal.json", STRANGER.withdraws(ACHIEVEMENT, id_="urn:uuid:s")),
    )
    for name, document in taken_back:
        repository.write(f"{folder}/{name}", written(document).decode())
