"""Whether the next build is near what its host can hold. Said before it is too late to move."""

from __future__ import annotations

from dataclasses import dataclass

from testamur.changes import Plan
from testamur.changes.plan import Action
from testamur.model.formats import Format
from testamur.model.hosts import LIMITS, Limits
from testamur.model.site import Site
from testamur.problems import Problem, Rule, Severity
from testamur.register.register import Register

OUTGROWN = Rule("host-limit", "The site is near what its host can hold", severity=Severity.WARNING)

NEAR = 0.8
"""Of a limit: time to move is needed while there is room."""

# Measured on builds of the example (tests/commands/test_outgrown.py): bytes of one award's page,
# its card, and all that is neither page nor certificate; what a site has without any award.
_PAGE, _CARD, _DOCUMENTS, _CERTIFICATE = 22_000, 1_200, 45_000, 120_000
_FOR_EACH_DEFINITION = 90_000
_FURNITURE, _FURNITURE_FILES = 1_300_000, 60
_FILES_OF_A_DEFINITION = 8
_PAGES_OF_A_SITE = 10


@dataclass(frozen=True, slots=True)
class Size:
    """How large a site would be, near enough for a warning."""

    files: int
    size: int
    """Bytes."""
    folder: int
    """Folders in its largest folder: a folder for each award."""


def next_build(site: Site, register: Register, plan: Plan | None) -> Size:
    """The size of the site once what `plan` says was issued."""
    awards, versions = len(register.awards), len(register.documents)
    definitions = len(register.definitions)
    if plan:
        awards += len(plan.of(Action.AWARD))
        versions += sum(len(plan.of(each)) for each in (Action.AWARD, Action.CORRECT, Action.RENEW))
        definitions += len(plan.of(Action.DEFINE))
    languages = len(site.languages)
    pages = languages * (2 if site.embeds else 1)
    # Credential, proof, picture; the rest depends on what the issuer publishes.
    documents = 3 + site.hosts_v2 + site.embeds + site.certificates
    serialisations = sum(bool(register.format_keys[each]) for each in Format)
    earlier = max(0, versions - awards)
    files = (
        _FURNITURE_FILES
        + languages * _PAGES_OF_A_SITE
        + definitions * (_FILES_OF_A_DEFINITION + 2 * languages)
        + awards * (pages + documents + serialisations)
        + earlier * (languages + 2 + serialisations)
    )
    size = (
        _FURNITURE
        + definitions * _FOR_EACH_DEFINITION
        + (awards + earlier) * (languages * _PAGE + _DOCUMENTS)
        + awards * (languages * _CARD * site.embeds + _CERTIFICATE * site.certificates)
    )
    return Size(files, size, awards)


def outgrown(site: Site, register: Register, plan: Plan | None) -> tuple[Problem, ...]:
    """A warning for the limit that the next build comes nearest to, if it is near any."""
    return near_limits(site, next_build(site, register, plan))


def near_limits(site: Site, expected: Size) -> tuple[Problem, ...]:
    """The warning for a site of that size."""
    host = site.served_by
    if host is None:
        return ()
    limits = LIMITS[host]
    near = [
        (have / most, f"about {_round(have):,} {what}, and {host.words} holds {most:,}{where}")
        for have, most, what, where in _measures(expected, limits)
        if most is not None and have >= NEAR * most
    ]
    if not near:
        return ()
    share, detail = max(near)
    verb = "would not fit" if share > 1 else "comes near its limit"
    return (
        OUTGROWN.at(
            "content/site.yaml",
            ("host",) if site.host else ("base_url",),
            f"the next build {verb}: {detail}",
            "docs/hosting.md says what each host holds and how to move without breaking an award",
        ),
    )


def _measures(size: Size, limits: Limits) -> tuple[tuple[int, int | None, str, str], ...]:
    return (
        (size.files, limits.files, "files", ""),
        (size.size, limits.size, "bytes", ""),
        (size.folder, limits.per_folder, "awards in one folder", " entries a folder"),
    )


def _round(number: int) -> int:
    """To two digits: more would claim to be counted."""
    digits = max(0, len(str(number)) - 2)
    return round(number, -digits)
