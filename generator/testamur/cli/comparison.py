"""
What a branch changes, in words: one sentence, a line for each award, and JSON.

No name of a person is among them, since these words stand in public pull requests: a credential,
a file and a number say which award is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from testamur.changes.comparison import Difference, Kind
from testamur.commands.comparing import Comparison
from testamur.crypto.strict_json import JsonObject

Rendering = Callable[[str], str]
"""What an author wrote, fit for where it is shown."""

_MOST_NAMED = 5
_DETAILS_MAX = 12

_FIELDS = {
    "recipient.name": ("name", "names"),
    "recipient.email": ("e-mail address", "e-mail addresses"),
    "recipient.display": ("way of showing a name", "ways of showing a name"),
    "awarded": ("day of award", "days of award"),
    "expires": ("expiry", "expiries"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "results": ("result", "results"),
    "narrative": ("narrative", "narratives"),
}
_LIVES = {
    Kind.RENEW: "renews",
    Kind.SUSPEND: "suspends",
    Kind.REINSTATE: "reinstates",
    Kind.REVOKE: "revokes",
    Kind.FORGET: "forgets",
}
_CREDENTIALS = {
    Kind.DEFINE: ("defines", "new credential", "new credentials"),
    Kind.VERSION: ("makes", "new version of a credential", "new versions of credentials"),
    Kind.REWORD: ("rewords", "credential", "credentials"),
    Kind.WITHDRAW: ("takes out", "credential", "credentials"),
}
_OTHERS = (
    ("content/site.yaml", "the settings of the site", ""),
    ("content/pathways/", "pathway", "pathways"),
    ("content/learners/", "file of learners", "files of learners"),
    ("content/endorsements/", "file of endorsements", "files of endorsements"),
    ("content/", "other file of the content", "other files of the content"),
)


def sentence(found: Comparison, shown: Rendering) -> str:
    """`adds 34 awards of Data Steward v2, corrects 2 names, revokes 1 award`."""
    parts = [*_of_credentials(found, shown), *_of_awards(found, shown), *_of_others(found.others)]
    return ", ".join(parts) or "changes nothing in the content"


def pending(found: Comparison, shown: Rendering) -> str:
    """What issuing would do whether this branch is taken or not; empty where that is nothing."""
    if not found.pending:
        return ""
    what = "1 change that is" if found.pending == 1 else f"{found.pending:,} changes that are"
    return f"not counted: {what} pending on {shown(found.revision)} already"


def details(found: Comparison, shown: Rendering, most: int = _DETAILS_MAX) -> list[tuple[str, str]]:
    """Each file with what happens to its award; new awards are counted only."""
    lines = [(each.subject, _what(each, shown)) for each in found.differences if _is_told(each)]
    return lines[:most]


def untold(found: Comparison, most: int = _DETAILS_MAX) -> int:
    """How many `details` leaves out."""
    return max(0, sum(map(_is_told, found.differences)) - most)


def as_json(found: Comparison) -> JsonObject:
    return {
        "revision": found.revision,
        "commit": found.commit,
        "says": sentence(found, str),
        "pending": found.pending,
        "files": [*sorted(found.paths)],
        "changes": [_object(each) for each in found.differences],
    }


def _of_credentials(found: Comparison, shown: Rendering) -> Iterator[str]:
    for kind, (verb, one, many) in _CREDENTIALS.items():
        names = [_name(each, shown) for each in _of(found, kind)]
        if len(names) > _MOST_NAMED:
            yield f"{verb} {len(names):,} {many}"
        elif names:
            yield f"{verb} the {one if len(names) == 1 else many} {_and(names)}"


def _of_awards(found: Comparison, shown: Rendering) -> Iterator[str]:
    added = Counter(_name(each, shown) for each in _of(found, Kind.ADD))
    if len(added) > _MOST_NAMED:
        yield f"adds {_awards(added.total())} of {len(added):,} credentials"
    elif added:
        yield "adds " + _and([f"{_awards(number)} of {name}" for name, number in added.items()])
    corrected = _of(found, Kind.CORRECT)
    if corrected:
        yield f"corrects {_and(list(_corrected(corrected)))}"
    for kind, verb in _LIVES.items():
        if number := len(_of(found, kind)):
            yield f"{verb} {_awards(number)}"
    for kind, issued, waiting in (
        (Kind.EDIT, "edits {} without a correction", "edits {} not issued yet"),
        (Kind.REMOVE, "deletes the records of {}", "takes back {} not issued yet"),
    ):
        numbers = [each.number for each in _of(found, kind)]
        if known := sum(number is not None for number in numbers):
            yield issued.format(_awards(known, "issued award"))
        if left := sum(number is None for number in numbers):
            yield waiting.format(_awards(left))
    if moved := len(_of(found, Kind.MOVE)):
        yield f"moves the records of {_awards(moved)}"


def _corrected(corrected: Iterable[Difference]) -> Iterator[str]:
    """What is corrected, and how often."""
    counted = Counter(field for each in corrected for field in each.fields or ("",))
    for field, number in counted.items():
        if not field:
            yield f"nothing in {_awards(number)}"
        elif field in _FIELDS:
            yield f"{number:,} {_FIELDS[field][number != 1]}"
        else:
            yield f"{_field(field)} of {_awards(number)}"


def _of_others(paths: Iterable[str]) -> Iterator[str]:
    counted = Counter(
        next((group for group in _OTHERS if path.startswith(group[0])), ("", "", ""))
        for path in paths
    )
    for group in _OTHERS:
        number, (_, one, many) = counted[group], group
        if number:
            yield f"changes {one}" if not many else f"changes {_number(number, one, many)}"
    if number := counted["", "", ""]:
        yield f"changes {_number(number, 'file', 'files')} outside the content"


def _is_told(each: Difference) -> bool:
    return each.kind is not Kind.ADD


def _what(each: Difference, shown: Rendering) -> str:
    """What happens to one award or credential."""
    if each.kind in _CREDENTIALS:
        return f"{_CREDENTIALS[each.kind][0]} {_name(each, shown)}"
    which = "an award" if each.number is None else f"award no. {each.number:,}"
    which = f"{which} of {_name(each, shown)}" if each.slug else which
    if each.kind is Kind.CORRECT:
        return f"corrects {_and([_field(field) for field in each.fields]) or 'nothing'} in {which}"
    if each.kind is Kind.EDIT:
        return f"edits {_and([_field(field) for field in each.fields])} in {which}"
    if each.kind is Kind.REMOVE:
        return f"deletes the record of {which}"
    if each.kind is Kind.MOVE:
        return f"moves the record of {which}"
    return f"{_LIVES[each.kind]} {which}"


def _field(field: str) -> str:
    return f"the {_FIELDS[field][0]}" if field in _FIELDS else f"`{field}`"


def _name(each: Difference, shown: Rendering) -> str:
    if each.credential is None:
        return shown(each.slug)
    return f"{shown(each.credential.name)} v{each.credential.version}"


def _of(found: Comparison, kind: Kind) -> list[Difference]:
    return [each for each in found.differences if each.kind is kind]


def _and(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _awards(number: int, one: str = "award") -> str:
    return _number(number, one, f"{one}s")


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _object(each: Difference) -> JsonObject:
    found: JsonObject = {"action": each.kind.value, "record": each.subject}
    if each.slug:
        found["credential"] = each.slug
    if each.credential:
        found["version"] = each.credential.version
    if each.number is not None:
        found["number"] = each.number
    if each.fields:
        found["fields"] = list(each.fields)
    return found
