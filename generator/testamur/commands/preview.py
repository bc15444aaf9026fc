"""`testamur build --preview`: everything that issuing would change, page by page, for reviewers."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from testamur.changes import Action, Change
from testamur.changes.endorsements import endorsements
from testamur.commands.check import Checked, check
from testamur.commands.comparing import Comparison, compared
from testamur.commands.prepare import waiting
from testamur.commands.project import Project
from testamur.commands.trial import Trial, trial
from testamur.content.load import load_endorsements
from testamur.model.addresses import (
    award_folder,
    credential_folder,
    pathway_folder,
    picture_path,
    version_folder,
)
from testamur.model.endorsement import Endorsements
from testamur.model.site import Site
from testamur.pages import drawing
from testamur.pages.excerpt import excerpt
from testamur.pages.pages import Pages
from testamur.pages.recipients import public_name
from testamur.pages.theme import Theme, read_theme
from testamur.problems import errors
from testamur.register.awards import Award
from testamur.register.intent import record_digest
from testamur.register.register import Register

MOST_PAGES = 20
"""Awards of which the page is shown; all are listed."""

_MOST_BYTES = 4_000_000
"""Of pictures in one file."""

_CHECK = '<section id="check"'
"""Where the page of an award turns to how it is checked and shared: a file can do neither."""

_MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
_BESIDE = (Action.MOVE, Action.RECORD, Action.RETIRE, Action.SERIALISE, Action.KEY)


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that would be otherwise."""

    actions: tuple[Action, ...]
    name: str
    """Of the credential or the pathway, as its author wrote it."""
    recipient: str | None = None
    """As the page of the award would name them; None where it would not, or it is no award."""
    number: int | None = None
    """Of the award in the permanent record, from 1."""
    subject: str = ""
    """The file and place of its record."""
    waits: bool = False
    """Whether its record must be opened first: nobody here knows whom it is about."""
    before: str | None = None
    """What is published now, as safe HTML."""
    after: str | None = None
    """What would be, likewise; None where it is only listed."""


@dataclass(frozen=True, slots=True)
class Preview:
    checked: Checked
    comparison: Comparison | None
    """With what it was asked to be compared; None where everything pending is shown."""
    shown: tuple[Shown, ...] = ()
    pictures: tuple[str, ...] = ()
    """`data:` addresses, by the numbers that the excerpts give."""
    style: str = ""
    """Of the theme."""
    language: tuple[str, str] = ("en", "ltr")
    """Of the pages: tag and direction."""


def preview(project: Project, against: str | None = None) -> Preview:
    """
    What issuing would change: all of it, or with `against` what differs from that revision.

    Where the content has errors there are no pages, since nothing would be issued. Raises
    WorldError for a revision that Git does not know, RegisterError and ThemeError as `check`.
    """
    checked = check(project, against=against)
    comparison = None if against is None else compared(project, checked, against)
    if errors(checked.problems):
        return Preview(checked, comparison)
    found = trial(project)
    if found.site is None or found.before is None or found.after is None:
        return Preview(Checked(found.problems), comparison)
    theme = read_theme(project.root, found.site.theme)
    committed, _ = load_endorsements(project.root)
    endorsed, _ = endorsements(committed, found.after, now=project.now)
    gallery = _Gallery(found.site, theme, found, Endorsements(endorsed))
    closed = frozenset(each.subject for each in waiting(found.plan)) if found.plan else frozenset()
    shown = tuple(_Tour(found, gallery, comparison, closed).shown())
    return Preview(
        checked,
        comparison,
        shown,
        tuple(gallery.addresses),
        gallery.style,
        gallery.language,
    )


