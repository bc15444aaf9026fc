"""From a row of somebody's table to an award that could be written, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

from testamur.content import cohort, decode, definitions, lives
from testamur.content.fields import validate
from testamur.content.importing import scores
from testamur.content.importing.days import Order, day, order_of
from testamur.content.importing.outcome import Candidate, Outcome, Word
from testamur.content.importing.presets import BY_NAME, OF_A_RECORD, is_result
from testamur.content.importing.reading import Reading
from testamur.content.importing.sheet import Line, Sheet
from testamur.content.records.award import AwardFields
from testamur.content.refused import Refused, shown
from testamur.content.rules import SLUG, UNKNOWN_CREDENTIAL
from testamur.content.values import closest
from testamur.content.wording import dotted
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.model.ids import is_slug
from testamur.problems import Problem, Route

_DAYS = ("awarded", "expires", "activity_start", "activity_end")
_NAME_PARTS = ("first_name", "middle_name", "last_name")
_WITHDRAWN = frozenset({"revoked", "rejected", "suspended", "true", "yes", "1"})
_SPACES = re.compile("[ \t\n]+")
_NO_SCORE = frozenset({"", "-", "\u2013"})
_EVIDENCE = "Evidence"
# Digits, a UUID, or a few letters and digits: what stands beside a box must not be a name, a login
# or an address, nor a digest of one, which anybody with a list of names can undo.
_TELLS_NOBODY = re.compile(r"(?=.*[0-9])(?:[0-9A-Fa-f-]+|[A-Za-z]{0,3}[ _.-]?[0-9]+)")
_TELLS = Refused(
    SLUG,
    "would stand beside the box, and may tell who it is",
    "take a column with plain numbers or UUIDs",
)
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Rows:
    """All that a row's meaning depends on."""

    sheet: Sheet
    reading: Reading
    catalog: Catalog
    today: date
    awarded: str | None = None
    """The day of every row, where no column gives it."""
    _orders: dict[str, Order | None] = field(default_factory=dict)

    def read(self) -> Iterator[Candidate | Outcome]:
        """Every row in its order."""
        columns = list(self.reading.columns)
        places = {name: self.sheet.header.index(name) for name in columns}
        for name, own in self.reading.columns.items():
            if own in _DAYS:
                cells = (line.cells[places[name]] for line in self.sheet.lines)
                self._orders[own] = (
                    self.reading.dates or _preset_dates(self.reading) or order_of(cells)
                )
        for line in self.sheet.lines:
            found = {own: line.cells[places[name]] for name, own in self.reading.columns.items()}
            yield self._row(line, {own: _tidied(own, cell) for own, cell in found.items()})

    def _row(self, line: Line, cells: dict[str, str]) -> Candidate | Outcome:
        row = str(line.number)
        _join_name(cells)
        who = cells.get("name", "") or cells.get("email", "")
        try:
            credential = self._credential(cells)
            who = f"{who}, {credential.slug}"
            left_out = self._left_out(cells, credential)
            if left_out:
                return Outcome(row, Word.LEFT_OUT, who, left_out)
            written = self._written(cells, credential)
        except _Wrong as wrong:
            name = self.reading.column(wrong.field)
            why = f"`{name}` {wrong.refused.phrase}"
            return Outcome(row, Word.REFUSED, who, why, wrong.refused.hint)
        found = candidate(
            row,
            written,
            credential,
            self.today,
            award=cells.get("award") or None,
            named=self.reading.column,
        )
        if isinstance(found, Candidate):
            return found
        return Outcome(row, Word.REFUSED, who, found.detail, found.hint)

    def _credential(self, cells: Mapping[str, str]) -> Credential:
        known = self.catalog.credentials
        named = cells.get("credential", "")
        if named:
            if named not in known:
                raise _Wrong("credential", _no_credential(named, known))
            return known[named]
        badge = cells.get("badge", "")
        if not badge and self.reading.credential:
            return known[self.reading.credential]
        slug = self.reading.credentials.get(badge) or badge
        if slug in known:
            return known[slug]
        alike = [each for each in known.values() if each.name.casefold() == badge.casefold()]
        if len(alike) == 1:
            return alike[0]
        raise _Wrong("badge", _no_credential(badge, known))

    def _left_out(self, cells: dict[str, str], credential: Credential) -> str | None:
        """Why there is no award by the file's own word; the score goes to its result."""
        state = cells.get("state", "")
        if state.casefold() in _WITHDRAWN:
            return f"it was withdrawn there: {self.reading.column('state')} is {shown(state)}"
        preset = BY_NAME.get(self.reading.preset or "")
        if preset and preset.unfinished and not cells.get("awarded") and not self.awarded:
            return preset.unfinished
        if not self.reading.has("score"):
            return None
        if cells["score"] in _NO_SCORE:
            return "there is no score"
        result = scores.result_of(credential, self.reading.result)
        score = _number("score", cells["score"])
        try:
            mark = scores.mark(cells.get("pass_mark", ""), self.reading.pass_mark, result)
        except Refused as refused:
            field_ = "pass_mark" if cells.get("pass_mark") else "score"
            raise _Wrong(field_, refused) from None
        if score < mark:
            return f"below the pass mark: {scores.written(score)} of {scores.written(mark)}"
        if result is not None:
            cells.setdefault(f"result.{result.id}", scores.written(score))
        return None

    def _written(self, cells: Mapping[str, str], credential: Credential) -> dict[str, str]:
        """By column of a cohort, what the award says."""
        written = {"credential": credential.slug}
        for name, cell in cells.items():
            if cell and name != "credential" and (name in OF_A_RECORD or is_result(name)):
                written[name] = self._day(name, cell) if name in _DAYS else cell
        if not cells.get("awarded") and self.awarded:
            written["awarded"] = self.awarded
        if not written.keys().isdisjoint({"evidence_url", "evidence_narrative"}):
            written.setdefault("evidence_name", _EVIDENCE)
        if cells.get("id") and not cells.get("key"):
            if self.reading.sealed and not _TELLS_NOBODY.fullmatch(cells["id"]):
                raise _Wrong("id", _TELLS)
            written["key"] = key_of(self.reading.preset or "import", cells["id"])
        return written

    def _day(self, name: str, text: str) -> str:
        try:
            return day(text, self._orders.get(name)).isoformat()
        except Refused as refused:
            raise _Wrong(name, refused) from None


