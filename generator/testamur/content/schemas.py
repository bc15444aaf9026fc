"""
JSON Schemas of the authors' files, for editors: which fields there are, and how they are written.

In the shape of draft 7, which the YAML language server reads. A schema never refuses what `check`
accepts; it knows nothing of other files, so that `check` has the last word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Annotated, Union, get_args, get_origin, get_type_hints

from testamur.content import meanings
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
from testamur.model import vocabulary
from testamur.model.award import Display, EvidenceKind, Route
from testamur.model.credential import Colour, Kind
from testamur.model.formats import CERTIFICATE, OPTIONAL
from testamur.model.site import Paper
from testamur.model.status import ReasonCode

Schema = dict[str, object]

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class _File:
    """A kind of file."""

    title: str
    fields: type[Fields]
    means: Mapping[str, str]
    listed: bool = False
    """It holds a list of them, and never one alone."""
    either: bool = False
    """It holds one of them, or a list."""


_FILES = {
    "site": _File("content/site.yaml", SiteFields, meanings.SITE),
    "credential": _File("the fields of credential.md", CredentialFields, meanings.CREDENTIAL),
    "translation": _File(
        "the fields of credential.<language>.md", TranslationFields, meanings.TRANSLATION
    ),
    "award": _File("one award, or a list of them", AwardFields, meanings.AWARD, either=True),
    "pathway": _File("content/pathways/<name>.yaml", PathwayFields, meanings.PATHWAY),
    "learner": _File("content/learners/<name>.yaml", LearnerFields, meanings.LEARNER),
    "forgotten": _File("content/forgotten.yaml", ForgottenFields, meanings.FORGOTTEN, listed=True),
    "imports": _File("content/imports.yaml", ImportFields, meanings.IMPORTS, listed=True),
}
NAMES = tuple(_FILES)


def schema(name: str) -> Schema:
    """The schema of one of `NAMES`. Raises KeyError for another name."""
    file = _FILES[name]
    one = _fields(file.fields, file.means, "")
    many: Schema = {"type": "array", "items": one}
    shape = many if file.listed else {"anyOf": [one, many]} if file.either else one
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": file.title, **shape}


def as_bytes(name: str) -> bytes:
    """As a file."""
    return f"{json.dumps(schema(name), indent=1, ensure_ascii=False)}\n".encode()


def _text(**more: object) -> Schema:
    """What is text to us, though an editor reads `12` as a number and `true` as a truth value."""
    return {"type": ["string", "number", "boolean"], **more}


def _string(pattern: str, **more: object) -> Schema:
    return {"type": "string", "pattern": f"^(?:{pattern})$", **more}


def _choice(words: Iterable[str] | type[StrEnum], *, extensible: bool = False) -> Schema:
    listed: Schema = {"enum": [str(word) for word in words]}
    return {"anyOf": [listed, _string("ext:[A-Za-z0-9._-]+")]} if extensible else listed


def _whole(low: int, high: int) -> Schema:
    number = {"type": "integer", "minimum": low, "maximum": high}
    return {"anyOf": [number, _string("[0-9]+")]}


_SLUG = _string("[a-z0-9]+(?:-[a-z0-9]+)*", maxLength=80)
_AWARD_ID = _string("[0-7][0-9a-hjkmnp-tv-z]{25}")
_LANGUAGE = _string("[a-z]{2,4}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_LINE = _text(maxLength=LINE_MAX)
_PASSAGE = _text(maxLength=PASSAGE_MAX)
_URL = _string("\\s*https://[^\\s]+\\s*")
_DAY = _string("\\d{4}-\\d{2}-\\d{2}")
_KINDS: Mapping[object, Schema] = {
    kinds.Line: _LINE,
    kinds.Passage: _PASSAGE,
    kinds.Markdown: _PASSAGE,
    kinds.Url: _URL,
    kinds.BaseUrl: _URL,
    kinds.Day: _DAY,
    kinds.Duration: _string("P(?:\\d+Y)?(?:\\d+M)?(?:\\d+W)?(?:\\d+D)?"),
    kinds.Email: _string("\\s*[^@\\s]+@[^@\\s]+\\s*"),
    kinds.Did: _string("\\s*did:(?:key|web|jwk):[^\\s]+\\s*"),
    kinds.Phone: _text(),
    kinds.CountryCode: _string("[A-Z]{2}"),
    kinds.Scheme: _text(),
    kinds.Slug: {"anyOf": [_SLUG, {"type": "integer", "minimum": 0}]},
    kinds.AwardId: _AWARD_ID,
    kinds.Language: _LANGUAGE,
    kinds.TimeZone: _text(),
    kinds.Sha256: _text(),
    kinds.PictureName: _string("[^/\\\\]+\\.(?:png|svg)"),
    kinds.Folder: _text(),
    kinds.Boolean: {"enum": [True, False, "true", "false"]},
    kinds.FormatVersion: {"enum": [1, "1"]},
    kinds.Version: _whole(1, 9999),
    kinds.Credits: _whole(1, 100_000),
    kinds.StatusDays: _whole(1, 3660),
    kinds.WhyWithdrawn: _choice(ReasonCode),
    kinds.CredentialKind: _choice(Kind),
    kinds.BadgeColour: _choice(Colour),
    kinds.AwardRoute: _choice(Route),
    kinds.KindOfEvidence: _choice(EvidenceKind),
    kinds.HowDisplayed: _choice(Display),
    kinds.AchievementType: _choice(vocabulary.ACHIEVEMENT_TYPES, extensible=True),
    kinds.TargetType: _choice(vocabulary.TARGET_TYPES, extensible=True),
    kinds.ResultType: _choice(vocabulary.RESULT_TYPES, extensible=True),
    kinds.ResultStatus: _choice(vocabulary.RESULT_STATES),
    pathway_records.Needed: _whole(1, pathway_records.MAX_NEEDED),
    site_records.HexColour: _text(),
    site_records.Suspension: _choice(("shared", "separate")),
    site_records.OptionalFormat: _choice((*sorted(OPTIONAL), CERTIFICATE)),
    site_records.PaperSize: _choice(Paper),
    import_records.PresetName: _choice(presets.BY_NAME),
    import_records.ImportField: {
        "anyOf": [_choice(presets.FIELDS), _string("(?:result|level|status)\\..+")]
    },
    import_records.OrderOfDays: _choice(Order),
    import_records.Encoding: _choice(ENCODINGS),
    import_records.PassMark: _text(),
    import_records.CohortPath: _string("content/awards/.+\\.csv"),
    site_records.DuplicateAwards: _choice(("warning", "error")),
}


def _fields(record: type[Fields], means: Mapping[str, str], prefix: str) -> Schema:
    hints = get_type_hints(record, include_extras=True)
    properties: Schema = {}
    required = []
    for name, info in record.model_fields.items():
        written = info.alias or name
        path = f"{prefix}{written}"
        shape = _shape(hints[name], means, path)
        told = _LINK.sub(r"\1", means.get(path, ""))
        properties[written] = {"description": told, **shape} if told else shape
        if info.is_required():
            required.append(written)
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        found["required"] = required
    if record is CredentialFields:
        found["if"] = {"properties": {"kind": {"const": "assessed"}}, "required": ["kind"]}
        found["then"] = {"required": ["competency", "assessment"]}
    return found


def _shape(hint: object, means: Mapping[str, str], path: str) -> Schema:
    """How the value of one field is written."""
    if hint in _KINDS:
        return _KINDS[hint]
    if hint in {kinds.Notes, kinds.Suspensions}:
        (record,) = get_args(getattr(hint, "__origin__", None))
        one = _fields(record, means, f"{path}.")
        return {"anyOf": [one, {"type": "array", "items": one}]}
    if hasattr(hint, "__metadata__"):
        # A kind with more said about it is still that kind.
        of, first = getattr(hint, "__origin__", None), hint.__metadata__[0]
        kind: object = Annotated[of, first]
        return _KINDS[kind] if kind in _KINDS and kind != hint else _shape(of, means, path)
    if isinstance(hint, type) and issubclass(hint, Fields):
        return _fields(hint, means, f"{path}.")
    choices = [each for each in get_args(hint) if each is not type(None)]
    origin = get_origin(hint)
    if origin is list:
        return {"type": "array", "items": _shape(choices[0], means, f"{path}[]")}
    if origin is dict:
        return {"type": "object", "additionalProperties": _shape(choices[1], means, path)}
    if origin in {Union, UnionType} and len(choices) == 1:
        return _shape(choices[0], means, path)
    if origin in {Union, UnionType}:
        return {"anyOf": [_shape(each, means, path) for each in choices]}
    # LinkedIn's number of an organisation, the one kind without a name.
    return _text()
