"""`testamur build`: the site from what is in Git, checked before it replaces the last one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache as once
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from testamur.building import artifacts
from testamur.changes.endorsements import endorsements
from testamur.commands.project import Project
from testamur.content.handbook import read_handbook
from testamur.content.load import graded, load_endorsements, load_site
from testamur.model.addresses import Addresses
from testamur.model.endorsement import Endorsements
from testamur.pages.theme import read_theme
from testamur.problems import Problem, RegisterError, errors
from testamur.publish.plan import Step
from testamur.publish.stage import stage
from testamur.register.reader import read
from testamur.register.soundness import nothing_is_a_thiefs
from testamur.verify.site import SiteReport, verify_site

OUTPUT = "site"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, and what its own verification found before the switch."""

    output: Path
    steps: tuple[Step, ...]
    report: SiteReport
    awards: int
    warnings: tuple[Problem, ...] = ()
    """What was left out, and why."""


def build(
    project: Project, output: Path, *, check_all: bool = False, cache: Path | None = None
) -> Built | tuple[Problem, ...]:
    """
    Build into `output`, or say what is wrong with site.yaml or with an endorsement.

    What is written anew is verified before the switch, everything with `check_all`. What is known
    of the output is kept in `cache`, the project's own if none is given: two builds with caches of
    their own do not wait for each other. Raises
    RegisterError where the register does not hold or the new site would not verify; WorldError
    where the disk refuses; the output is then as it was.
    """
    site, problems = load_site(project.root)
    if site is None:
        return problems
    register = read(project.register_folder(site.register), Addresses(site.base_url))
    nothing_is_a_thiefs(register)
    theme = read_theme(project.root, site.theme)
    if register.as_of is None:
        raise RegisterError("the register has no status list", "restore it from Git")
    committed, problems = load_endorsements(project.root)
    found, more = endorsements(committed, register, now=register.as_of)
    problems = (*problems, *more)
    if errors(problems):
        return problems
    handbook, more = read_handbook(project.root, site.handbook)
    problems = (*problems, *graded(more, site))
    if errors(problems):
        return problems
    made = artifacts(
        site, register, theme, program_digest(), Endorsements(found), handbook=handbook
    )
    with stage(made, output=output, cache=cache or project.cache) as staged:
        written = {step.path for step in staged.steps if step.action == "write"}
        reader = staged.reader()
        report = verify_site(
            reader.read,
            reader.paths(),
            # The register's own time: a build reads no clock, and lists are current as of then.
            now=register.as_of,
            only=None if check_all else written,
            endorsers=[each.data for each in committed.endorsers],
        )
        if report.unchecked or not report.ok:
            faults = [
                *report.faults,
                *report.unchecked,
                *(
                    f"{path}: {verdict.sentence()}"
                    for path, verdict in report.verdicts.items()
                    if not report.acceptable(verdict)
                ),
            ]
            raise RegisterError(
                f"the new site does not verify, so it was not published: {faults[0]}"
                + (f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""),
                "`testamur check` tells more; if it is silent, please report this",
            )
        staged.switch()
        return Built(output, staged.steps, report, len(register.awards), problems)


@once
def program_digest() -> str:
    """Digest of the installed testamur: its code, its contexts, and what computes with them."""
    digest = sha256()
    for name, data in _sources(files("testamur"), ""):
        digest.update(f"{name}\n{len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _sources(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            # The theme has a digest of its own; what Python compiled has none to speak of.
            if entry.name not in {"__pycache__", "themes"}:
                yield from _sources(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            yield f"{prefix}{entry.name}", entry.read_bytes()
