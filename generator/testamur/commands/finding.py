"""Which award somebody means: by id, number, address, key or path, or by words that fit just one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from testamur.changes import Action
from testamur.commands.check import Checked
from testamur.content.tree import AWARDS
from testamur.issue.published import published
from testamur.model.award import Record
from testamur.model.credential import Credential
from testamur.model.ids import is_award_id
from testamur.problems import Exit, TestamurError
from testamur.register.awards import Award
from testamur.register.intent import record_digest

HIDDEN = "(name not published)"

_ADDRESS = re.compile(r"(?:^|/)awards/([0-9a-z]{26})(?:[/?#]|$)")
_NUMBER = re.compile(r"(?:no\.? ?)?(\d{1,3}(?:,\d{3})+|\d+)", re.IGNORECASE)
_MOST_CANDIDATES = 12


class NotFoundError(TestamurError):
    """No award, or more than one, is what was meant."""

    exit = Exit.REFUSED


@dataclass(frozen=True, slots=True)
class Known:
    """One award: what its author wrote, what was issued of it, or both."""

    record: Record | None
    award: Award | None
    credential: Credential | None
    """The definition it was issued under, or would be; None for a record of an unknown one."""

    @property
    def number(self) -> int | None:
        """In the permanent record, from 1; of the newest version."""
        return None if self.award is None else self.award.newest.entry + 1

    @property
    def public_name(self) -> str:
        """The recipient's name as far as it may be published."""
        if self.record is not None:
            return self.record.recipient.public_name or HIDDEN
        return (self.award and published(self.award.newest).name) or HIDDEN

    @property
    def slug(self) -> str:
        """Of the credential."""
        if self.award is not None:
            return self.award.newest.definition[0]
        return self.record.credential if self.record else ""

    @property
    def title(self) -> str:
        """How messages call it."""
        if self.award is not None:
            return f"award no. {self.number:,} ({self.slug}, {self.public_name})"
        return f"the award of {self.slug} to {self.public_name}"

    @property
    def line(self) -> str:
        """What tells it from others, for a list of candidates."""
        number = f"no. {self.number:,}" if self.award else "not issued"
        where = self.record.subject if self.record else "without a record in content/"
        return f"{number}: {self.slug}, {self.public_name}, {where}"


def known(checked: Checked) -> tuple[Known, ...]:
    """Every award that has a record or was issued; the issued ones first, as they were entered."""
    catalog, register = checked.catalog, checked.register
    records = catalog.records if catalog else ()
    by_award: dict[str, Record] = {}
    new: list[Record] = []
    moved = {
        change.record.subject: change.award
        for change in (checked.plan.of(Action.MOVE) if checked.plan else ())
        if change.record and change.award
    }
    for record in records:
        award = moved.get(record.subject)
        if award is None and register is not None:
            award = register.by_record.get(record_digest(record, register.addresses))
        if award is None:
            new.append(record)
        else:
            by_award[award.id] = record
    issued = [
        Known(by_award.get(id_), award, register.definitions[award.newest.definition].credential)
        for id_, award in (register.awards.items() if register else ())
        if register is not None
    ]
    defined = catalog.credentials if catalog else {}
    return (*issued, *(Known(each, None, defined.get(each.credential)) for each in new))


def find(everything: Sequence[Known], meant: str, root: Path) -> Known:
    """
    The one award that is meant. Raises NotFoundError, with the candidates where there are several.

    Numbers and ids of earlier versions and addresses of their files count; so do a file's name
    without its ending, and part of an address of mail.
    """
    meant = meant.strip()
    found = list(_exactly(everything, meant, root))
    if not found and not _NUMBER.fullmatch(meant):
        found = _by_words(everything, meant.casefold().split())
    if not found:
        raise NotFoundError(
            f"no award fits {meant!r}",
            "give its number, its id, the address of its page, its record's key or path, or words "
            "of it; `testamur list` shows what was issued",
        )
    if len(found) > 1:
        error = NotFoundError(
            f"{len(found):,} awards fit {meant!r}", "say which, by number or record"
        )
        more = len(found) - _MOST_CANDIDATES
        lines = [each.line for each in found[:_MOST_CANDIDATES]]
        error.details = (*lines, *([f"… and {more:,} more"] if more > 0 else []))
        raise error
    return found[0]


def _exactly(everything: Sequence[Known], meant: str, root: Path) -> Iterator[Known]:
    address = _ADDRESS.search(meant)
    id_ = address[1] if address else meant
    number = _NUMBER.fullmatch(meant)
    if is_award_id(id_):
        yield from (each for each in everything if each.award and each.award.id == id_)
    elif number:
        index = int(number[1].replace(",", "")) - 1
        for each in everything:
            if each.award and any(version.entry == index for version in each.award.versions):
                yield each
        yield from (each for each in everything if _has_key(each, meant))
    else:
        subjects = _subjects(meant, root)
        for each in everything:
            if _has_key(each, meant) or (each.record and each.record.subject in subjects):
                yield each
        if "#" not in meant:
            # A file that holds several is as good as nothing unless it is the only thing named.
            whole = tuple(f"{subject}#" for subject in subjects)
            yield from (
                each for each in everything if each.record and each.record.subject.startswith(whole)
            )


def _by_words(everything: Sequence[Known], words: Sequence[str]) -> list[Known]:
    """Those that have every word; if that is more than one, those that have them whole."""
    texts = [_haystack(each) for each in everything]
    found = [
        (each, text)
        for each, text in zip(everything, texts, strict=True)
        if words and all(word in text for word in words)
    ]
    whole = [re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") for word in words]
    exact = [each for each, text in found if all(each_word.search(text) for each_word in whole)]
    return exact if len(exact) == 1 else [each for each, _ in found]


def _has_key(each: Known, meant: str) -> bool:
    return each.record is not None and each.record.identity == f"key:{meant}"


def _subjects(meant: str, root: Path) -> set[str]:
    """The subjects that a path on the command line may mean."""
    path = Path(meant)
    if path.is_absolute():
        if not path.is_relative_to(root.resolve()):
            return set()
        meant = path.relative_to(root.resolve()).as_posix()
    meant = meant.removeprefix("./")
    return {
        f"{folder}{meant}{ending}"
        for folder in ("", "content/", f"{AWARDS}/")
        for ending in ("", ".yaml", ".csv")
    }


def _haystack(each: Known) -> str:
    record = each.record
    name = "" if each.public_name == HIDDEN else each.public_name
    parts = [each.slug, name, each.credential.name if each.credential else ""]
    if record is not None:
        recipient = record.recipient
        parts += [recipient.name, recipient.email or "", recipient.did or "", record.subject]
        parts += [record.identity, record.awarded.isoformat()]
    if each.award is not None:
        parts.append(each.award.id)
    return "\n".join(parts).casefold()
