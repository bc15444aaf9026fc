"""`testamur check --against`: what this branch changes in the content, and what it touches beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from testamur.changes.comparison import Content, Difference, compare
from testamur.changes.guarded import guarded
from testamur.changes.plan import Change
from testamur.commands.check import Checked
from testamur.commands.project import Project
from testamur.commands.revision import changed, content_of
from testamur.content.tree import AWARDS, CONTENT, CREDENTIALS, FORGOTTEN, SITE
from testamur.model.catalog import Catalog
from testamur.problems import Problem


@dataclass(frozen=True, slots=True)
class Comparison:
    revision: str
    """As it was asked for."""
    commit: str
    """What was compared with."""
    paths: frozenset[str]
    """Files that differ, from the root on."""
    differences: tuple[Difference, ...]
    others: tuple[str, ...]
    """Files that differ in which there are neither credentials nor awards."""
    pending: int
    """What issuing would do that is not this branch's doing."""
    notices: tuple[Problem, ...]
    """About files that deserve a second look."""


def compared(project: Project, checked: Checked, revision: str) -> Comparison:
    """
    What differs between `revision` and the working tree, of which `checked` is what was found.

    Raises WorldError for a revision that Git does not know.
    """
    found = changed(project, revision)
    catalog, register = checked.catalog, checked.register
    folder = catalog.site.register if catalog else f"{CONTENT}/register"
    own = [path for path in found.inside if not path.startswith(f"{folder}/")]
    slugs = {path.split("/")[2] for path in own if path.startswith(f"{CREDENTIALS}/")}
    wanted = [path for path in own if path.startswith(f"{AWARDS}/") or path == FORGOTTEN]
    base = content_of(
        project, found.commit, (SITE, *wanted, *(f"{CREDENTIALS}/{slug}" for slug in slugs))
    )
    paths = frozenset(own)
    differences = (
        compare(
            _part(base, paths, slugs),
            _part(catalog, paths, slugs),
            defined=catalog.credentials,
            register=register,
        )
        if catalog
        else ()
    )
    compared_paths = {*wanted, *(path for path in own if path.startswith(f"{CREDENTIALS}/"))}
    return Comparison(
        revision,
        found.commit,
        frozenset(found.inside),
        differences,
        tuple(path for path in own if path not in compared_paths),
        sum(1 for _ in _pending(checked, paths, slugs, differences)),
        tuple(
            guarded(
                found.everywhere, found.inside, {folder, base.site.register} if base else {folder}
            )
        ),
    )


def _part(catalog: Catalog | None, paths: frozenset[str], slugs: Iterable[str]) -> Content:
    """What stands in the files that differ."""
    if catalog is None:
        return Content({}, (), ())
    return Content(
        {slug: catalog.credentials[slug] for slug in slugs if slug in catalog.credentials},
        [each for each in catalog.records if _file(each.subject) in paths],
        catalog.forgotten if FORGOTTEN in paths else (),
    )


def _pending(
    checked: Checked,
    paths: frozenset[str],
    slugs: Iterable[str],
    differences: Iterable[Difference],
) -> Iterator[Change]:
    """What issuing would do because of files that are as they were."""
    numbers = {each.number for each in differences}
    for change in checked.plan.changes if checked.plan else ():
        if change.record is not None:
            if _file(change.record.subject) not in paths:
                yield change
        elif change.forgotten is not None:
            if change.award is None or change.award.newest.entry + 1 not in numbers:
                yield change
        elif change.credential is not None and change.credential.slug not in slugs:
            yield change


def _file(subject: str) -> str:
    return subject.partition("#")[0]
