"""
Problems and verdicts for a terminal and for machines.

Whatever an author or a stranger wrote is shown with its control and direction characters spelt
out, behind something of ours: no line of the output can be mistaken for a command to a terminal
or to a build server.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from testamur.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from testamur.crypto.strict_json import JsonObject, JsonValue
    from testamur.verify.bundle_report import BundleReport
    from testamur.verify.site import SiteReport
    from testamur.verify.verdict import Verdict

PROBLEMS_PAGE = "docs/problems.md"

_LINE_MAX = 150
_BEFORE_CARET = 60
_TAB = "    "
# Words in many scripts are spelt with them.
_JOINERS = frozenset("\u200c\u200d")
# Letters by their class, blank to the eye.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_RED, _YELLOW, _BLUE, _GREEN, _BOLD = "31;1", "33;1", "34;1", "32;1", "1"
_HUES = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.NOTICE: _BLUE}
_MARKS = {"held": ("✓", _GREEN), "failed": ("✗", _RED), "not-checked": ("?", _YELLOW)}


def as_text(problems: Sequence[Problem], *, colour: bool = False) -> str:
    """Each problem with its line and a caret under the spot, and how many there are."""
    lines: list[str] = []
    for problem in problems:
        lines.extend([*_problem_lines(problem, colour=colour), ""])
    lines.append(count(problems))
    return "".join(f"{line}\n" for line in lines)


def count(problems: Sequence[Problem]) -> str:
    """`3 errors, 1 warning in 2 files`; `no problems, 1 notice in 1 file`."""
    found = Counter(problem.rule.severity for problem in problems)
    numbers = [_number(found[each], each.value) for each in Severity if found[each]]
    if not found.keys() - {Severity.NOTICE}:
        numbers.insert(0, "no problems")
    files = len({problem.file for problem in problems if problem.file})
    where = f" in {_number(files, 'file')}" if files else ""
    return f"{', '.join(numbers)}{where}"


def problems_as_json(problems: Iterable[Problem]) -> list[JsonValue]:
    """One object for each problem; members that do not apply are null."""
    return [_problem_as_json(problem) for problem in problems]


def verdict_as_text(verdict: Verdict, *, colour: bool = False) -> str:
    """What a person should read first, then every step."""
    title, of_something = verdict.summary.credential, verdict.summary.endorses
    lines = [_paint(escaped(verdict.sentence()), _BOLD, colour=colour)]
    # The title of an endorsement names its endorser, whom the sentence may not vouch for.
    lines += [f"Its title: “{escaped(title)}”.", ""] if title and not of_something else [""]
    width = max((len(step.name) for step in verdict.steps), default=0)
    for step in verdict.steps:
        mark, hue = _MARKS[step.outcome.value]
        lines.append(
            f"  {_paint(mark, hue, colour=colour)} {step.name:<{width}}  {escaped(step.detail)}"
        )
    if verdict.parts:
        lines += ["", "Inside it:"]
    for part in verdict.parts:
        open_question = part.belongs and part.verdict.word.value == "unknown"
        mark, hue = _MARKS["held" if part.stands else "not-checked" if open_question else "failed"]
        name = part.verdict.summary.credential
        begins = f"{name}:" if name and part.what == "credential" else None
        said = " ".join(filter(None, [begins, part.verdict.sentence(), part.note]))
        lines.append(f"  {_paint(mark, hue, colour=colour)} {part.what:<{width}}  {escaped(said)}")
    return "".join(f"{line}\n" for line in lines)


def bundle_as_text(found: BundleReport, *, colour: bool = False) -> str:
    """What a bundle is worth, then each award inside, then what to know of the answer."""
    lines = [_paint(escaped(found.sentence), _BOLD, colour=colour), ""]
    for each in found.awards:
        mark, hue = _MARKS["held" if each.word.value == "valid" else "not-checked"]
        lines.append(f"  {_paint(mark, hue, colour=colour)} {escaped(each.sentence)}")
    mark, hue = _MARKS["failed"]
    lines += [f"  {_paint(mark, hue, colour=colour)} {escaped(each)}" for each in found.faults]
    if found.notes:
        lines += ["", *map(escaped, found.notes)]
    return "".join(f"{line}\n" for line in lines)


def site_as_text(report: SiteReport) -> str:
    """What is wrong with a site, and how many of its documents got which word."""
    lines = [f"fault: {escaped(fault)}" for fault in report.faults]
    lines.extend(f"not checked: {escaped(each)}" for each in report.unchecked)
    lines.extend(
        f"{verdict.word.value}: {escaped(path)}: {escaped(verdict.sentence())}"
        for path, verdict in sorted(report.verdicts.items())
        if not report.acceptable(verdict)
    )
    counted = ", ".join(
        f"{number:,} {word.value}" for word, number in sorted(report.counts.items())
    )
    lines.append(f"{escaped(report.base_url) or 'a site'}: {counted or 'no documents'}")
    lines.append("verified" if report.ok else "not verified")
    return "".join(f"{line}\n" for line in lines)


def print_json(value: JsonValue) -> None:
    """Print JSON in ASCII: no terminal and no build server finds anything to obey in it."""
    sys.stdout.write(as_json(value))


def as_json(value: JsonValue) -> str:
    """JSON in ASCII, with the end of its line."""
    return f"{json.dumps(value, indent=2, ensure_ascii=True)}\n"


def escaped(text: str) -> str:
    """The text on one line; what cannot be seen or would act is written as `<U+202E>`."""
    return text if text.isascii() and text.isprintable() else "".join(map(_visible, text))


def _problem_lines(problem: Problem, *, colour: bool) -> Iterator[str]:
    severity = problem.rule.severity.value
    hue = _HUES[problem.rule.severity]
    title = _paint(f"{severity}[{problem.rule.code}]", hue, colour=colour)
    yield f"{title}: {escaped(problem.detail)}"
    place = problem.place
    indent = " " * len(str(place.line)) if place else " "
    if problem.file:
        where = f":{place.line}:{place.column}" if place else ""
        arrow = _paint("-->", _BLUE, colour=colour)
        yield f"{indent} {arrow} {escaped(problem.file)}{where}"
    bar = _paint("|", _BLUE, colour=colour)
    if place and place.source:
        line, caret = _excerpt(place)
        yield f"{indent}  {bar}"
        yield f" {_paint(str(place.line), _BLUE, colour=colour)} {bar} {line}".rstrip()
        yield f"{indent}  {bar} {_paint(caret, hue, colour=colour)}"
    equals = _paint("=", _BLUE, colour=colour)
    if problem.hint:
        yield f"{indent}  {equals} hint: {escaped(problem.hint)}"
    yield f"{indent}  {equals} see:  {PROBLEMS_PAGE}#{problem.rule.code}"


def _excerpt(place: Place) -> tuple[str, str]:
    """The line, or the part of a long one, and the caret for the line below it."""
    source, start = place.source, place.column - 1
    first = max(0, start - _BEFORE_CARET) if len(source) > _LINE_MAX else 0
    last = first + _LINE_MAX
    before, after = "…" if first else "", "…" if last < len(source) else ""
    shown = f"{before}{''.join(map(_visible, source[first:last]))}{after}"
    margin = len(before) + sum(map(_width, source[first:start]))
    width = sum(map(_width, source[start : min(start + place.length, last)]))
    return shown, " " * margin + "^" * max(width, 1)


def _visible(character: str) -> str:
    if character == "\t":
        return _TAB
    is_space = unicodedata.category(character) == "Zs"
    is_seen = character.isprintable() and character not in _BLANKS
    if is_seen or is_space or character in _JOINERS:
        return character
    return f"<U+{ord(character):04X}>"


def _width(character: str) -> int:
    """How many columns of a terminal a character takes as it is shown."""
    visible = _visible(character)
    if len(visible) > 1:
        return len(visible)
    if character in _JOINERS or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _problem_as_json(problem: Problem) -> JsonObject:
    place = problem.place
    return {
        "severity": problem.rule.severity.value,
        "code": problem.rule.code,
        "summary": problem.rule.summary,
        "detail": problem.detail,
        "hint": problem.hint,
        "file": problem.file or None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "length": place.length if place else None,
        "route": list(problem.route),
        "see": f"{PROBLEMS_PAGE}#{problem.rule.code}",
    }


def _paint(text: str, hue: str, *, colour: bool) -> str:
    return f"\x1b[{hue}m{text}\x1b[0m" if colour and text else text


def _number(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
