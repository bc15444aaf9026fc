"""The files of a new repository: pure, from answers to paths and bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files as resources
from importlib.resources.abc import Traversable

from testamur import __version__
from testamur.starter.answers import Answers
from testamur.starter.editors import SCHEMAS, editor_line

REGISTER = "content/register/"
WORKFLOWS, ISSUE_FORMS = ".github/workflows/", ".github/ISSUE_TEMPLATE/"

_PLACES = {
    "content": "content/",
    "themes": "themes/",
    "workflows": WORKFLOWS,
    "issue-forms": ISSUE_FORMS,
    "github": ".github/",
    "vscode": ".vscode/",
    "root": "",
}
"""By folder of `data/`, where its files go."""

_DOTTED = "dot-"
"""Stands for the dot that a file's name begins with: builders of packages leave such files out."""

# What YAML reads as the text it is, without quotation marks.
_PLAIN = re.compile(
    r"(?!(?:true|false|null|yes|no|on|off)$)[A-Za-z][A-Za-z0-9 .()/-]*(?<! )", re.IGNORECASE
)
_ON_BRANCHES = f"# Kept on branches of its own: `testamur register pull`, `testamur register push`.\n{REGISTER}\n"

_GAP = re.compile(r"@@([A-Z]+)@@")


@dataclass(frozen=True, slots=True)
class StarterFile:
    path: str
    """In the repository, with `/`."""
    data: bytes


def starter_files(answers: Answers) -> tuple[StarterFile, ...]:
    """
    Every file that a new repository begins with, but for keys and what is made from the code.

    Sorted by path; the same answers give the same bytes.
    """
    gaps = _gaps(answers)
    found = (
        StarterFile(path, _filled(source.read_text("utf-8"), gaps).encode())
        for folder, place in _PLACES.items()
        if (_data() / folder).is_dir()
        for path, source in _walked(_data() / folder, place)
        if answers.on_branches or not path.startswith((WORKFLOWS, ISSUE_FORMS))
    )
    return tuple(sorted(found, key=lambda each: each.path))


def _gaps(answers: Answers) -> dict[str, str]:
    site = "content/site.yaml"
    credential = "content/credentials/first-badge/credential.md"
    email, colour = answers.email, answers.colour
    return {
        "SITESCHEMA": editor_line("site", site),
        "CREDENTIALSCHEMA": editor_line("credential", credential),
        "NAME": _scalar(answers.name),
        "TITLE": _scalar(f"{answers.name} badges"),
        "HEADING": answers.name,
        "BASEURL": answers.base_url,
        "HOST": answers.host,
        "WEBSITE": answers.website,
        "LANGUAGES": ", ".join(answers.languages),
        "EMAIL": f"  email: {email}" if email else "  # email: badges@example.org",
        "ACCENT": f'accent: "{colour}"' if colour else '# accent: "#5b2a5e"',
        "OWNER": answers.owner or "",
        "OWNED": "" if answers.owner else "# ",
        "TEAM": answers.owner or "@your-organisation/your-team",
        "IGNORED": _ON_BRANCHES if answers.on_branches else "",
        "SCHEMAS": SCHEMAS,
        "VERSION": __version__,
    }


def _filled(text: str, gaps: dict[str, str]) -> str:
    """What the authors' answers bring is never searched for gaps again."""
    return _GAP.sub(lambda found: gaps[found[1]], text)


def _scalar(text: str) -> str:
    """As YAML writes it; in quotation marks where it could be read as something else."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _walked(folder: Traversable, place: str) -> Iterator[tuple[str, Traversable]]:
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.name.startswith(("__", ".")):
            continue
        name = re.sub(f"^{_DOTTED}", ".", each.name)
        if each.is_dir():
            yield from _walked(each, f"{place}{name}/")
        else:
            yield f"{place}{name}", each


def _data() -> Traversable:
    return resources("testamur.starter") / "data"
