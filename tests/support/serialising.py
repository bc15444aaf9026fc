"""Keys that sign other serialisations, and a repository that has them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from testamur.crypto.signer import P256Signer, RsaSigner
from testamur.register.entries import Role
from tests.support.repository import Repository

JWT_KEY = P256Signer.from_scalar(bytes([5]) * 32)
OTHER_JWT_KEY = P256Signer.from_scalar(bytes([6]) * 32)
EMAIL = "  email: badges@example.org\n"


@cache
def assertion_key() -> RsaSigner:
    """Drawn once in a run: making one takes a tenth of a second."""
    return RsaSigner.generate(2048)


def begun(root: Path, *names: str, formats: str = "[vc+jwt]") -> Repository:
    """An issuer with both keys announced and at hand, an e-mail address, and nothing issued yet."""
    repository = Repository.begun(root, *names)
    site = repository.read("content/site.yaml") + EMAIL
    repository.write("content/site.yaml", f"{site}formats: {formats}\n")
    give_keys(repository)
    return repository


def give_keys(repository: Repository) -> None:
    repository.jwt_signer = JWT_KEY
    repository.assertion_signer = assertion_key()
    repository.announce_key("jwt-1", Role.JWT, JWT_KEY.public_key)
    repository.announce_key("assertion-1", Role.ASSERTION, assertion_key().public_key)
