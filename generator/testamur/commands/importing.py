"""`testamur import`: awards out of a table or of older badges, each row accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from testamur.commands import seal
from testamur.commands.badge_files import is_of_badges
from testamur.commands.changing import Changed, change, current
from testamur.commands.check import check
from testamur.commands.files import start_of
from testamur.commands.importing_badges import Badges
from testamur.commands.project import Project
from testamur.content import cohort, imports
from testamur.content.importing import presets, reading, sheet
from testamur.content.importing.appending import appended
from testamur.content.importing.days import Order
from testamur.content.importing.deciding import Deciding
from testamur.content.importing.outcome import Outcome, Word
from testamur.content.importing.reading import Reading
from testamur.content.importing.remembering import remembered
from testamur.content.importing.rows import Rows
from testamur.content.importing.sheet import Sheet
from testamur.content.refused import Refused, shown
from testamur.content.source import CSV_MAX, Files
from testamur.content.tree import AWARDS, IMPORTS
from testamur.content.values import nearest
from testamur.model.award import Record
from testamur.model.catalog import Catalog
from testamur.problems import InputRefusedError, Problem, WorldError, errors
from testamur.register.intent import record_digest
from testamur.register.register import Register
from testamur.starter.editors import editor_line

_SEVERAL = f"{AWARDS}/imported.csv"
_PERSON = ("recipient",)


@dataclass(frozen=True, slots=True)
class Request:
    """What was said on the command line; what was not is None or empty."""

    file: Path
    credential: str | None = None
    preset: str | None = None
    maps: Sequence[str] = ()
    """`COLUMN=FIELD`."""
    badges: Sequence[str] = ()
    """`NAME=SLUG`: what the other system calls a credential."""
    into: str | None = None
    pass_mark: str | None = None
    result: str | None = None
    dates: Order | None = None
    encoding: str | None = None
    awarded: date | None = None
    again: bool = False
    seal: bool = False
    people: Path | None = None
    documents: Path | None = None
    skip_refused: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    outcomes: tuple[Outcome, ...]
    how: str
    """What the file was taken for."""
    not_read: tuple[str, ...] = ()
    """Columns that give nothing."""
    notes: tuple[str, ...] = ()
    """What else to know."""
    changed: Changed | None = None
    """What was written, or would be; None where nothing is."""
    is_written: bool = False
    problems: tuple[Problem, ...] = field(default=())
    """What `check` would say of the files with the new rows in them; nothing was written then."""

    @property
    def count(self) -> Mapping[Word, int]:
        return Counter(each.word for each in self.outcomes)


@dataclass(frozen=True, slots=True)
class NotChecked:
    """The content has errors, so nothing can be added to it."""

    problems: tuple[Problem, ...]


def import_file(project: Project, request: Request) -> Imported | NotChecked:
    """
    Everything in the file that is new here goes into a cohort; what is here already stays.

    With a row refused nothing is written, unless the request says to skip such rows. Raises
    InputRefusedError, EditError, RegisterError and WorldError.
    """
    checked = check(project)
    if checked.catalog is None or checked.register is None or errors(checked.problems):
        return NotChecked(checked.problems)
    here = _Here(project, checked.catalog, checked.register)
    here.must_know(request)
    found = _badges(here, request) if is_of_badges(request.file) else _table(here, request)
    if found.count[Word.REFUSED] and not request.skip_refused:
        return found
    return _written(project, request, found)


@dataclass(frozen=True, slots=True)
class _Here:
    """The repository, as far as an import depends on it."""

    project: Project
    catalog: Catalog
    register: Register

    @property
    def today(self) -> date:
        return self.project.now.astimezone(self.catalog.site.zone).date()

    def readings(self) -> tuple[Reading, ...]:
        return imports.read(Files(self.project.root), []) if self.bytes(IMPORTS) else ()

    def bytes(self, path: str) -> bytes:
        return current(self.project, path) or b""

    def must_know(self, request: Request) -> None:
        slugs = [slug for _, slug in _pairs(request.badges)]
        for slug in [*slugs, *([request.credential] if request.credential else [])]:
            if slug not in self.catalog.credentials:
                close = nearest(slug, sorted(self.catalog.credentials))
                raise InputRefusedError(
                    f"no credential is called {shown(slug)}",
                    close
                    or f"`testamur new credential {slug} --name NAME --description TEXT` begins one",
                )
        for option, text, reader in (
            ("--into", request.into, reading.cohort_path),
            ("--pass-mark", request.pass_mark, reading.pass_mark),
        ):
            try:
                if text is not None:
                    reader(text)
            except Refused as refused:
                raise InputRefusedError(f"{option} {refused.phrase}", refused.hint) from None

    def deciding(self, *, again: bool, sealed: bool) -> Deciding:
        by_award: dict[str, Record] = {}
        for record in self.catalog.records:
            award = self.register.by_record.get(record_digest(record, self.register.addresses))
            if award is not None:
                by_award[award.id] = record
        return Deciding(self.catalog, self.today, again=again, sealed=sealed, by_award=by_award)

    def cells(self, outcomes: Sequence[Outcome], *, sealed: bool) -> list[Mapping[str, str]]:
        """What is written of the new ones. Raises KeyRefusedError."""
        new = [each.cells for each in outcomes if each.word is Word.NEW]
        return [self._boxed(each) for each in new] if sealed and new else new

    def _boxed(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """A row with all that tells its recipient in a box."""
        open_ = {name: cells[name] for name in cells if cohort.FIELDS.get(name, ())[:1] == _PERSON}
        rest = {name: cell for name, cell in cells.items() if name not in open_}
        return {**rest, "sealed": seal.sealed(self.project, open_)}


@dataclass(frozen=True, slots=True)
class _Found(Imported):
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What is to be written, by path."""


