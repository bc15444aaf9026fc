"""
A preview as one HTML file that asks for nothing: for reviewers of a pull request.

It may hold what a stranger wrote. There is no script in it, its own policy allows none, and no
picture or style comes from elsewhere.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256

from markupsafe import Markup, escape

from testamur.changes import Action
from testamur.cli import comparison, report
from testamur.cli.plan import plan_in_a_line
from testamur.commands.preview import MOST_PAGES, Preview, Shown
from testamur.problems import errors

_OWN_STYLE = """
.preview-note { margin: 0; padding: .6rem 1rem; text-align: center; font-weight: 600; color: #1c1600; background: #ffd84d; border-block-end: 3px dashed #1c1600; }
.preview { max-inline-size: 76rem; margin: 2rem auto; padding: 0 1.2rem; }
.preview pre { overflow: auto; direction: ltr; text-align: left; }
.preview .changes-list { inline-size: 100%; border-collapse: collapse; }
.preview .changes-list :is(th, td) { padding: .35rem .6rem; text-align: start; vertical-align: top; overflow-wrap: anywhere; border-block-end: 1px solid; }
.preview .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1.5rem; }
.preview .side { padding: 1rem; border: 1px solid; border-radius: 8px; min-inline-size: 0; }
.preview .shown { margin-block-start: 3rem; }
.preview .picture { display: block; inline-size: 100%; aspect-ratio: 1; background: center / contain no-repeat; }
"""

_SEALED = "somebody who is not named here: the record is sealed, or names a private list"

_WHAT = {
    Action.DEFINE: "credential to publish",
    Action.PATHWAY: "new pathway",
    Action.PATHWAY_CHANGE: "changed pathway",
    Action.AWARD: "new award",
    Action.CORRECT: "correction",
    Action.RENEW: "renewal",
    Action.SUSPEND: "suspension",
    Action.REINSTATE: "reinstatement",
    Action.REVOKE: "revocation",
    Action.FORGET: "to be forgotten",
}
_NOTE = (
    '<p class="preview-note" role="note">Preview: nothing here is issued, and nothing is valid.</p>'
)


def as_html(found: Preview) -> bytes:
    """The whole file."""
    tag, direction = found.language
    style = _style(found)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    lines = [
        "<!doctype html>",
        '<html lang="en"><head>',
        Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(policy),
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">',
        '<meta name="color-scheme" content="light dark"><title>Preview: not issued</title>',
        f"<style>{style}</style></head><body>",
        _NOTE,
        '<main class="preview"><h1>What would change</h1>',
        *_words(found),
        *_list(found.shown),
        *(
            part
            for number, each in enumerate(found.shown, 1)
            if each.after is not None
            for part in _page(number, each, tag, direction)
        ),
        "</main></body></html>",
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _style(found: Preview) -> str:
    """The theme's, ours, and the pictures; none of it can end the element that holds it."""
    pictures = "".join(
        f'.preview .picture-{number} {{ background-image: url("{address}"); }}\n'
        for number, address in enumerate(found.pictures)
    )
    style = f"{found.style}{_OWN_STYLE}{pictures}".replace("</", "<\\/")
    # As a parser of HTML reads it: the policy names the digest of that.
    return style.replace("\r\n", "\n").replace("\r", "\n")


def _words(found: Preview) -> Iterator[Markup]:
    problems = found.checked.problems
    if found.comparison is not None:
        revision = report.escaped(found.comparison.revision)
        said = comparison.sentence(found.comparison, report.escaped)
        yield _said(f"Against {revision}: {said}.")
        if more := comparison.pending(found.comparison, report.escaped):
            yield _said(f"{more[0].upper()}{more[1:]}.")
        for each in found.comparison.notices:
            yield _said(report.escaped(f"{each.file}: {each.detail}"))
    if errors(problems):
        yield _said("There are errors: nothing would be issued before they are mended.")
    elif found.checked.plan is not None:
        yield _said(
            f"Issuing everything that is pending would make: {plan_in_a_line(found.checked.plan)}."
        )
    if problems:
        yield Markup("<h2>Problems</h2>\n<pre>{}</pre>").format(report.as_text(problems))


def _list(shown: Sequence[Shown]) -> Iterator[Markup]:
    if not shown:
        return
    yield Markup("<h2>Everything, one by one</h2>")
    listed_only = sum(
        each.after is None and not each.waits and Action.FORGET not in each.actions
        for each in shown
    )
    if listed_only:
        yield _said(
            f"The pages of the first {MOST_PAGES} awards are shown; {listed_only:,} more are listed."
        )
    yield Markup('<table class="changes-list"><thead><tr><th scope="col">What</th>')
    yield Markup('<th scope="col">Of</th><th scope="col">To</th><th scope="col">Where</th></tr>')
    yield Markup("</thead><tbody>")
    for number, each in enumerate(shown, 1):
        what: str | Markup = _what(each)
        if each.after is not None:
            what = Markup('<a href="#change-{}">{}</a>').format(number, what)
        yield Markup(
            "<tr><td>{}</td><td><bdi>{}</bdi></td><td><bdi>{}</bdi></td><td>{}</td></tr>"
        ).format(what, each.name, _SEALED if each.waits else each.recipient or "", each.subject)
    yield Markup("</tbody></table>")


def _page(number: int, each: Shown, tag: str, direction: str) -> Iterator[Markup]:
    yield Markup('<section class="shown" id="change-{}"><h2>{}: <bdi>{}</bdi></h2>').format(
        number, _what(each), each.name
    )
    yield Markup('<p>{}</p><div class="sides">').format(each.subject)
    for heading, side in (("As published now", each.before), ("As it would be", each.after)):
        if side is not None:
            yield Markup('<div class="side"><h3>{}</h3><div lang="{}" dir="{}">').format(
                heading, tag, direction
            )
            yield Markup(side)  # noqa: S704 -- an excerpt, which is safe to place
            yield Markup("</div></div>")
    yield Markup("</div></section>")


def _what(each: Shown) -> str:
    said = ", ".join(_WHAT.get(action, action.value) for action in each.actions)
    return f"{said} of award no. {each.number:,}" if each.number else said


def _said(text: str) -> Markup:
    return Markup("<p>{}</p>").format(escape(text))