def candidate(
    row: str,
    written: Mapping[str, str],
    credential: Credential | None,
    today: date,
    *,
    award: str | None = None,
    named: Callable[[str], str] = str,
) -> Candidate | Problem:
    """
    The award that these columns of a cohort would be, or the first thing that is wrong with it.

    `credential` is None for one that is yet to be made; `named` tells what the file calls a column.
    """
    names, cells = tuple(written), tuple(written.values())
    header = cohort.header(names, [(0, 0)] * len(names))[0]

    def label(route: Route) -> str:
        column = header.column(cells, route)
        return named(column) if column else dotted(route)

    log: list[Problem] = []
    fields = validate(AwardFields, header.raw(cells), "", log, label)
    if fields is None:
        return log[0]
    record = decode.record(fields, f"key:{fields.key}" if fields.key else "", "", "")
    results = iter(()) if credential is None else definitions.check_results(record, credential)
    wrong = next(results, None) or next(lives.check(record, credential, today), None)
    return wrong or Candidate(row, record, written, award)


def key_of(source: str, id_: str) -> str:
    """
    The key of an award that another system numbered: the number itself, where it can stand there.

    The same for the same number, so that the award is known again.
    """
    plain = f"{source}-{id_.casefold()}"
    if is_slug(plain):
        return plain
    return f"{source}-{sha256(id_.encode()).hexdigest()[:_DIGITS]}"


class _Wrong(Exception):
    def __init__(self, field_: str, refused: Refused) -> None:
        super().__init__(field_)
        self.field = field_
        self.refused = refused


def _tidied(name: str, cell: str) -> str:
    """One line, but for texts that may have several; spaces of other scripts stay."""
    return cell if name.endswith("narrative") else _SPACES.sub(" ", cell).strip(" ")


def _preset_dates(reading: Reading) -> Order | None:
    preset = BY_NAME.get(reading.preset or "")
    return preset.dates if preset else None


def _join_name(cells: dict[str, str]) -> None:
    parts = [cells.pop(part, "") for part in _NAME_PARTS]
    if not cells.get("name") and any(parts):
        cells["name"] = " ".join(part for part in parts if part)


def _number(name: str, text: str) -> Decimal:
    try:
        return scores.number(text)
    except Refused as refused:
        raise _Wrong(name, refused) from None


def _no_credential(named: str, known: Mapping[str, Credential]) -> Refused:
    if not named:
        return Refused(UNKNOWN_CREDENTIAL, "is empty, and nothing else says which credential it is")
    close = closest(named, [*known, *(each.name for each in known.values())])
    slug = next((each.slug for each in known.values() if close in {each.slug, each.name}), "SLUG")
    hint = f'say which it is: --badge "{named}={slug}"'
    return Refused(UNKNOWN_CREDENTIAL, f"names no credential of yours: {shown(named)}", hint)
