"""A badge class of Open Badges 2.0 as a credential of ours, for its issuer to look over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from testamur.content import edit_words, urls, values
from testamur.content.edit_words import Value
from testamur.content.importing.older import NotImported, address_of, text
from testamur.content.refused import Refused
from testamur.crypto.strict_json import JsonObject, JsonValue

_COMMENT = """\
# Made by `testamur import` of a badge class in Open Badges 2.0:
#   {address}
# It could not say whether anybody was assessed. If somebody was, write `kind: assessed`, and
# `competency` and `assessment`, before anything is issued.
"""
_SLUG_MAX = 60


def slug_of(definition: JsonObject) -> str:
    """A name for the credential out of its title. Raises NotImported where nothing is left."""
    plain = unicodedata.normalize("NFKD", text(definition, "name").casefold())
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    slug = "-".join(words)[:_SLUG_MAX].rstrip("-")
    try:
        return values.slug(slug)
    except Refused:
        raise NotImported(
            "no name for its credential can be made of its title",
            'write the credential yourself and say --badge "ADDRESS=SLUG"',
        ) from None


def credential_text(definition: JsonObject) -> str:
    """
    The text of a `credential.md`.

    Raises NotImported for a badge class that lacks a name, a description or criteria.
    """
    fields: dict[str, Value] = {
        "name": _read(definition, "name"),
        "description": _read(definition, "description"),
        "kind": "participation",
    }
    tags = [each.strip() for each in _texts(definition.get("tags")) if each.strip()]
    if tags:
        fields["tags"] = list(dict.fromkeys(tags))
    skills = list(_skills(definition.get("alignment")))
    if skills:
        fields["skills"] = skills
    address = text(definition, "id")
    # Whatever else stands there could end the comment.
    comment = _COMMENT.format(address=address if _is_public(address) else "(it has no address)")
    return f"---\n{comment}{edit_words.document(fields)}---\n{_criteria(definition)}\n"


def _read(definition: JsonObject, name: str) -> str:
    found = text(definition, name)
    try:
        return values.line(found) if name == "name" else values.passage(found)
    except Refused as refused:
        raise NotImported(
            f"the `{name}` of its badge class {refused.phrase}", refused.hint
        ) from None


def _criteria(definition: JsonObject) -> str:
    criteria = definition.get("criteria")
    narrative = text(criteria, "narrative") if isinstance(criteria, dict) else ""
    address = address_of(criteria)
    parts = [narrative]
    if address is not None and _is_public(address):
        parts.append(f"See <{address}>.")
    found = "\n\n".join(part for part in parts if part)
    try:
        return values.markdown(found)
    except Refused as refused:
        raise NotImported(
            f"the criteria of its badge class {refused.phrase}", refused.hint
        ) from None


def _skills(alignment: JsonValue) -> Iterator[Value]:
    for each in alignment if isinstance(alignment, list) else [alignment]:
        if not isinstance(each, dict):
            continue
        name, url = text(each, "targetName"), text(each, "targetUrl")
        if not name or not _is_public(url):
            continue
        fields = {
            "name": name,
            "url": url,
            "framework": text(each, "targetFramework"),
            "code": text(each, "targetCode"),
            "description": text(each, "targetDescription"),
        }
        yield {field: value for field, value in fields.items() if value}


def _is_public(address: str) -> bool:
    try:
        urls.url(address)
    except Refused:
        return False
    return True


def _texts(value: JsonValue) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each