@dataclass
class _Tour:
    """Through what is changed, in an order that reviewers think in."""

    trial: Trial
    gallery: _Gallery
    comparison: Comparison | None
    waiting: frozenset[str]
    """The subjects of records that must be opened first."""
    pages_left: int = MOST_PAGES

    def shown(self) -> Iterator[Shown]:
        plan = self.trial.plan
        for change in plan.changes if plan else ():
            if change.action is Action.DEFINE and change.credential:
                slug, version = change.credential.slug, change.credential.version
                if self._concerns(f"content/credentials/{slug}/", folder=True):
                    yield self._credential(change, slug, version)
            elif change.pathway and self._concerns(f"content/pathways/{change.pathway.slug}.yaml"):
                yield self._pathway(change, change.pathway.slug)
        yield from self._awards(plan.changes if plan else ())

    def _concerns(self, path: str, *, folder: bool = False) -> bool:
        if self.comparison is None:
            return True
        if folder:
            return any(each.startswith(path) for each in self.comparison.paths)
        return path in self.comparison.paths

    def _credential(self, change: Change, slug: str, version: int) -> Shown:
        before = None
        if self.trial.before and (slug, version) in self.trial.before.definitions:
            before = self.gallery.before.credential_version(slug, version)
        folder = version_folder(slug, version)
        return Shown(
            (change.action,),
            f"{change.credential.name if change.credential else slug} v{version}",
            subject=f"content/{credential_folder(slug)}credential.md",
            before=self.gallery.excerpt(before, folder),
            after=self.gallery.excerpt(
                self.gallery.after.credential_version(slug, version), folder
            ),
        )

    def _pathway(self, change: Change, slug: str) -> Shown:
        folder, before = pathway_folder(slug), None
        if self.trial.before and slug in self.trial.before.newest_pathways:
            before = self.gallery.before.pathway(slug)
        return Shown(
            (change.action,),
            change.pathway.name if change.pathway else slug,
            subject=f"content/pathways/{slug}.yaml",
            before=self.gallery.excerpt(before, folder),
            after=self.gallery.excerpt(self.gallery.after.pathway(slug), folder),
        )

    def _awards(self, changes: Sequence[Change]) -> Iterator[Shown]:
        grouped: dict[str, list[Change]] = {}
        for change in changes:
            if change.record and self.trial.before and change.action not in _BESIDE:
                digest = record_digest(change.record, self.trial.before.addresses)
                grouped.setdefault(digest, []).append(change)
            elif change.forgotten and self._concerns("content/forgotten.yaml"):
                yield self._forgotten(change)
        for digest, group in grouped.items():
            record = group[0].record
            if record and self._concerns(record.subject.partition("#")[0]):
                yield self._award(digest, group, record.subject)

    def _forgotten(self, change: Change) -> Shown:
        number = change.award.newest.entry + 1 if change.award else None
        name = change.award.newest.definition[0] if change.award else ""
        return Shown((change.action,), name, number=number, subject="content/forgotten.yaml")

    def _award(self, digest: str, group: Sequence[Change], subject: str) -> Shown:
        waits = subject in self.waiting
        before, after = group[0].award, None if waits else self._after(digest)
        credential = group[0].credential
        found = Shown(
            tuple(change.action for change in group),
            f"{credential.name} v{credential.version}" if credential else "",
            recipient=_recipient(after) if after else None,
            number=before.newest.entry + 1 if before else None,
            subject=subject,
            waits=waits,
        )
        if after is None or self.pages_left == 0:
            return found
        self.pages_left -= 1
        folder = award_folder(after.id)
        return Shown(
            found.actions,
            found.name,
            found.recipient,
            found.number,
            found.subject,
            before=self.gallery.excerpt(self.gallery.before.award(before), folder)
            if before
            else None,
            after=self.gallery.excerpt(self.gallery.after.award(after), folder),
        )

    def _after(self, digest: str) -> Award | None:
        return self.trial.after.by_record.get(digest) if self.trial.after else None


@dataclass
class _Gallery:
    """The pages before and after, and each picture once."""

    site: Site
    theme: Theme
    trial: Trial
    endorsed: Endorsements
    addresses: list[str] = field(default_factory=list)
    _numbers: dict[str, int | None] = field(default_factory=dict)
    _bytes_left: int = _MOST_BYTES

    def __post_init__(self) -> None:
        before, after = self.trial.before, self.trial.after
        if before is None or after is None:
            raise TypeError("there are pages of two states only")
        self._register: Register = after
        self.before = Pages(self.theme, self.site, before, self.endorsed)
        self.after = Pages(self.theme, self.site, after, self.endorsed, drafts=self.trial.drafts)
        self._known: Mapping[str, tuple[str, int]] = {
            picture_path(*key, extension): key
            for key in after.definitions
            for extension in _MEDIA_TYPES
        }

    @property
    def style(self) -> str:
        return self.after.style.decode()

    @property
    def language(self) -> tuple[str, str]:
        return self.after.language

    def excerpt(self, page: bytes | None, folder: str) -> str | None:
        return None if page is None else excerpt(page, folder, self._number, _CHECK)

    def _number(self, path: str) -> int | None:
        if path not in self._numbers:
            self._numbers[path] = self._placed(path)
        return self._numbers[path]

    def _placed(self, path: str) -> int | None:
        key = self._known.get(path)
        if key is None:
            return None
        own = self._register.definitions[key].picture
        data = own.data if own else self.after.badge(*key)
        extension = own.extension if own else drawing.ON_PAGES
        if len(data) > self._bytes_left:
            return None
        self._bytes_left -= len(data)
        self.addresses.append(f"data:{_MEDIA_TYPES[extension]};base64,{b64encode(data).decode()}")
        return len(self.addresses) - 1


def _recipient(award: Award) -> str | None:
    return public_name(orjson.loads(award.newest.unsigned)["credentialSubject"])
