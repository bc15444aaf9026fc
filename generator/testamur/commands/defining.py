"""`testamur new credential`: the folder of a credential, with a text to be gone over."""

from __future__ import annotations

from dataclasses import dataclass

from testamur.commands.changing import Changed, Refused, change
from testamur.commands.project import Project
from testamur.commands.record_paths import editors_comment
from testamur.commands.site import site_of
from testamur.content.edit_words import entry
from testamur.content.tree import CREDENTIAL_FILE, CREDENTIALS
from testamur.model.credential import Kind
from testamur.model.ids import is_slug
from testamur.problems import InputRefusedError

_TEMPLATE = """\
---
{begins}\
# Everything between the two lines of --- is a field; docs/content.md explains each.
# Once it is awarded, a change takes effect with the next `version`.
{name}
{description}
# participation: they took part. assessed: somebody examined what they can do.
{kind}
{assessed}\
# How long an award is valid, such as P2Y; without it, for ever.
{valid_for}
# skills:
#   - name: Data management planning
#     url: https://example.org/skills/data-management-planning
# tags: [data, research]
# A picture can stand beside this file: badge.svg or badge.png. Without one, a badge is drawn.
---
{criteria}
"""
_ASSESSED = """\
# In one sentence: whoever holds this can …
{competency}
assessment:
  {method}
  {assessor}
  {pass_rule}
"""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a new credential says, in its author's words."""

    slug: str
    name: str
    description: str
    kind: Kind
    criteria: str | None = None
    """What it takes, in Markdown; without it, a sentence made of the rest."""
    competency: str | None = None
    """This and the next three: of an assessed one."""
    method: str | None = None
    assessor: str | None = None
    pass_rule: str | None = None
    valid_for: str | None = None


@dataclass(frozen=True, slots=True)
class Defined:
    path: str
    changed: Changed


def new_credential(
    project: Project, definition: Definition, *, dry_run: bool = False
) -> Defined | Refused:
    """
    Write content/credentials/<slug>/credential.md. Nothing is overwritten.

    Raises InputRefusedError for a slug that is taken or none, EditError, RegisterError, WorldError.
    """
    site_of(project)
    slug = definition.slug
    if not is_slug(slug):
        raise InputRefusedError(
            f"a credential cannot be called {slug!r}",
            "use a-z, 0-9 and single hyphens: the name stands in its address",
        )
    folder = f"{CREDENTIALS}/{slug}"
    if (project.root / folder).exists():
        raise InputRefusedError(
            f"{folder} is there already",
            "choose another name; to change a credential, edit its text and raise its `version`",
        )
    path = f"{folder}/{CREDENTIAL_FILE}"
    text = _text(definition, editors_comment(project.root, "credential", path))
    changed = change(project, {path: text.encode()}, dry_run=dry_run)
    return changed if isinstance(changed, Refused) else Defined(path, changed)


def _text(definition: Definition, begins: str) -> str:
    assessed = ""
    if definition.kind is Kind.ASSESSED:
        assessed = _ASSESSED.format(
            competency=entry("competency", definition.competency or "", 0),
            method=entry("method", definition.method or "", 2),
            assessor=entry("assessor", definition.assessor or "", 2),
            pass_rule=entry("pass_rule", definition.pass_rule or "", 2),
        )
    valid_for = entry("valid_for", definition.valid_for or "P2Y", 0)
    return _TEMPLATE.format(
        begins=begins,
        name=entry("name", definition.name, 0),
        description=entry("description", definition.description, 0),
        kind=entry("kind", definition.kind.value, 0),
        assessed=assessed,
        valid_for=valid_for if definition.valid_for else f"# {valid_for}",
        criteria=definition.criteria or _criteria(definition),
    )


def _criteria(definition: Definition) -> str:
    if definition.kind is Kind.ASSESSED:
        return f"{definition.method}: {definition.pass_rule}."
    return f"Took part in {definition.name} from beginning to end."