def _written(project: Project, request: Request, found: _Found) -> Imported:
    if not found.files:
        return found
    changed = change(project, found.files, dry_run=request.dry_run)
    if isinstance(changed, Changed):
        return replace(found, changed=changed, is_written=not request.dry_run)
    return replace(found, problems=changed.problems)


def _table(here: _Here, request: Request) -> _Found:
    known = here.readings()
    table = _opened(request, known)
    old = None
    if request.preset is None:
        old = reading.fitting(known, table.header, request.credential)
    new = _reading(table, request, old)
    awarded = request.awarded.isoformat() if request.awarded else None
    rows = Rows(table, new, here.catalog, here.today, awarded)
    outcomes = tuple(here.deciding(again=new.again, sealed=new.sealed).decide(rows.read()))
    cells = here.cells(outcomes, sealed=new.sealed)
    new = replace(new, into=new.into or _into(cells))
    files: dict[str, bytes] = {}
    if cells and new.into:
        files[new.into] = appended(new.into, here.bytes(new.into), cells)
    if new != old and (cells or old is not None):
        files[IMPORTS] = remembered(
            here.bytes(IMPORTS), known, old, new, first_line=editor_line("imports", IMPORTS)
        )
    preset = presets.BY_NAME.get(new.preset or "")
    return _Found(
        outcomes,
        how="as content/imports.yaml says" if old else _how(preset, new),
        not_read=tuple(name for name in table.header if name and name not in new.columns),
        files=files,
    )


def _how(preset: presets.Preset | None, new: Reading) -> str:
    """What a file was taken for; of one without a mark of any system, column by column."""
    if preset is not presets.TABLE:
        return preset.title if preset else "by --map"
    taken = ", ".join(f"{column} as {own}" for column, own in new.columns.items())
    return f"{preset.title}: {taken}"


def _opened(request: Request, known: Sequence[Reading]) -> Sheet:
    """The table, in the encoding that was stated, or else remembered of one with its columns."""
    try:
        return _sheet(request.file, request.encoding)
    except InputRefusedError:
        if request.encoding is not None:
            raise
        for encoding in dict.fromkeys(each.encoding for each in known if each.encoding):
            own = [each for each in known if each.encoding == encoding]
            with suppress(InputRefusedError):
                table = _sheet(request.file, encoding)
                if any(each.columns.keys() <= set(table.header) for each in own):
                    return table
        raise


def _reading(table: Sheet, request: Request, old: Reading | None) -> Reading:
    """How the file is read: as it was remembered or its preset says, and then as it was told."""
    if old is None:
        preset = reading.chosen(request.preset, table.header, is_mapped=bool(request.maps))
        columns = presets.columns(preset, table.header) if preset else {}
        base = Reading(columns, preset=preset.name if preset else None)
    else:
        base = old
    said = replace(
        base,
        columns=reading.mapped(table.header, base.columns, request.maps),
        credentials={**base.credentials, **dict(_pairs(request.badges))},
        dates=request.dates or base.dates,
        encoding=request.encoding or base.encoding,
        pass_mark=request.pass_mark or base.pass_mark,
        result=request.result or base.result,
        again=request.again or base.again,
        sealed=request.seal or base.sealed,
        into=request.into or base.into,
    )
    said = _about(said, request.credential, table) if request.credential else said
    reading.complete(said, table.header, has_day=request.awarded is not None)
    return said


def _about(said: Reading, slug: str, table: Sheet) -> Reading:
    """With the credential that was named: of every row, or of the one badge that the file names."""
    if not said.has("badge"):
        return replace(said, credential=slug)
    place = table.header.index(said.column("badge"))
    named = {" ".join(line.cells[place].split()) for line in table.lines} - {""}
    if len(named) > 1:
        raise InputRefusedError(
            f"the file is about {len(named)} badges: {', '.join(map(shown, sorted(named)[:5]))}",
            'say which credential each of them is: --badge "NAME=SLUG"',
        )
    return replace(said, credentials={**said.credentials, **dict.fromkeys(named, slug)})


def _badges(here: _Here, request: Request) -> _Found:
    roll = _sheet(request.people, request.encoding) if request.people else None
    badges = Badges.read(request.file, request.documents, roll, dict(_pairs(request.badges)))
    found = badges.candidates(here.catalog, here.today, request.credential)
    outcomes = tuple(here.deciding(again=False, sealed=request.seal).decide(found.candidates))
    new = here.cells(outcomes, sealed=request.seal)
    used = {cells["credential"] for cells in new}
    files = {path: data for slug, path, data in found.definitions if slug in used}
    into = request.into or _into(new)
    if new and into:
        files[into] = appended(into, here.bytes(into), new)
    return _Found(outcomes, how="badges in Open Badges 2.0", notes=found.notes, files=files)


def _into(cells: Sequence[Mapping[str, str]]) -> str | None:
    slugs = {each["credential"] for each in cells}
    if not slugs:
        return None
    return f"{AWARDS}/{slugs.pop()}.csv" if len(slugs) == 1 else _SEVERAL


def _pairs(given: Sequence[str]) -> list[tuple[str, str]]:
    pairs = []
    for each in given:
        name, equals, slug = each.rpartition("=")
        if not equals or not name.strip() or not slug.strip():
            raise InputRefusedError(f"--badge {each} is not NAME=SLUG")
        pairs.append((" ".join(name.split()), slug.strip()))
    return pairs


def _sheet(path: Path, encoding: str | None) -> Sheet:
    if not path.is_file():
        raise WorldError(f"{path} is no file")
    return sheet.read(start_of(path, CSV_MAX), path.name, encoding)
