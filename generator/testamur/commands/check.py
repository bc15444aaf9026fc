"""`testamur check`: every problem of the content, and what issuing would do. Needs no key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from testamur.changes import Plan, changes, extends
from testamur.changes.endorsements import endorsements
from testamur.changes.withdrawals import withdrawals_kept
from testamur.commands.accent import adjusted_accent
from testamur.commands.letters import unprintable_letters
from testamur.commands.outgrown import outgrown
from testamur.commands.people import people_of
from testamur.commands.project import Project
from testamur.commands.published import (
    had_branch,
    had_register,
    head_of_site,
    heads_at,
    heads_of_branch,
    is_repository,
    withdrawals_at,
)
from testamur.commands.revision import register_folder_of
from testamur.commands.theme import stale_files
from testamur.content.handbook import read_handbook
from testamur.content.load import Loaded, graded, load, load_site
from testamur.content.source import Proposed
from testamur.crypto.note import Checkpoint
from testamur.issuing import unsignable
from testamur.model.addresses import Addresses
from testamur.model.award import Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.model.site import Site
from testamur.pages.language import knows, spoken
from testamur.pages.theme import Theme, ThemeError, read_theme
from testamur.problems import Problem, RegisterError, Rule, Severity, errors
from testamur.register.intent import record_digest
from testamur.register.keys import AnnouncedKey
from testamur.register.reader import MISSING, begin, read
from testamur.register.register import Register

THEME = Rule("theme", "The theme cannot be used")
UNSPOKEN = Rule(
    "unspoken", "The theme has no words in a language of the site", severity=Severity.WARNING
)


@dataclass(frozen=True)
class Checked:
    """What `check` found; `plan` is None where the content does not say enough to make one."""

    problems: tuple[Problem, ...]
    catalog: Catalog | None = None
    register: Register | None = None
    plan: Plan | None = None

    @property
    def first(self) -> bool:
        """Whether nothing was ever issued here."""
        return self.register is not None and self.register.size == 0


def check(
    project: Project,
    *,
    against: str | None = None,
    published_site: Path | None = None,
    complete: bool = True,
    first: bool | None = None,
    proposed: Proposed | None = None,
) -> Checked:
    """
    Judge the whole repository, with `proposed` files in place of those that stand there.

    `against` is a Git revision whose register this one must extend (HEAD, where Git has one);
    `published_site` a built site likewise. `first` says whether a register must not or must be
    there; None takes either. `complete` as in `register.reader.read`.
    """
    announced = project.announced_keys()
    site, _ = load_site(project.root, proposed)
    if site is None:
        return Checked(_load(project, project.now.date(), None, announced, proposed).problems)
    today = project.now.astimezone(site.zone).date()
    try:
        register = register_of(project, site, first=first, complete=complete)
        heads = _published(project, register, site.register, against, published_site)
    except RegisterError as error:
        loaded = _load(project, today, None, announced, proposed)
        return Checked((*loaded.problems, error.as_problem()), loaded.catalog)
    loaded = _load(project, today, register, announced, proposed)
    if loaded.catalog is None:
        return Checked(loaded.problems)
    if errors(loaded.problems):
        # What is broken cannot be compared with what was issued; the register itself can.
        plan = None
        found = tuple(extends(register, heads))
    else:
        plan = changes(loaded.catalog, register, announced, today=today, published=heads)
        found = (*plan.problems, *unsignable(loaded.catalog, register, plan, project.now))
    committed = loaded.catalog.endorsements
    shown, more = endorsements(committed, register, now=project.now, pending=True)
    found += (*more, *withdrawals_kept(shown, _withdrawals(project, against)))
    found = (*found, *_theme_problems(project, loaded.catalog))
    found = (*found, *outgrown(loaded.catalog.site, register, plan))
    placed = graded((_placed(problem, loaded) for problem in found), loaded.catalog.site)
    problems = (*loaded.problems, *placed)
    return Checked(problems, loaded.catalog, register, plan)


def register_of(project: Project, site: Site, *, first: bool | None, complete: bool) -> Register:
    """
    The register as it is, or an empty one where nothing was ever issued.

    `first` and `complete` as in `check`. Raises RegisterError.
    """
    folder = project.register_folder(site.register)
    at = Addresses(site.base_url)
    if first and not _was_ever(project, site):
        return begin(folder, at)
    try:
        register = read(folder, at, complete=complete)
    except RegisterError as error:
        if error.rule is MISSING and first is None and not _was_ever(project, site):
            return begin(folder, at)
        if error.rule is MISSING and had_branch(project.root):
            raise RegisterError(
                str(error), "`testamur register pull` brings the published one", MISSING
            ) from error
        raise
    if first:
        return begin(folder, at)
    return register


def _load(
    project: Project,
    today: date,
    register: Register | None,
    announced: Sequence[AnnouncedKey],
    proposed: Proposed | None,
) -> Loaded:
    own_keys = [each.key.raw for each in announced]

    def issued_under(record: Record) -> Credential | None:
        if register is None:
            return None
        award = register.by_record.get(record_digest(record, register.addresses))
        return register.definitions[award.newest.definition].credential if award else None

    return load(
        project.root,
        today=today,
        own_keys=own_keys,
        issued_under=issued_under,
        proposed=proposed,
        people=people_of(project),
    )


def _theme_problems(project: Project, catalog: Catalog) -> tuple[Problem, ...]:
    """What a build would trip over, or leave out, is better said before anything is signed."""
    try:
        theme = read_theme(project.root, catalog.site.theme)
        spoken(theme, catalog.site.languages)
        letters = tuple(unprintable_letters(catalog, theme))
        stale = tuple(stale_files(project.root, catalog.site.theme))
    except ThemeError as error:
        return (THEME.at("content/site.yaml", ("theme",), str(error), error.hint),)
    _, handbook = read_handbook(project.root, catalog.site.handbook)
    return (
        *_unspoken(theme, catalog.site),
        *letters,
        *stale,
        *adjusted_accent(catalog.site),
        *handbook,
    )


def _unspoken(theme: Theme, site: Site) -> Iterator[Problem]:
    for index, tag in enumerate(site.languages):
        if knows(theme, tag):
            continue
        means = "its pages are in English" if index == 0 else "there will be no pages in it"
        yield UNSPOKEN.at(
            "content/site.yaml",
            ("languages", index),
            f'the theme "{theme.name}" has no words in "{tag}": {means}',
            f"write them in themes/{theme.name}/strings/{tag}.toml",
        )


def _was_ever(project: Project, site: Site) -> bool:
    """Whether Git remembers a register: then one that is missing is lost, not yet to come."""
    if not is_repository(project.root):
        return False
    return had_register(project.root, site.register) or had_branch(project.root)


def _published(
    project: Project,
    register: Register,
    folder: str,
    against: str | None,
    published_site: Path | None,
) -> tuple[Checkpoint, ...]:
    heads: tuple[Checkpoint, ...] = ()
    if against is not None or is_repository(project.root):
        revision = against or "HEAD"
        heads += heads_at(project.root, revision, folder, register)
        # Whoever names another folder does not get rid of what was published from the old one.
        before = register_folder_of(project, revision)
        if before is not None and before != folder:
            heads += heads_at(project.root, revision, before, register)
    heads += heads_of_branch(project.root, register)
    if published_site is not None:
        heads += head_of_site(published_site, register)
    return heads


def _withdrawals(project: Project, against: str | None) -> tuple[bytes, ...]:
    if against is None and not is_repository(project.root):
        return ()
    return withdrawals_at(project.root, against or "HEAD")


def _placed(problem: Problem, loaded: Loaded) -> Problem:
    return loaded.place(problem) if problem.file else problem
