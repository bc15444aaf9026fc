"""`testamur award`: the record of one award, as a file of its own or at the end of a list or cohort."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from testamur.commands.changing import Changed, Refused, change, current
from testamur.commands.project import Project
from testamur.commands.record_paths import digest_of, editors_comment, free_path
from testamur.commands.seal import KEY_BYTES, sealed
from testamur.commands.site import site_of
from testamur.content import edit
from testamur.content.edit import Value
from testamur.content.edit_words import document
from testamur.content.tree import AWARDS, CONTENT
from testamur.model.award import Display, Recipient
from testamur.model.ids import is_slug
from testamur.problems import InputRefusedError


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to award, in their own words; `check` judges them."""

    credential: str
    name: str
    email: str | None = None
    did: str | None = None
    awarded: str | None = None
    """A day; today in the site's zone, if none is given."""
    key: str | None = None
    expires: str | None = None
    display: Display | None = None
    evidence: tuple[tuple[str, str | None], ...] = ()
    """Name and address of each."""
    results: tuple[tuple[str, str], ...] = ()
    """What it is a result of, and its value."""
    narrative: str | None = None
    seal: bool = False
    """Whether only the issuing job shall be able to read who it is for."""


@dataclass(frozen=True, slots=True)
class Awarded:
    """Where the record stands now."""

    path: str
    changed: Changed


def award(
    project: Project, asked: Asked, *, into: str | None = None, dry_run: bool = False
) -> Awarded | Refused:
    """
    Write the record. `into` names a list (.yaml) or a cohort (.csv) that gets it, or is made.

    Without it, a file of its own below content/awards/<credential>/. What is sealed is known by
    a key or a file name drawn at random. Raises EditError, InputRefusedError, KeyRefusedError,
    RegisterError, WorldError.
    """
    fields = _fields(project, asked, is_row=into is not None)
    if into is None:
        path = _own_path(project, asked)
        _must_be_new(project, _alike(project, path), fields)
        begins = editors_comment(project.root, "award", path)
        data = f"{begins}{document(fields)}".encode()
    else:
        path = _below_awards(project, into)
        is_list = path.endswith(".yaml")
        # Of a cohort, `check` tells a row that stands there twice.
        _must_be_new(project, [path] if is_list else [], fields)
        begins = editors_comment(project.root, "award", path) if is_list else ""
        data = edit.add(path, current(project, path) or begins.encode(), fields)
    changed = change(project, {path: data}, dry_run=dry_run)
    return changed if isinstance(changed, Refused) else Awarded(path, changed)


def evidence_from(text: str) -> tuple[str, str | None]:
    """A name and, behind it, an address: `Final report https://…`. Raises ValueError."""
    name, _, address = text.strip().rpartition(" ")
    if "://" in address:
        if not name.strip():
            raise ValueError(text)
        return name.strip(), address
    if not text.strip() or "://" in text:
        raise ValueError(text)
    return text.strip(), None


def _fields(project: Project, asked: Asked, *, is_row: bool) -> dict[str, Value]:
    recipient = _recipient(asked)
    # A row in a box has no readable address to be known by.
    key = asked.key or (_drawn(project) if asked.seal and is_row else None)
    fields: dict[str, Value] = {"key": key} if key else {}
    fields |= {
        "credential": asked.credential,
        "recipient": {"sealed": sealed(project, recipient)} if asked.seal else {**recipient},
        "awarded": _day(asked.awarded) if asked.awarded else _today(project),
    }
    if asked.expires:
        fields["expires"] = _day(asked.expires)
    if asked.evidence:
        fields["evidence"] = [
            {"name": name, **({"url": url} if url else {})} for name, url in asked.evidence
        ]
    if asked.results:
        fields["results"] = [{"result": id_, "value": value} for id_, value in asked.results]
    if asked.narrative:
        fields["narrative"] = asked.narrative
    return fields


def _recipient(asked: Asked) -> dict[str, str]:
    recipient = {"name": asked.name}
    if asked.email:
        recipient["email"] = asked.email
    if asked.did:
        recipient["did"] = asked.did
    if asked.display is not None and asked.display is not Display.FULL:
        recipient["display"] = asked.display.value
    return recipient


def _drawn(project: Project) -> str:
    """A name that tells nothing."""
    return f"s{project.draw(KEY_BYTES).hex()}"


def _day(text: str) -> Value:
    """Plain if it is a day; what is none stays text for `check` to refuse."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return found if found.isoformat() == text else text


def _today(project: Project) -> date:
    return project.now.astimezone(site_of(project).zone).date()


def _own_path(project: Project, asked: Asked) -> str:
    recipient = Recipient(asked.name, display=asked.display or Display.FULL)
    who: Mapping[str, str | None] = {"email": asked.email, "did": asked.did, "name": asked.name}
    known_by = next(f"{kind} {value}" for kind, value in who.items() if value)
    otherwise = digest_of((asked.credential, known_by.strip().lower()))
    if asked.seal:
        recipient, otherwise = replace(recipient, display=Display.HIDDEN), _drawn(project)
    # What cannot be a folder's name is no credential either, which `check` says better.
    folder = asked.credential if is_slug(asked.credential) else "unknown"
    return free_path(project.root, folder, recipient, otherwise)


def _alike(project: Project, path: str) -> list[str]:
    """The files that would have the new one's name, were it not for a number behind it."""
    words = re.sub(r"-[0-9]+$", "", Path(path).stem)
    found = (project.root / path).parent.glob(f"{words}*.yaml")
    return sorted(each.relative_to(project.root).as_posix() for each in found)


def _must_be_new(project: Project, paths: Iterable[str], fields: Mapping[str, Value]) -> None:
    """Raises InputRefusedError where the same was awarded already: the command was typed twice."""
    said = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
    }
    for path in paths:
        try:
            found = edit.get(path, current(project, path) or b"", ())
        except edit.EditError:
            continue
        records = found if isinstance(found, list) else [found]
        if any(isinstance(each, dict) and said.items() <= each.items() for each in records):
            raise InputRefusedError(
                f"{path} awards just this already",
                "if it is another award of the same day, give it a --key of its own",
            )


def _below_awards(project: Project, into: str) -> str:
    path = Path(into)
    if path.is_absolute():
        root = project.root.resolve()
        if not path.is_relative_to(root):
            raise InputRefusedError(f"{into} lies outside the repository")
        path = path.relative_to(root)
    name = path.as_posix()
    if not name.startswith(f"{CONTENT}/"):
        name = f"{AWARDS}/{name}"
    if not name.endswith((".yaml", ".csv")):
        raise InputRefusedError(f"{name} is neither a .yaml nor a .csv file")
    return name
