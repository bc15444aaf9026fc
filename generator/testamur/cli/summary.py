"""What `check` found as Markdown: the page that GitHub shows for a step, or a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from testamur.cli import comparison
from testamur.cli.markdown import code, link, prose
from testamur.cli.plan import plan_in_a_line
from testamur.cli.report import count
from testamur.commands.check import Checked
from testamur.commands.comparing import Comparison
from testamur.commands.privacy import Privacy, privacy_of
from testamur.problems import Exit, Problem, exit_code

_PROBLEMS_MAX = 100
"""GitHub takes a mebibyte for a step; each line here is far below its hundredth part."""
_DETAILS_MAX = 100

_SERVER = re.compile(r"https://[a-z0-9.-]+(:\d+)?")
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")

_VERDICTS = {
    Exit.DONE: "✅ **Ready.** Nothing stands in the way of issuing.",
    Exit.REFUSED: "❌ **Not yet.** Something in the content has to be mended.",
    Exit.REGISTER: "⛔ **Refused.** This would change what was issued.",
}


def summary(
    checked: Checked,
    problems: Sequence[Problem],
    found: Comparison | None,
    environ: Mapping[str, str],
) -> str:
    """
    The verdict first, then what changes, then each problem.

    Where the variables of a GitHub workflow are set, files lead to their lines there.
    """
    paths = found.paths if found else frozenset[str]()
    ordered = sorted(problems, key=lambda each: (not each.is_error, each.file not in paths))
    blob = _blob(environ)
    lines = ["## testamur check", "", _VERDICTS[exit_code(problems)], ""]
    if found:
        lines += _changes(found, blob)
    if checked.plan is not None:
        lines += [f"Issuing would make: {plan_in_a_line(checked.plan)}.", ""]
    if checked.plan is not None and checked.catalog is not None:
        lines += [*_privacy(privacy_of(checked.catalog)), ""]
    if ordered:
        lines += [f"### {count(ordered)}", "", "| | Where | What |", "|---|---|---|"]
        lines += [_row(each, blob) for each in ordered[:_PROBLEMS_MAX]]
        if len(ordered) > _PROBLEMS_MAX:
            lines += ["", f"And {len(ordered) - _PROBLEMS_MAX:,} more: `testamur check` lists all."]
    return "".join(f"{line}\n" for line in lines)


def _privacy(found: Privacy) -> Iterator[str]:
    if not found.hides:
        yield f"Privacy: {found.in_a_line}."
        return
    yield "Privacy:"
    yield ""
    yield from (f"- {each}" for each in found.sentences)


def _changes(found: Comparison, blob: str | None) -> Iterator[str]:
    yield f"Against {code(found.revision)}, this {comparison.sentence(found, prose)}."
    if more := comparison.pending(found, code):
        yield f"\n{more[0].upper()}{more[1:]}."
    yield ""
    told = comparison.details(found, prose, _DETAILS_MAX)
    if told:
        yield from ("| File | What happens |", "|---|---|")
    for subject, what in told:
        yield f"| {_file(subject, None, blob)} | {what} |"
    if left := comparison.untold(found, _DETAILS_MAX):
        yield f"| | {left:,} more |"
    if told:
        yield ""


def _row(problem: Problem, blob: str | None) -> str:
    line = problem.place.line if problem.place else None
    where = _file(problem.file, line, blob) if problem.file else ""
    hint = f"<br>{prose(problem.hint)}" if problem.hint else ""
    kind = f"{problem.rule.severity.value} `{problem.rule.code}`"
    return f"| {kind} | {where} | {prose(problem.detail)}{hint} |"


def _file(subject: str, line: int | None, blob: str | None) -> str:
    """A file or an award in it, with its line, leading there where that is known."""
    path = subject.partition("#")[0]
    shown = code(f"{subject}:{line}" if line else subject)
    if blob is None:
        return shown
    # What would end the path begins the rest of an address.
    return link(shown, f"{blob}/{path.replace('#', '')}" + (f"#L{line}" if line else ""))


def _blob(environ: Mapping[str, str]) -> str | None:
    """Where the files of this run are shown; nothing of it is taken that is not what it must be."""
    server = environ.get("GITHUB_SERVER_URL", "")
    repository = environ.get("GITHUB_REPOSITORY", "")
    commit = environ.get("GITHUB_SHA", "")
    kinds = ((_SERVER, server), (_REPOSITORY, repository), (_COMMIT, commit))
    if not all(kind.fullmatch(value) for kind, value in kinds):
        return None
    return f"{server}/{repository}/blob/{commit}"
