"""
Issuing on trial: what the site would hold if everything pending were issued now.

The real issuing, in memory, with keys that anybody can make: nothing of it is written, and what is
signed is left out of what is shown. Only pages and pictures are kept, and they call themselves
drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from testamur.building import artifacts
from testamur.changes import Plan
from testamur.changes.endorsements import endorsements
from testamur.commands.build import program_digest
from testamur.commands.check import Checked, check
from testamur.commands.prepare import opened
from testamur.commands.project import Project
from testamur.content.load import load_endorsements
from testamur.crypto.signer import Ed25519Signer, P256Signer, RsaSigner
from testamur.issuing import Signers, prepare, sign
from testamur.model.addresses import AWARDS_FOLDER, ISSUER_FOLDER, REGISTER_FOLDER
from testamur.model.endorsement import Endorsements
from testamur.model.site import Site
from testamur.pages.theme import Theme, read_theme
from testamur.problems import Problem, errors
from testamur.publish.artifact import Artifact, Kind
from testamur.register.entries import Role
from testamur.register.keys import AnnouncedKey
from testamur.register.register import Register

_SHOWN = frozenset({Kind.PAGE, Kind.ASSET})
_KEYS_STAND_THERE = (REGISTER_FOLDER, ISSUER_FOLDER)
"""Pages that would name the keys of the trial."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it."""

    problems: tuple[Problem, ...]
    site: Site | None = None
    plan: Plan | None = None
    before: Register | None = None
    after: Register | None = None
    """None where something keeps it from being issued."""
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    """Pages and pictures that are not as they were, by path; each is made when it is asked for."""
    drafts: frozenset[str] = frozenset()
    """The ids of the awards among them."""


def trial(project: Project) -> Trial:
    """
    Check, and issue what is pending on trial.

    Raises RegisterError for a register that does not hold, ThemeError for a theme at fault.
    """
    checked = check(project, complete=False)
    catalog, register, plan = checked.catalog, checked.register, checked.plan
    site = catalog.site if catalog else None
    found = Trial(checked.problems, site, plan, register)
    if catalog is None or register is None or plan is None or errors(checked.problems):
        return found
    grown = _issued(project, checked)
    if not isinstance(grown, Register):
        return Trial((*checked.problems, *grown), site, plan, register)
    theme = read_theme(project.root, catalog.site.theme)
    drafts = frozenset(
        id_ for id_, award in grown.awards.items() if register.awards.get(id_) != award
    )
    committed, _ = load_endorsements(project.root)
    endorsed, _ = endorsements(committed, grown, now=project.now)
    files = dict(
        _changed(catalog.site, register, grown, theme, Endorsements(endorsed), drafts=drafts)
    )
    return Trial(checked.problems, catalog.site, plan, register, grown, files, drafts)


def _issued(project: Project, checked: Checked) -> Register | Sequence[Problem]:
    catalog, register, plan = checked.catalog, checked.register, checked.plan
    if catalog is None or register is None or plan is None:
        raise TypeError("nothing can be issued where nothing can be read")
    award, kept, other = (Ed25519Signer.from_seed(_chance(f"key {number}")) for number in range(3))
    announced = project.announced_keys()
    day = project.now.date()
    return sign(
        # Whoever is in a sealed box is nobody's to look at here.
        prepare(catalog, register, opened(plan), _Chance()),
        register,
        Signers(
            award=lambda: award,
            register=lambda: kept,
            jwt=lambda: P256Signer.from_scalar(_chance("key of tokens")),
            assertion=RsaSigner.generate,
        ),
        announced=(
            *announced,
            AnnouncedKey("trial-award", Role.AWARD, award.public_key, day),
            AnnouncedKey("trial-register", Role.REGISTER, kept.public_key, day),
        ),
        now=project.now,
        throwaway=other,
    )


class _Chance:
    """The same bytes in every trial: a page keeps its address while its text is written."""

    def __init__(self) -> None:
        self._drawn = 0

    def __call__(self, length: int) -> bytes:
        self._drawn += 1
        blocks = (_chance(f"draw {self._drawn} {block}") for block in range(length // 32 + 1))
        return b"".join(blocks)[:length]


def _chance(what: str) -> bytes:
    return sha256(f"testamur trial: {what}".encode()).digest()


def _changed(
    site: Site,
    before: Register,
    after: Register,
    theme: Theme,
    endorsed: Endorsements,
    *,
    drafts: frozenset[str],
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    program = program_digest()
    was = (
        {each.path: each.inputs for each in artifacts(site, before, theme, program, endorsed)}
        if before.as_of
        else {}
    )
    for each in artifacts(site, after, theme, program, endorsed, drafts=drafts):
        if each.inputs != was.get(each.path) and _is_shown(each, site):
            yield each.path, each.produce


def _is_shown(artifact: Artifact, site: Site) -> bool:
    """No document and nothing that carries one, no list, no key."""
    folder, _, below = artifact.path.partition("/")
    path = below if folder in site.languages[1:] else artifact.path
    if path.startswith(AWARDS_FOLDER):
        return artifact.kind is Kind.PAGE and not path.endswith("/embed/index.html")
    return artifact.kind in _SHOWN and not path.startswith(_KEYS_STAND_THERE)
