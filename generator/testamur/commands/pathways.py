"""`testamur award --complete` and `testamur list --pathways`: who is how far, and the records due."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from testamur.changes.pathways import due, shown
from testamur.changes.walks import Walk, walks
from testamur.commands.changing import Refused, change
from testamur.commands.check import Checked, check
from testamur.commands.project import Project
from testamur.commands.record_paths import digest_of, editors_comment, free_path
from testamur.content.writing import award_text
from testamur.model.addresses import Addresses, pathway_folder
from testamur.model.award import Evidence, Record
from testamur.model.catalog import Catalog
from testamur.model.pathway import Pathway
from testamur.problems import Exit, TestamurError, errors

_COMMENT = """\
Every step of the pathway {slug} was earned. Written by `testamur award --complete`:
look it over before it is issued."""
_KEY_WORDS = 60
_MARKUP = re.compile(r"([\\`*_\[\]<>])")


class AwardError(TestamurError):
    """Nobody can be awarded what was asked for."""

    exit = Exit.REFUSED


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """One line of the list: a person on a pathway."""

    walk: Walk
    state: str
    """`awarded`, `due`, `complete` (and leads to nothing larger) or `open`."""

    @property
    def recipient(self) -> str:
        """As far as the records allow it to be said."""
        return shown(self.walk)


@dataclass(frozen=True, slots=True)
class Written:
    """A record that was written, or one that was there already."""

    path: str
    walk: Walk
    is_new: bool = True


def progress(project: Project, words: Sequence[str] = ()) -> tuple[OnTheWay, ...] | Refused:
    """
    Everybody on every pathway, the furthest first; with `words`, those whose line has them all.

    Raises RegisterError.
    """
    checked = check(project)
    catalog = checked.catalog
    if catalog is None or checked.register is None or errors(checked.problems):
        return Refused(checked.problems)
    found = sorted(
        (OnTheWay(walk, _state(walk)) for walk in walks(catalog, checked.register)),
        key=lambda step: (step.walk.pathway.slug, step.walk.progress.remaining, step.recipient),
    )
    lines = [f"{each.recipient} {each.state} {each.walk.pathway.name}".casefold() for each in found]
    return tuple(
        step
        for step, line in zip(found, lines, strict=True)
        if all(word.casefold() in line for word in words)
    )


def complete(
    project: Project, slug: str, *, recipient: str | None = None
) -> tuple[Written, ...] | Refused:
    """
    Write the records of what a pathway leads to: of one recipient, or of everybody who is due.

    A file of its own for each; none is overwritten. What is to be written is checked with the rest
    of the content before it is written. Raises AwardError, RegisterError,
    WorldError.
    """
    checked = check(project)
    catalog = checked.catalog
    if catalog is None or checked.register is None or errors(checked.problems):
        return Refused(checked.problems)
    pathway = _pathway(catalog, slug)
    if recipient is None:
        chosen = [walk for walk in due(catalog, checked.register) if walk.pathway == pathway]
    else:
        on_it = [walk for walk in walks(catalog, checked.register) if walk.pathway == pathway]
        walk = _walk_of(recipient, on_it, pathway)
        if walk.larger:
            return (Written(walk.larger[-1].subject, walk, is_new=False),)
        chosen = [walk]
    texts = _texts(project, checked, chosen)
    proposed = {path: text.encode() for path, (text, _) in texts.items()}
    changed = change(project, proposed)
    if isinstance(changed, Refused):
        return changed
    return tuple(Written(path, walk) for path, (_, walk) in texts.items())


def _state(walk: Walk) -> str:
    if walk.larger:
        return "awarded"
    if not walk.progress.is_complete:
        return "open"
    return "due" if walk.is_due else "complete"


def _pathway(catalog: Catalog, slug: str) -> Pathway:
    pathway = catalog.pathways.get(slug)
    if pathway is None:
        close = get_close_matches(slug, catalog.pathways, n=1)
        raise AwardError(
            f"there is no pathway {slug!r}", f"did you mean {close[0]!r}?" if close else None
        )
    if pathway.leads_to is None:
        raise AwardError(f"{pathway.name} leads to no larger credential")
    return pathway


def _walk_of(recipient: str, on_it: Sequence[Walk], pathway: Pathway) -> Walk:
    found = [walk for walk in on_it if walk.person.is_known_by(recipient)]
    if not found:
        raise AwardError(
            f"no record of a step of {pathway.name} that was issued has this address",
            "give the e-mail address or the DID as it stands in the records",
        )
    if len(found) > 1:
        raise AwardError("several people have this DID", "give the e-mail address")
    walk = found[0]
    if not walk.larger and not walk.progress.is_complete:
        open_ = ", ".join(walk.progress.open)
        raise AwardError(
            f"{shown(walk)} is not at the end of {pathway.name}; still open: {open_}",
            "`testamur list --pathways` tells who is how far",
        )
    return walk


def _texts(
    project: Project, checked: Checked, chosen: Sequence[Walk]
) -> dict[str, tuple[str, Walk]]:
    """By path, the text of each record and whose it is."""
    found: dict[str, tuple[str, Walk]] = {}
    for walk in chosen:
        record = _record(walk, project, checked)
        text = award_text(record, _COMMENT.format(slug=walk.pathway.slug))
        path = _free_path(project.root, walk, found)
        found[path] = (editors_comment(project.root, "award", path) + text, walk)
    return found


def _record(walk: Walk, project: Project, checked: Checked) -> Record:
    if checked.catalog is None or checked.register is None:
        raise TypeError("nobody is due where nothing can be read")
    site, register, pathway = checked.catalog.site, checked.register, walk.pathway
    at = Addresses(site.base_url)
    evidence = tuple(
        Evidence(
            register.definitions[register.awards[each.award].newest.definition].credential.name,
            url=at.award_page(each.award),
        )
        for each in walk.progress.done
    )
    name = _MARKUP.sub(r"\\\1", pathway.name)
    return Record(
        credential=pathway.leads_to or "",
        recipient=walk.person.recipient,
        awarded=project.now.astimezone(site.zone).date(),
        evidence=evidence,
        narrative=f"[{name}]({at.of(pathway_folder(pathway.slug))})",
        identity=f"key:{pathway.slug[:_KEY_WORDS].rstrip('-')}-{_digest(walk)}",
    )


def _digest(walk: Walk) -> str:
    """The same for one person on one pathway, whenever it is asked: no record is written twice."""
    return digest_of((walk.pathway.slug, *walk.person.identity))


def _free_path(root: Path, walk: Walk, taken: Container[str]) -> str:
    """Below a folder of the pathway's."""
    return free_path(root, walk.pathway.slug, walk.person.recipient, _digest(walk), taken)
