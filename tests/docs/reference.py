"""
The parts of `docs/` that are made from the code: fields of the content, and commands.

`python -m tests.docs.reference` writes them anew, as `pytest tests/docs --golden-update` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import click

from testamur.cli.main import commands
from testamur.content import cohort, frontmatter, meanings, yamltext
from testamur.content.frontmatter import FrontMatter
from testamur.content.importing import presets
from testamur.content.importing.days import Order
from testamur.content.importing.sheet import ENCODINGS
from testamur.content.records import imports as import_records
from testamur.content.records import kinds
from testamur.content.records import pathway as pathway_records
from testamur.content.records import site as site_records
from testamur.content.records.award import AwardFields
from testamur.content.records.credential import CredentialFields
from testamur.content.records.imports import ImportFields
from testamur.content.records.kinds import Fields
from testamur.content.records.learner import LearnerFields
from testamur.content.records.pathway import PathwayFields
from testamur.content.records.site import ForgottenFields, SiteFields
from testamur.content.records.translation import TranslationFields
from testamur.content.values import LINE_MAX, PASSAGE_MAX
from testamur.content.yamltext import Raw
from testamur.model import vocabulary
from testamur.model.award import Display, EvidenceKind, Route
from testamur.model.credential import Colour, Kind
from testamur.model.status import ReasonCode
from tests.docs import addresses

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"
_FULL = REPOSITORY / "tests" / "sites" / "full" / "content"
_EXAMPLE_MAX = 48
_WIDTH = 88


def _choices(values: object) -> str:
    if not isinstance(values, tuple | type):
        raise TypeError("a tuple of words or an enumeration")
    return "one of " + ", ".join(f"`{value}`" for value in values)  # type: ignore[union-attr]  # both can be walked through


_TYPES: Mapping[object, str] = {
    kinds.Line: "line",
    kinds.Passage: "text",
    kinds.Markdown: "Markdown",
    kinds.Url: "https address",
    kinds.BaseUrl: "https address without `?` and `#`",
    kinds.Day: "day",
    kinds.Duration: "duration",
    kinds.Email: "e-mail address",
    kinds.Did: "`did:key`, `did:web` or `did:jwk`",
    site_records.HexColour: "six hex digits, in quotation marks behind a `#`",
    kinds.Phone: "telephone number with the country's prefix",
    kinds.CountryCode: "two capital letters",
    kinds.Scheme: "name of letters, digits, `.`, `-`, `_`",
    kinds.Slug: "name",
    kinds.AwardId: "26 characters",
    kinds.Language: "language tag",
    kinds.TimeZone: "IANA time zone",
    kinds.Sha256: "64 hex digits",
    kinds.PictureName: "name of a `.svg` or `.png` file",
    kinds.Folder: "folder of the repository",
    kinds.Boolean: "`true` or `false`",
    kinds.FormatVersion: "`1`",
    pathway_records.Needed: f"whole number from 1 to {pathway_records.MAX_NEEDED}",
    kinds.Version: "whole number from 1 to 9999",
    kinds.Credits: "whole number from 1 to 100,000",
    kinds.StatusDays: "whole number from 1 to 3660",
    kinds.BadgeColour: _choices(Colour),
    kinds.CredentialKind: _choices(Kind),
    kinds.AwardRoute: _choices(Route),
    kinds.KindOfEvidence: _choices(EvidenceKind),
    kinds.HowDisplayed: _choices(Display),
    kinds.AchievementType: "[achievement type](#achievement-types), or `ext:…`",
    kinds.TargetType: "[target type](#target-types), or `ext:…`",
    kinds.IdentityType: "[identity type](#identity-types), or `ext:…`",
    kinds.ResultType: "[result type](#result-types), or `ext:…`",
    kinds.ResultStatus: "[result state](#result-states)",
    kinds.Notes: "`{date, reason}`, or a list of them",
    kinds.Suspensions: "`{date, code, reason}`, or a list of them; `code` and `reason` as in `revoked`",
    kinds.WhyWithdrawn: "[reason code](#reason-codes)",
    site_records.Suspension: "one of `shared`, `separate`",
    site_records.OptionalFormat: "`vc+jwt`, `pdf`",
    site_records.PaperSize: "one of `a4`, `letter`",
    import_records.PresetName: _choices(tuple(presets.BY_NAME)),
    import_records.ImportField: "[field](importing.md#fields)",
    import_records.OrderOfDays: _choices(Order),
    import_records.Encoding: _choices(ENCODINGS),
    import_records.PassMark: "number",
    import_records.CohortPath: "path of a `.csv` below `content/awards/`",
    site_records.DuplicateAwards: "one of `warning`, `error`",
}
_ORGANIZATION = "digits"
_OF_A_NOTE = {
    "date": ("the day", "day"),
    "reason": ("the reason", "line"),
    "code": ("the reason's code", "[reason code](#reason-codes)"),
    "replaced_by": ("the successor's id", "26 characters"),
}
_IF_ASSESSED = frozenset({"competency", "assessment"})


@dataclass(frozen=True, slots=True)
class _Field:
    path: str
    type: str
    required: str
    example: str


def parts() -> Mapping[Path, Mapping[str, str]]:
    """By page, then by the name between its markers, what the code makes of it."""
    site, credential, translation, pathway, award, learner, forgotten, imported = _examples()
    return {
        DOCS / "content.md": {
            "site": _table(SiteFields, site, meanings.SITE),
            "credential": _table(CredentialFields, credential, meanings.CREDENTIAL),
            "translation": _table(TranslationFields, translation, meanings.TRANSLATION),
            "pathway": _table(PathwayFields, pathway, meanings.PATHWAY),
            "award": _table(AwardFields, award, meanings.AWARD),
            "columns": _columns(award),
            "learner": _table(LearnerFields, learner, meanings.LEARNER),
            "forgotten": _table(ForgottenFields, forgotten, meanings.FORGOTTEN),
            "imports": _table(ImportFields, imported, meanings.IMPORTS),
            "kinds": _kinds(),
            "words": _words(),
        },
        DOCS / "importing.md": {"presets": _presets(), "fields": _fields_of_files()},
        DOCS / "addresses.md": {"addresses": addresses.table()},
        DOCS / "commands.md": {"commands": _commands()},
    }


def renewed(page: str, made: Mapping[str, str]) -> str:
    """The page with each part between its markers as the code makes it now."""
    for name, text in made.items():
        marked = re.compile(rf"(<!-- made: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        body = f"\n{text.strip()}\n\n"
        page, count = marked.subn(lambda match, body=body: match[1] + body + match[2], page)  # type: ignore[misc]  # a default binds the loop's value
        if count != 1:
            raise ValueError(f"the page has {count} places for {name}")
    return page


def write() -> None:
    """Every page, brought up to date."""
    for page, made in parts().items():
        page.write_text(renewed(page.read_text("utf-8"), made), "utf-8")


def _table(kind: type[Fields], example: Raw, means: Mapping[str, str]) -> str:
    fields = list(_fields(kind, [example]))
    unknown = means.keys() ^ {field.path for field in fields}
    if unknown:
        raise ValueError(f"fields and their meanings differ: {', '.join(sorted(unknown))}")
    rows = (
        f"| `{field.path}` | {means[field.path]} | {field.type} | {field.required} | "
        f"{field.example} |"
        for field in fields
    )
    return "\n".join(
        ["| Field | Means | Written as | Required | Example |", "|---|---|---|---|---|", *rows]
    )


def _fields(kind: type[Fields], examples: list[Raw], prefix: str = "") -> Iterator[_Field]:
    hints = get_type_hints(kind, include_extras=True)
    for name, info in kind.model_fields.items():
        written = info.alias or name
        path = f"{prefix}{written}"
        hint = hints[name]
        found = [each[written] for each in examples if isinstance(each, dict) and written in each]
        inner, words = _shape(hint)
        required = "yes" if info.is_required() else "if assessed" if path in _IF_ASSESSED else ""
        yield _Field(path, words, required, "" if inner else _example(found))
        if inner:
            is_list = words.startswith("list")
            nested = [
                item for each in found for item in (each if isinstance(each, list) else [each])
            ]
            yield from _fields(inner, nested, f"{path}{'[]' if is_list else ''}.")


def _shape(hint: object) -> tuple[type[Fields] | None, str]:
    """The record inside, where there is one; and how the value is written."""
    choices = [each for each in get_args(hint) if each is not type(None)]
    if hint in _TYPES:
        return None, _TYPES[hint]
    if hasattr(hint, "__metadata__"):
        return _shape(getattr(hint, "__origin__", None))
    if isinstance(hint, type) and issubclass(hint, Fields):
        return hint, "fields"
    if type(None) in get_args(hint):
        return _shape(choices[0])
    if len(choices) > 1 and get_origin(hint) in (Union, UnionType):
        # A step: the name of a credential, or a group.
        return next(inner for inner, _ in map(_shape, choices) if inner), "name or group"
    if getattr(hint, "__origin__", None) is list:
        inner, words = _shape(choices[0])
        if words == "name or group":
            return inner, "list of: name, or fields"
        return inner, "list of fields" if inner else f"list of: {words}"
    if getattr(hint, "__origin__", None) is dict:
        return None, f"fields: {_shape(choices[0])[1]}, each with a {_shape(choices[1])[1]}"
    return None, _ORGANIZATION


def _example(found: list[Raw]) -> str:
    text = _flow(found[0]) if found else ""
    text = text if len(text) <= _EXAMPLE_MAX else f"{text[:_EXAMPLE_MAX].rstrip()}…"
    return f"`{text}`" if text else ""


def _flow(value: Raw) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_flow(item)}' for name, item in value.items())}}}"
    return " ".join((value or "").split())


def _columns(award: Raw) -> str:
    by_path = {field.path: field for field in _fields(AwardFields, [award])}
    rows = []
    for column, route in cohort.FIELDS.items():
        path = ".".join(route).replace("evidence.", "evidence[].")
        note, _, member = path.partition(".")
        if member in _OF_A_NOTE:
            of, words = f"`{note}`", _OF_A_NOTE[member][1]
            means = f"{_OF_A_NOTE[member][0]} of {of}"
        else:
            of, words = f"`{path}`", by_path[path].type
            means = of
        required = "yes" if column in cohort.REQUIRED else ""
        rows.append(f"| `{column}` | {means} | {words} | {required} |")
    for prefix, member in cohort.RESULTS.items():
        field = by_path[f"results[].{member}"]
        rows.append(
            f"| `{prefix}.…` | `{field.path}` of the result called so, as in "
            f"`{prefix}.exam` | {field.type} | |"
        )
    header = ["| Column | Stands for | Written as | Required |", "|---|---|---|---|"]
    return "\n".join([*header, *rows])


def _kinds() -> str:
    return "\n".join(
        f"* **{name}**: {means}."
        for name, means in {
            "line": f"text without line breaks, at most {LINE_MAX} characters",
            "text": f"text of any number of lines, at most {PASSAGE_MAX:,} characters",
            "Markdown": "such a text with emphasis, lists and links to https addresses",
            "name": "small letters a-z, digits and single hyphens, at most 80 characters",
            "day": "year, month and day, as `2025-05-14`",
            "duration": "years, months, weeks or days as ISO 8601 has them: `P3Y`, `P18M`, `P90D`",
        }.items()
    )


def _words() -> str:
    lists = {
        "Achievement types": vocabulary.ACHIEVEMENT_TYPES,
        "Target types": vocabulary.TARGET_TYPES,
        "Identity types": vocabulary.IDENTITY_TYPES,
        "Result types": vocabulary.RESULT_TYPES,
        "Result states": vocabulary.RESULT_STATES,
    }
    codes = "\n".join(f"| `{code}` | {code.words or 'only with a reason'} |" for code in ReasonCode)
    return "\n\n".join(
        [
            *(
                f"### {title}\n\n{', '.join(f'`{word}`' for word in words)}."
                for title, words in lists.items()
            ),
            f"### Reason codes\n\n| Code | What readers see |\n|---|---|\n{codes}",
        ]
    )


def _commands() -> str:
    return "\n\n".join(
        f"## `{name}`\n\n```text\n{text.rstrip()}\n```"
        for name, text in _helps("testamur", commands, None)
    )


def _helps(
    name: str, command: click.Command, parent: click.Context | None
) -> Iterator[tuple[str, str]]:
    width = {"terminal_width": _WIDTH, "max_content_width": _WIDTH}
    settings = {**command.context_settings, **width}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            yield from _helps(each, command.commands[each], context)


def _presets() -> str:
    rows = []
    for preset in presets.PRESETS:
        told = (f"`{name}` ← {', '.join(each)}" for name, each in preset.columns.items())
        marks = " or ".join(", ".join(each) for each in (preset.marks, *preset.also))
        columns = "those of a cohort" if preset.name == "testamur" else "; ".join(told)
        days = preset.dates.value if preset.dates else ""
        rows.append(f"| `{preset.name}` | {preset.title} | {marks} | {days} | {columns} |")
    header = [
        "| Preset | Which files | Recognised by the columns | Days | Fields and their columns |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*header, *rows])


def _fields_of_files() -> str:
    own = (f"| `{name}` | {means} |" for name, means in presets.OF_A_FILE.items())
    return "\n".join(["| Field | Means |", "|---|---|", *own])


def _examples() -> tuple[Raw, Raw, Raw, Raw, Raw, Raw, Raw, Raw]:
    """The site of the tests that leaves nothing out."""
    credential, translation = (
        _front(f"credentials/data-steward/{name}")
        for name in ("credential.md", "credential.de-CH.md")
    )
    revoked = _yaml(_read("awards/2025/two.yaml"))
    award = _yaml(_read("awards/2025/ada.yaml"))
    if isinstance(award, dict) and isinstance(revoked, list) and isinstance(revoked[1], dict):
        # No award that is still in force was revoked.
        award["revoked"] = revoked[1]["revoked"]
    forgotten = _yaml(_read("forgotten.yaml"))
    first = forgotten[0] if isinstance(forgotten, list) else None
    pathway = _yaml(_read("pathways/to-steward.yaml"))
    learner = _yaml(_read("learners/ada.yaml"))
    imported = _yaml(_read("imports.yaml"))
    item = imported[0] if isinstance(imported, list) else None
    site = _yaml(_read("site.yaml"))
    return site, credential, translation, pathway, award, learner, first, item


def _front(path: str) -> Raw:
    found = frontmatter.split(_read(path))
    if not isinstance(found, FrontMatter):
        raise TypeError("the example has front matter")
    return _yaml(found.fields)


def _read(path: str) -> str:
    return (_FULL / path).read_text("utf-8")


def _yaml(text: str) -> Raw:
    node, faults = yamltext.compose(text)
    if node is None or faults:
        raise ValueError("the example is not YAML")
    return yamltext.plain(node)


if __name__ == "__main__":
    write()
